import {html, nothing, TemplateResult} from 'lit';
import {within} from './active.ts';
import './find/find-bar.ts';
import {FindBar} from './find/find-bar.ts';
import {Finder} from './find/finder.ts';
import type {Query} from './find/pattern.ts';
import {Ticks} from './find/ticks.ts';
import './histogram/time-histogram.ts';
import {TimeHistogram} from './histogram/time-histogram.ts';
import {icon} from './icons.ts';
import {bind} from './keys.ts';
import {LiveState} from './live-state.ts';
import {Log, LogReader} from './log.ts';
import {logKeys, Commands} from './log-keys.ts';
import {logIn} from './login.ts';
import {count} from './numbers.ts';
import {Part} from './part.ts';
import {OTHER_LOG, placeOf} from './link.ts';
import './go/go-menu.ts';
import './go/mark-menu.ts';
import './go/run-control.ts';
import './more-menu.ts';
import './place-bar.ts';
import './take/download-menu.ts';
import {Places} from './places.ts';
import {Route} from './route.ts';
import {VirtualList} from './rows/virtual-list.ts';
import {describe, Described, runWords, UNKNOWN} from './runs.ts';
import {settings} from './settings.ts';
import {StatusBar} from './status-bar.ts';
import {Stream} from './streams.ts';
import {TIMES, TIMES_WORDS, Times} from './times.ts';
import type {View} from './view.ts';

/** Ages of lines are told anew so often. */
const TICK_MILLIS = 1000;

/** What is new is counted for the eye, not for each message. */
const NEWS_MILLIS = 250;

const MADE_ANEW = 'The log has been made anew: this is another one, from its first line on.';

/** One stream's lines, followed or read. */
export class LogView extends Part implements LogReader, Commands, View {
  static override properties = {route: {}, isBeside: {}};
  declare route: Route;
  declare isBeside: boolean;

  log: Log | undefined;
  list: VirtualList | undefined;
  private readonly places = new Places(this);
  private place: {at: number; to: number} | undefined;
  private live: LiveState = {kind: 'connecting'};
  /** Lines that have come since the reader paused. */
  private news = 0;
  private newsTimer: ReturnType<typeof setTimeout> | undefined;
  private isFollowing = true;
  private notice = '';
  described: Described = UNKNOWN;
  private finder: Finder | undefined;
  private free: () => void = () => {};
  private streamState = '';

  get box(): HTMLElement {
    return this.querySelector<HTMLElement>('.log')!;
  }

  get query(): Query | undefined {
    return this.querySelector<FindBar>('find-bar')?.query;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(settings.follow(() => this.applySettings()));
    this.during(bind(...within(this, logKeys(this))));
    const timer = setInterval(() => this.tick(), TICK_MILLIS);
    this.during(() => clearInterval(timer));
    const select = (): void => this.selecting();
    document.addEventListener('selectionchange', select);
    this.during(() => document.removeEventListener('selectionchange', select));
    this.during(() => this.close());
  }

