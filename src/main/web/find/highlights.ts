import {Local, places} from './pattern.ts';

/** The names that the style sheet has for them. */
const FOUND = 'found';
const NOW = 'found-now';

/**
 * Marks what is found in the rows that are drawn, without a change of them: by the CSS Custom Highlight API. Where a
 * browser lacks it (before June 2025), the rows are marked all the same.
 */
export class Highlights {
  private readonly own: {highlight: Highlight; range: AbstractRange}[] = [];

  begin(): void {
    for (const {highlight, range} of this.own.splice(0)) highlight.delete(range);
  }

  /** The matches in a row's text. */
  mark(row: HTMLElement, local: Local, isNow: boolean): void {
    const text = row.querySelector<HTMLElement>('.text');
    const highlight = highlightOf(isNow ? NOW : FOUND);
    if (!text || !highlight) return;
    const add = (range: AbstractRange): void => {
      highlight.add(range);
      this.own.push({highlight, range});
    };
    const nodes = textNodes(text);
    const content = nodes.map((node) => node.data).join('');
    for (const [from, to] of places(content, local)) add(rangeOf(nodes, from, to));
  }
}

/** One for the page: views beside each other have their ranges in it. */
function highlightOf(name: string): Highlight | undefined {
  if (typeof Highlight === 'undefined') return undefined;
  let highlight = CSS.highlights.get(name);
  if (!highlight) {
    highlight = new Highlight();
    highlight.priority = name === NOW ? 1 : 0;
    CSS.highlights.set(name, highlight);
  }
  return highlight;
}

/** Whether a row's text has what is looked for, as far as the page can tell. */
export function hasLocal(row: HTMLElement, local: Local): boolean {
  const text = row.querySelector<HTMLElement>('.text')?.textContent ?? '';
  return !places(text, local).next().done;
}

function textNodes(element: HTMLElement): Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (node.parentElement?.tagName !== 'BUTTON') nodes.push(node);
  }
  return nodes;
}

function rangeOf(nodes: readonly Text[], from: number, to: number): Range {
  const range = document.createRange();
  let at = 0;
  let isOpen = false;
  for (const node of nodes) {
    const end = at + node.length;
    if (!isOpen && from < end) {
      range.setStart(node, from - at);
      isOpen = true;
    }
    if (isOpen && to <= end) {
      range.setEnd(node, to - at);
      break;
    }
    at = end;
  }
  return range;
}
