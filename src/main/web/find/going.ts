import type {VirtualList} from '../rows/virtual-list.ts';
import {say} from '../toast.ts';
import {Kind, nearest} from './ask.ts';
import type {Search} from './search.ts';
import {canGoOn, isWorking} from './search-state.ts';
import type {Way} from './seeker.ts';

/** Goes from match to match, and to the lines of a kind: from where the reader is. */
export class Going {
  /** The match or line that the reader went to last. */
  now: number | undefined;
  /** A way to go as soon as there is a match. */
  pending: Way | undefined;
  private asking: AbortController | undefined;

  constructor(
    private readonly stream: string,
    private readonly list: VirtualList,
    private readonly search: Search,
    private readonly arrive: (seq: number) => void,
  ) {}

  dispose(): void {
    this.asking?.abort();
  }

  /** To the next match up or down. */
  go(way: Way): void {
    const {found, state} = this.search;
    const from = this.from(way);
    const target = way === 'up' ? found.previous(from) : found.next(from);
    this.pending = undefined;
    if (target !== undefined && this.isCertain(from, target)) return this.to(target);
    if (isWorking(state)) {
      this.pending = way;
    } else if (canGoOn(state) && state.kind !== 'cut-off' && this.search.hasRoom) {
      this.pending = way;
      this.search.goOn();
    } else if (target !== undefined) {
      this.to(target);
    } else if (state.kind !== 'refused') {
      this.turn(way);
    }
  }

  /** Beyond the last match comes the first one, and that is said. */
  private turn(way: Way): void {
    const {matches} = this.search.found;
    const target = way === 'up' ? matches.at(-1) : matches[0];
    if (target === undefined) return say('No match');
    if (target === this.now) say('No other match');
    else say(way === 'up' ? 'No match above: on from the newest' : 'No match below: on from the oldest');
    this.to(target);
  }

  /** Whether no match can be between, as all there has been searched. */
  private isCertain(from: number, target: number): boolean {
    const [low, high] = from < target ? [from + 1, target] : [target, from - 1];
    return this.search.found.searched.some((each) => each.from <= low && high <= each.to + 1);
  }

  /** To the next line of a kind, which the gateway knows. */
  async goToKind(kind: Kind, way: Way): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const from = this.from(way);
      const at = way === 'up' ? from : from + 1;
      const target = await nearest(this.stream, kind, way === 'up' ? 'desc' : 'asc', Math.max(0, at), asking.signal);
      if (asking.signal.aborted) return;
      if (target !== undefined) this.to(target);
      else say(`No ${kind} line ${way === 'up' ? 'above' : 'below'}`);
    } catch (failure) {
      if (!asking.signal.aborted) say(failure instanceof Error ? failure.message : String(failure));
    }
  }

  private from(way: Way): number {
    const {first, last} = this.list.visible;
    if (this.now !== undefined && first <= this.now && this.now <= last) return this.now;
    return way === 'up' ? last + 1 : first - 1;
  }

  private to(seq: number): void {
    this.now = seq;
    this.arrive(seq);
  }
}
