import {get} from './api.ts';
import {RateHistory} from './rate.ts';

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
}

/** Between two looks at what the events do not tell: how many lines there are, and since when none. */
const POLL_MILLIS = 3000;

/** Where the gateway or a proxy answered with something else than events, or the browser gave up. */
const RETRY_MILLIS = 2000;

export type ListState = 'connecting' | 'here' | 'lost' | 'signed-out';

/**
 * The streams that there are: events say which and in what state, a poll says how much. Both only while the
 * page is seen: over HTTP/1.1 a browser has six connections to a host, for all tabs.
 */
export class Streams {
  readonly all = new Map<string, Stream>();
  readonly rates = new Map<string, RateHistory>();
  state: ListState = 'connecting';
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private poller: ReturnType<typeof setInterval> | undefined;
  private frame = 0;
  private isFresh = false;

  constructor(
    private readonly changed: () => void,
    private readonly signedOut: () => Promise<boolean>,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', () => this.look());
    this.look();
  }

  private look(): void {
    this.source?.close();
    clearTimeout(this.timer);
    clearInterval(this.poller);
    if (document.hidden) return;
    this.follow();
    void this.poll();
    this.poller = setInterval(() => void this.poll(), POLL_MILLIS);
  }

  private follow(): void {
    const source = new EventSource('streams');
    this.source = source;
    source.addEventListener('hello', (event) => this.hello(JSON.parse(event.data).streams as number));
    source.addEventListener('stream', (event) => this.put(JSON.parse(event.data) as Stream));
    source.addEventListener('removed', (event) => this.remove((JSON.parse(event.data) as Stream).name));
    source.addEventListener('end', (event) => {
      if (JSON.parse(event.data).reason === 'auth') void this.askWho();
    });
    source.onerror = () => void this.failed(source);
  }

  private hello(streams: number): void {
    // What is not told again is gone.
    this.isFresh = true;
    if (streams === 0) this.all.clear();
    this.become('here');
  }

  private put(stream: Stream): void {
    if (this.isFresh) {
      this.isFresh = false;
      this.all.clear();
    }
    this.all.set(stream.name, stream);
    this.later();
  }

  private remove(name: string): void {
    this.all.delete(name);
    this.rates.delete(name);
    this.later();
  }

  private async failed(source: EventSource): Promise<void> {
    this.become('lost');
    if (source.readyState !== EventSource.CLOSED || (await this.askWho())) return;
    // The browser gives up after any other answer than events, such as a proxy's 502.
    this.timer = setTimeout(() => this.follow(), RETRY_MILLIS);
  }

  /** Access may be over, or a proxy has renewed it: then the browser comes back by itself. */
  private async askWho(): Promise<boolean> {
    const isOut = await this.signedOut();
    if (isOut) {
      this.source?.close();
      this.become('signed-out');
    }
    return isOut;
  }

  private async poll(): Promise<void> {
    const response = await get('streams', 'application/json').catch(() => undefined);
    if (!response) return;
    const now = performance.now();
    for (const stream of (await response.json()) as Stream[]) {
      const rate = this.rates.get(stream.name) ?? new RateHistory();
      rate.add(stream.next, stream.epoch, now);
      this.rates.set(stream.name, rate);
      if (this.all.has(stream.name)) this.all.set(stream.name, stream);
    }
    this.later();
  }

  private become(state: ListState): void {
    this.state = state;
    this.later();
  }

  /** A thousand streams come as a thousand events: they are laid out once a frame. */
  private later(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.changed();
    });
  }
}
