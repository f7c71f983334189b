import {CUT} from './cut.ts';
import {Row} from './lines.ts';
import {Look, rowElement, updateTime} from './row.ts';

interface Drawn {
  row: Row;
  element: HTMLElement;
  /** Drawn anew with the next frame; until then it stands where it stood. */
  isStale: boolean;
}

/** The rows that are drawn, one below the other. Heights are those that the browser has made. */
export class Block {
  readonly element = document.createElement('div');
  /** The seqs of the rows, in their order. */
  seqs: readonly number[] = [];
  private readonly rows = new Map<number, Drawn>();
  /** How much is shown of the rows of which somebody wanted more. */
  private readonly lengths = new Map<number, number>();
  /** The rows of which all fields are shown. */
  private readonly opened = new Set<number>();
  private look: Omit<Look, 'length' | 'now' | 'isOpen'> = {times: 'off', isChosen: () => false, isFolding: true};

  constructor() {
    this.element.className = 'block';
    this.element.setAttribute('role', 'list');
    this.element.setAttribute('aria-label', 'Lines');
  }

  clear(): void {
    this.rows.clear();
    this.lengths.clear();
    this.opened.clear();
    this.seqs = [];
    this.element.replaceChildren();
  }

  has(seq: number): boolean {
    return this.rows.has(seq);
  }

  /** The row as it is drawn, if it still is so. */
  row(seq: number): Row | undefined {
    const drawn = this.rows.get(seq);
    return drawn && !drawn.isStale ? drawn.row : undefined;
  }

  elementOf(seq: number): HTMLElement | undefined {
    return this.rows.get(seq)?.element;
  }

  /** The last seq that the drawn rows have. */
  get last(): number | undefined {
    const seq = this.seqs.at(-1);
    return seq === undefined ? undefined : this.rows.get(seq)!.row.last;
  }

  get height(): number {
    return this.element.offsetHeight;
  }

  /** From the block's upper edge to a row's, in pixels. */
  topOf(seq: number): number {
    return this.rows.get(seq)?.element.offsetTop ?? 0;
  }

  heightOf(seq: number): number {
    return this.rows.get(seq)?.element.offsetHeight ?? 0;
  }

  /** The row at a height of the block, or the nearest. */
  at(height: number): number | undefined {
    let found = this.seqs[0];
    for (const seq of this.seqs) {
      if (this.topOf(seq) > height) break;
      found = seq;
    }
    return found;
  }

  /** The last seq of the rows that begin above a height. */
  lastAbove(height: number): number | undefined {
    const seq = this.at(height);
    return seq === undefined ? undefined : this.rows.get(seq)!.row.last;
  }

  show(rows: Row[]): void {
    const wanted = new Set(rows.map((row) => row.seq));
    for (const [seq, {element}] of this.rows) {
      if (wanted.has(seq)) continue;
      element.remove();
      this.rows.delete(seq);
    }
    let place = this.element.firstChild;
    for (const row of rows) {
      const element = this.drawn(row);
      if (element === place) place = place.nextSibling;
      else this.element.insertBefore(element, place);
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
    this.seqs = rows.map((row) => row.seq);
  }

  /** Records from first to last are others now; whether any of them is drawn. */
  invalidate(first: number, last: number): boolean {
    let isDrawn = false;
    for (const drawn of this.rows.values()) {
      const {row} = drawn;
      if (row.seq > last || (row.last < first && !isOpen(row))) continue;
      drawn.isStale = true;
      isDrawn = true;
    }
    return isDrawn;
  }

  setLook(look: Omit<Look, 'length' | 'now' | 'isOpen'>): void {
    this.look = look;
    this.invalidate(0, Infinity);
  }

  /** Shows so many characters of a row. */
  grow(seq: number, length: number): void {
    this.lengths.set(seq, length);
    this.invalidate(seq, seq);
  }

  /** Shows all fields of a row, or folds them. */
  toggle(seq: number): void {
    if (!this.opened.delete(seq)) this.opened.add(seq);
    this.invalidate(seq, seq);
  }

  /** How many characters of a row are shown. */
  lengthOf(seq: number): number {
    return this.lengths.get(seq) ?? CUT;
  }

  /** The ages of lines go on. */
  tick(): void {
    for (const {row, element} of this.rows.values()) updateTime(element, row, this.lookOf(row.seq));
  }

  private drawn(row: Row): HTMLElement {
    const known = this.rows.get(row.seq);
    if (known && !known.isStale) return known.element;
    const element = rowElement(row, this.lookOf(row.seq));
    this.rows.set(row.seq, {row, element, isStale: false});
    return element;
  }

  private lookOf(seq: number): Look {
    return {...this.look, now: Date.now(), length: this.lengthOf(seq), isOpen: this.opened.has(seq)};
  }
}

/** Its rest is still to come. */
function isOpen(row: Row): boolean {
  return row.kind === 'line' && row.open;
}
