/** A part of the time, in milliseconds. */
export interface Span {
  since: number;
  until: number;
}

/**
 * What of a histogram is chosen.
 *
 * <pre>
 *   none --pointer over it--> pointed --pressed, arrow key--> taken --released, Enter--> none
 *     ^                          |                              |
 *     +------pointer leaves------+--------------Esc-------------+
 * </pre>
 */
export type Selection =
  | {kind: 'none'}
  | {kind: 'pointed'; span: Span}
  /** From one part on, to which it may have grown others. */
  | {kind: 'taken'; span: Span; from: Span};

/** More than the part that was pressed: then it is a time to take, and else a place to go to. */
export function isRange({span, from}: {span: Span; from?: Span}): boolean {
  return from !== undefined && span.until - span.since > from.until - from.since;
}
