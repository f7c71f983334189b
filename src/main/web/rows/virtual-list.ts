import {Anchor, anchorAt, clamp, Extent, Geometry, isSmall, scrollTopOf, spacerHeight} from './anchor.ts';
import {CUT} from './cut.ts';
import {Row} from './lines.ts';
import {Look, rowElement, updateTime} from './row.ts';
import {RowSource} from './source.ts';

/** Rows above and below the view whose heights are known before they are seen. */
const OVERSCAN = 10;

/** More are drawn only where the view alone has more. */
export const MAX_ROWS = 100;

/** A move is done when rows around it have been drawn so often: three views at most, in steps of overscan. */
const MAX_STEPS = 60;

/** Between two looks of a list that follows: nobody reads more, and each costs some milliseconds. */
const FOLLOW_MILLIS = 100;

/** Between two changes of the bar's way, while what is shown stays. */
const SPACER_MILLIS = 250;

/** Where a browser does not say scrollend (Safari before 26.2). */
const SCROLL_END_MILLIS = 150;

interface Drawn {
  row: Row;
  element: HTMLElement;
  /** Drawn anew with the next frame; until then it stands where it stood. */
  isStale: boolean;
}

export interface ListReader {
  /** These seqs are shown: what is missing there is wanted. */
  shows(first: number, last: number): void;
  /** The reader went up, or came to the end. */
  leftEnd(): void;
  reachedEnd(): void;
}

/**
 * A log of any length in a scroll box. The state is an anchor, a seq and pixels; the scroll bar only
 * points at it. Rows stand in a block that is moved by itself, in a pane that stays in the view, so no height is
 * ever estimated, and nothing outside of the view has one.
 *
 * <pre>
 *   box (scrolls) > pane (sticky, as high as the view) > block (moved) > rows
 *                 > spacer (8 M px at most)
 * </pre>
 */
export class VirtualList {
  private readonly pane = document.createElement('div');
  private readonly block = document.createElement('div');
  private readonly spacer = document.createElement('div');
  private readonly rows = new Map<number, Drawn>();
  private readonly lengths = new Map<number, number>();
  private drawn: number[] = [];
  private extent: Extent = {first: 0, next: 0};
  private anchor: Anchor = {seq: 0, offset: 0};
  private geometry: Geometry = {height: 1, row: 20};
  private lastTop = 0;
  private lastLeft = 0;
  private width = 0;
  private atEnd = true;
  private isGrabbed = false;
  private frame = 0;
  private drawnAtTime = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private sizing: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private look: Omit<Look, 'length' | 'now'> = {times: 'off'};
  private readonly end = new AbortController();
  private readonly resizes = new ResizeObserver(() => this.invalidate());

  constructor(
    readonly box: HTMLElement,
    private lines: RowSource,
    private readonly reader: ListReader,
  ) {
    this.pane.className = 'pane';
    this.block.className = 'block';
    this.block.setAttribute('role', 'list');
    this.block.setAttribute('aria-label', 'Lines');
    this.spacer.className = 'spacer';
    this.pane.append(this.block);
    box.replaceChildren(this.pane, this.spacer);
    const {signal} = this.end;
    box.addEventListener('scroll', () => this.scrolled(), {passive: true, signal});
    box.addEventListener('scrollend', () => this.settle(), {signal});
    box.addEventListener('wheel', (event) => this.wheeled(event), {passive: true, signal});
    box.addEventListener('pointerdown', (event) => this.grabbed(event), {signal});
    for (const end of ['pointerup', 'pointermove'] as const) addEventListener(end, (event) => this.released(event), {signal});
    box.addEventListener('click', (event) => this.clicked(event), {signal});
    this.resizes.observe(box);
  }

  dispose(): void {
    this.end.abort();
    this.resizes.disconnect();
    cancelAnimationFrame(this.frame);
    for (const timer of [this.settling, this.waiting, this.sizing]) clearTimeout(timer);
  }

  get position(): Readonly<Anchor> {
    return this.anchor;
  }

  get isAtEnd(): boolean {
    return this.atEnd;
  }

  /** The seqs of the first and the last row in the view. */
  get visible(): {first: number; last: number} {
    const bottom = this.pane.getBoundingClientRect().bottom;
    let last = this.anchor.seq;
    for (const seq of this.drawn) {
      const {element, row} = this.rows.get(seq)!;
      if (seq >= this.anchor.seq && element.getBoundingClientRect().top < bottom) last = row.last;
    }
    return {first: this.anchor.seq, last};
  }

  rowAt(seq: number): HTMLElement | undefined {
    return this.rows.get(seq)?.element;
  }

