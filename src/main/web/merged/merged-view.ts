import {html, nothing, TemplateResult} from 'lit';
import {within} from '../active.ts';
import type {FindBar} from '../find/find-bar.ts';
import {filterOf, Query} from '../find/pattern.ts';
import {bind} from '../keys.ts';
import {Places} from './places.ts';
import {ReadingView} from '../reading-view.ts';
import type {Route} from '../route.ts';
import {colour} from '../rows/colour.ts';
import {VirtualList} from '../rows/virtual-list.ts';
import {StatusBar} from '../status-bar.ts';
import {say} from '../toast.ts';
import type {Tooled} from '../tools.ts';
import type {Timed} from '../view.ts';
import {Item} from './item.ts';
import {MergedFinder} from './merged-finder.ts';
import {mergedHead} from './merged-head.ts';
import {MergedLog} from './merged-log.ts';
import type {MergedReader} from './merged-reader.ts';
import {nanos} from './nanos.ts';
import {whereWords} from './where.ts';
import {Places as Changed} from './window.ts';

/** This near to an end of what is here, more is fetched: a screen or so. */
const NEAR = 60;

/** Several streams as one list by time. */
export class MergedView extends ReadingView implements MergedReader, Tooled, Timed {
  static override properties = {route: {}};
  declare route: Route;

  readonly isBeside = false;
  /** There is no log of one stream. */
  readonly log = undefined;
  private merged: MergedLog | undefined;
  private finder: MergedFinder | undefined;
  private filter: Query | undefined;
  /** The time at which to stand when the window is there, which may have to be another one for that. */
  private target: string | undefined;
  private isSeeking = false;
  private free: () => void = () => {};
  private readonly places = new Places(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(bind(...within(this, this.places.keys())));
  }

  get streams(): readonly string[] {
    return this.route.merged;
  }

  protected override render(): TemplateResult {
    return html`
      ${mergedHead(this, this.streams)}
      <find-bar></find-bar>
      ${this.body(`Lines of ${this.streams.join(', ')}`, nothing)}
    `;
  }

  protected override willUpdate(changes: Map<string, unknown>): void {
    const before = changes.get('route') as Route | undefined;
    if (before && before.merged.join() !== this.route.merged.join()) this.close();
  }

  protected override updated(changes: Map<string, unknown>): void {
    for (const each of this.querySelectorAll<HTMLElement>('.merged-name')) colour(each, each.dataset.name!);
    if (changes.has('route')) {
      if (!this.merged) this.open();
      else this.arrive();
    }
    this.tellStatus();
  }

  private open(): void {
    const {time, query} = this.route;
    this.target = time;
    this.isSeeking = true;
    this.isFollowing = time === undefined;
    this.news = 0;
    this.notice = '';
    this.filter = undefined;
    const longest = Math.max(...this.streams.map((each) => each.length));
    this.box.style.setProperty('--names', String(Math.min(24, longest)));
    this.merged = new MergedLog(this.streams, this, new URLSearchParams());
    this.list = new VirtualList(this.box, this.merged.window, {
      shows: (first, last) => this.shows(first, last),
      leftEnd: () => this.paused(),
      reachedEnd: () => this.cameDown(),
    });
    this.places.attach();
    this.applySettings();
    this.finder = new MergedFinder(this.streams, () => this.merged!.window, this.list, {
      goTo: (item) => this.goToItem(item),
      filter: (wanted) => this.refilter(wanted),
      changed: () => this.findBar.requestUpdate(),
    });
    this.free = this.stayStill();
    this.merged.open();
    this.findBar.attach(this.finder, query);
  }

  /** The address says something else of the same streams. */
  private arrive(): void {
    this.findBar.take(this.route.query);
    if (this.route.time !== undefined) void this.toTime(this.route.time);
  }

  /** Other lines of the same streams are on the list: from where the reader is, or the newest. */
  private refilter(wanted: Query | undefined): void {
    if (!this.merged || JSON.stringify(wanted) === JSON.stringify(this.filter)) return;
    this.filter = wanted;
    this.isSeeking = true;
    if (!this.isFollowing) this.target = this.list && this.merged.window.item(this.list.reading)?.time;
    this.merged.close();
    this.merged = new MergedLog(this.streams, this, wanted ? filterOf(wanted) : new URLSearchParams());
    this.list?.setRows(this.merged.window, this.merged.window.extent);
    this.merged.open();
  }

