import {Entry, firstSeq} from '../record.ts';
import {clamp, Extent} from '../rows/anchor.ts';
import {Row} from '../rows/lines.ts';
import type {Rows} from '../rows/rows.ts';
import {beginOf, Item, itemOf, join, rowOf} from './item.ts';

/** The place of the first item: older ones come before it. */
const ORIGIN = 1_000_000_000;

/** Items that are kept: some hundred screens, in some megabytes. */
export const MAX_ITEMS = 20_000;

/** Between the parts of a line so many others may stand. */
const MAX_BETWEEN = 2048;

/** Places, from and to included. */
export interface Places {
  first: number;
  last: number;
}

/**
 * The part of a merged history that is here: without holes, in the order of times. Places are numbers of this
 * window alone, as streams that are merged have none in common: what is older gets lower ones, and none that is
 * there is moved by that.
 *
 * <pre>
 *   past --older--> [ items ............ ] <--newer, or live-- future
 *                    first           next
 * </pre>
 */
export class Window implements Rows {
  private items: Item[] = [];
  private first = ORIGIN;
  /** Of each stream the records that are here, or were. */
  private readonly seqs = new Map<string, {first: number; last: number}>();

  get extent(): Extent {
    return {first: this.first, next: this.first + this.items.length};
  }

  get oldest(): Item | undefined {
    return this.items[0];
  }

  get newest(): Item | undefined {
    return this.items.at(-1);
  }

  item(place: number): Item | undefined {
    return this.items[place - this.first];
  }

  /** Of the newest item that a stream has here. */
  timeOf(stream: string): string | undefined {
    return this.items.findLast((each) => each.stream === stream)?.time;
  }

  /** Where a record is, if it is here. */
  placeOf(stream: string, seq: number): number | undefined {
    const index = this.items.findIndex((each) => each.stream === stream && each.seq <= seq && seq <= each.last);
    return index < 0 ? undefined : this.first + index;
  }

  /** The first place of a time or later. */
  placeAt(time: string): number {
    const index = this.items.findIndex((each) => each.time >= time);
    return this.first + (index < 0 ? this.items.length - 1 : index);
  }

  at(place: number): Row | undefined {
    const item = this.item(place);
    return item && rowOf(item, place);
  }

  begin(place: number): number {
    return this.items.length === 0 ? place : clamp(place, this.extent);
  }

  before(place: number): number {
    return place - 1;
  }

  clear(): void {
    this.items = [];
    this.first = ORIGIN;
    this.seqs.clear();
  }

  /** A stream's log is another one: its numbers begin anew. */
  forget(stream: string): void {
    this.seqs.delete(stream);
  }

  /** What comes before all others, the newest first. */
  addOlder(items: readonly Item[]): void {
    const older = items.filter(({stream, seq}) => seq < (this.seqs.get(stream)?.first ?? Infinity));
    this.items = [...older.toReversed(), ...this.items];
    this.first -= older.length;
    for (const {stream, seq, last} of older) this.know(stream, seq, last);
  }

  /**
   * What comes later: at the place of its time, but not before `floor`, as what is above has been read. What is
   * here already is left out. Which places are others now; undefined if none is.
   */
  add(stream: string, entry: Entry, floor = Infinity): Places | undefined {
    const seq = firstSeq(entry);
    if (seq <= (this.seqs.get(stream)?.last ?? -1)) return undefined;
    const begin = beginOf(entry);
    const joined = begin === undefined ? undefined : this.openOf(stream, begin);
    if (joined !== undefined) {
      join(this.items[joined]!, entry);
      this.know(stream, begin!, seq);
      return {first: this.first + joined, last: this.first + joined};
    }
    const item = itemOf(stream, entry, this.newest?.time ?? '');
    this.know(stream, item.seq, item.last);
    let index = this.items.length;
    while (index > 0 && this.first + index > floor && this.items[index - 1]!.time > item.time) index--;
    this.items.splice(index, 0, item);
    return {first: this.first + index, last: this.first + this.items.length - 1};
  }

  /** Lets the oldest go where there are too many; how many. */
  dropOldest(): number {
    const dropped = this.items.splice(0, this.items.length - MAX_ITEMS);
    this.first += dropped.length;
    for (const {stream, last} of dropped) this.seqs.get(stream)!.first = last + 1;
    return dropped.length;
  }

  /** Lets the newest go where there are too many: these. */
  dropNewest(): Item[] {
    const dropped = this.items.splice(MAX_ITEMS);
    for (const {stream, seq} of dropped.toReversed()) this.seqs.get(stream)!.last = seq - 1;
    return dropped;
  }

  private know(stream: string, first: number, last: number): void {
    const known = this.seqs.get(stream);
    if (!known) return void this.seqs.set(stream, {first, last});
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
  }

  /** The index of a line that waits for its next part. */
  private openOf(stream: string, seq: number): number | undefined {
    for (let i = this.items.length - 1; i >= Math.max(0, this.items.length - MAX_BETWEEN); i--) {
      const item = this.items[i]!;
      if (item.stream === stream && item.seq === seq) return item.open ? i : undefined;
    }
    return undefined;
  }
}
