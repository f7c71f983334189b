import {plain} from '../ansi.ts';
import {Entry, Gap, Line, Origin, textOf} from '../record.ts';

/** A character of a line; lines are known by the seq of their first record. */
export interface Point {
  seq: number;
  offset: number;
  /** Of a line that is shown by its fields: its characters are others than those on the screen. */
  isFields?: boolean;
}

export interface Span {
  from: Point;
  to: Point;
  /** Which lines of it are shown, if not all are. */
  isOnList?: ((seq: number) => boolean) | undefined;
}

/** Lines from their first to their last character. */
export function wholeLines(first: number, last: number): Span {
  return {from: {seq: first, offset: 0}, to: {seq: last, offset: Infinity}};
}

interface Joined {
  seq: number;
  text: string;
}

/**
 * The text of a span of lines, put together from records as they come: parts are joined, escape sequences are
 * left out as on the screen, and what is missing is said as the gateway says it in plain text.
 */
export class JoinedText {
  private readonly lines: Joined[] = [];
  private gap: Pick<Gap, 'from' | 'to' | 'reason'> | undefined;
  private readonly open = new Map<Origin, Joined>();

  constructor(private readonly span: Span) {}

  add(entry: Entry): void {
    if (entry.kind === 'line') this.addLine(entry.line);
    if (entry.kind === 'gap' && entry.gap.from <= this.span.to.seq) this.addGap(entry.gap);
  }

  /** Whether the last line goes on in records that have not come. */
  get isOpen(): boolean {
    return this.open.size > 0;
  }

  get count(): number {
    return this.lines.length;
  }

  get text(): string {
    const {from, to} = this.span;
    return this.lines
      .map(({seq, text}) => {
        const shown = plain(text);
        const end = seq === to.seq ? to.offset : shown.length;
        return shown.slice(seq === from.seq ? from.offset : 0, end);
      })
      .join('\n');
  }

  /** Parts of a gap that touch are one. */
  private addGap({from, to, reason}: Gap): void {
    this.open.clear();
    const before = this.gap;
    const goesOn = before && before.to + 1 === from && before.reason === reason && this.lines.at(-1)?.seq === before.from;
    if (goesOn) this.lines.pop();
    const begin = goesOn ? before.from : from;
    this.gap = {from: begin, to, reason};
    const number = to - begin + 1;
    this.lines.push({seq: begin, text: `--- gap: ${number} ${number === 1 ? 'line' : 'lines'} lost (${reason}) ---`});
  }

  private addLine(line: Line): void {
    const {seq, origin} = line;
    const begun = this.open.get(origin);
    if (begun) begun.text += textOf(line);
    else if (seq > this.span.to.seq || this.span.isOnList?.(seq) === false) return;
    const joined = begun ?? {seq, text: textOf(line)};
    if (!begun) this.lines.push(joined);
    if (line.partial) this.open.set(origin, joined);
    else this.open.delete(origin);
  }
}
