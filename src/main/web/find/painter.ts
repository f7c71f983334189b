import {VirtualList} from '../rows/virtual-list.ts';
import {FilteredLines} from './filtered-lines.ts';
import {Found} from './found.ts';
import {hasLocal, Highlights} from './highlights.ts';
import {Local, Query} from './pattern.ts';

export interface Sought {
  query: Query | undefined;
  local: Local | undefined;
  found: Found;
  /** Where the reader is. */
  now: number | undefined;
  /** Whether the rows are matches alone. */
  isFilter: boolean;
  /** These, and the lines around them. */
  filtered?: FilteredLines | undefined;
}

/** What is seen of finding on the rows that are drawn. No row gets another height by it. */
export class Painter {
  private readonly highlights = new Highlights();

  constructor(private readonly list: VirtualList) {}

  clear(): void {
    this.highlights.begin();
  }

  paint(sought: Sought): void {
    this.highlights.begin();
    for (const seq of this.list.drawn) {
      const row = this.list.rowAt(seq);
      if (row) this.paintRow(row, seq, sought);
    }
  }

  private paintRow(row: HTMLElement, seq: number, sought: Sought): void {
    const {local, now, isFilter, filtered} = sought;
    const isMatch = isFound(row, seq, sought);
    row.classList.toggle('found', isMatch && !isFilter);
    row.classList.toggle('now', seq === now);
    row.classList.toggle('context', !!filtered && !isMatch);
    row.classList.toggle('apart', !!filtered?.isApart(seq));
    if (isMatch && local) this.highlights.mark(row, local, seq === now);
    if (isMatch && filtered && !row.querySelector('.around')) row.append(aroundButton());
  }
}

/** As the gateway says; where it has not searched yet, as the page finds. */
function isFound(row: HTMLElement, seq: number, {query, local, found}: Sought): boolean {
  if (!query) return false;
  if (found.isSearched(seq)) return found.has(seq);
  return local !== undefined && query.levels.length === 0 && hasLocal(row, local);
}

function aroundButton(): HTMLElement {
  const button = document.createElement('button');
  button.className = 'around';
  button.textContent = '±';
  button.title = 'Lines around it (c)';
  button.setAttribute('aria-label', 'Lines around it');
  // There is a key: a stop at each row would be too many.
  button.tabIndex = -1;
  return button;
}
