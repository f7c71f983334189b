import {isSignedOut} from '../api.ts';
import type {LiveState} from '../live-state.ts';
import {Entry, timeOf} from '../record.ts';
import {browserWorld, World} from '../world.ts';
import {ReadForwards, readForwards, Told} from './future.ts';
import {Lives} from './lives.ts';
import type {MergedReader} from './merged-reader.ts';
import {earlier, nextNano} from './nanos.ts';
import {Past, ReadBackwards, readBackwards} from './past.ts';
import {MAX_ITEMS, Window} from './window.ts';

/** Items of one fetch: some screens. */
const PAGE = 256;

/** After a first fetch that has failed. */
const RETRY_MILLIS = 2000;

/**
 * Several streams as one list by time: what is here of it, what comes live, and what is fetched at either end.
 *
 * <pre>
 *            all have said hello        a place elsewhere, or too much for the window
 *   gathering ----------------> attached ---------------------------------> apart
 *                                  ^---- all up to now has been fetched --------'
 * </pre>
 *
 * Attached, live lines go into the window; apart, they are only counted.
 */
export class MergedLog {
  readonly window = new Window();
  private readonly lives: Lives;
  private past: Past;
  private isAttached = false;
  /** What comes live while a fetch may reach it. */
  private waiting: Told[] | undefined;
  private fetching: AbortController | undefined;
  private hasBegun = false;
  /** The time of the oldest item that is not here, of those after the window, where one is older than the window's newest. */
  private missing: string | undefined;

  constructor(
    readonly streams: readonly string[],
    private readonly reader: MergedReader,
    /** Only these lines are on the list. */
    filter: URLSearchParams,
    private readonly world: World = browserWorld(isSignedOut),
    private readonly backwards: ReadBackwards = readBackwards(filter),
    private readonly forwards: ReadForwards = readForwards(streams, filter),
  ) {
    this.past = new Past(streams, backwards);
    const tells = {
      entries: (stream: string, entries: Entry[]) => this.take(stream, entries),
      torn: (stream: string, isOther: boolean) => this.torn(stream, isOther),
      state: (state: LiveState) => this.became(state),
    };
    this.lives = new Lives(streams, tells, world, Object.fromEntries(filter));
  }

  open(): void {
    this.lives.start();
  }

  close(): void {
    this.fetching?.abort();
    this.lives.stop();
  }

  retry(): void {
    this.lives.retry();
  }

  /** Whether nothing is older than what is here. */
  get hasOldest(): boolean {
    return this.hasBegun && this.past.isOver;
  }

  /** Whether what is here goes up to now. */
  get hasNewest(): boolean {
    return this.isAttached;
  }

  // Where the window goes.

  /** To the newest lines, and on with those that come. */
  async toEnd(): Promise<void> {
    await this.fetch(async (signal) => {
      this.waiting = [];
      const past = new Past(this.streams, this.backwards);
      const items = await past.take(PAGE, signal);
      signal.throwIfAborted();
      this.begin(past);
      this.window.addOlder(items);
      this.attach();
      this.reader.began();
    });
  }

  async toStart(): Promise<void> {
    await this.fetch(async (signal) => {
      const told = await this.ahead(undefined, signal);
      signal.throwIfAborted();
      // Nothing is before the oldest.
      this.begin(new Past([], this.backwards));
      this.append(told);
      this.reader.began();
    });
  }

  /** To the lines around a time. */
  async toTime(time: string): Promise<void> {
    await this.fetch(async (signal) => {
      const past = new Past(this.streams, this.backwards, time);
      const [told, items] = await Promise.all([this.ahead(time, signal), past.take(PAGE, signal)]);
      signal.throwIfAborted();
      this.begin(past);
      this.window.addOlder(items);
      this.append(told);
      this.reader.began();
    });
  }

  private begin(past: Past): void {
    this.window.clear();
    this.past = past;
    this.isAttached = false;
    this.missing = undefined;
    this.hasBegun = true;
  }

