import {Entry, Gap, Level, Line, Origin, StateRecord, textOf} from '../record.ts';
import {CUT} from './cut.ts';

/** What stands on a row of the list. */
export type Row = (
  | {kind: 'line'; seq: number; last: number; time: string; origin: Origin; level?: Level; text: string; open: boolean}
  | {kind: 'state'; seq: number; last: number; state: StateRecord}
  | {kind: 'gap'; seq: number; last: number; gap: Gap}
  | {kind: 'unknown'; seq: number; last: number}
) & {
  /** Whose it is and where it is there, on a list of several streams. */
  source?: {stream: string; seq: number};
};

/** Between the parts of a line other records may stand, of the other origin. */
const MAX_PARTS = 64;

/** Of a line that somebody wants to see whole: 64 MB in parts of the usual size. */
const MAX_JOINED = 4096;

/** What a bar tells of a gap at most, so that a row is never more than some pages. */
const MAX_GAP = 4096;

/** The rows of records: a line that came in parts is one, and so is a gap. */
export class Lines {
  constructor(
    private readonly get: (seq: number) => Entry | undefined,
    /** The oldest seq that is kept. */
    private readonly oldest: () => number = () => 0,
  ) {}

  /** The row that begins at seq, with at least `length` characters of it; undefined where a row above has what is there. */
  at(seq: number, length = CUT): Row | undefined {
    const entry = this.get(seq);
    if (!entry) return {kind: 'unknown', seq, last: seq};
    if (entry.kind === 'state') return {kind: 'state', seq, last: seq, state: entry.state};
    if (entry.kind === 'gap') return this.gap(seq, entry.gap);
    if (this.isRest(entry.line)) return undefined;
    const {time, origin, level} = entry.line;
    const {text, open} = this.joined(entry.line, length);
    return {kind: 'line', seq, last: seq, time, origin, text, open, ...(level && {level})};
  }

  /** The seq of the row that has seq. */
  begin(seq: number): number {
    const entry = this.get(seq);
    if (entry?.kind === 'gap') return this.gapBegin(entry.gap);
    if (entry?.kind !== 'line' || !this.isRest(entry.line)) return seq;
    return entry.line.first ?? this.opener(entry.line) ?? seq;
  }

  /** Where the row begins that stands before what begins at seq. Between the parts of a line other rows stand. */
  before(seq: number): number {
    let at = seq - 1;
    for (let entry = this.get(at); entry; entry = this.get(at)) {
      if (entry.kind === 'gap') return this.gapBegin(entry.gap);
      if (entry.kind !== 'line' || !this.isRest(entry.line)) return at;
      at--;
    }
    return at;
  }

  private gap(seq: number, gap: Gap): Row | undefined {
    if (seq !== this.gapBegin(gap)) return undefined;
    let last = gap.to;
    for (let next = this.get(last + 1); next?.kind === 'gap' && this.gapBegin(next.gap) === seq; next = this.get(last + 1)) {
      last = next.gap.to;
    }
    return {kind: 'gap', seq, last, gap: {...gap, from: seq, to: last, lines: last - seq + 1}};
  }

  /** Each page has the part of a gap that is in it: parts that touch are one, from a multiple of MAX_GAP on. */
  private gapBegin({from, reason}: Gap): number {
    let begin = from;
    while (begin % MAX_GAP !== 0) {
      const before = this.get(begin - 1);
      if (before?.kind !== 'gap' || before.gap.reason !== reason) break;
      begin = before.gap.from;
    }
    return begin;
  }

  private isRest(line: Line): boolean {
    const first = line.first ?? this.opener(line);
    // Where the beginning cannot be had, the rest is a row of its own.
    return first !== undefined && first < line.seq && first >= this.oldest() && this.get(first)?.kind !== 'gap';
  }

  /** The record before of the same origin, if it leaves its line open; for gateways that do not say first. */
  private opener(line: Line): number | undefined {
    let first: number | undefined;
    for (let seq = line.seq - 1; seq >= Math.max(0, line.seq - MAX_PARTS); seq--) {
      const before = this.get(seq);
      if (!before || before.kind === 'gap') break;
      if (before.kind !== 'line' || before.line.origin !== line.origin) continue;
      if (!before.line.partial) break;
      first = before.line.first ?? seq;
      if (before.line.first !== undefined) break;
    }
    return first;
  }

  private joined(line: Line, length: number): {text: string; open: boolean} {
    let text = textOf(line);
    let open = line.partial === true;
    for (let seq = line.seq + 1; open && text.length < length && seq <= line.seq + MAX_JOINED; seq++) {
      const next = this.get(seq);
      if (!next || next.kind === 'gap') break;
      if (next.kind !== 'line' || next.line.origin !== line.origin) continue;
      text += textOf(next.line);
      open = next.line.partial === true;
    }
    return {text, open};
  }
}
