import {Grid} from './grid.ts';
import {isRange, Selection, Span} from './selection.ts';

/** What is chosen from. */
export interface Chart {
  readonly grid: Grid | undefined;
  /** What the reader sees. */
  readonly seen: Span | undefined;
  /** The time at a place of the screen, in pixels. */
  timeAt(x: number): number;
  /** A part of the time to take, or a place to go to. */
  use(span: Span, isPart: boolean): void;
  zoomOut(): boolean;
  requestUpdate(): void;
}

const KEYS = ['ArrowLeft', 'ArrowRight', 'Enter', 'Escape'];

/** Chooses times by pointer and by key. */
export class Chooser {
  selection: Selection = {kind: 'none'};

  constructor(private readonly chart: Chart) {}

  readonly pressed = (event: PointerEvent): void => {
    const span = this.partAt(event);
    if (!span || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.select({kind: 'taken', span, from: span});
  };

  readonly moved = (event: PointerEvent): void => {
    const span = this.partAt(event);
    if (!span) return;
    if (event.buttons === 0) return this.pointed(span);
    if (this.selection.kind === 'taken') this.select({...this.selection, span: both(this.selection.from, span)});
  };

  /** What was chosen by key stays until another is. */
  private pointed(span: Span): void {
    if (this.selection.kind !== 'taken') this.select({kind: 'pointed', span});
  }

  readonly released = (): void => {
    if (this.selection.kind === 'taken') this.use(this.selection);
  };

  readonly left = (): void => {
    if (this.selection.kind === 'pointed') this.select({kind: 'none'});
  };

  readonly keyed = (event: KeyboardEvent): void => {
    const {grid} = this.chart;
    if (!grid || !KEYS.includes(event.key) || !this.press(event, grid)) return;
    event.preventDefault();
  };

  /** Whether the key means something here. */
  private press({key, shiftKey}: KeyboardEvent, grid: Grid): boolean {
    const {selection} = this;
    if (key === 'Escape' && selection.kind === 'none') return this.chart.zoomOut();
    if (key === 'Enter' && selection.kind === 'none') return false;
    if (key === 'Escape') this.select({kind: 'none'});
    else if (key === 'Enter') this.use(selection as Exclude<Selection, {kind: 'none'}>);
    else this.select(this.stepped(grid, key === 'ArrowLeft' ? -1 : 1, shiftKey));
    return true;
  }

  private stepped(grid: Grid, step: 1 | -1, isWider: boolean): Selection {
    const {selection} = this;
    if (selection.kind === 'none') return taken(partOf(grid, grid.indexAt(this.chart.seen?.since ?? grid.until)));
    const {span} = selection;
    const edge = grid.indexAt(step < 0 ? span.since : span.until - 1) + step;
    const next = partOf(grid, Math.max(0, Math.min(grid.parts.length - 1, edge)));
    if (!isWider) return taken(next);
    return {kind: 'taken', from: selection.kind === 'taken' ? selection.from : span, span: both(span, next)};
  }

  private use(selection: {span: Span; from?: Span}): void {
    this.select({kind: 'none'});
    this.chart.use(selection.span, isRange(selection));
  }

  private select(selection: Selection): void {
    this.selection = selection;
    this.chart.requestUpdate();
  }

  private partAt({clientX}: PointerEvent): Span | undefined {
    const {grid} = this.chart;
    return grid && grid.parts.length > 0 ? partOf(grid, grid.indexAt(this.chart.timeAt(clientX))) : undefined;
  }
}

function taken(span: Span): Selection {
  return {kind: 'taken', span, from: span};
}

function both(one: Span, two: Span): Span {
  return {since: Math.min(one.since, two.since), until: Math.max(one.until, two.until)};
}

function partOf(grid: Grid, index: number): Span {
  return {since: grid.timeOf(index), until: grid.timeOf(index + 1)};
}