  /** What is before the window. */
  async older(): Promise<void> {
    if (this.fetching || this.hasOldest || !this.hasBegun) return;
    await this.fetch(async (signal) => {
      const items = await this.past.take(PAGE, signal);
      signal.throwIfAborted();
      this.window.addOlder(items);
      this.dropNewest();
      this.reader.changed(undefined);
    });
  }

  /** What is after the window, if that does not go up to now. */
  async newer(): Promise<void> {
    if (this.fetching || this.isAttached || !this.hasBegun) return;
    await this.fetch(async (signal) => {
      const told = await this.ahead(earlier(this.window.newest?.time, this.missing), signal);
      signal.throwIfAborted();
      this.append(told);
      this.dropOldest();
      this.reader.changed(undefined);
    });
  }

  /** What comes next; what comes live meanwhile is kept, as there may be no more than that. */
  private async ahead(since: string | undefined, signal: AbortSignal): Promise<Told[]> {
    this.waiting = [];
    return this.forwards(since, PAGE, signal);
  }

  /** Less than was asked for is all up to now. */
  private append(told: readonly Told[]): void {
    for (const {stream, entry} of told) this.window.add(stream, entry);
    this.missing = undefined;
    if (told.length < PAGE && (this.waiting?.length ?? 0) < MAX_ITEMS) this.attach();
  }

  private attach(): void {
    this.isAttached = true;
    this.missing = undefined;
    for (const {stream, entry} of this.waiting ?? []) this.window.add(stream, entry);
  }

  /** What leaves at the top is read again from there. */
  private dropOldest(): void {
    if (this.window.dropOldest() > 0) this.past = new Past(this.streams, this.backwards, nextNano(this.window.oldest!.time));
  }

  private dropNewest(): void {
    const dropped = this.window.dropNewest();
    if (dropped.length > 0) this.isAttached = false;
    for (const {time} of dropped) this.missing = earlier(this.missing, time);
  }

  /** One at a time: another way that a person goes ends the one before. */
  private async fetch(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.fetching?.abort();
    const controller = new AbortController();
    this.fetching = controller;
    try {
      await run(controller.signal);
    } catch (failure) {
      if (!controller.signal.aborted) this.failed(failure);
    } finally {
      if (this.fetching === controller) {
        this.fetching = undefined;
        this.waiting = undefined;
      }
    }
  }

  private failed(failure: unknown): void {
    if (this.hasBegun) this.reader.failed(failure);
    else this.world.after(RETRY_MILLIS, () => this.beginOnce());
  }

  // What comes live.

  /** The window ends where the stream was. */
  private torn(stream: string, isOther: boolean): void {
    this.missing = earlier(this.missing, this.window.timeOf(stream));
    if (isOther) this.window.forget(stream);
    this.isAttached = false;
    this.reader.changed(undefined);
  }

  private became(state: LiveState): void {
    this.beginOnce();
    this.reader.state(state);
  }

  private beginOnce(): void {
    if (!this.hasBegun && !this.fetching && this.lives.haveBegun) void this.toEnd();
  }

  private take(stream: string, entries: Entry[]): void {
    const told = entries.map((entry) => ({stream, entry}));
    this.waiting?.push(...told);
    if (this.isAttached) this.insert(told);
    else for (const entry of entries) this.missing = earlier(this.missing, timeOf(entry));
    this.reader.grew(entries.length);
  }

  private insert(told: readonly Told[]): void {
    const {floor} = this.reader;
    let first = Infinity;
    for (const {stream, entry} of told) first = Math.min(first, this.window.add(stream, entry, floor)?.first ?? Infinity);
    // Who reads keeps what is read; who follows keeps the newest.
    if (floor === -Infinity) this.dropOldest();
    else this.dropNewest();
    if (first < Infinity) this.reader.changed({first, last: Infinity});
  }
}
