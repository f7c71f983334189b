import {Anchor, anchorAt, Extent, scrollTopOf, spacerHeight} from './anchor.ts';
import type {ScrollBox} from './scroll-box.ts';
import type {Viewport} from './viewport.ts';

/** Between two changes of the bar's way, while what is shown stays. */
const SIZE_MILLIS = 250;

/** The scroll bar's way, and the place on it that the anchor has. */
export class Track {
  /** Of the widest row that has been drawn. */
  private width = 0;
  /** The anchor's row among those that are not left out. */
  private ranked = {seq: -1, rank: 0};
  private sizing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: Viewport,
    private readonly scroll: ScrollBox,
  ) {}

  dispose(): void {
    clearTimeout(this.sizing);
  }

  /** Rows may be narrower now. */
  forgetWidth(): void {
    this.width = 0;
  }

  /** What the bar points at. */
  get anchor(): Anchor {
    const {rows, geometry} = this.view;
    const {seq, offset} = anchorAt(this.scroll.top, this.places, geometry);
    return {seq: rows.begin(rows.order?.seq(seq) ?? seq), offset};
  }

  /** The bar goes where the anchor belongs. */
  put(): void {
    const {anchor, atEnd, geometry, rows} = this.view;
    const way = spacerHeight(this.places, geometry) - geometry.height;
    const place = {...anchor, seq: rows.order?.rank(anchor.seq) ?? anchor.seq};
    this.scroll.put(atEnd ? way : scrollTopOf(place, this.places, geometry));
  }

  size(): void {
    this.width = Math.max(this.width, this.view.block.element.scrollWidth);
    this.scroll.size(spacerHeight(this.places, this.view.geometry), this.width);
    if (this.view.rows.order) this.keepRank();
  }

  /** What is older has come: the rows stay, and the bar goes where they are now. */
  cameBefore(): void {
    this.size();
    if (!this.scroll.isHeld) this.put();
  }

  sizeLater(): void {
    this.sizing ??= setTimeout(() => {
      this.sizing = undefined;
      this.size();
    }, SIZE_MILLIS);
  }

  private get places(): Extent {
    const {rows, extent} = this.view;
    return rows.order ? {first: 0, next: rows.order.count} : extent;
  }

  /** The bar goes on pointing at the anchor where rows have come above. */
  private keepRank(): void {
    const before = this.ranked;
    const {seq} = this.view.anchor;
    this.ranked = {seq, rank: this.view.rows.order!.rank(seq)};
    const isPushed = before.seq === seq && before.rank !== this.ranked.rank;
    if (isPushed && !this.view.atEnd && !this.scroll.isHeld) this.put();
  }
}
