import type {VirtualList} from '../rows/virtual-list.ts';
import {say} from '../toast.ts';
import type {FilteredLines} from './filtered-lines.ts';

/** Opens and closes the lines around a match, where only matches are on the list; the match stays where it is. */
export class Around {
  private readonly end = new AbortController();

  constructor(
    private readonly list: VirtualList,
    private readonly filtered: FilteredLines,
    /** Whether the list has the matches alone. */
    private readonly isApplied: () => boolean,
  ) {
    list.box.addEventListener('click', (event) => this.clicked(event), {signal: this.end.signal});
  }

  dispose(): void {
    this.end.abort();
  }

  /** More lines around a match, or none. */
  async change(isMore: boolean, seq: number | undefined): Promise<void> {
    if (!this.isApplied() || seq === undefined) return say('Lines around a match open where only matches are shown (o)');
    if (isMore) await this.filtered.load(seq);
    if (!this.isApplied()) return;
    const row = this.list.rowAt(seq);
    const below = row ? row.getBoundingClientRect().top - this.list.box.getBoundingClientRect().top : 0;
    if (isMore) this.filtered.open(seq);
    else this.filtered.close(seq);
    this.rearranged();
    this.list.to(seq, below);
  }

  /** Has a row on the list that may be no match. */
  show(seq: number): void {
    if (this.filtered.begin(seq) === seq) return;
    this.filtered.open(seq);
    this.rearranged();
  }

  private rearranged(): void {
    this.list.changed(0, Number.MAX_SAFE_INTEGER);
    this.list.extend(this.filtered.extent);
  }

  private clicked(event: Event): void {
    const row = (event.target as Element).closest('button.around')?.closest<HTMLElement>('.row');
    if (!row) return;
    const seq = Number(row.dataset.seq);
    void this.change(this.filtered.contextOf(seq) === 0, seq);
  }
}
