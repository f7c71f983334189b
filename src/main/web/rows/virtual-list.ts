import {clamp, Extent, isSmall} from './anchor.ts';
import {Block} from './block.ts';
import {Opening} from './opening.ts';
import {Pace} from './pace.ts';
import {Look} from './row.ts';
import type {ListReader, Rows} from './rows.ts';
import {Scroller, ScrollBox} from './scroll-box.ts';
import {Track} from './track.ts';
import {Viewport} from './viewport.ts';

/** Between two looks of a list that follows: nobody reads more, and each costs some milliseconds. */
const FOLLOW_MILLIS = 100;

/**
 * A log of any length. The state is an anchor, a seq and pixels; the scroll bar only points at it.
 */
export class VirtualList implements Scroller {
  private readonly block = new Block();
  private readonly view: Viewport;
  private readonly scroll: ScrollBox;
  private readonly track: Track;
  private readonly pace = new Pace(() => this.draw());

  constructor(
    readonly box: HTMLElement,
    rows: Rows,
    private readonly reader: ListReader,
  ) {
    this.view = new Viewport(this.block, rows);
    this.scroll = new ScrollBox(box, this.block.element, this);
    this.track = new Track(this.view, this.scroll);
    new Opening(
      this.block.element,
      (seq) => this.change(() => this.block.toggle(seq)),
      (seq, length) => this.change(() => this.block.grow(seq, length)),
    );
  }

  dispose(): void {
    this.scroll.dispose();
    this.pace.stop();
    this.track.dispose();
  }

  get isAtEnd(): boolean {
    return this.view.atEnd;
  }

  get pageHeight(): number {
    return this.view.geometry.height;
  }

  get rowHeight(): number {
    return this.view.geometry.row;
  }

  /** The seqs of the first and the last row in the view. */
  get visible(): {first: number; last: number} {
    return this.view.visible;
  }

  /** The row where a reader's eye is: where a line that one goes to is put. */
  get reading(): number {
    return this.view.rowBelow((this.pageHeight - this.rowHeight) / 3 + 1);
  }

  /** The seqs of the rows that are drawn. */
  get drawn(): readonly number[] {
    return this.block.seqs;
  }

  /** Whether a seq has a row, where not each has: all have if undefined. */
  get isOnList(): ((seq: number) => boolean) | undefined {
    const {rows} = this.view;
    return rows.order && ((seq) => rows.begin(seq) === seq);
  }

  rowAt(seq: number): HTMLElement | undefined {
    return this.block.elementOf(seq);
  }

  /** Whether a row is wholly in the view. */
  sees(seq: number): boolean {
    const row = this.rowAt(seq)?.getBoundingClientRect();
    const box = this.box.getBoundingClientRect();
    return row !== undefined && row.top >= box.top && row.bottom <= box.bottom;
  }

  // What there is to show.

  /** Nothing that is shown moves, unless the list is at its end. */
  extend(extent: Extent): void {
    const {view} = this;
    const isVisible = view.atEnd || view.reachesEnd || view.anchor.seq < extent.first;
    const isLonger = extent.first < view.extent.first && this.block.last !== undefined;
    view.extent = extent;
    if (view.anchor.seq < extent.first) view.anchor = {seq: extent.first, offset: 0};
    if (isVisible) this.later();
    else this.track.sizeLater();
    if (isLonger) this.track.cameBefore();
  }

  /** Other records than those that have been drawn. */
  reset(extent: Extent): void {
    this.block.clear();
    this.track.forgetWidth();
    this.view.anchor = {seq: extent.first, offset: 0};
    this.extend(extent);
  }

  /** Other rows of the same log, from where the reader is. */
  setRows(rows: Rows, extent: Extent): void {
    const {seq} = this.view.anchor;
    this.view.rows = rows;
    this.reset(extent);
    this.view.anchor = {seq, offset: 0};
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
    this.track.forgetWidth();
    this.later();
  }

  // Where the reader goes.

  toEnd(): void {
    this.view.atEnd = true;
    this.later();
  }

  toStart(): void {
    this.to(this.view.extent.first);
  }

  /** Puts a row at the top, or so many pixels below it. */
  to(seq: number, below = 0): void {
    this.view.atEnd = false;
    this.view.anchor = {seq: this.view.rows.begin(clamp(seq, this.view.extent)), offset: 0};
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
    if (!this.view.atEnd) return;
    this.view.atEnd = false;
    this.reader.leftEnd();
  }

  scrolled(pixels: number): void {
    const {view} = this;
    if (!this.scroll.isHeld && isSmall(pixels, view.geometry)) return this.move(pixels);
    // Its way does not grow while it is held, though the log does.
    if (this.scroll.isHeld && this.scroll.isAtBottom) return this.arrive();
    view.anchor = this.track.anchor;
    this.draw();
    this.noticeEnd(pixels);
  }

  /** The bar goes where the anchor belongs. */
  rested(): void {
    this.track.put();
  }

  /** The view's upper edge is so many pixels lower: what is shown stays where it is on the screen. */
  edgeMoved(pixels: number): void {
    if (this.view.atEnd || pixels === 0) return;
    this.view.shiftBy(pixels, () => this.draw());
    this.rested();
  }

  private move(pixels: number): void {
    if (this.view.atEnd && pixels > 0) return;
    this.view.shiftBy(pixels, () => this.draw());
    this.noticeEnd(pixels);
  }

  /** Whoever goes down to the last row follows from there. */
  private noticeEnd(pixels: number): void {
    if (pixels > 0 && this.view.isNearEnd) this.arrive();
  }

  private arrive(): void {
    if (this.view.atEnd) return;
    this.view.atEnd = true;
    this.reader.reachedEnd();
    this.later();
  }

  private later(): void {
    this.pace.later(this.view.atEnd ? FOLLOW_MILLIS : 0);
  }

  private draw(isFilled = true): void {
    const {view} = this;
    this.pace.done();
    view.geometry = {height: this.scroll.fit(), row: this.scroll.rowHeight};
    view.draw(isFilled);
    if (view.isEmpty) return this.track.size();
    this.shifted();
    this.track.size();
    if (this.block.last !== undefined) this.reader.shows(this.block.seqs[0]!, this.block.last);
    if (view.atEnd && !this.scroll.isHeld) this.rested();
  }

  shifted(): void {
    this.block.element.style.transform = `translate(${-this.scroll.left}px, ${Math.round(this.view.blockTop)}px)`;
  }

  /** A row gets another height under the reader's hand. */
  private change(row: () => void): void {
    row();
    this.wantsUp();
    this.draw();
  }
}