  /** What there is to show. Nothing that is shown moves, unless the list is at its end. */
  extend(extent: Extent): void {
    const isVisible = this.reachesEnd() || this.anchor.seq < extent.first;
    this.extent = extent;
    if (this.anchor.seq < extent.first) this.anchor = {seq: extent.first, offset: 0};
    if (isVisible || this.atEnd) this.later();
    else this.sizing ??= setTimeout(() => this.sizeLater(), SPACER_MILLIS);
  }

  /** Other records than those that have been drawn. */
  reset(extent: Extent): void {
    this.rows.clear();
    this.lengths.clear();
    this.drawn = [];
    this.width = 0;
    this.block.replaceChildren();
    this.anchor = {seq: extent.first, offset: 0};
    this.extend(extent);
  }

  /** Other rows of the same log, from where the reader is. */
  setSource(lines: RowSource, extent: Extent): void {
    const {seq} = this.anchor;
    this.lines = lines;
    this.reset(extent);
    this.anchor = {seq, offset: 0};
  }

  /** The seqs of the rows that are drawn. */
  get shown(): readonly number[] {
    return this.drawn;
  }

  /** Records from first to last are here now, or are others. */
  changed(first: number, last: number): void {
    let isDrawn = false;
    for (const seq of this.drawn) {
      const shown = this.rows.get(seq);
      if (!shown || seq > last || (shown.row.last < first && !isOpen(shown.row))) continue;
      shown.isStale = true;
      isDrawn = true;
    }
    if (isDrawn) this.later();
  }

  setLook(look: Omit<Look, 'length' | 'now'>): void {
    this.look = look;
    for (const shown of this.rows.values()) shown.isStale = true;
    this.later();
  }

  /** The ages of lines, once a second or so. */
  tick(): void {
    for (const {row, element} of this.rows.values()) updateTime(element, row, this.lookOf(row.seq));
  }

  /** Wrapped, resized, or in another font. */
  invalidate(): void {
    this.width = 0;
    this.later();
  }

  toEnd(): void {
    this.atEnd = true;
    this.later();
  }

  toStart(): void {
    this.to(this.extent.first);
  }

  /** Puts a row at the top, or so many pixels below it. */
  to(seq: number, below = 0): void {
    this.atEnd = false;
    this.anchor = {seq: this.lines.begin(clamp(seq, this.extent)), offset: 0};
    // Near the end the view is filled only when the row is where it belongs.
    this.draw(false);
    this.move(-below);
    this.settle();
    this.reader.leftEnd();
  }

  /** As if the wheel had been turned. */
  by(pixels: number): void {
    if (pixels < 0) this.leave();
    this.move(pixels);
    this.settle();
  }

  /** Stops following before the scroll event comes, which at a high rate could be too late. */
  leave(): void {
    if (!this.atEnd) return;
    this.atEnd = false;
    this.reader.leftEnd();
  }

  get pageHeight(): number {
    return this.geometry.height;
  }

  get rowHeight(): number {
    return this.geometry.row;
  }

  /** With the next frame; while following at most so often. */
  private later(): void {
    if (this.frame || this.waiting) return;
    const wait = this.atEnd ? FOLLOW_MILLIS - (performance.now() - this.drawnAtTime) : 0;
    if (wait > 0) {
      this.waiting = setTimeout(() => {
        this.waiting = undefined;
        this.nextFrame();
      }, wait);
    } else {
      this.nextFrame();
    }
  }

  private nextFrame(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private sizeLater(): void {
    this.sizing = undefined;
    this.sizeSpacer();
  }

  private scrolled(): void {
    const top = this.box.scrollTop;
    this.shiftLeft();
    const delta = top - this.lastTop;
    if (delta === 0) return;
    this.lastTop = top;
    if (delta < 0) this.leave();
    if (isSmall(delta, this.geometry) && !this.isGrabbed) {
      this.move(delta);
    } else {
      const anchor = anchorAt(top, this.places, this.geometry);
      this.anchor = {seq: this.lines.begin(this.lines.order?.seq(anchor.seq) ?? anchor.seq), offset: anchor.offset};
      this.draw();
      this.noticeEnd(delta);
    }
    if ('onscrollend' in window) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SCROLL_END_MILLIS);
  }

  /** Rows of several lines make the log longer than the bar's way: at its end the wheel goes on by itself. */
  private wheeled({deltaY, deltaMode}: WheelEvent): void {
    const track = this.box.scrollHeight - this.box.clientHeight;
    const isStuck = deltaY < 0 ? this.box.scrollTop <= 0 : this.box.scrollTop >= track - 1;
    if (deltaY < 0) this.leave();
    if (isStuck && !this.atEnd) this.move(deltaMode === WheelEvent.DOM_DELTA_PIXEL ? deltaY : deltaY * this.geometry.row);
  }

