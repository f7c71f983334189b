import {FIELDS, get, streamPath} from '../api.ts';
import {ndjson} from '../ndjson.ts';
import {Entry, entryOf, firstSeq, timeOf} from '../record.ts';
import {beginOf, Item, itemOf, join} from './item.ts';

/** Lines of one stream that come with one request. */
const PAGE = 256;

/** Records of one stream, the newest first, and whether there are no older ones. */
export interface Piece {
  epoch: string;
  entries: Entry[];
  isLast: boolean;
}

/** The records of a stream before a position or a time. */
export type ReadBackwards = (stream: string, before: string | undefined, until: string | undefined, signal: AbortSignal) => Promise<Piece>;

/**
 * What some streams have before a moment, merged by time, the newest first. Each stream is read by itself, a page at
 * a time, and gives its newest item only when all others show theirs.
 *
 * <pre>
 *   a --order=desc--> [ 18:02  18:01 ]  \
 *   b --order=desc--> [ 18:03 ]          > the newest of the heads, until one has none and may have more
 *   c --order=desc--> [ ] (exhausted)   /
 * </pre>
 */
export class Past {
  private readonly tails: Tail[];
  /** What has been merged for somebody whose request has failed then. */
  private taken: Item[] = [];

  constructor(
    streams: readonly string[],
    private readonly read: ReadBackwards,
    /** Before which all is; what there is now if undefined. */
    until?: string,
  ) {
    this.tails = streams.map((each) => new Tail(each, until));
  }

  /** Whether all has been taken. */
  get isOver(): boolean {
    return this.taken.length === 0 && this.tails.every((each) => each.isOver);
  }

  /** The next so many items, the newest first; fewer at the oldest. */
  async take(number: number, signal: AbortSignal): Promise<Item[]> {
    while (this.taken.length < number) {
      await Promise.all(this.tails.map((each) => each.fill(this.read, signal)));
      const newest = this.newest();
      if (!newest) break;
      this.taken.push(newest.items.shift()!);
    }
    return this.taken.splice(0);
  }

  private newest(): Tail | undefined {
    let newest: Tail | undefined;
    for (const each of this.tails) {
      if (each.items[0] && (!newest || each.items[0].time > newest.items[0]!.time)) newest = each;
    }
    return newest;
  }
}

/** One stream of them. */
class Tail {
  /** What has been read and not been taken, the newest first. */
  readonly items: Item[] = [];
  private isExhausted = false;
  private before: string | undefined;
  private beside: string;
  /** Parts of lines of which the beginning has not been read. */
  private parts: Entry[] = [];

  constructor(
    private readonly stream: string,
    private readonly until: string | undefined,
  ) {
    this.beside = until ?? '';
  }

  get isOver(): boolean {
    return this.isExhausted && this.items.length === 0;
  }

  async fill(read: ReadBackwards, signal: AbortSignal): Promise<void> {
    while (this.items.length === 0 && !this.isExhausted) {
      const {epoch, entries, isLast} = await read(this.stream, this.before, this.until, signal);
      const isSame = this.before === undefined || this.before.startsWith(`${epoch}-`);
      if (isSame) for (const entry of entries) this.add(entry);
      const oldest = entries.at(-1);
      if (oldest) this.before = `${epoch}-${firstSeq(oldest)}`;
      this.isExhausted = isLast || !isSame;
      if (this.isExhausted) for (const part of this.parts.splice(0)) this.items.push(itemOf(this.stream, part, this.beside));
    }
  }

  private add(entry: Entry): void {
    this.beside = timeOf(entry) ?? this.beside;
    if (beginOf(entry) !== undefined) return void this.parts.push(entry);
    const item = itemOf(this.stream, entry, this.beside);
    const mine = this.parts.filter((each) => beginOf(each) === item.seq);
    for (const part of mine.reverse()) join(item, part);
    if (mine.length > 0) this.parts = this.parts.filter((each) => !mine.includes(each));
    this.items.push(item);
  }
}

/** As the gateway has it, of the lines that are wanted. */
export function readBackwards(filter: URLSearchParams): ReadBackwards {
  return async (stream, before, until, signal) => {
    const parameters = new URLSearchParams(filter);
    parameters.set('order', 'desc');
    parameters.set('limit', String(PAGE));
    parameters.set('fields', FIELDS.join());
    if (before !== undefined) parameters.set('from', before);
    if (until !== undefined) parameters.set('until', until);
    const {body, headers} = await get(`${streamPath(stream)}/log?${parameters}`, 'application/x-ndjson', signal);
    const entries: Entry[] = [];
    // It says why it ends where there is more.
    let isLast = true;
    for await (const object of ndjson(body!)) {
      const entry = entryOf(object);
      if (entry) entries.push(entry);
      else if ('end' in object) isLast = false;
    }
    return {epoch: headers.get('tailrace-epoch') ?? '', entries, isLast};
  };
}
