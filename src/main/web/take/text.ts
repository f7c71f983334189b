import type {Log} from '../log.ts';
import {Entry, lastSeq} from '../record.ts';
import {JoinedText, Span} from './joined.ts';

/** A clipboard takes no more in good time; a download takes any number. */
export const MAX_COPIED = 100_000;

/** Records of a fetch: half a megabyte or so. */
const PIECE = 4096;

/** As many records may follow the last line's first one until it ends. */
const MAX_PARTS = 64;

/** The lines of a span, if all of it is here. */
export function linesHere(log: Log, span: Span): JoinedText | undefined {
  const joined = new JoinedText(span);
  if (span.to.seq - span.from.seq > MAX_COPIED) return undefined;
  const end = Math.min(log.extent.next - 1, span.to.seq + MAX_PARTS);
  for (let seq = span.from.seq; seq <= end && (seq <= span.to.seq || joined.isOpen); ) {
    const entry = log.pages.get(seq);
    if (!entry) return undefined;
    joined.add(entry);
    seq = Math.max(seq, lastSeq(entry)) + 1;
  }
  return joined;
}

/** The lines of a span, from the gateway. */
export async function fetchLines(
  span: Span,
  next: number,
  read: (first: number, last: number) => Promise<Entry[]>,
): Promise<JoinedText> {
  const joined = new JoinedText(span);
  const end = Math.min(next - 1, span.to.seq + MAX_PARTS);
  for (let first = span.from.seq; first <= end && (first <= span.to.seq || joined.isOpen); first += PIECE) {
    for (const entry of await read(first, Math.min(end, first + PIECE - 1))) joined.add(entry);
  }
  return joined;
}