  protected override close(): void {
    this.querySelector<FindBar>('find-bar')?.detach();
    this.places.detach();
    this.free();
    this.finder = undefined;
    this.list?.dispose();
    this.merged?.close();
    this.list = undefined;
    this.merged = undefined;
    document.title = 'Tailrace';
  }

  // What the log tells.

  began(): void {
    const {list, merged, target} = this;
    if (!list || !merged) return;
    const {window} = merged;
    list.reset(window.extent);
    const isSeeking = this.isSeeking;
    this.isSeeking = false;
    if (isSeeking && target !== undefined && window.oldest && target < window.oldest.time) return void merged.toTime(target);
    this.target = undefined;
    if (target !== undefined) this.goTo(window.placeAt(target));
    else if (this.isFollowing) list.toEnd();
    else list.toStart();
    this.tellStatus();
  }

  changed(places: Changed | undefined): void {
    if (!this.merged || !this.list) return;
    if (places) this.list.changed(places.first, places.last);
    this.list.extend(this.merged.window.extent);
    if (this.isFollowing && !this.merged.hasNewest) void this.merged.toEnd();
  }

  grew(lines: number): void {
    this.countNews(lines);
  }

  failed(failure: unknown): void {
    say(failure instanceof Error ? failure.message : String(failure));
  }

  get floor(): number {
    return this.isFollowing ? -Infinity : (this.list?.drawn.at(-1) ?? 0) + 1;
  }

  private shows(first: number, last: number): void {
    const {merged} = this;
    if (!merged) return;
    const {extent} = merged.window;
    if (first - extent.first < NEAR) void merged.older();
    if (extent.next - last < NEAR) void merged.newer();
    this.finder?.paint();
    this.places.drawn();
    this.tellStatus();
  }

  // Reading and following.

  /** At the end of what is here, which may not be that of the streams. */
  private cameDown(): void {
    if (this.merged?.hasNewest) return this.resumed();
    this.list?.wantsUp();
    void this.merged?.newer();
  }

  protected override toEnd(): void {
    if (this.merged?.hasNewest) this.list?.toEnd();
    else void this.merged?.toEnd();
  }

  override toStart(): void {
    if (this.merged?.hasOldest) return super.toStart();
    this.list?.wantsUp();
    void this.merged?.toStart();
  }

  goTo(place: number): void {
    this.list?.to(place, (this.list.pageHeight - this.list.rowHeight) / 3);
    this.paused();
  }

  private async goToItem(item: Item): Promise<void> {
    const here = this.merged?.window.placeOf(item.stream, item.seq);
    if (here !== undefined && this.list?.sees(here)) return this.list.wantsUp();
    if (here !== undefined) return this.goTo(here);
    await this.toTime(item.time);
    const there = this.merged?.window.placeOf(item.stream, item.seq);
    if (there !== undefined) this.goTo(there);
  }

  get moment(): string | undefined {
    return this.list && this.merged?.window.item(this.list.reading)?.time;
  }

  toMoment(moment: Date): Promise<void> {
    return this.toTime(nanos(moment));
  }

  private async toTime(time: string): Promise<void> {
    this.target = time;
    this.list?.wantsUp();
    await this.merged?.toTime(time);
  }

  protected override isChosen(): boolean {
    return false;
  }

  /** Where an item of the window is. */
  item(place: number): Item | undefined {
    return this.merged?.window.item(place);
  }

  protected override tellStatus(): void {
    const {list, merged} = this;
    const bar = this.querySelector<StatusBar>('status-bar');
    if (!bar || !list || !merged) return;
    const where = list.drawn.length > 0 ? whereWords(merged, list.visible) : '';
    bar.show({live: this.live, where, isFollowing: this.isFollowing, news: this.news, retry: () => merged.retry()});
    document.title = this.titleWords(this.streams.join(' + '));
  }
}

customElements.define('merged-view', MergedView);
