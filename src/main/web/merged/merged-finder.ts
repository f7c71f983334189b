import {Kind, KINDS} from '../find/ask.ts';
import {Found} from '../find/found.ts';
import {Painter} from '../find/painter.ts';
import {filterOf, Local, localOf, patternWords, Query} from '../find/pattern.ts';
import type {SearchState} from '../find/search-state.ts';
import type {Seeker, Way} from '../find/seeker.ts';
import type {VirtualList} from '../rows/virtual-list.ts';
import {say} from '../toast.ts';
import {readForwards} from './future.ts';
import {Item, itemOf} from './item.ts';
import {nextNano} from './nanos.ts';
import {Past, readBackwards} from './past.ts';
import type {Window} from './window.ts';

/** A person types on. */
const TYPING_MILLIS = 250;

const EACH = 'matches are gone to one by one: streams that are merged have no count of them';
const ONLY = 'only matches; older ones come as you go up';

export interface MergedFinderView {
  /** Goes to an item, which may not be in the window. */
  goTo(item: Item): Promise<void>;
  /** Only these lines are to be on the list; all if undefined. */
  filter(query: Query | undefined): void;
  changed(): void;
}

/**
 * Finding in several streams: the gateway searches each, and the nearest match of all is the next one. How many there
 * are, and where, nobody counts: that is said.
 */
export class MergedFinder implements Seeker {
  state: SearchState = {kind: 'idle'};
  readonly share = 0;
  readonly mayGoOn = false;
  private query: Query | undefined;
  private local: Local | undefined;
  private isFilter = false;
  private at: Pick<Item, 'stream' | 'seq'> | undefined;
  private asking: AbortController | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private readonly painter: Painter;
  private readonly nothing = new Found();

  constructor(
    private readonly streams: readonly string[],
    private readonly window: () => Window,
    private readonly list: VirtualList,
    private readonly view: MergedFinderView,
  ) {
    this.painter = new Painter(list);
  }

  dispose(): void {
    clearTimeout(this.typing);
    this.asking?.abort();
    this.painter.clear();
  }

  get words(): string {
    if (this.state.kind === 'refused') return this.state.detail;
    if (!this.query) return '';
    return this.state.kind === 'asking' ? 'searching' : this.isFilter ? ONLY : EACH;
  }

  get now(): number | undefined {
    return this.at && this.window().placeOf(this.at.stream, this.at.seq);
  }

  look(query: Query | undefined, isFilter: boolean): void {
    const isSame = JSON.stringify(query) === JSON.stringify(this.query) && isFilter === this.isFilter;
    if (isSame) return;
    this.query = query;
    this.local = query && localOf(query);
    this.isFilter = isFilter;
    this.at = undefined;
    this.asking?.abort();
    this.become({kind: query ? 'exhausted' : 'idle'});
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.view.filter(isFilter ? query : undefined), query ? TYPING_MILLIS : 0);
    this.paint();
  }

  go(way: Way): void {
    if (!this.query) return say('Nothing is looked for');
    void this.seek(filterOf(this.query), way, 'match');
  }

  goToKind(kind: Kind, way: Way): Promise<void> {
    return this.seek(new URLSearchParams(KINDS[kind]), way, `${kind} line`);
  }

  async context(): Promise<void> {
    say('Lines around a match open in the list of one stream: its name at the line leads there');
  }

  stop(): void {
    this.asking?.abort();
    this.become({kind: this.query ? 'exhausted' : 'idle'});
  }

  goOn(): void {}

  private async seek(filter: URLSearchParams, way: Way, what: string): Promise<void> {
    this.asking?.abort();
    const {signal} = (this.asking = new AbortController());
    this.become({kind: 'asking'});
    try {
      const target = await this.nearest(filter, way, signal);
      if (signal.aborted) return;
      if (target) await this.to(target);
      else await this.turn(filter, way, what, signal);
      this.become({kind: this.query ? 'exhausted' : 'idle'});
    } catch (failure) {
      if (!signal.aborted) this.become({kind: 'refused', detail: patternWords((failure as Error).message)});
    }
  }

  /** From the line that the reader went to, if it is seen; else from the edge of what is seen. */
  private async nearest(filter: URLSearchParams, way: Way, signal: AbortSignal): Promise<Item | undefined> {
    const {first, last} = this.list.visible;
    const {now} = this;
    const isHere = now !== undefined && first <= now && now <= last;
    const place = isHere ? now : way === 'up' ? last + 1 : first - 1;
    const from = this.window().item(place)?.time;
    // Some may be of the same time, and of another stream.
    const number = this.streams.length + 1;
    const isBeyond = (item: Item): boolean => {
      const there = this.window().placeOf(item.stream, item.seq);
      if (there !== undefined) return way === 'up' ? there < place : there > place;
      return from === undefined || (way === 'up' ? item.time < from : item.time > from);
    };
    const items =
      way === 'up' ? await new Past(this.streams, readBackwards(filter), from && nextNano(from)).take(number, signal) : await this.forwards(filter, from, number, signal);
    return items.find(isBeyond);
  }

  private async forwards(filter: URLSearchParams, since: string | undefined, number: number, signal: AbortSignal): Promise<Item[]> {
    const told = await readForwards(this.streams, filter)(since, number, signal);
    return told.filter(({entry}) => entry.kind === 'line').map(({stream, entry}) => itemOf(stream, entry, ''));
  }

  /** Beyond the last one comes the first one, and that is said. */
  private async turn(filter: URLSearchParams, way: Way, what: string, signal: AbortSignal): Promise<void> {
    const [item] = way === 'up' ? await new Past(this.streams, readBackwards(filter)).take(1, signal) : await this.forwards(filter, undefined, 1, signal);
    if (signal.aborted) return;
    if (!item) return say(`No ${what}`);
    const isSame = item.stream === this.at?.stream && item.seq === this.at.seq;
    if (isSame) say(`No other ${what}`);
    else say(way === 'up' ? `No ${what} above: on from the newest` : `No ${what} below: on from the oldest`);
    await this.to(item);
  }

  private async to(item: Item): Promise<void> {
    this.at = item;
    await this.view.goTo(item);
    this.paint();
  }

  private become(state: SearchState): void {
    this.state = state;
    this.view.changed();
  }

  /** Rows have been drawn. */
  paint(): void {
    this.painter.paint({query: this.query, local: this.local, found: this.nothing, now: this.now, isFilter: this.isFilter});
  }
}
