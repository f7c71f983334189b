import {count} from '../numbers.ts';
import {Found} from './found.ts';

/**
 * What a search does.
 *
 * <pre>
 *   idle --text--> asking --first range--> searching --all--> exhausted (searches what comes, as capped does)
 *    ^               |                      |  |  `--limit--> capped ----go on--> asking
 *    |               |                      |  `----stop----> cancelled -go on--> asking
 *    `--no text--    |--400--> refused      `--connection---> cut-off ---by itself--> asking
 *                    `--503, connection-----------------------^
 * </pre>
 */
export type SearchState =
  | {kind: 'idle'}
  | {kind: 'asking'}
  | {kind: 'searching'}
  | {kind: 'exhausted'}
  | {kind: 'capped'}
  | {kind: 'cancelled'}
  | {kind: 'refused'; detail: string}
  | {kind: 'cut-off'; detail: string};

export function isWorking({kind}: SearchState): boolean {
  return kind === 'asking' || kind === 'searching';
}

/** Whether there is more to search, for which the person has to ask. */
export function canGoOn({kind}: SearchState): boolean {
  return kind === 'capped' || kind === 'cancelled' || kind === 'cut-off';
}

/** How many matches there are, and exactly where; `now` is the match at which the reader is. */
export function searchWords(state: SearchState, found: Found, now: number | undefined): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'refused':
      return state.detail;
    case 'asking':
      return found.matches.length > 0 ? matchWords(found, now) : 'searching';
    case 'cut-off':
      return `${matchWords(found, now)}${rangeWords(found)}: ${state.detail}`;
    case 'searching':
      return `${matchWords(found, now)}${rangeWords(found)}`;
    case 'exhausted':
      return `${matchWords(found, now)} in all${sizeWords(found)}`;
    case 'capped':
      return `${matchWords(found, now)}${rangeWords(found)}, there may be more`;
    case 'cancelled':
      return `${matchWords(found, now)}${rangeWords(found)}, stopped`;
  }
}

function matchWords(found: Found, now: number | undefined): string {
  const {length} = found.matches;
  if (length === 0) return 'no match';
  const all = `${count(length)} ${length === 1 ? 'match' : 'matches'}`;
  return now !== undefined && found.has(now) ? `${count(found.rank(now))} of ${all}` : all;
}

/** The list counts from 1. */
function rangeWords({searched}: Found): string {
  if (searched.length === 0) return '';
  return ` in ${searched.map(({from, to}) => `${count(from + 1)} – ${count(to + 1)}`).join(', ')}`;
}

function sizeWords({size}: Found): string {
  return size > 1 ? ` ${count(size)} lines` : '';
}
