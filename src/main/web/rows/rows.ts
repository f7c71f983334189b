import type {Row} from './lines.ts';

/** What stands on the list: the row that begins at a seq, with so many characters of it, and where the row that has a seq begins. */
export interface Rows {
  at(seq: number, length: number): Row | undefined;
  begin(seq: number): number;
  /** Where the row before begins. */
  before(seq: number): number;
  /** Where rows are left out: the list's place stays a seq, and its bar points at a rank. */
  order?: Order;
}

export interface Order {
  readonly count: number;
  /** How many rows are before seq. */
  rank(seq: number): number;
  seq(rank: number): number;
}

export interface ListReader {
  /** These seqs are shown: what is missing there is wanted. */
  shows(first: number, last: number): void;
  /** The reader went up, or came to the end. */
  leftEnd(): void;
  reachedEnd(): void;
}
