import {Entry, firstSeq, lastSeq, textOf, timeOf} from '../record.ts';
import {Row} from '../rows/lines.ts';

/** What stands on one place of the merged list: a line with all its parts, a state or a gap of one stream. */
export interface Item {
  readonly stream: string;
  /** Its first and its last record in the stream. */
  readonly seq: number;
  last: number;
  /** With nine decimal places, so that times compare as texts do. A gap has the time of what is beside it. */
  readonly time: string;
  readonly entry: Entry;
  /** Of a line, of all its parts. */
  text: string;
  /** Whether more parts may come. */
  open: boolean;
}

/** A line of more is cut off there: it would not be read on a page. */
const MAX_TEXT = 4_000_000;

export function itemOf(stream: string, entry: Entry, beside: string): Item {
  const isLine = entry.kind === 'line';
  return {
    stream,
    seq: firstSeq(entry),
    last: lastSeq(entry),
    time: timeOf(entry) ?? beside,
    entry,
    text: isLine ? textOf(entry.line) : '',
    open: isLine && entry.line.partial === true,
  };
}

/** The line that an entry goes on with, as the seq of its first record; undefined for one that begins by itself. */
export function beginOf(entry: Entry): number | undefined {
  if (entry.kind !== 'line' || entry.line.first === undefined) return undefined;
  return entry.line.first < entry.line.seq ? entry.line.first : undefined;
}

/** Puts the next part of a line to it. */
export function join(item: Item, part: Entry): void {
  if (part.kind !== 'line') return;
  if (item.text.length < MAX_TEXT) item.text += textOf(part.line);
  item.last = Math.max(item.last, part.line.seq);
  item.open = part.line.partial === true;
}

export function rowOf(item: Item, place: number): Row {
  const {stream, entry, text, open, time} = item;
  const at = {seq: place, last: place, source: {stream, seq: item.seq}};
  if (entry.kind === 'state') return {kind: 'state', ...at, state: entry.state};
  if (entry.kind === 'gap') return {kind: 'gap', ...at, gap: entry.gap};
  const {origin, level} = entry.line;
  return {kind: 'line', ...at, time, origin, text, open, ...(level && {level})};
}
