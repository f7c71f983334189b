import {Refused} from '../api.ts';
import {ServerEvent} from '../sse.ts';
import {Found, Range} from './found.ts';
import {grepOf, Query, patternWords} from './pattern.ts';
import {isWorking, SearchState} from './search-state.ts';

/** Matches of one request: more than a person looks through. */
const LIMIT = 10_000;

/** Matches that are kept: a page may stay open for a week. */
export const MAX_MATCHES = 100_000;

/** Between two looks at the lines that have come. */
const FOLLOW_MILLIS = 1000;

/** After a failure, and where too many search. */
const RETRY_MILLIS = 3000;

export interface SearchReader {
  /** These records have been searched; undefined where all that was found is forgotten. */
  found(range: Range | undefined, matches: readonly number[]): void;
  state(state: SearchState): void;
}

/** What the search needs of the world, passed in so that tests own it. */
export interface SearchWorld {
  ask(parameters: URLSearchParams, signal: AbortSignal): AsyncIterable<ServerEvent>;
  after(millis: number, run: () => void): () => void;
}

/**
 * A search of a log by the gateway: from where the reader is backwards, then forwards, then what comes. It
 * knows exactly what has been searched, and so goes on where it was stopped.
 */
export class Search {
  readonly found = new Found();
  state: SearchState = {kind: 'idle'};
  private query: Query | undefined;
  private running: AbortController | undefined;
  private cancel: () => void = () => {};
  private epoch: string | undefined;
  private first = 0;
  private next = 0;

  constructor(
    private readonly world: SearchWorld,
    private readonly reader: SearchReader,
  ) {}

  /** Searches before the record `at` first. */
  start(query: Query, epoch: string, at: number): void {
    this.clear();
    this.query = query;
    this.epoch = epoch;
    this.become({kind: 'asking'});
    void this.run({order: 'around', at});
  }

  clear(): void {
    this.abort();
    this.query = undefined;
    this.found.clear();
    this.reader.found(undefined, []);
    this.become({kind: 'idle'});
  }

  /** The person has seen enough. */
  stop(): void {
    if (!isWorking(this.state)) return;
    this.abort();
    this.become({kind: 'cancelled'});
  }

  /** Searches what is left. */
  goOn(): void {
    if (!this.query || isWorking(this.state)) return;
    this.become({kind: 'asking'});
    void this.fill();
  }

  /** There are records before `next` now, and none before `first`. */
  extent(first: number, next: number): void {
    if (first > this.first) this.found.dropBefore(first);
    this.first = first;
    this.next = Math.max(this.next, next);
    if (this.state.kind === 'exhausted' && this.hasMore() && !this.running) this.later(FOLLOW_MILLIS, () => void this.fill());
  }

  private hasMore(): boolean {
    return this.query?.until === undefined && this.next > (this.found.whole?.to ?? -1) + 1;
  }

  private later(millis: number, run: () => void): void {
    this.cancel();
    // One that waits and one that runs are the same: nothing else begins.
    const controller = new AbortController();
    this.running = controller;
    this.cancel = this.world.after(millis, () => {
      if (this.running === controller) this.running = undefined;
      run();
    });
  }

  private async fill(): Promise<void> {
    const whole = this.found.whole;
    if (!whole) {
      await this.run({order: 'around', at: this.next});
      return;
    }
    if (whole.from > this.first && this.state.kind !== 'exhausted') {
      if (!(await this.run({order: 'desc', at: whole.from}, true))) return;
    }
    await this.run({order: 'asc', at: whole.to + 1});
  }

  /** Whether all that was asked has been searched; `isPart` if more is asked then. */
  private async run(way: {order: string; at: number}, isPart = false): Promise<boolean> {
    const controller = new AbortController();
    this.running = controller;
    const {signal} = controller;
    let reason: string | undefined;
    try {
      for await (const event of this.world.ask(this.parameters(way), signal)) {
        if (signal.aborted) return false;
        reason = this.take(event) ?? reason;
        if (reason !== undefined) break;
      }
    } catch (failure) {
      if (signal.aborted) return false;
      this.failed(failure);
      return false;
    }
    if (signal.aborted) return false;
    this.running = undefined;
    return this.ended(reason, isPart);
  }

  private parameters({order, at}: {order: string; at: number}): URLSearchParams {
    const {levels, since, until} = this.query!;
    const left = MAX_MATCHES - this.found.matches.length;
    return new URLSearchParams({
      grep: grepOf(this.query!),
      order,
      at: String(at),
      limit: String(Math.max(1, Math.min(LIMIT, left))),
      ...(levels.length > 0 && {level: levels.join(',')}),
      ...(since && {since}),
      ...(until && {until}),
    });
  }

  /** Why the search is over, if the event says so. */
  private take({name, data}: ServerEvent): string | undefined {
    switch (name) {
      case 'hello':
        if (data.epoch !== this.epoch) return 'another log';
        if (this.state.kind === 'asking') this.become({kind: 'searching'});
        return undefined;
      case 'message':
        this.add(data, data.matches);
        return undefined;
      case 'gap':
        this.add(data, []);
        return undefined;
      case 'done':
      case 'end':
        return data.reason;
    }
    return undefined;
  }

  private add({from, to}: Range, matches: number[]): void {
    this.found.add({from, to}, matches);
    this.next = Math.max(this.next, to + 1);
    this.reader.found({from, to}, matches);
  }

  private ended(reason: string | undefined, isPart: boolean): boolean {
    if (reason === 'exhausted') {
      if (!isPart) this.become({kind: 'exhausted'});
      if (!isPart && this.hasMore()) this.later(FOLLOW_MILLIS, () => void this.fill());
      return true;
    }
    if (reason === 'capped') this.become({kind: 'capped'});
    else if (reason !== 'another log') this.cutOff('cut off, goes on by itself');
    return false;
  }

  private failed(failure: unknown): void {
    this.running = undefined;
    if (!(failure instanceof Refused)) return this.cutOff('cut off, goes on by itself');
    if (failure.status === 503 || failure.status === 429) return this.cutOff('waits, since many search');
    this.become({kind: 'refused', detail: patternWords(failure.message)});
  }

  private cutOff(detail: string): void {
    this.become({kind: 'cut-off', detail});
    this.later(RETRY_MILLIS, () => this.goOn());
  }

  private abort(): void {
    this.cancel();
    this.running?.abort();
    this.running = undefined;
  }

  private become(state: SearchState): void {
    this.state = state;
    this.reader.state(state);
  }
}
