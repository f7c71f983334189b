import {isPassing, Refused} from '../api.ts';
import {ServerEvent} from '../sse.ts';
import {Found, Range} from './found.ts';
import {grepOf, Query, patternWords} from './pattern.ts';
import {isWorking, SearchState} from './search-state.ts';

/** Matches of one request: more than a person looks through. */
const LIMIT = 10_000;

/** Matches that are kept, the newest: a page may stay open for a week. */
export const MAX_MATCHES = 100_000;

/** Between two looks at the lines that have come. */
const FOLLOW_MILLIS = 1000;

/** After a failure, and where too many search. */
const RETRY_MILLIS = 3000;

/** A request searches the last of what is left, or has one after it, or looks at what has come. */
type SearchPart = 'part' | 'last' | 'live';

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
  /** Whether what is found has come live. */
  isLive = false;
  private query: Query | undefined;
  private running: AbortController | undefined;
  private cancel: () => void = () => {};
  private epoch: string | undefined;
  private first = 0;
  /** What there was when the search began: what is later comes live. */
  private known = 0;
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
    if (!this.query || isWorking(this.state) || !this.hasRoom) return;
    this.abort();
    this.become({kind: 'asking'});
    void this.fill();
  }

  /** There are records before `next` now, and none before `first`. */
  extent(first: number, next: number): void {
    if (first > this.first) this.found.dropBefore(first);
    this.first = first;
    this.next = Math.max(this.next, next);
    this.follow();
  }

  /** New lines are searched, also where the search of the others has ended at its limit. */
  private follow(): void {
    const end = (this.found.whole?.to ?? -1) + 1;
    const follows = this.state.kind === 'exhausted' || (this.state.kind === 'capped' && end >= this.known);
    if (!follows || this.running || this.query?.until !== undefined || this.next <= end) return;
    this.later(FOLLOW_MILLIS, () => void this.run({order: 'asc', at: (this.found.whole?.to ?? -1) + 1}, 'live'));
  }

  /** Whether more matches would be kept. */
  get hasRoom(): boolean {
    return this.left > 0;
  }

  private get left(): number {
    return MAX_MATCHES - this.found.matches.length;
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
    if (whole.from > this.first && !(await this.run({order: 'desc', at: whole.from}, 'part'))) return;
    await this.run({order: 'asc', at: whole.to + 1});
  }

  /** Whether all that was asked has been searched. */
  private async run(way: {order: string; at: number}, part: SearchPart = 'last'): Promise<boolean> {
    const controller = new AbortController();
    this.running = controller;
    this.isLive = part === 'live';
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
      this.running = undefined;
      this.failed(failure);
      return false;
    }
    if (signal.aborted) return false;
    this.running = undefined;
    return this.ended(reason, part);
  }

  private parameters({order, at}: {order: string; at: number}): URLSearchParams {
    const {levels, since, until} = this.query!;
    return new URLSearchParams({
      grep: grepOf(this.query!),
      order,
      at: String(at),
      limit: String(this.isLive ? LIMIT : Math.max(1, Math.min(LIMIT, this.left))),
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
        if (this.found.searched.length === 0) this.known = data.next;
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
    if (this.left < 0) this.forget();
    this.reader.found({from, to}, matches);
  }

  /** The oldest matches, and that they have been searched. */
  private forget(): void {
    this.found.dropBefore(this.found.matches[-this.left]!);
    this.become({kind: 'capped'});
  }

  private ended(reason: string | undefined, part: SearchPart): boolean {
    if (reason === 'exhausted' || (reason === 'capped' && part === 'live')) {
      if (part === 'last') this.become({kind: 'exhausted'});
      if (part !== 'part') this.follow();
      return true;
    }
    if (reason === 'capped') {
      this.become({kind: 'capped'});
      this.follow();
    } else if (reason !== 'another log') {
      this.cutOff('cut off, goes on by itself');
    }
    return false;
  }

  private failed(failure: unknown): void {
    if (!isPassing(failure)) return this.become({kind: 'refused', detail: patternWords((failure as Refused).message)});
    const isBusy = failure instanceof Refused && (failure.status === 503 || failure.status === 429);
    this.cutOff(isBusy ? 'the gateway is busy, goes on by itself' : 'cut off, goes on by itself');
  }

  private cutOff(detail: string): void {
    const before = this.state;
    this.become({kind: 'cut-off', detail});
    this.later(RETRY_MILLIS, () => {
      if (!this.isLive) return this.goOn();
      this.become(before);
      this.follow();
    });
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
