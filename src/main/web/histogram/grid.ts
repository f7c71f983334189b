import {Level} from '../record.ts';

/** What a bar is made of, from its foot on: few errors are to be seen beside many lines. */
export const GROUPS = ['error', 'warn', 'info', 'debug', 'none'] as const;
export type Group = (typeof GROUPS)[number];

const GROUP_OF: Record<string, Group> = {fatal: 'error', error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'debug'};

/** A part of the time as `GET /streams/NAME/histogram` has it. */
export interface Bucket {
  time: string;
  first: number;
  lines: number;
  levels: Partial<Record<Level | 'none', number>>;
}

/** A part of the time as it is drawn. */
export interface Part {
  /** The first record in it, or after it. */
  first: number;
  lines: number;
  groups: Record<Group, number>;
}

/** Parts of which there may be: with twice as many live lines two become one. */
const MAX_PARTS = 240;

/** How many lines there are when, in parts of the same length. Times are milliseconds. */
export class Grid {
  readonly parts: Part[] = [];

  step: number;

  constructor(
    readonly since: number,
    step: number,
    /** How many parts the gateway counts. */
    readonly count: number,
  ) {
    // All lines may be of one moment.
    this.step = Math.max(1, step);
  }

  get until(): number {
    return this.since + this.step * Math.max(1, this.count, this.parts.length);
  }

  get isWhole(): boolean {
    return this.parts.length >= this.count;
  }

  get lines(): number {
    return this.parts.reduce((sum, {lines}) => sum + lines, 0);
  }

  of(group: Group): number {
    return this.parts.reduce((sum, {groups}) => sum + groups[group], 0);
  }

  put(buckets: readonly Bucket[]): void {
    for (const {first, lines, levels} of buckets) {
      const part = empty(first);
      part.lines = lines;
      for (const [level, number] of Object.entries(levels)) part.groups[GROUP_OF[level] ?? 'none'] += number;
      this.parts.push(part);
    }
  }

  /** A line that has come live. */
  add(time: number, level: string | undefined, seq: number): void {
    let index = Math.floor((time - this.since) / this.step);
    while (index >= MAX_PARTS) {
      this.halve();
      index = Math.floor((time - this.since) / this.step);
    }
    while (this.parts.length <= index) this.parts.push(empty(seq));
    const part = this.parts[Math.max(0, index)];
    if (!part) return;
    part.lines++;
    part.groups[GROUP_OF[level ?? ''] ?? 'none']++;
  }

  /** The part at a time, and the time at which a part begins. */
  indexAt(time: number): number {
    return Math.max(0, Math.min(this.parts.length - 1, Math.floor((time - this.since) / this.step)));
  }

  timeOf(index: number): number {
    return this.since + index * this.step;
  }

  private halve(): void {
    for (let i = 0; i * 2 < this.parts.length; i++) {
      const [one, two] = [this.parts[2 * i]!, this.parts[2 * i + 1]];
      if (two) {
        one.lines += two.lines;
        for (const group of GROUPS) one.groups[group] += two.groups[group];
      }
      this.parts[i] = one;
    }
    this.parts.length = Math.ceil(this.parts.length / 2);
    this.step *= 2;
  }
}

function empty(first: number): Part {
  return {first, lines: 0, groups: {error: 0, warn: 0, info: 0, debug: 0, none: 0}};
}

/** Pixels that any line has, and an error: one among a million is to be seen. */
const LEAST = 1;
const LEAST_ERROR = 2;

/** The outlines of all bars of a group in a box of width and height, one path each. */
export function barPaths(grid: Grid, width: number, height: number): Record<Group, string> {
  const paths: Record<Group, string> = {error: '', warn: '', info: '', debug: '', none: ''};
  const most = Math.max(1, ...grid.parts.map(({lines}) => lines));
  const each = (width * grid.step) / (grid.until - grid.since);
  const gap = each > 4 ? 1 : 0;
  grid.parts.forEach(({groups}, index) => {
    const [left, right] = [Math.round(index * each), Math.round((index + 1) * each)];
    let foot = height;
    for (const group of GROUPS) {
      if (groups[group] === 0 || foot <= 0) continue;
      const tall = Math.min(foot, Math.max(group === 'error' ? LEAST_ERROR : LEAST, (groups[group] / most) * height));
      paths[group] += `M${left} ${foot.toFixed(1)}H${Math.max(left + 1, right - gap)}V${(foot - tall).toFixed(1)}H${left}z`;
      foot -= tall;
    }
  });
  return paths;
}
