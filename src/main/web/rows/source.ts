import {Row} from './lines.ts';

/** What stands on the list, by seq: all rows of a log, or some of them. */
export interface RowSource {
  /** The row that begins at seq, up to `last`: what follows begins after that. */
  at(seq: number): Row | undefined;
  /** The seq of the row that has seq, or -1 above the first one. */
  begin(seq: number): number;
  /** Where not every seq has a row: how many have, and which. */
  order?: Order;
}

export interface Order {
  readonly count: number;
  /** How many rows are before seq. */
  rank(seq: number): number;
  seq(rank: number): number;
}
