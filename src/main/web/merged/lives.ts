import {Hello, Live, MAX_CATCH_UP} from '../live.ts';
import type {LiveState} from '../live-state.ts';
import {Entry, lastSeq} from '../record.ts';
import type {World} from '../world.ts';
import {SharedSocket} from './shared-socket.ts';

export interface LivesReader {
  entries(stream: string, entries: Entry[]): void;
  /** What comes next of a stream is not what follows: it is another log, or too much was between. */
  torn(stream: string, isOther: boolean): void;
  /** Of all together. */
  state(state: LiveState): void;
}

/** What comes live of several streams, each exactly from where it is. */
export class Lives {
  private readonly lives = new Map<string, Live>();
  private readonly states = new Map<string, LiveState>();
  /** Of each stream the seq that comes next. */
  private readonly next = new Map<string, number>();

  constructor(
    private readonly streams: readonly string[],
    private readonly reader: LivesReader,
    world: World,
    filter: Record<string, unknown>,
  ) {
    const shared = new SharedSocket(world);
    for (const stream of streams) {
      const each = {
        hello: (hello: Hello, isOther: boolean) => this.hello(stream, hello, isOther),
        entries: (entries: Entry[]) => this.take(stream, entries),
        state: (state: LiveState) => this.became(stream, state),
      };
      this.lives.set(stream, new Live(stream, each, shared, false, filter));
    }
  }

  start(): void {
    for (const live of this.lives.values()) live.start();
  }

  stop(): void {
    for (const live of this.lives.values()) live.stop();
  }

  retry(): void {
    for (const live of this.lives.values()) live.retry();
  }

  /** Whether all have begun: what comes from now on comes of all that there are. */
  get haveBegun(): boolean {
    const begun = ['live', 'ended', 'removed', 'refused'];
    return this.streams.every((each) => begun.includes(this.states.get(each)?.kind ?? ''));
  }

  private hello(stream: string, {next}: Hello, isOther: boolean): void {
    const known = this.next.get(stream);
    this.next.set(stream, next);
    if (known !== undefined && (isOther || next - known > MAX_CATCH_UP)) this.reader.torn(stream, isOther);
  }

  private take(stream: string, entries: Entry[]): void {
    for (const entry of entries) this.next.set(stream, Math.max(this.next.get(stream) ?? 0, lastSeq(entry) + 1));
    this.reader.entries(stream, entries);
  }

  private became(stream: string, state: LiveState): void {
    this.states.set(stream, state);
    this.reader.state(together([...this.states.values()]));
  }
}

/** From what a person has to know first to what goes without saying. */
const ORDER: LiveState['kind'][] = ['signed-out', 'stopping', 'waiting', 'connecting', 'catching-up', 'live', 'refused', 'removed', 'ended'];

/** What the connection to several streams does, as if they were one. */
export function together(states: readonly LiveState[]): LiveState {
  const behind = states.reduce((sum, each) => sum + (each.kind === 'catching-up' ? each.behind : 0), 0);
  const [first = {kind: 'connecting' as const}] = states.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return first.kind === 'catching-up' ? {kind: 'catching-up', behind} : first;
}
