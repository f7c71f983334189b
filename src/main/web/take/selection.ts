import {Point, Span} from './joined.ts';

/**
 * What a person has selected of the lines. Rows that leave the view leave the page, and a browser's selection
 * with them; so its two ends are kept as characters of lines, and given back to rows that are drawn again.
 */
export class RowSelection {
  private anchor: Point | undefined;
  private focus: Point | undefined;
  /** Whether the next change begins another selection; a press on selected text may be none. */
  private isAnew = false;

  constructor(private readonly block: HTMLElement) {}

  /** The browser's selection is another one: by hand, or as rows were taken away. */
  changed(selection: Selection | null): void {
    const {anchorNode, focusNode} = selection ?? {};
    if (!selection || !anchorNode || !focusNode || !this.has(anchorNode)) return this.clear();
    // Without its rows it collapses into the block that had them.
    if (selection.isCollapsed && anchorNode !== this.block) return this.clear();
    // Of rows that are gone, a browser that extends the selection takes the nearest place that is there.
    if (this.isAnew) this.anchor = undefined;
    this.isAnew = false;
    this.anchor ??= this.pointOf(anchorNode, selection.anchorOffset);
    this.focus = (this.has(focusNode) ? this.pointOf(focusNode, selection.focusOffset) : undefined) ?? this.focus;
  }

  /** A press of the mouse begins another selection; with Shift it extends the one there is. */
  pressed({shiftKey, button}: PointerEvent): void {
    if (!shiftKey && button === 0) this.isAnew = true;
  }

  all(first: number, last: number): void {
    // A press before it has not changed the browser's selection, perhaps; what follows is of this one.
    this.isAnew = false;
    this.anchor = {seq: first, offset: 0};
    this.focus = {seq: last, offset: Infinity};
    this.restore(document.getSelection());
  }

  clear(): void {
    this.anchor = undefined;
    this.focus = undefined;
  }

  get span(): Span | undefined {
    const {anchor: a, focus: b} = this;
    if (!a || !b || (a.seq === b.seq && a.offset === b.offset)) return undefined;
    const isForward = a.seq < b.seq || (a.seq === b.seq && a.offset <= b.offset);
    const [from, to] = isForward ? [a, b] : [b, a];
    if (a.seq === b.seq) return {from, to};
    return {from: from.isFields ? {...from, offset: 0} : from, to: to.isFields ? {...to, offset: Infinity} : to};
  }

  /** Rows have been drawn: those of the selection are shown so. */
  restore(selection: Selection | null): void {
    if (!selection || !this.anchor || !this.focus) return;
    const [anchor, anchorOffset] = this.nodeOf(this.anchor);
    const [focus, focusOffset] = this.nodeOf(this.focus);
    const isSame =
      selection.anchorNode === anchor &&
      selection.anchorOffset === anchorOffset &&
      selection.focusNode === focus &&
      selection.focusOffset === focusOffset;
    if (!isSame) selection.setBaseAndExtent(anchor, anchorOffset, focus, focusOffset);
  }

  private has(node: Node): boolean {
    return this.block.closest('.log')?.contains(node) === true;
  }

  private pointOf(node: Node, offset: number): Point | undefined {
    const element = node instanceof Element ? node : node.parentElement;
    const row = element?.closest<HTMLElement>('.row');
    const text = row?.querySelector('.text');
    if (!row || !text || !this.block.contains(row)) return undefined;
    const seq = Number(row.dataset.seq);
    const isFields = row.classList.contains('fields');
    if (!text.contains(node)) return {seq, isFields, offset: text.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING ? 0 : Infinity};
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    return {seq, isFields, offset: range.toString().length};
  }

  /** Where a point is among the rows that are drawn; beyond them the block's edge. */
  private nodeOf({seq, offset}: Point): [Node, number] {
    const rows = this.block.children;
    const row = [...rows].find((each) => Number((each as HTMLElement).dataset.seq) === seq);
    if (!row) return [this.block, seq < Number((rows[0] as HTMLElement | undefined)?.dataset.seq) ? 0 : rows.length];
    const text = row.querySelector('.text')!;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let left = offset;
    let last: Node = text;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const {length} = node as Text;
      if (left <= length) return [node, left];
      left -= length;
      last = node;
    }
    return [last, last === text ? 0 : (last as Text).length];
  }
}