  /** The scroll bar is held: it points at a seq, however little it is moved. */
  private grabbed(event: PointerEvent): void {
    const {left} = this.box.getBoundingClientRect();
    this.isGrabbed = event.target === this.box && event.clientX >= left + this.box.clientWidth;
  }

  private released(event: PointerEvent): void {
    if (!this.isGrabbed || (event.type === 'pointermove' && event.buttons !== 0)) return;
    this.isGrabbed = false;
    this.settle();
  }

  /** What the scroll bar has places for: seqs, or some of them by rank. */
  private get places(): Extent {
    return this.lines.order ? {first: 0, next: this.lines.order.count} : this.extent;
  }

  private shiftLeft(): void {
    if (this.box.scrollLeft === this.lastLeft) return;
    this.lastLeft = this.box.scrollLeft;
    this.place();
  }

  /** The scroll bar goes where the anchor belongs. */
  private settle(): void {
    clearTimeout(this.settling);
    if (this.isGrabbed && !this.atEnd) return;
    const top = this.atEnd
      ? this.box.scrollHeight - this.geometry.height
      : scrollTopOf({...this.anchor, seq: this.lines.order?.rank(this.anchor.seq) ?? this.anchor.seq}, this.places, this.geometry);
    this.box.scrollTop = top;
    // What the browser made of it, so that its event is known as our own.
    this.lastTop = this.box.scrollTop;
  }

  /** By exactly so many pixels, through the real heights of rows. */
  private move(pixels: number): void {
    this.anchor = {seq: this.anchor.seq, offset: this.anchor.offset + pixels};
    for (let step = 0; step < MAX_STEPS && this.rows.has(this.anchor.seq); step++) {
      this.shift(0);
      this.draw();
      const {seq, offset} = this.anchor;
      const height = this.rows.get(seq)?.element.offsetHeight ?? 0;
      if ((offset >= 0 && offset < height) || this.isEdge(offset)) break;
    }
    this.noticeEnd(pixels);
  }

  /** Whoever goes down to the last row follows from there. */
  private noticeEnd(pixels: number): void {
    if (pixels <= 0 || this.atEnd || !this.endsWithin(this.geometry.row)) return;
    this.atEnd = true;
    this.reader.reachedEnd();
    this.later();
  }

  /** Of the drawn rows the one at a height of the block, or the nearest. */
  private drawnAt(height: number): number {
    let found = this.drawn[0]!;
    for (const seq of this.drawn) {
      if (this.rows.get(seq)!.element.offsetTop > height) break;
      found = seq;
    }
    return found;
  }

  private isEdge(offset: number): boolean {
    return offset < 0 ? this.anchor.seq <= this.extent.first : this.reachesEnd();
  }

  private reachesEnd(): boolean {
    const last = this.drawn[this.drawn.length - 1];
    return last === undefined || this.rows.get(last)!.row.last >= this.extent.next - 1;
  }

  /** Whether the last row's lower edge is in the view, or so many pixels below. */
  private endsWithin(pixels: number): boolean {
    return this.reachesEnd() && this.blockTop() + this.block.offsetHeight <= this.geometry.height + pixels;
  }

  private blockTop(): number {
    const element = this.rows.get(this.anchor.seq)?.element;
    return -(element?.offsetTop ?? 0) - this.anchor.offset;
  }

  private draw(isFilled = true): void {
    this.drawnAtTime = performance.now();
    this.measure();
    if (this.extent.next <= this.extent.first) {
      this.show([]);
      this.sizeSpacer();
      return;
    }
    if (this.atEnd) this.anchor = {seq: this.lines.begin(this.extent.next - 1), offset: 0};
    else this.standOnRow();
    this.show(this.around(this.anchor.seq));
    this.clampEdges(isFilled);
    this.place();
    this.sizeSpacer();
    if (this.drawn.length > 0) this.reader.shows(this.drawn[0]!, this.rows.get(this.drawn.at(-1)!)!.row.last);
    if (this.atEnd) this.settle();
  }

  /** Where rows are left out, that of the anchor may be one of them. */
  private standOnRow(): void {
    if (!this.lines.order) return;
    const seq = this.lines.begin(clamp(this.anchor.seq, this.extent));
    if (seq !== this.anchor.seq) this.anchor = {seq, offset: 0};
  }

  private measure(): void {
    const height = this.box.clientHeight;
    const style = getComputedStyle(this.box);
    const row = parseFloat(style.getPropertyValue('--row-height')) || 20;
    this.geometry = {height: Math.max(1, height), row};
    this.pane.style.height = `${height}px`;
  }

