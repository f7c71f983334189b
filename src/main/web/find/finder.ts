import {readRange} from '../api.ts';
import {Log} from '../log.ts';
import {Extent} from '../rows/anchor.ts';
import {VirtualList} from '../rows/virtual-list.ts';
import {say} from '../toast.ts';
import {askSearch, Kind, nearest} from './ask.ts';
import {FilteredLines} from './filtered-lines.ts';
import {Painter} from './painter.ts';
import {Local, localOf, Query} from './pattern.ts';
import {Search} from './search.ts';
import {canGoOn, isWorking, SearchState} from './search-state.ts';
import {Ticks} from './ticks.ts';

/** A person types on; what is on the screen is searched at once. */
const TYPING_MILLIS = 250;

/** Up is to what is older. */
export type Way = 'up' | 'down';

export interface FinderView {
  /** Puts a row into the view, and stands still there. */
  goTo(seq: number): void;
  /** So many matches have come live. */
  grewFound(matches: number): void;
  changed(): void;
}

/** Finding in one log: what is looked for, what is shown of it, and where the reader is among the matches. */
export class Finder {
  readonly search: Search;
  /** The match or line that the reader went to last. */
  now: number | undefined;
  private query: Query | undefined;
  private local: Local | undefined;
  private isFilter = false;
  private isApplied = false;
  private readonly filtered: FilteredLines;
  private readonly painter: Painter;
  /** A way to go as soon as there is a match. */
  private pending: Way | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
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
        after: (millis, run) => {
          const timer = setTimeout(run, millis);
          return () => clearTimeout(timer);
        },
      },
      {
        found: (range, matches) => this.found(range, matches),
        state: (state) => this.became(state),
      },
    );
    this.filtered = new FilteredLines(
      this.search.found.matches,
      () => log.extent,
      (seq) => log.pages.get(seq),
      (first, last, signal) => readRange(log.stream, log.epoch, first, last, signal),
      (first, last) => this.list.changed(first, last),
    );
    list.box.addEventListener('click', this.clicked);
  }

  dispose(): void {
    this.list.box.removeEventListener('click', this.clicked);
    clearTimeout(this.typing);
    cancelAnimationFrame(this.frame);
    this.asking?.abort();
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

  /** How much of the log has been searched, from 0 to 1. */
  get share(): number {
    const {first, next} = this.log.extent;
    const searched = this.search.found.searched.reduce((sum, {from, to}) => sum + to - from + 1, 0);
    return Math.min(1, searched / Math.max(1, next - first));
  }

  // What is looked for.

  look(query: Query | undefined, isFilter: boolean): void {
    this.isFilter = isFilter;
    const isSame = JSON.stringify(query) === JSON.stringify(this.query);
    if (isSame) return this.apply();
    this.query = query;
    this.local = query && localOf(query);
    this.pending = undefined;
    clearTimeout(this.typing);
    if (query) this.typing = setTimeout(() => this.begin(), TYPING_MILLIS);
    else this.forget();
    this.later();
  }

  /** The log is known, or is another one. */
  began(): void {
    this.now = undefined;
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
    this.now = undefined;
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
    if (this.pending && matches.length > 0) this.go(this.pending);
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
    if (this.pending && !isWorking(state)) this.go(this.pending);
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
    const {found, state} = this.search;
    const from = this.from(way);
    const target = way === 'up' ? found.previous(from) : found.next(from);
    this.pending = undefined;
    if (target !== undefined && this.isCertain(from, target)) return this.to(target);
    if (isWorking(state)) this.pending = way;
    else if (canGoOn(state) && state.kind !== 'cut-off') {
      this.pending = way;
      this.search.goOn();
    } else if (target !== undefined) this.to(target);
    else if (state.kind !== 'refused') say(found.matches.length === 0 ? 'No match' : way === 'up' ? 'No match above' : 'No match below');
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
      const target = await nearest(this.log.stream, kind, way === 'up' ? 'desc' : 'asc', Math.max(0, at), asking.signal);
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
    // A line of another kind may not be among the matches.
    if (this.isApplied && this.filtered.begin(seq) !== seq) {
      this.filtered.open(seq);
      this.rearranged();
    }
    this.view.goTo(seq);
    this.later();
  }

  /** More lines around the match at which the reader is, or none. */
  async context(isMore: boolean, seq = this.now): Promise<void> {
    if (!this.isApplied || seq === undefined) return say('Lines around a match open where only matches are shown (o)');
    if (isMore) await this.filtered.load(seq);
    if (!this.isApplied) return;
    const row = this.list.rowAt(seq);
    const below = row ? row.getBoundingClientRect().top - this.list.box.getBoundingClientRect().top : 0;
    if (isMore) this.filtered.open(seq);
    else this.filtered.close(seq);
    this.rearranged();
    // The match stays where it is.
    this.list.to(seq, below);
  }

  private rearranged(): void {
    this.list.changed(0, Number.MAX_SAFE_INTEGER);
    this.list.extend(this.filtered.extent);
  }

  private readonly clicked = (event: Event): void => {
    const row = (event.target as Element).closest('button.around')?.closest<HTMLElement>('.row');
    if (!row) return;
    const seq = Number(row.dataset.seq);
    void this.context(this.filtered.contextOf(seq) === 0, seq);
  };

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
    this.painter.paint({query: this.query, local: this.local, found, now: this.now, filtered: this.isApplied ? this.filtered : undefined});
  }
}
