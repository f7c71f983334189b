import {Anchor, anchorAt, clamp, Extent, Geometry, isSmall, scrollTopOf, spacerHeight} from './anchor.ts';
import {Block} from './block.ts';
import {Row} from './lines.ts';
import {Opening} from './opening.ts';
import {Pace} from './pace.ts';
import {Look} from './row.ts';
import {Scroller, ScrollBox} from './scroll-box.ts';

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

/** What stands on the list: the row that begins at a seq, with so many characters of it, and where the row that has a seq begins. */
export interface Rows {
  at(seq: number, length: number): Row | undefined;
  begin(seq: number): number;
  /** Where the row before begins. */
  before(seq: number): number;
  /** Where rows are left out: the list's place stays a seq, and its bar points at a rank. */
  order?: Order;
}

export interface Order {
  readonly count: number;
  /** How many rows are before seq. */
  rank(seq: number): number;
  seq(rank: number): number;
}

export interface ListReader {
  /** These seqs are shown: what is missing there is wanted. */
  shows(first: number, last: number): void;
  /** The reader went up, or came to the end. */
  leftEnd(): void;
  reachedEnd(): void;
}

/**
 * A log of any length. The state is an anchor, a seq and pixels; the scroll bar only points at it.
 * Rows stand in a block that is moved by itself, so no height is ever estimated, and nothing outside of the
 * view has one.
 */