  /** The rows to draw so that the view is full whatever their heights: none is lower than a line. */
  private around(seq: number): Row[] {
    const fill = Math.ceil(this.geometry.height / this.geometry.row) + 2;
    const overscan = Math.max(0, Math.min(OVERSCAN, Math.floor((Math.max(MAX_ROWS, fill) - fill) / 2)));
    const above = this.atEnd ? fill : overscan;
    const up = this.walk(seq, above, -1);
    const down = this.walk(seq, this.atEnd ? 1 : fill + overscan, 1);
    return [...up.reverse(), ...down];
  }

  private walk(seq: number, number: number, step: 1 | -1): Row[] {
    const rows: Row[] = [];
    let at = step === 1 ? seq : this.lines.begin(seq - 1);
    while (rows.length < number && at >= this.extent.first && at < this.extent.next) {
      const known = this.rows.get(at);
      const row = known && !known.isStale ? known.row : this.lines.at(at);
      if (row) rows.push(row);
      at = step === 1 ? (row?.last ?? at) + 1 : this.lines.begin(at - 1);
    }
    return rows;
  }

  private show(rows: Row[]): void {
    const wanted = new Set(rows.map((row) => row.seq));
    for (const [seq, {element}] of this.rows) {
      if (wanted.has(seq)) continue;
      element.remove();
      this.rows.delete(seq);
    }
    let place = this.block.firstChild;
    for (const row of rows) {
      const element = this.elementOf(row);
      if (element === place) place = place.nextSibling;
      else this.block.insertBefore(element, place);
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
    this.drawn = rows.map((row) => row.seq);
  }

  private elementOf(row: Row): HTMLElement {
    const known = this.rows.get(row.seq);
    if (known && !known.isStale) return known.element;
    const element = rowElement(row, this.lookOf(row.seq));
    this.rows.set(row.seq, {row, element, isStale: false});
    return element;
  }

  private lookOf(seq: number): Look {
    return {...this.look, now: Date.now(), length: this.lengths.get(seq) ?? CUT};
  }

  /** No empty space above the first row, nor below the last one. */
  private clampEdges(isFilled: boolean): void {
    if (!this.rows.has(this.anchor.seq)) {
      const nearest = this.drawn.filter((seq) => seq <= this.anchor.seq).at(-1) ?? this.drawn[0];
      if (nearest === undefined) return;
      this.anchor = {seq: nearest, offset: 0};
    }
    if (!isFilled) return;
    const missing = this.geometry.height - (this.blockTop() + this.block.offsetHeight);
    if (this.reachesEnd() && (missing > 0 || this.atEnd)) this.shift(-missing);
    if (this.anchor.offset < 0 && this.anchor.seq <= this.extent.first) this.anchor = {seq: this.anchor.seq, offset: 0};
    const top = this.blockTop();
    if (top > 0 && this.drawn[0] === this.extent.first) this.anchor = {seq: this.extent.first, offset: 0};
  }

  /** Moves the anchor through rows that are drawn. */
  private shift(pixels: number): void {
    const element = this.rows.get(this.anchor.seq)!.element;
    const target = element.offsetTop + this.anchor.offset + pixels;
    const seq = this.drawnAt(target);
    this.anchor = {seq, offset: target - this.rows.get(seq)!.element.offsetTop};
  }

  private place(): void {
    this.block.style.transform = `translate(${-this.lastLeft}px, ${Math.round(this.blockTop())}px)`;
  }

  /** Not while the bar is held: it would slip out of the hand. */
  private sizeSpacer(): void {
    if (this.isGrabbed) return;
    this.width = Math.max(this.width, this.block.scrollWidth);
    const height = spacerHeight(this.places, this.geometry) - this.geometry.height;
    const size = `${Math.max(0, height)}px`;
    if (this.spacer.style.height !== size) this.spacer.style.height = size;
    const width = this.width > this.pane.clientWidth ? `${this.width}px` : '100%';
    if (this.spacer.style.width !== width) this.spacer.style.width = width;
    if (this.lastTop !== this.box.scrollTop && !this.settling) this.lastTop = this.box.scrollTop;
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>('button.more');
    const seq = Number(button?.closest<HTMLElement>('.row')?.dataset.seq);
    if (!button || Number.isNaN(seq)) return;
    this.lengths.set(seq, Number(button.dataset.grow));
    this.rows.get(seq)!.isStale = true;
    this.leave();
    this.draw();
  }
}

/** Its rest is still to come. */
function isOpen(row: Row): boolean {
  return row.kind === 'line' && row.open;
}
