import {isSignedOut, OtherLog, readRange} from './api.ts';
import {Hello, Live} from './live.ts';
import {LiveState} from './live-state.ts';
import {Entry, firstSeq, lastSeq} from './record.ts';
import {Extent} from './rows/anchor.ts';
import {Lines} from './rows/lines.ts';
import {Pages} from './rows/pages.ts';
import {browserWorld, World} from './world.ts';

export interface LogReader {
  /** Records or the extent are others; first to last are those that have come. */
  changed(first: number, last: number): void;
  /** Live lines have been added at the end. */
  grew(lines: number): void;
  /** The log is known, or is another one than before. */
  began(isOther: boolean): void;
  state(state: LiveState): void;
}

/** One stream's log: what is known of it, what comes live, and what is fetched as it is looked at. */
export class Log {
  readonly pages: Pages;
  readonly lines: Lines;
  epoch = '';
  extent: Extent = {first: 0, next: 0};
  private readonly live: Live;

  constructor(
    readonly stream: string,
    private readonly reader: LogReader,
    startsAtEnd: boolean,
    world: World = browserWorld(isSignedOut),
  ) {
    this.pages = new Pages(
      (first, last, signal) => this.read(first, last, signal),
      (first, last) => this.fetched(first, last),
    );
    this.lines = new Lines(
      (seq) => this.pages.get(seq),
      () => this.extent.first,
    );
    this.live = new Live(
      stream,
      {
        hello: (hello, isOther) => this.hello(hello, isOther),
        entries: (entries) => this.add(entries),
        state: (state) => reader.state(state),
      },
      world,
      startsAtEnd,
    );
  }

  open(): void {
    this.live.start();
  }

  close(): void {
    this.live.stop();
    this.pages.clear();
  }

  retry(): void {
    this.live.retry();
  }

  private hello({epoch, first, next}: Hello, isOther: boolean): void {
    if (isOther) this.pages.clear();
    const isNew = isOther || this.epoch === '';
    this.epoch = epoch;
    this.extent = {first, next: isNew ? next : Math.max(next, this.extent.next)};
    if (isNew) this.reader.began(isOther);
    else this.reader.changed(first, next - 1);
  }

  private add(entries: Entry[]): void {
    if (entries.length === 0) return;
    this.pages.put(entries);
    const first = firstSeq(entries[0]!);
    const last = lastSeq(entries[entries.length - 1]!);
    const news = last + 1 - this.extent.next;
    this.extent = {first: this.extent.first, next: Math.max(this.extent.next, last + 1)};
    this.reader.changed(first, last);
    if (news > 0) this.reader.grew(news);
  }

  private async read(first: number, last: number, signal: AbortSignal): Promise<Entry[]> {
    try {
      const to = Math.min(last, this.extent.next - 1);
      const entries = await readRange(this.stream, this.epoch, first, to, signal);
      this.forget(entries);
      return entries;
    } catch (failure) {
      if (failure instanceof OtherLog) this.live.retry();
      throw failure;
    }
  }

  /** The oldest records leave while others are read. */
  private forget(entries: Entry[]): void {
    const head = entries[0];
    if (head?.kind !== 'gap' || head.gap.reason !== 'retention') return;
    if (head.gap.from > this.extent.first) return;
    const first = Math.min(head.gap.to + 1, Math.max(this.extent.first, this.extent.next - 1));
    this.extent = {...this.extent, first: Math.max(this.extent.first, first)};
  }

  private fetched(first: number, last: number): void {
    this.reader.changed(first, last);
  }
}