export class VirtualList implements Scroller {
  private readonly block = new Block();
  private readonly scroll: ScrollBox;
  private readonly pace = new Pace(() => this.draw());
  private extent: Extent = {first: 0, next: 0};
  private anchor: Anchor = {seq: 0, offset: 0};
  private geometry: Geometry = {height: 1, row: 20};
  /** Of the widest row that has been drawn. */
  private width = 0;
  private atEnd = true;
  /** The anchor's row among those that are not left out. */
  private ranked = {seq: -1, rank: 0};
  private sizing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly box: HTMLElement,
    private rows: Rows,
    private readonly reader: ListReader,
  ) {
    this.scroll = new ScrollBox(box, this.block.element, this);
    this.block.element.addEventListener('click', (event) => this.clicked(event));
    new Opening(this.block.element, (seq) => this.toggle(seq));
  }

  dispose(): void {
    this.scroll.dispose();
    this.pace.stop();
    clearTimeout(this.sizing);
  }

  get position(): Readonly<Anchor> {
    return this.anchor;
  }

  get isAtEnd(): boolean {
    return this.atEnd;
  }

  get pageHeight(): number {
    return this.geometry.height;
  }

  get rowHeight(): number {
    return this.geometry.row;
  }

  /** The seqs of the first and the last row in the view. */
  get visible(): {first: number; last: number} {
    const bottom = this.geometry.height - this.blockTop() - 1;
    return {first: this.anchor.seq, last: this.block.lastAbove(bottom) ?? this.anchor.seq};
  }

  /** The row where a reader's eye is: where a line that one goes to is put. */
  get reading(): number {
    return this.block.at((this.geometry.height - this.geometry.row) / 3 + 1 - this.blockTop()) ?? this.anchor.seq;
  }

  /** The seqs of the rows that are drawn. */
  get drawn(): readonly number[] {
    return this.block.seqs;
  }

  /** Whether a seq has a row, where not each has: all have if undefined. */
  get isOnList(): ((seq: number) => boolean) | undefined {
    return this.rows.order && ((seq) => this.rows.begin(seq) === seq);
  }

  rowAt(seq: number): HTMLElement | undefined {
    return this.block.elementOf(seq);
  }

  // What there is to show.

  /** Nothing that is shown moves, unless the list is at its end. */
  extend(extent: Extent): void {
    const isVisible = this.atEnd || this.reachesEnd() || this.anchor.seq < extent.first;
    this.extent = extent;
    if (this.anchor.seq < extent.first) this.anchor = {seq: extent.first, offset: 0};
    if (isVisible) this.later();
    else this.sizing ??= setTimeout(() => this.sizeLater(), SPACER_MILLIS);
  }

  /** Other records than those that have been drawn. */
  reset(extent: Extent): void {
    this.block.clear();
    this.width = 0;
    this.anchor = {seq: extent.first, offset: 0};
    this.extend(extent);
  }

  /** Other rows of the same log, from where the reader is. */
  setRows(rows: Rows, extent: Extent): void {
    const {seq} = this.anchor;
    this.rows = rows;
    this.reset(extent);
    this.anchor = {seq, offset: 0};
  }

  /** Records from first to last are here now, or are others. */
  changed(first: number, last: number): void {
    if (this.block.invalidate(first, last)) this.later();
  }

  setLook(look: Omit<Look, 'length' | 'now' | 'isOpen'>): void {
    this.block.setLook(look);
    this.later();
  }

  /** The same rows look another way. */
  repaint(): void {
    this.block.invalidate(0, Infinity);
    this.later();
  }

  /** The ages of lines, once a second or so. */
  tick(): void {
    this.block.tick();
  }

  /** The window, the font or the wrapping is another one. */
  resized(): void {
    this.width = 0;
    this.later();
  }

  // Where the reader goes.

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
    this.anchor = {seq: this.rows.begin(clamp(seq, this.extent)), offset: 0};
    // Near the end the view is filled only when the row is where it belongs.
    this.draw(false);
    this.move(-below);
    this.rested();
    this.reader.leftEnd();
  }

  /** As if the wheel had been turned. */
  by(pixels: number): void {
    if (pixels < 0) this.wantsUp();
    this.move(pixels);
    this.rested();
  }

  /** Stops following, at once: at a high rate an event would be too late. */
  wantsUp(): void {
    if (!this.atEnd) return;
    this.atEnd = false;
    this.reader.leftEnd();
  }

  scrolled(pixels: number): void {
    if (!this.scroll.isHeld && isSmall(pixels, this.geometry)) return this.move(pixels);
    // Its way does not grow while it is held, though the log does.
    if (this.scroll.isHeld && this.scroll.isAtBottom) return this.arrive();
    const {seq, offset} = anchorAt(this.scroll.top, this.places, this.geometry);
    this.anchor = {seq: this.rows.begin(this.rows.order?.seq(seq) ?? seq), offset};
    this.draw();
    this.noticeEnd(pixels);
  }

  shifted(): void {
    this.place();
  }

  /** The bar goes where the anchor belongs. */
  rested(): void {
    const track = spacerHeight(this.places, this.geometry) - this.geometry.height;
    const place = {...this.anchor, seq: this.rows.order?.rank(this.anchor.seq) ?? this.anchor.seq};
    this.scroll.put(this.atEnd ? track : scrollTopOf(place, this.places, this.geometry));
  }

  /** What the bar points at. */
  private get places(): Extent {
    return this.rows.order ? {first: 0, next: this.rows.order.count} : this.extent;
  }

  /** The view's upper edge is so many pixels lower: what is shown stays where it is on the screen. */
  edgeMoved(pixels: number): void {
    if (this.atEnd || pixels === 0) return;
    this.shiftBy(pixels);
    this.rested();
  }

  private move(pixels: number): void {
    if (this.atEnd && pixels > 0) return;
    this.shiftBy(pixels);
    this.noticeEnd(pixels);
  }

  /** By exactly so many pixels, through the real heights of rows. */
  private shiftBy(pixels: number): void {
    this.anchor = {seq: this.anchor.seq, offset: this.anchor.offset + pixels};
    for (let step = 0; step < MAX_STEPS && this.block.has(this.anchor.seq); step++) {
      this.shift(0);
      this.draw();
      const {seq, offset} = this.anchor;
      if ((offset >= 0 && offset < this.block.heightOf(seq)) || this.isEdge(offset)) break;
    }
  }

  /** Whoever goes down to the last row follows from there. */
  private noticeEnd(pixels: number): void {
    const isNear = this.blockTop() + this.block.height <= this.geometry.height + this.geometry.row;
    if (pixels > 0 && isNear && this.reachesEnd()) this.arrive();
  }

  private arrive(): void {
    if (this.atEnd) return;
    this.atEnd = true;
    this.reader.reachedEnd();
    this.later();
  }

  private isEdge(offset: number): boolean {
    return offset < 0 ? this.anchor.seq <= this.extent.first : this.reachesEnd();
  }

  private reachesEnd(): boolean {
    return (this.block.last ?? Infinity) >= this.extent.next - 1;
  }

  // Drawing.

  private later(): void {
    this.pace.later(this.atEnd ? FOLLOW_MILLIS : 0);
  }

  private draw(isFilled = true): void {
    this.pace.done();
    this.geometry = {height: this.scroll.fit(), row: this.scroll.rowHeight};
    if (this.extent.next <= this.extent.first) {
      this.block.show([]);
      this.size();
      return;
    }
    if (this.atEnd) this.anchor = {seq: this.rows.before(this.extent.next), offset: 0};
    else if (this.rows.order) this.standOnRow();
    this.block.show(this.around(this.anchor.seq));
    this.closeGaps(isFilled);
    this.place();
    this.size();
    if (this.block.last !== undefined) this.reader.shows(this.block.seqs[0]!, this.block.last);
    if (this.atEnd && !this.scroll.isHeld) this.rested();
  }

  /** The row of the anchor may be left out now. */
  private standOnRow(): void {
    const seq = this.rows.begin(clamp(this.anchor.seq, this.extent));
    if (seq !== this.anchor.seq) this.anchor = {seq, offset: 0};
  }

  /** The rows to draw so that the view is full whatever their heights: none is lower than a line. */
  private around(seq: number): Row[] {
    const fill = Math.ceil(this.geometry.height / this.geometry.row) + 2;
    const overscan = Math.max(0, Math.min(OVERSCAN, Math.floor((MAX_ROWS - fill) / 2)));
    const up = this.walk(seq, this.atEnd ? fill : overscan, -1);
    const down = this.walk(seq, this.atEnd ? 1 : fill + overscan, 1);
    return [...up.reverse(), ...down];
  }

  private walk(seq: number, number: number, step: 1 | -1): Row[] {
    const rows: Row[] = [];
    let at = step === 1 ? seq : this.rows.before(seq);
    while (rows.length < number && at >= this.extent.first && at < this.extent.next) {
      const row = this.block.row(at) ?? this.rows.at(at, this.block.lengthOf(at));
      if (row) rows.push(row);
      at = step === 1 ? (row?.last ?? at) + 1 : this.rows.before(at);
    }
    return rows;
  }

  /** No empty space above the first row, nor below the last one. */
  private closeGaps(isFilled: boolean): void {
    if (!this.block.has(this.anchor.seq)) {
      const {seqs} = this.block;
      const nearest = seqs.filter((seq) => seq <= this.anchor.seq).at(-1) ?? seqs[0];
      if (nearest === undefined) return;
      this.anchor = {seq: nearest, offset: 0};
    }
    if (!isFilled) return;
    const missing = this.geometry.height - (this.blockTop() + this.block.height);
    if (this.reachesEnd() && (missing > 0 || this.atEnd)) this.shift(-missing);
    const isFirst = this.block.seqs[0] === this.extent.first;
    if (isFirst && this.blockTop() > 0) this.anchor = {seq: this.extent.first, offset: 0};
  }

  /** Moves the anchor through rows that are drawn. */
  private shift(pixels: number): void {
    const target = this.block.topOf(this.anchor.seq) + this.anchor.offset + pixels;
    const seq = this.block.at(target) ?? this.anchor.seq;
    this.anchor = {seq, offset: target - this.block.topOf(seq)};
  }

  private blockTop(): number {
    return -this.block.topOf(this.anchor.seq) - this.anchor.offset;
  }

  private place(): void {
    this.block.element.style.transform = `translate(${-this.scroll.left}px, ${Math.round(this.blockTop())}px)`;
  }

  private size(): void {
    this.width = Math.max(this.width, this.block.element.scrollWidth);
    this.scroll.size(spacerHeight(this.places, this.geometry), this.width);
    if (this.rows.order) this.keepRank();
  }

  /** The bar goes on pointing at the anchor where rows have come above. */
  private keepRank(): void {
    const before = this.ranked;
    const {seq} = this.anchor;
    this.ranked = {seq, rank: this.rows.order!.rank(seq)};
    const isPushed = before.seq === seq && before.rank !== this.ranked.rank;
    if (isPushed && !this.atEnd && !this.scroll.isHeld) this.rested();
  }

  private sizeLater(): void {
    this.sizing = undefined;
    this.size();
  }

  private toggle(seq: number): void {
    this.block.toggle(seq);
    this.wantsUp();
    this.draw();
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>('button.more[data-grow]');
    const row = button?.closest<HTMLElement>('.row');
    if (!button || !row) return;
    this.block.grow(Number(row.dataset.seq), Number(button.dataset.grow));
    this.wantsUp();
    this.draw();
  }
}
