import {readRange} from '../api.ts';
import {Log} from '../log.ts';
import {Extent} from '../rows/anchor.ts';
import {VirtualList} from '../rows/virtual-list.ts';
import {say} from '../toast.ts';
import {after} from '../world.ts';
import {Around} from './around.ts';
import {askSearch, Kind} from './ask.ts';
import {FilteredLines} from './filtered-lines.ts';
import {Going} from './going.ts';
import {Painter} from './painter.ts';
import {Local, localOf, Query} from './pattern.ts';
import {Search} from './search.ts';
import {canGoOn, isWorking, SearchState, searchWords} from './search-state.ts';
import {Seeker, Way} from './seeker.ts';
import {Ticks} from './ticks.ts';

/** A person types on; what is on the screen is searched at once. */
const TYPING_MILLIS = 250;

export interface FinderView {
  /** Puts a row into the view, and stands still there. */
  goTo(seq: number): void;
  /** So many matches have come live. */
  grewFound(matches: number): void;
  changed(): void;
}

/** Finding in one log: what is looked for, and what is shown of it. */
export class Finder implements Seeker {
  private readonly search: Search;
  private readonly going: Going;
  private query: Query | undefined;
  private local: Local | undefined;
  private isFilter = false;
  private isApplied = false;
  private readonly filtered: FilteredLines;
  private readonly around: Around;
  private readonly painter: Painter;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;

  constructor(
    private readonly log: Log,
    private readonly list: VirtualList,
    private readonly ticks: Ticks,
    private readonly view: FinderView,
  ) {
    this.painter = new Painter(list);
    this.search = new Search(
      {
        ask: (parameters, signal) => askSearch(log.stream, parameters, signal),
        after,
      },
      {
        found: (range, matches) => this.found(range, matches),
        state: (state) => this.became(state),
      },
    );
    this.going = new Going(log.stream, list, this.search, (seq) => this.arrive(seq));
    this.filtered = new FilteredLines(
      this.search.found.matches,
      () => log.extent,
      (seq) => log.pages.get(seq),
      (first, last, signal) => readRange(log.stream, log.epoch, first, last, signal),
      (first, last) => this.list.changed(first, last),
    );
    this.around = new Around(list, this.filtered, () => this.isApplied);
  }

  dispose(): void {
    this.around.dispose();
    clearTimeout(this.typing);
    cancelAnimationFrame(this.frame);
    this.going.dispose();
    this.search.clear();
    this.filtered.dispose();
    this.painter.clear();
    this.ticks.dispose();
  }

  /** Whether the list has the matches alone. */
  get isFiltering(): boolean {
    return this.isApplied;
  }

  /** What the list has. */
  get extent(): Extent {
    return this.isApplied ? this.filtered.extent : this.log.extent;
  }

  get state(): SearchState {
    return this.search.state;
  }

  get words(): string {
    return searchWords(this.search.state, this.search.found, this.now);
  }

  get now(): number | undefined {
    return this.going.now;
  }

  get mayGoOn(): boolean {
    return canGoOn(this.search.state) && this.search.hasRoom;
  }

  get share(): number {
    const {first, next} = this.log.extent;
    return Math.min(1, this.search.found.size / Math.max(1, next - first));
  }

  // What is looked for.

  look(query: Query | undefined, isFilter: boolean): void {
    this.isFilter = isFilter;
    const isSame = JSON.stringify(query) === JSON.stringify(this.query);
    if (isSame) return this.apply();
    this.query = query;
    this.local = query && localOf(query);
    this.going.pending = undefined;
    clearTimeout(this.typing);
    if (query) this.typing = setTimeout(() => this.begin(), TYPING_MILLIS);
    else this.forget();
    this.later();
  }

  /** The log is known, or is another one. */
  began(): void {
    this.going.now = undefined;
    if (this.query) this.begin();
    else this.forget();
  }

  private begin(): void {
    clearTimeout(this.typing);
    this.typing = undefined;
    if (!this.query || !this.log.epoch) return;
    this.search.extent(this.log.extent.first, this.log.extent.next);
    this.search.start(this.query, this.log.epoch, this.list.isAtEnd ? this.log.extent.next : this.list.visible.last + 1);
    this.apply();
  }

  private forget(): void {
    this.going.now = undefined;
    this.search.clear();
    this.apply();
  }

  private apply(): void {
    const isApplied = this.isFilter && this.search.state.kind !== 'idle';
    if (isApplied === this.isApplied) return;
    this.isApplied = isApplied;
    this.filtered.arrange();
    this.list.setRows(isApplied ? this.filtered : this.log.lines, this.extent);
    this.later();
  }

  // What the search tells.

  private found(range: {from: number; to: number} | undefined, matches: readonly number[]): void {
    if (!range) return;
    this.arrange(range.from, range.to);
    if (this.search.isLive && matches.length > 0) this.view.grewFound(matches.length);
    if (this.going.pending && matches.length > 0) this.go(this.going.pending);
    this.later();
  }

  private arrange(from: number, to: number): void {
    this.filtered.arrange();
    if (!this.isApplied) return;
    this.list.changed(this.filtered.begin(from - 1), to);
    this.list.extend(this.filtered.extent);
  }

  private became(state: SearchState): void {
    if (state.kind !== 'asking' && state.kind !== 'searching' && this.isApplied) this.list.extend(this.filtered.extent);
    if (this.going.pending && !isWorking(state)) this.go(this.going.pending);
    this.later();
  }

  /** The log has other bounds. */
  extended(): void {
    const {first, next} = this.log.extent;
    this.search.extent(first, next);
    if (this.isApplied && this.filtered.extent.first < first) this.arrange(first, first);
    if (this.query) this.showTicks();
  }

  // Going.

  /** To the next match up or down from where the reader is. */
  go(way: Way): void {
    if (!this.query) return say('Nothing is looked for');
    if (this.typing !== undefined) this.begin();
    this.going.go(way);
  }

  goToKind(kind: Kind, way: Way): Promise<void> {
    return this.going.goToKind(kind, way);
  }

  stop(): void {
    this.search.stop();
  }

  goOn(): void {
    this.search.goOn();
  }

  private arrive(seq: number): void {
    // A line of another kind may not be among the matches.
    if (this.isApplied) this.around.show(seq);
    this.view.goTo(seq);
    this.later();
  }

  context(isMore: boolean): Promise<void> {
    return this.around.change(isMore, this.now);
  }

  // What is shown of it.

  /** These rows are drawn. */
  shows(first: number, last: number): void {
    if (this.isApplied) this.filtered.want(first, last);
    else this.log.pages.want(first, last);
    this.decorate();
  }

  private later(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.decorate();
      this.showTicks();
      this.view.changed();
    });
  }

  private showTicks(): void {
    this.ticks.show(this.search.found, this.log.extent, this.now, this.query !== undefined && !this.isApplied);
  }

  private decorate(): void {
    const {found} = this.search;
    this.painter.paint({query: this.query, local: this.local, found, now: this.now, isFilter: this.isApplied, filtered: this.isApplied ? this.filtered : undefined});
  }
}
