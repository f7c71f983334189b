/** Within it most second clicks come, which make the first one part of a selection. */
const DOUBLE_CLICK_MILLIS = 220;

/** The pointer has been moved so far: then it drew. */
const MOVED_PIXELS = 4;

/**
 * Opens and folds rows of fields by a click, and lets cut ones grow; never while somebody selects text, neither by
 * dragging nor by a double click.
 */
export class Opening {
  private from = {x: 0, y: 0};
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The row that the first click has opened or folded. */
  private toggled: number | undefined;

  constructor(
    block: HTMLElement,
    private readonly toggle: (seq: number) => void,
    /** Shows so many characters of a row that is cut. */
    private readonly grow: (seq: number, length: number) => void,
  ) {
    block.addEventListener('pointerdown', ({clientX, clientY}) => {
      this.from = {x: clientX, y: clientY};
    });
    block.addEventListener('click', (event) => this.clicked(event));
  }

  private clicked(event: MouseEvent): void {
    clearTimeout(this.timer);
    const target = event.target as Element;
    const more = target.closest<HTMLElement>('button.more[data-grow]');
    if (more) return this.grow(Number(more.closest<HTMLElement>('.row')!.dataset.seq), Number(more.dataset.grow));
    const row = target.closest<HTMLElement>('.row.fields');
    if (!row) return;
    const seq = Number(row.dataset.seq);
    if (target.closest('button.fold')) return this.toggle(seq);
    if (!target.closest('.text') || event.shiftKey || this.hasMoved(event)) return;
    if (event.detail > 1) return this.takeBack(seq);
    this.toggled = undefined;
    this.timer = setTimeout(() => {
      if (document.getSelection()?.isCollapsed === false) return;
      this.toggled = seq;
      this.toggle(seq);
    }, DOUBLE_CLICK_MILLIS);
  }

  /** The second click was slow: the first one had been taken for all. */
  private takeBack(seq: number): void {
    if (this.toggled === seq) this.toggle(seq);
    this.toggled = undefined;
  }

  private hasMoved({clientX, clientY}: MouseEvent): boolean {
    return Math.abs(clientX - this.from.x) + Math.abs(clientY - this.from.y) > MOVED_PIXELS;
  }
}
