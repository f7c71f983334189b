/**
 * Where the reader is: the seq at the top of the view, and how many pixels of its row are above.
 * The scroll bar only shows that, and is asked only where it was moved far.
 */
export interface Anchor {
  seq: number;
  /** Pixels of the row that are above the view's upper edge. */
  offset: number;
}

/** The seqs that there are: next is the first that is not yet there. */
export interface Extent {
  first: number;
  next: number;
}

/** What the drawn rows have in pixels. */
export interface Geometry {
  /** Of the view. */
  height: number;
  /** Of a row of one line; no row is lower. */
  row: number;
}

/** Browsers end an element at 17.9 M (Firefox) or 33.5 M (Chromium). */
export const MAX_SPACER = 8_000_000;

/** A move of the scroll bar up to so many views is by pixels; one beyond it is to a seq. */
export const SMALL_MOVE_VIEWS = 3;

export function spacerHeight({first, next}: Extent, {height, row}: Geometry): number {
  return Math.max(height, Math.min((next - first) * row, MAX_SPACER));
}

/** How many seqs fit nowhere but above the last full view. */
function range({first, next}: Extent, {height, row}: Geometry): number {
  return Math.max(0, next - first - height / row);
}

/** Where the scroll bar belongs for an anchor. */
export function scrollTopOf(anchor: Anchor, extent: Extent, geometry: Geometry): number {
  const rows = range(extent, geometry);
  if (rows === 0) return 0;
  const share = (anchor.seq - extent.first + anchor.offset / geometry.row) / rows;
  const track = spacerHeight(extent, geometry) - geometry.height;
  return Math.round(Math.min(1, Math.max(0, share)) * track);
}

/** What the scroll bar points at. */
export function anchorAt(scrollTop: number, extent: Extent, geometry: Geometry): Anchor {
  const track = spacerHeight(extent, geometry) - geometry.height;
  const share = track <= 0 ? 0 : Math.min(1, Math.max(0, scrollTop / track));
  const rows = share * range(extent, geometry);
  const whole = Math.floor(rows);
  return {seq: extent.first + whole, offset: (rows - whole) * geometry.row};
}

export function isSmall(delta: number, {height}: Geometry): boolean {
  return Math.abs(delta) <= SMALL_MOVE_VIEWS * height;
}

export function clamp(seq: number, {first, next}: Extent): number {
  return Math.max(first, Math.min(seq, next - 1));
}
