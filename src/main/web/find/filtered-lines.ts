import {Entry, firstSeq, lastSeq} from '../record.ts';
import {Extent} from '../rows/anchor.ts';
import {Lines, Row} from '../rows/lines.ts';
import {Order, Rows} from '../rows/rows.ts';
import {indexAfter} from './found.ts';

/** Records that are kept beside the log's pages: some screens of them. */
const MAX_RECORDS = 4096;

/** Records this near to each other come with one request, of so many at most: reading some more is quicker than asking again. */
const NEAR = 128;
const MAX_RANGE = 1024;

/** Requests that run at once; browsers have six connections to a host, for all tabs. */
const MAX_FETCHES = 3;

/** By how many lines the surroundings of a match grow, and how far. */
const CONTEXT_STEP = 5;
const MAX_CONTEXT = 100;

export type ReadRecords = (first: number, last: number, signal: AbortSignal) => Promise<Entry[]>;

/**
 * The rows of the matches alone, and of the lines around those that were opened. Each row goes up to the next
 * one, so that the list goes from row to row as ever, and the reader's place stays a seq.
 */
export class FilteredLines implements Rows {
  private readonly records = new Map<number, Entry>();
  private readonly contexts = new Map<number, number>();
  private readonly fetches = new Set<{from: number; to: number; controller: AbortController}>();
  private shownSeqs: readonly number[] = [];
  private wanted: {from: number; to: number}[] = [];

  constructor(
    private readonly matches: readonly number[],
    /** What the log has. */
    private readonly whole: () => Extent,
    private readonly known: (seq: number) => Entry | undefined,
    private readonly read: ReadRecords,
    private readonly changed: (first: number, last: number) => void,
  ) {
    this.arrange();
  }

  readonly order: Order = {
    // Not `this`: the list asks the order alone.
    count: 0,
    rank: (seq) => indexAfter(this.shownSeqs, seq - 1),
    seq: (rank) => this.shownSeqs[Math.min(rank, this.shownSeqs.length - 1)] ?? -1,
  };

  get extent(): Extent {
    const first = this.shownSeqs[0];
    return first === undefined ? {first: 0, next: 0} : {first, next: this.shownSeqs.at(-1)! + 1};
  }

  at(seq: number, length?: number): Row | undefined {
    const index = indexAfter(this.shownSeqs, seq);
    const last = (this.shownSeqs[index] ?? seq + 1) - 1;
    const entry = this.get(seq);
    if (entry?.kind === 'gap') return {kind: 'gap', seq, last, gap: entry.gap};
    // A part of a line stands for itself where it is the part that was found.
    const row = new Lines((each) => (each < seq ? undefined : each === seq ? alone(entry) : this.get(each))).at(seq, length);
    return row && {...row, last};
  }

  begin(seq: number): number {
    return this.shownSeqs[indexAfter(this.shownSeqs, seq) - 1] ?? -1;
  }

  before(seq: number): number {
    return this.begin(seq - 1);
  }

  /** Whether lines around a match begin here, or end above. */
  isApart(seq: number): boolean {
    if (this.contexts.size === 0) return false;
    const before = this.begin(seq - 1);
    return before >= 0 && before !== seq - 1 && (!this.isMatch(seq) || !this.isMatch(before));
  }

  private isMatch(seq: number): boolean {
    return this.matches[indexAfter(this.matches, seq) - 1] === seq;
  }

  /** The matches are others. */
  arrange(): void {
    this.shownSeqs = this.contexts.size === 0 ? this.matches : this.withContexts();
    (this.order as {count: number}).count = this.shownSeqs.length;
  }

  /** Opens lines around a match, or more of them. */
  open(match: number): void {
    this.contexts.set(match, Math.min(MAX_CONTEXT, (this.contexts.get(match) ?? 0) + CONTEXT_STEP));
    this.arrange();
  }

  close(match: number): void {
    this.contexts.delete(match);
    this.arrange();
  }

  contextOf(match: number): number {
    return this.contexts.get(match) ?? 0;
  }

  /** Fetches what of the rows from first to last is not here. */
  want(first: number, last: number): void {
    this.wanted = [];
    for (let i = indexAfter(this.shownSeqs, first - 1); i < this.shownSeqs.length && this.shownSeqs[i]! <= last; i++) {
      const seq = this.shownSeqs[i]!;
      if (this.get(seq)) continue;
      const before = this.wanted.at(-1);
      if (before && seq - before.to <= NEAR && seq - before.from < MAX_RANGE) before.to = seq;
      else this.wanted.push({from: seq, to: seq});
    }
    for (const {from, to, controller} of this.fetches) if (to < first || from > last) controller.abort();
    this.fetchNext();
  }

  /** Has the records around a match here before they are opened, so that their heights are known. */
  async load(match: number): Promise<void> {
    const lines = this.contextOf(match) + CONTEXT_STEP;
    const {first, next} = this.whole();
    const range = {from: Math.max(first, match - lines), to: Math.min(next - 1, match + lines)};
    for (let seq = range.from; seq <= range.to; seq++) if (!this.get(seq)) return this.fetch(range, () => true);
  }

  dispose(): void {
    this.wanted = [];
    for (const {controller} of this.fetches) controller.abort();
  }

  private get(seq: number): Entry | undefined {
    return this.known(seq) ?? this.records.get(seq);
  }

  private withContexts(): number[] {
    const all = new Set(this.matches);
    const {first, next} = this.whole();
    for (const [match, lines] of this.contexts) {
      for (let seq = Math.max(first, match - lines); seq <= match + lines && seq < next; seq++) all.add(seq);
    }
    return [...all].sort((a, b) => a - b);
  }

  private fetchNext(): void {
    for (const range of this.wanted) {
      if (this.fetches.size >= MAX_FETCHES) return;
      if (![...this.fetches].some(({from, to}) => from <= range.from && range.to <= to)) void this.fetch(range);
    }
  }

  private async fetch({from, to}: {from: number; to: number}, isKept = (seq: number) => this.begin(seq) === seq): Promise<void> {
    const controller = new AbortController();
    const fetching = {from, to, controller};
    this.fetches.add(fetching);
    let entries: Entry[] = [];
    try {
      entries = await this.read(from, to, controller.signal);
      for (const entry of entries) this.keep(entry, from, to, isKept);
    } catch {
      // Passed by, or the gateway does not answer, which the connection's state says: asked for again when shown.
    }
    this.fetches.delete(fetching);
    this.wanted = this.wanted.filter((each) => each.from < from || each.to > to);
    if (entries.length > 0) this.changed(from, to);
    this.fetchNext();
  }

  private keep(entry: Entry, from: number, to: number, isKept: (seq: number) => boolean): void {
    for (let seq = Math.max(from, firstSeq(entry)); seq <= Math.min(to, lastSeq(entry)); seq++) {
      if (!isKept(seq)) continue;
      this.records.delete(seq);
      this.records.set(seq, entry);
    }
    for (const seq of this.records.keys()) {
      if (this.records.size <= MAX_RECORDS) return;
      this.records.delete(seq);
    }
  }
}

function alone(entry: Entry | undefined): Entry | undefined {
  if (entry?.kind !== 'line' || entry.line.first === undefined) return entry;
  const {first: _first, ...line} = entry.line;
  return {kind: 'line', line};
}
