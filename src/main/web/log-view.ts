import {html, TemplateResult} from 'lit';
import type {FindBar} from './find/find-bar.ts';
import {Finder} from './find/finder.ts';
import {Ticks} from './find/ticks.ts';
import './histogram/time-histogram.ts';
import {TimeHistogram} from './histogram/time-histogram.ts';
import {Log, LogReader} from './log.ts';
import {Head, logHead} from './log-head.ts';
import {OTHER_LOG, placeOf, placeWords} from './link.ts';
import {seqAt} from './go/moment.ts';
import './place-bar.ts';
import {Places} from './places.ts';
import {ReadingView} from './reading-view.ts';
import {timeOf} from './record.ts';
import {Route} from './route.ts';
import {VirtualList} from './rows/virtual-list.ts';
import {Source} from './runs.ts';
import {StatusBar, whereWords} from './status-bar.ts';
import {Stream} from './streams.ts';
import {say} from './toast.ts';

const MADE_ANEW = 'The log has been made anew: this is another one, from its first line on.';

/** One stream's lines, followed or read. */
export class LogView extends ReadingView implements LogReader, Head {
  static override properties = {route: {}, isBeside: {}};
  declare route: Route;
  declare isBeside: boolean;

  log: Log | undefined;
  readonly places = new Places(this);
  private place: {at: number; to: number} | undefined;
  readonly source = new Source(() => this.requestUpdate());
  private finder: Finder | undefined;
  private free: () => void = () => {};

  protected override render(): TemplateResult {
    return html`
      ${logHead(this)}
      <time-histogram></time-histogram>
      <find-bar></find-bar>
      ${this.body(`Lines of ${this.route.stream}`, html`<place-bar .places=${this.places} .place=${this.places.place}></place-bar>`)}
    `;
  }

  protected override willUpdate(changes: Map<string, unknown>): void {
    const before = changes.get('route') as Route | undefined;
    if (!changes.has('route')) return;
    if (before?.stream !== this.route.stream) this.close();
  }

  protected override updated(changes: Map<string, unknown>): void {
    if (changes.has('route')) {
      if (this.log?.stream !== this.route.stream) this.openLog();
      else this.arrive();
    }
    this.tellStatus();
  }

  private openLog(): void {
    const {stream} = this.route;
    if (!stream) return;
    this.place = placeOf(this.route);
    this.isFollowing = this.place === undefined;
    this.news = 0;
    this.notice = '';
    const {box} = this;
    const log = new Log(stream, this, this.isFollowing);
    this.log = log;
    this.list = new VirtualList(box, log.lines, {
      shows: (first, last) => this.shows(first, last),
      leftEnd: () => this.paused(),
      reachedEnd: () => this.resumed(),
    });
    this.places.attach();
    this.applySettings();
    this.openFinder(log, this.list);
    this.free = this.stayStill();
    this.source.begin(stream);
    log.open();
  }

  /** The address says something else of the same stream. */
  private arrive(): void {
    this.findBar.take(this.route.query);
    const place = placeOf(this.route);
    this.places.place = place;
    if (place && this.log) this.place = place;
    if (place && this.log && this.places.isOfOther(this.log.epoch)) this.began(false);
    else if (place) this.goTo(place.at, place.to);
    this.list?.repaint();
    this.requestUpdate();
  }

  private openFinder(log: Log, list: VirtualList): void {
    const ticks = new Ticks(this.querySelector<HTMLCanvasElement>('.ticks')!, list.box);
    this.finder = new Finder(log, list, ticks, {
      goTo: (seq) => this.goInto(seq),
      grewFound: (matches) => this.countNews(matches),
      changed: () => this.findBar.requestUpdate(),
    });
    this.findBar.attach(this.finder, this.route.query);
    this.histogram.attach(log, {goTo: (seq) => this.goTo(seq), within: (times) => this.findBar.within(times)});
  }

  private get histogram(): TimeHistogram {
    return this.querySelector<TimeHistogram>('time-histogram')!;
  }

  protected override close(): void {
    this.places.detach();
    this.querySelector<FindBar>('find-bar')?.detach();
    this.querySelector<TimeHistogram>('time-histogram')?.detach();
    this.free();
    this.finder = undefined;
    this.list?.dispose();
    this.log?.close();
    this.list = undefined;
    this.log = undefined;
    if (!this.isBeside) document.title = 'Tailrace';
  }

  // What the log tells.

  began(isOther: boolean): void {
    const {log, list} = this;
    if (!log || !list) return;
    this.finder?.began();
    this.histogram.began();
    list.reset(this.finder?.extent ?? log.extent);
    const isElsewhere = isOther || this.places.isOfOther(log.epoch);
    if (this.place && !isElsewhere) this.goTo(this.place.at, this.place.to);
    else if (this.isFollowing || isElsewhere) list.toEnd();
    if (isElsewhere) this.resumed();
    if (isElsewhere) this.notice = isOther ? MADE_ANEW : OTHER_LOG;
    this.requestUpdate();
  }

  changed(first: number, last: number): void {
    this.list?.changed(first, last);
    if (!this.log || !this.finder) return;
    this.finder.extended();
    this.list?.extend(this.finder.extent);
  }

  grew(lines: number): void {
    this.histogram.grew(lines);
    if (!this.finder?.isFiltering) this.countNews(lines);
  }

  /** What the list of streams knows of this one: it may run again. */
  streamIs({name, state}: Stream): void {
    if (name !== this.log?.stream) return;
    this.source.is(state);
    const isOver = this.live.kind === 'ended' || this.live.kind === 'removed';
    if (isOver && state !== 'ended') this.log.retry();
  }

  private shows(first: number, last: number): void {
    this.finder?.shows(first, last);
    this.places.drawn();
    if (this.list) this.histogram.shows(this.list.visible);
    this.tellStatus();
  }

  // Reading and following.

  protected override resumed(): void {
    if (!this.isFollowing && this.places.place) this.places.choose(undefined);
    super.resumed();
  }

  get moment(): string | undefined {
    const entry = this.list && this.log?.pages.get(this.list.reading);
    return entry && timeOf(entry);
  }

  async toMoment(moment: Date): Promise<void> {
    const {stream} = this.log!;
    const seq = await seqAt(stream, moment);
    if (stream !== this.log?.stream) return;
    if (seq === undefined) say(`${stream} has no line of that moment or later.`);
    else this.goTo(seq);
  }

  goTo(at: number, to = at): void {
    this.place = {at, to};
    this.notice = placeWords(at, this.log?.extent ?? {first: 0, next: 0});
    this.list?.to(at, (this.list.pageHeight - this.list.rowHeight) / 3);
    this.paused();
  }

  /** A row that is wholly in the view stays where it is. */
  private goInto(seq: number): void {
    if (this.list?.sees(seq)) this.list.wantsUp();
    else this.goTo(seq);
  }

  protected override isChosen(seq: number): boolean {
    return this.places.isChosen(seq);
  }

  // What is said and chosen.

  protected override tellStatus(): void {
    const {log, list} = this;
    const bar = this.querySelector<StatusBar>('status-bar');
    if (!bar || !log || !list) return;
    const visible = list.drawn.length > 0 ? list.visible : undefined;
    bar.show({live: this.live, where: whereWords(log.extent, visible), isFollowing: this.isFollowing, news: this.news, retry: () => log.retry()});
    if (!this.isBeside) document.title = this.titleWords(log.stream);
  }

  protected override tick(): void {
    super.tick();
    if (this.source.described.runs.length > 0) this.requestUpdate();
  }
}

customElements.define('log-view', LogView);