  protected override render(): TemplateResult {
    const run = this.described.runs.at(-1);
    return html`
      <header class="log-head">
        <button class="quiet open-list" @click=${this.openList} aria-label="Show the streams">☰</button>
        <h2>${this.route.stream}</h2>
        <span class="run">${run ? runWords(run, Date.now()) : nothing}</span>
        ${this.described.may.includes('control')
          ? html`<run-control .stream=${this.route.stream} .state=${this.streamState || this.described.state}></run-control>`
          : nothing}
        <div class="tools">
          <button aria-label="Find" title="Find (/ or Ctrl+F)" @click=${() => void this.findBar.open()}>${icon('find')}</button>
          <button class="roomy" aria-pressed=${settings.now.histogram} aria-label="Lines over time" title="Lines over time (h)" @click=${this.toggleHistogram}>${icon('bars')}</button>
          <go-menu .view=${this} .runs=${this.described.runs}></go-menu>
          <select aria-label="Times" title="How times are shown (t)" @change=${this.chooseTimes}>
            ${TIMES.map((each) => html`<option value=${each} ?selected=${each === settings.now.times}>${TIMES_WORDS[each]}</option>`)}
          </select>
          <button class="roomy" aria-pressed=${settings.now.wrap} title="Wrap long lines (w)" @click=${this.toggleWrap}>Wrap</button>
          <button class="roomy" aria-pressed=${settings.now.fold} title="Lines of JSON and logfmt by their message and fields (i)" aria-label="Message and fields" @click=${this.toggleFold}>{ }</button>
          ${this.described.may.includes('mark')
            ? html`<mark-menu .view=${this} .places=${this.places}></mark-menu>`
            : nothing}
          <download-menu .view=${this}></download-menu>
          <more-menu .view=${this} .places=${this.places}></more-menu>
          <button class="primary follow" title=${this.isFollowing ? 'Pause (f)' : 'Follow (f or End)'} @click=${this.toggleFollow}>
            ${this.isFollowing ? 'Pause' : 'Follow'}
          </button>
          ${this.isBeside ? html`<button class="quiet" @click=${this.closeBeside} aria-label="Close this view" title="Close this view">✕</button>` : nothing}
        </div>
      </header>
      <time-histogram></time-histogram>
      <find-bar></find-bar>
      <div class="log-body">
        <div class="log" tabindex="0" role="region" aria-label="Lines of ${this.route.stream}"></div>
        <canvas class="ticks" hidden></canvas>
        <div class="floats">
          <place-bar .places=${this.places} .place=${this.places.place}></place-bar>
          ${this.isFollowing
            ? nothing
            : html`<button class="resume" @click=${this.follow}>${this.pausedWords()} <kbd>End</kbd></button>`}
        </div>
        ${this.notice ? html`<p class="notice" role="alert">${this.notice}</p>` : nothing}
        ${this.live.kind === 'signed-out' ? html`<p class="notice">You are signed out. <button @click=${logIn}>Log in</button></p>` : nothing}
      </div>
      <status-bar></status-bar>
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
    this.described = UNKNOWN;
    this.streamState = '';
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
    this.free = this.stayStill(box);
    void this.askRun(stream);
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

  /** What opens above the lines does not move them, but at the end, where they follow. */
  private stayStill(box: HTMLElement): () => void {
    let top = box.getBoundingClientRect().top;
    const resizes = new ResizeObserver(() => {
      const before = top;
      top = box.getBoundingClientRect().top;
      this.list?.edgeMoved(top - before);
    });
    resizes.observe(box);
    return () => resizes.disconnect();
  }

  private get histogram(): TimeHistogram {
    return this.querySelector<TimeHistogram>('time-histogram')!;
  }

  private get findBar(): FindBar {
    return this.querySelector<FindBar>('find-bar')!;
  }

  private close(): void {
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

  /** Of lines that the list has. */
  private countNews(lines: number): void {
    if (this.isFollowing) return;
    this.news += lines;
    this.newsTimer ??= setTimeout(() => {
      this.newsTimer = undefined;
      this.requestUpdate();
    }, NEWS_MILLIS);
  }

  state(state: LiveState): void {
    this.live = state;
    this.requestUpdate();
  }

  /** What the list of streams knows of this one: it may run again. */
  streamIs({name, state}: Stream): void {
    if (name === this.log?.stream && state !== this.streamState) {
      this.streamState = state;
      void this.askRun(name);
    }
    const isOver = this.live.kind === 'ended' || this.live.kind === 'removed';
    if (name === this.log?.stream && isOver && state !== 'ended') this.log.retry();
  }

  private async askRun(stream: string): Promise<void> {
    const described = await describe(stream);
    if (stream !== this.log?.stream) return;
    this.described = described;
    this.requestUpdate();
  }

  private shows(first: number, last: number): void {
    this.finder?.shows(first, last);
    this.places.drawn();
    if (this.list) this.histogram.shows(this.list.visible);
    this.tellStatus();
  }

  // Reading and following.

  readonly follow = (): void => {
    this.resumed();
    this.list?.toEnd();
    this.querySelector<HTMLElement>('.log')?.focus({preventScroll: true});
  };

  private paused(): void {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.news = 0;
    this.requestUpdate();
  }

  private resumed(): void {
    if (this.isFollowing) return;
    this.isFollowing = true;
    this.news = 0;
    this.notice = '';
    if (this.places.place) this.places.choose(undefined);
    this.requestUpdate();
  }

  goTo(at: number, to = at): void {
    this.place = {at, to};
    this.notice = this.placeWords(at);
    this.list?.to(at, (this.list.pageHeight - this.list.rowHeight) / 3);
    this.paused();
  }

  /** What a link is told that points at what is not there. */
  private placeWords(at: number): string {
    const {first = 0, next = 0} = this.log?.extent ?? {};
    if (at < first) return `Line ${count(at + 1)} is no longer kept; this is the oldest that is.`;
    if (at >= next) return `Line ${count(at + 1)} is not there yet; this is the newest.`;
    return '';
  }

  /** A row that is wholly in the view stays where it is. */
  private goInto(seq: number): void {
    const row = this.list?.rowAt(seq)?.getBoundingClientRect();
    const box = this.list?.box.getBoundingClientRect();
    if (!row || !box || row.top < box.top || row.bottom > box.bottom) return this.goTo(seq);
    this.list?.wantsUp();
  }

  private pausedWords(): string {
    if (this.live.kind === 'ended') return 'Paused';
    return `Paused, ${count(this.news)} new`;
  }

  /** Who selects text does not want it to move. */
  private selecting(): void {
    const selection = document.getSelection();
    if (!this.isFollowing || !selection || selection.isCollapsed) return;
    if (this.querySelector('.log')?.contains(selection.anchorNode)) this.list?.wantsUp();
  }

  // What is said and chosen.

  private tellStatus(): void {
    const {log, list} = this;
    const bar = this.querySelector<StatusBar>('status-bar');
    if (!bar || !log || !list) return;
    bar.show({live: this.live, extent: log.extent, visible: list.visible, isFollowing: this.isFollowing, news: this.news, retry: () => log.retry()});
    const news = this.isFollowing ? '' : this.news > 0 ? `(${this.news} new) ` : '(paused) ';
    if (!this.isBeside) document.title = `${news}${log.stream} – Tailrace`;
  }

  private tick(): void {
    if (settings.now.times === 'relative') this.list?.tick();
    this.tellStatus();
    if (this.described.runs.length > 0) this.requestUpdate();
  }

  private applySettings(): void {
    const {times, wrap, fold} = settings.now;
    const box = this.querySelector<HTMLElement>('.log');
    box?.classList.toggle('wrap', wrap);
    if (box) box.dataset.times = times;
    this.list?.setLook({times, isFolding: fold, isChosen: (seq) => this.places.isChosen(seq)});
    this.list?.resized();
    this.requestUpdate();
  }

  private readonly chooseTimes = (event: Event): void =>
    settings.change({times: (event.target as HTMLSelectElement).value as Times});

  private readonly closeBeside = (): void => {
    this.dispatchEvent(new CustomEvent('close-beside', {bubbles: true}));
  };

  readonly toggleFold = (): void => settings.change({fold: !settings.now.fold});

  private readonly toggleHistogram = (): void => settings.change({histogram: !settings.now.histogram});

  readonly toggleWrap = (): void => settings.change({wrap: !settings.now.wrap});

  readonly toggleFollow = (): void => {
    if (this.isFollowing) this.list?.wantsUp();
    else this.follow();
  };

  private readonly openList = (): void => document.body.classList.add('list-open');

  toStart(): void {
    this.list?.toStart();
  }

  lines(lines: number): void {
    this.list?.by(lines * this.list.rowHeight);
  }

  pages(pages: number): void {
    this.list?.by(pages * (this.list.pageHeight - this.list.rowHeight));
  }

  nextTimes(): void {
    settings.change({times: TIMES[(TIMES.indexOf(settings.now.times) + 1) % TIMES.length]!});
  }
}

customElements.define('log-view', LogView);
