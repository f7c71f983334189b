import {html, nothing, svg, SVGTemplateResult, TemplateResult} from 'lit';
import {isPassing, Refused} from '../api.ts';
import {within} from '../active.ts';
import {bind} from '../keys.ts';
import {Log} from '../log.ts';
import {Part} from '../part.ts';
import {timeOf} from '../record.ts';
import {settings} from '../settings.ts';
import {askHistogram, Times} from './ask.ts';
import {spanWords, timeTicks} from './axis.ts';
import {Chart, Chooser} from './chooser.ts';
import {barPaths, Grid, GROUPS} from './grid.ts';
import {gridOf, HistogramState, histogramWords, isEmpty, sumWords} from './histogram-state.ts';
import {Span} from './selection.ts';

/** Pixels of the bars, and of the axis below. */
const HEIGHT = 52;
const AXIS = 16;

/** Pixels that a time on the axis takes. */
const LABEL = 90;

/** After a failure, and where too many search. */
const RETRY_MILLIS = 5000;

/** Between two looks at what comes live. */
const LIVE_MILLIS = 500;

export interface HistogramView {
  /** The person goes to a record. */
  goTo(seq: number): void;
  /** Only these times are of interest. */
  within(times: Times): void;
}

/** The lines of a log over time, by level: a click goes there, a drag takes a part of the time. */
export class TimeHistogram extends Part implements Chart {
  private state: HistogramState = {kind: 'closed'};
  private log: Log | undefined;
  private view: HistogramView | undefined;
  /** The parts of the time that were taken, each within the one before. */
  private zooms: Times[] = [];
  private readonly chooser = new Chooser(this);
  /** What the reader sees. */
  seen: Span | undefined;
  private width = 0;
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private live: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(settings.follow(() => this.openOrClose()));
    this.during(bind(...within(this, [{keys: ['h'], shown: 'h', group: 'Find', words: 'lines over time, or not', run: toggle}])));
    const resizes = new ResizeObserver(() => this.measure());
    resizes.observe(this);
    this.during(() => resizes.disconnect());
  }

  attach(log: Log, view: HistogramView): void {
    this.log = log;
    this.view = view;
    this.zooms = [];
    this.openOrClose();
  }

  detach(): void {
    this.stop();
    this.log = undefined;
    this.state = {kind: 'closed'};
  }

  /** The log is known, or is another one. */
  began(): void {
    this.zooms = [];
    this.state = {kind: 'closed'};
    this.openOrClose();
  }

  /** Lines have come live, the last ones of the log. */
  grew(number: number): void {
    if (this.state.kind !== 'whole' || this.zooms.length > 0 || !this.log) return;
    if (isEmpty(this.state)) return void this.ask();
    const {next} = this.log.extent;
    for (let seq = next - number; seq < next; seq++) {
      const entry = this.log.pages.get(seq);
      if (entry?.kind === 'line') this.state.grid.add(Date.parse(entry.line.time), entry.line.level, seq);
    }
    this.live ??= setTimeout(() => {
      this.live = undefined;
      this.requestUpdate();
    }, LIVE_MILLIS);
  }

  /** The rows that the reader sees. */
  shows({first, last}: {first: number; last: number}): void {
    if (this.state.kind === 'closed' || !this.log) return;
    const [from, to] = [first, last].map((seq) => {
      const entry = this.log!.pages.get(seq);
      return entry && timeOf(entry);
    });
    if (!from || !to) return;
    this.seen = {since: Date.parse(from), until: Date.parse(to)};
    this.requestUpdate();
  }

  // What is counted.

  private openOrClose(): void {
    if (!settings.now.histogram) {
      this.stop();
      this.become({kind: 'closed'});
    } else if (this.state.kind === 'closed' && this.log?.epoch) {
      void this.ask();
    }
    this.requestUpdate();
  }

  private async ask(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.chooser.selection = {kind: 'none'};
    this.become({kind: 'asking'});
    const {stream, epoch} = this.log!;
    try {
      await askHistogram(stream, epoch, this.zooms.at(-1) ?? {}, running.signal, (grid, isDone) => this.become({kind: isDone ? 'whole' : 'counting', grid}));
    } catch (failure) {
      if (running.signal.aborted) return;
      this.become({kind: 'failed', detail: isPassing(failure) ? 'cut off, counts again in a moment' : (failure as Refused).message});
      if (isPassing(failure)) this.timer = setTimeout(() => void this.ask(), RETRY_MILLIS);
    }
  }

  private stop(): void {
    this.running?.abort();
    clearTimeout(this.timer);
  }

  private become(state: HistogramState): void {
    this.state = state;
    this.requestUpdate();
  }

  private zoom({since, until}: Span): void {
    this.zooms.push({since: new Date(since).toISOString(), until: new Date(until).toISOString()});
    this.taken();
  }

  /** Whether there was a part to leave. */
  readonly zoomOut = (): boolean => {
    if (!this.zooms.pop()) return false;
    this.taken();
    return true;
  };

  private taken(): void {
    this.view?.within(this.zooms.at(-1) ?? {});
    void this.ask();
  }

  // What is drawn.

  protected override render(): TemplateResult {
    this.hidden = !settings.now.histogram;
    if (this.hidden) return html``;
    const {grid} = this;
    return html`
      <p class="histogram-words">
        <span class="histogram-time" aria-live=${this.chooser.selection.kind === 'taken' ? 'polite' : 'off'}>${grid && this.chosenWords(grid)}</span>
        <span class="histogram-sum">${histogramWords(this.state)}</span>
        ${this.zooms.length > 0 ? html`<button class="quiet" @click=${this.zoomOut}>Zoom out</button>` : nothing}
      </p>
      <div class="histogram-chart" tabindex="0" role="group" aria-label="Lines over time; arrows choose, with Shift a part, Enter goes there"
        @pointerdown=${this.chooser.pressed} @pointermove=${this.chooser.moved} @pointerup=${this.chooser.released} @pointerleave=${this.chooser.left}
        @dblclick=${this.zoomOut} @keydown=${this.chooser.keyed}>
        ${grid ? this.chart(grid) : nothing}
      </div>
    `;
  }

  private chart(grid: Grid): TemplateResult {
    const paths = barPaths(grid, this.width, HEIGHT);
    return html`<svg width=${this.width} height=${HEIGHT + AXIS} aria-hidden="true">
      ${GROUPS.map((group) => svg`<path class="bar ${group}" d=${paths[group]} />`)}
      <path class="axis" d="M0 ${HEIGHT + 0.5}H${this.width}" />
      ${timeTicks(grid.since, grid.until, this.width / LABEL, this.shift(grid)).map(({time, words}) => this.label(grid, time, words))}
      ${this.seen ? this.box(grid, this.seen, 'seen') : nothing}
      ${'span' in this.chooser.selection ? this.box(grid, this.chooser.selection.span, this.chooser.selection.kind) : nothing}
    </svg>`;
  }

  private label(grid: Grid, time: number, words: string): SVGTemplateResult {
    const x = Math.round(this.xOf(grid, time));
    const side = x < LABEL / 3 ? 'start' : x > this.width - LABEL / 3 ? 'end' : 'middle';
    return svg`<path class="axis" d="M${x + 0.5} ${HEIGHT}v4" /><text x=${x} y=${HEIGHT + AXIS - 2} text-anchor=${side}>${words}</text>`;
  }

  private box(grid: Grid, {since, until}: Span, kind: string): SVGTemplateResult {
    const left = Math.max(0, this.xOf(grid, since));
    const right = Math.min(this.width, this.xOf(grid, until));
    return svg`<rect class=${kind} x=${left.toFixed(1)} y="0" width=${Math.max(2, right - left).toFixed(1)} height=${HEIGHT} />`;
  }

  private chosenWords(grid: Grid): string {
    const span = 'span' in this.chooser.selection ? this.chooser.selection.span : {since: grid.since, until: grid.until};
    const words = spanWords(span.since, span.until, this.shift(grid));
    if (!('span' in this.chooser.selection)) return words;
    const parts = grid.parts.slice(grid.indexAt(span.since), grid.indexAt(span.until - 1) + 1);
    const sum = {lines: 0, groups: {error: 0, warn: 0}};
    for (const {lines, groups} of parts) {
      sum.lines += lines;
      sum.groups.error += groups.error;
      sum.groups.warn += groups.warn;
    }
    return `${words}: ${sumWords(sum)}`;
  }

  private shift(grid: Grid): number {
    return settings.now.times === 'utc' ? 0 : -new Date(grid.since).getTimezoneOffset() * 60_000;
  }

  private xOf(grid: Grid, time: number): number {
    return ((time - grid.since) / (grid.until - grid.since)) * this.width;
  }

  private measure(): void {
    const width = this.querySelector('.histogram-chart')?.clientWidth ?? 0;
    if (width === this.width || width === 0) return;
    this.width = width;
    this.requestUpdate();
  }

  protected override updated(): void {
    this.measure();
  }

  /** The time at a place of the screen. */
  timeAt(x: number): number {
    const grid = this.grid!;
    const {left} = this.querySelector('.histogram-chart')!.getBoundingClientRect();
    return grid.since + ((x - left) / this.width) * (grid.until - grid.since);
  }

  get grid(): Grid | undefined {
    return gridOf(this.state);
  }

  use(span: Span, isPart: boolean): void {
    const grid = this.grid!;
    const first = grid.parts[grid.indexAt(span.since)]?.first;
    if (isPart) this.zoom(span);
    if (first !== undefined) this.view?.goTo(first);
  }
}

function toggle(): void {
  settings.change({histogram: !settings.now.histogram});
}

customElements.define('time-histogram', TimeHistogram);
