import {get, Refused} from './api.ts';
import {RateHistory} from './rate.ts';
import type {Run} from './runs.ts';

/** A stream as `GET /streams` has it. */
export interface Stream {
  name: string;
  labels: Record<string, string>;
  source: string;
  state: string;
  epoch: string;
  first: number;
  next: number;
  bytes: number;
  lastTime?: string;
  subscribers: number;
  /** The newest, if its source has runs. */
  run?: Run;
}

/** Between two looks at all of them: what events do not tell is how many lines there are. */
const POLL_MILLIS = 3000;

/** Where the gateway or a proxy answered with something else than events, and the browser gave up. */
const RETRY_MILLIS = 2000;

/** Of all pages of a gateway, the one that follows the events. */
const LOCK = 'tailrace-streams';

export type ListState = 'connecting' | 'here' | 'lost' | 'signed-out';

/**
 * The streams that there are: a poll says all, and events say sooner which there are and in what state. Both only while
 * the page is seen, and events in one page of a browser alone: over HTTP/1.1 it has six connections to a host.
 */
export class Streams {
  readonly all = new Map<string, Stream>();
  readonly rates = new Map<string, RateHistory>();
  state: ListState = 'connecting';
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private poller: ReturnType<typeof setInterval> | undefined;
  private looks = new AbortController();
  private frame = 0;

  constructor(private readonly changed: () => void) {}

  start(): void {
    document.addEventListener('visibilitychange', () => this.look());
    this.look();
  }

  private look(): void {
    this.looks.abort();
    clearInterval(this.poller);
    if (document.hidden) return;
    this.looks = new AbortController();
    void this.followAlone(this.looks.signal);
    void this.poll();
    this.poller = setInterval(() => void this.poll(), POLL_MILLIS);
  }

  /** Where the page is not from a secure origin there are no locks, and the poll has to do. */
  private async followAlone(signal: AbortSignal): Promise<void> {
    const until = new Promise<void>((done) => signal.addEventListener('abort', () => done()));
    await navigator.locks
      ?.request(LOCK, {signal}, async () => {
        this.follow();
        await until;
        this.source?.close();
        clearTimeout(this.retry);
      })
      .catch(() => {
        // Not seen any more, before it was this page's turn.
      });
  }

  private follow(): void {
    const source = new EventSource('streams');
    this.source = source;
    source.addEventListener('stream', (event) => this.put(JSON.parse(event.data) as Stream));
    source.addEventListener('removed', (event) => this.remove((JSON.parse(event.data) as Stream).name));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.follow(), RETRY_MILLIS);
    };
  }

  private put(stream: Stream): void {
    this.all.set(stream.name, stream);
    this.later();
  }

  private remove(name: string): void {
    this.all.delete(name);
    this.rates.delete(name);
    this.later();
  }

  private async poll(): Promise<void> {
    try {
      const response = await get('streams', 'application/json');
      this.take((await response.json()) as Stream[], performance.now());
      this.state = 'here';
    } catch (failure) {
      this.state = failure instanceof Refused && failure.status === 401 ? 'signed-out' : 'lost';
    }
    this.later();
  }

  private take(streams: Stream[], now: number): void {
    this.all.clear();
    for (const stream of streams) {
      this.all.set(stream.name, stream);
      const rate = this.rates.get(stream.name) ?? new RateHistory();
      rate.add(stream.next, stream.epoch, now);
      this.rates.set(stream.name, rate);
    }
    for (const name of this.rates.keys()) if (!this.all.has(name)) this.rates.delete(name);
  }

  /** A thousand streams come as a thousand events: they are laid out once a frame. */
  private later(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.changed();
    });
  }
}
