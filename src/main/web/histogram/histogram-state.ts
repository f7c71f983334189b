import {count, lines} from '../numbers.ts';
import {Grid, Part} from './grid.ts';

/**
 * What a histogram does.
 *
 * <pre>
 *   closed --open--> asking --first parts--> counting --done--> whole (adds live lines)
 *     ^                |  ^                     |                 |
 *     |                |  `----- another time of it, another log--+
 *     +-----close------+--> failed --in a moment--> asking
 * </pre>
 */
export type HistogramState =
  | {kind: 'closed'}
  | {kind: 'asking'}
  | {kind: 'counting'; grid: Grid}
  | {kind: 'whole'; grid: Grid}
  | {kind: 'failed'; detail: string};

/** What there is to draw. */
export function gridOf(state: HistogramState): Grid | undefined {
  return 'grid' in state && !isEmpty(state) ? state.grid : undefined;
}

/** A log without a line has no time. */
export function isEmpty(state: HistogramState): boolean {
  return state.kind === 'whole' && state.grid.lines === 0;
}

export function histogramWords(state: HistogramState): string {
  switch (state.kind) {
    case 'closed':
      return '';
    case 'asking':
      return 'counting lines';
    case 'counting':
      return `counting lines, ${Math.floor((100 * state.grid.parts.length) / Math.max(1, state.grid.count))} %`;
    case 'whole':
      return isEmpty(state) ? 'no lines' : sumWords({lines: state.grid.lines, groups: {error: state.grid.of('error'), warn: state.grid.of('warn')}});
    case 'failed':
      return state.detail;
  }
}

/** `1,204 lines, 3 errors, 12 warnings`. */
export function sumWords({lines: number, groups}: {lines: number; groups: Pick<Part['groups'], 'error' | 'warn'>}): string {
  const words = [lines(number)];
  if (groups.error > 0) words.push(`${count(groups.error)} ${groups.error === 1 ? 'error' : 'errors'}`);
  if (groups.warn > 0) words.push(`${count(groups.warn)} ${groups.warn === 1 ? 'warning' : 'warnings'}`);
  return words.join(', ');
}
