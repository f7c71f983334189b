/** Records, from and to included. */
export interface Range {
  from: number;
  to: number;
}

/** What a search has found, and where it has looked: no match in a searched range is a fact. */
export class Found {
  /** Seqs, in rising order. */
  readonly matches: number[] = [];
  /** In rising order; between two is what has not been searched. */
  readonly searched: Range[] = [];

  clear(): void {
    this.matches.length = 0;
    this.searched.length = 0;
  }

  /** A range that has been searched, which is no part of one before. */
  add({from, to}: Range, matches: readonly number[]): void {
    this.matches.splice(indexAfter(this.matches, from - 1), 0, ...matches);
    const at = this.searched.findIndex((each) => each.from > to);
    this.searched.splice(at < 0 ? this.searched.length : at, 0, {from, to});
    for (let i = this.searched.length - 1; i > 0; i--) {
      const [before, after] = [this.searched[i - 1]!, this.searched[i]!];
      if (before.to + 1 >= after.from) this.searched.splice(i - 1, 2, {from: before.from, to: Math.max(before.to, after.to)});
    }
  }

  /** What is no longer kept. */
  dropBefore(first: number): void {
    this.matches.splice(0, indexAfter(this.matches, first - 1));
    while (this.searched[0] && this.searched[0].to < first) this.searched.shift();
    if (this.searched[0] && this.searched[0].from < first) this.searched[0] = {from: first, to: this.searched[0].to};
  }

  has(seq: number): boolean {
    return this.matches[indexAfter(this.matches, seq) - 1] === seq;
  }

  isSearched(seq: number): boolean {
    return this.searched.some(({from, to}) => from <= seq && seq <= to);
  }

  /** The first match after a seq, or the last one before it. */
  next(seq: number): number | undefined {
    return this.matches[indexAfter(this.matches, seq)];
  }

  previous(seq: number): number | undefined {
    return this.matches[indexAfter(this.matches, seq - 1) - 1];
  }

  /** How many records have been searched. */
  get size(): number {
    return this.searched.reduce((sum, {from, to}) => sum + to - from + 1, 0);
  }

  /** Which match a seq is, from 1 on. */
  rank(seq: number): number {
    return indexAfter(this.matches, seq);
  }

  /** Whether nothing between the first and the last searched record is missing. */
  get whole(): Range | undefined {
    const first = this.searched[0];
    return first && {from: first.from, to: this.searched.at(-1)!.to};
  }
}

/** How many of the rising seqs are at most seq. */
export function indexAfter(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (seqs[middle]! <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
