import {Anchor, clamp, Extent, Geometry} from './anchor.ts';
import type {Block} from './block.ts';
import type {Row} from './lines.ts';
import type {Rows} from './rows.ts';

/** Rows above and below the view whose heights are known before they are seen. */
const OVERSCAN = 10;

/** More are drawn only where the view alone has more. */
export const MAX_ROWS = 100;

/** A move is done when rows around it have been drawn so often: three views at most, in steps of overscan. */
const MAX_STEPS = 60;

/**
 * The rows around the anchor, of which the view shows a part. The anchor is a seq and pixels of its row: it moves
 * through the heights that the browser has made, and none is estimated.
 *
 * <pre>
 *   block  row          overscan: drawn, and not seen
 *          row  <------ anchor: its row is the first that is seen, `offset` pixels of it are above
 *          row
 *          row          overscan
 * </pre>
 */
export class Viewport {
  anchor: Anchor = {seq: 0, offset: 0};
  extent: Extent = {first: 0, next: 0};
  geometry: Geometry = {height: 1, row: 20};
  /** Whether the last row stands at the view's lower edge. */
  atEnd = true;

  constructor(
    readonly block: Block,
    public rows: Rows,
  ) {}

  /** From the view's upper edge to the block's, in pixels. */
  get blockTop(): number {
    return -this.block.topOf(this.anchor.seq) - this.anchor.offset;
  }

  /** Whether the last row is drawn. */
  get reachesEnd(): boolean {
    return (this.block.last ?? Infinity) >= this.extent.next - 1;
  }

  /** Whether the view is within a row of the end. */
  get isNearEnd(): boolean {
    return this.reachesEnd && this.blockTop + this.block.height <= this.geometry.height + this.geometry.row;
  }

  get isEmpty(): boolean {
    return this.extent.next <= this.extent.first;
  }

  /** The seqs of the first and the last row in the view. */
  get visible(): {first: number; last: number} {
    const bottom = this.geometry.height - this.blockTop - 1;
    return {first: this.anchor.seq, last: this.block.lastAbove(bottom) ?? this.anchor.seq};
  }

  /** The row that is so many pixels below the view's upper edge. */
  rowBelow(pixels: number): number {
    return this.block.at(pixels - this.blockTop) ?? this.anchor.seq;
  }

  /** Draws the rows around the anchor. */
  draw(isFilled: boolean): void {
    if (this.isEmpty) return this.block.show([]);
    if (this.atEnd) this.anchor = {seq: this.rows.before(this.extent.next), offset: 0};
    else if (this.rows.order) this.standOnRow();
    this.block.show(this.around(this.anchor.seq));
    this.closeGaps(isFilled);
  }

  /** By exactly so many pixels, through the real heights of rows; `draw` draws those around the anchor. */
  shiftBy(pixels: number, draw: () => void): void {
    this.anchor = {seq: this.anchor.seq, offset: this.anchor.offset + pixels};
    for (let step = 0; step < MAX_STEPS && this.block.has(this.anchor.seq); step++) {
      this.shift(0);
      draw();
      const {seq, offset} = this.anchor;
      if ((offset >= 0 && offset < this.block.heightOf(seq)) || this.isEdge(offset)) break;
    }
  }

  private isEdge(offset: number): boolean {
    return offset < 0 ? this.anchor.seq <= this.extent.first : this.reachesEnd;
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
    const missing = this.geometry.height - (this.blockTop + this.block.height);
    if (this.reachesEnd && (missing > 0 || this.atEnd)) this.shift(-missing);
    const isFirst = this.block.seqs[0] === this.extent.first;
    if (isFirst && this.blockTop > 0) this.anchor = {seq: this.extent.first, offset: 0};
  }

  /** Moves the anchor through rows that are drawn. */
  private shift(pixels: number): void {
    const target = this.block.topOf(this.anchor.seq) + this.anchor.offset + pixels;
    const seq = this.block.at(target) ?? this.anchor.seq;
    this.anchor = {seq, offset: target - this.block.topOf(seq)};
  }
}
