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

/** Pixels from the first row's upper edge to that of the last full view, if each row had one line. */
function distance({first, next}: Extent, {height, row}: Geometry): number {
  return Math.max(0, (next - first) * row - height);
}

/**
 * The scroll bar's way: where the spacer is lower than its rows, only what is between three views at each end is
 * compressed, or the wheel would come to the end of its way before that of the log.
 */
function compression(extent: Extent, geometry: Geometry): {edge: number; factor: number; whole: number} {
  const whole = distance(extent, geometry);
  const track = spacerHeight(extent, geometry) - geometry.height;
  const edge = Math.min(SMALL_MOVE_VIEWS * geometry.height, track / 2);
  return {edge, whole, factor: whole > track ? (track - 2 * edge) / (whole - 2 * edge) : 1};
}

/** Where the scroll bar belongs for an anchor. */
export function scrollTopOf(anchor: Anchor, extent: Extent, geometry: Geometry): number {
  const {edge, factor, whole} = compression(extent, geometry);
  const at = Math.min(whole, Math.max(0, (anchor.seq - extent.first) * geometry.row + anchor.offset));
  if (at <= edge) return Math.round(at);
  const end = Math.max(0, at - (whole - edge));
  return Math.round(edge + (at - edge - end) * factor + end);
}

/** What the scroll bar points at. */
export function anchorAt(scrollTop: number, extent: Extent, geometry: Geometry): Anchor {
  const {edge, factor, whole} = compression(extent, geometry);
  const bent = edge + (whole - 2 * edge) * factor;
  const start = Math.min(scrollTop, edge);
  const middle = Math.max(0, Math.min(scrollTop, bent) - edge) / factor;
  const end = Math.max(0, scrollTop - bent);
  const at = Math.min(whole, Math.max(0, start + middle + end));
  const rows = Math.floor(at / geometry.row);
  return {seq: extent.first + rows, offset: at - rows * geometry.row};
}

export function isSmall(delta: number, {height}: Geometry): boolean {
  return Math.abs(delta) <= SMALL_MOVE_VIEWS * height;
}

export function clamp(seq: number, {first, next}: Extent): number {
  return Math.max(first, Math.min(seq, next - 1));
}
