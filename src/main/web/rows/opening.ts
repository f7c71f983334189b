/** Within it a second click makes the first one part of a selection. */
const DOUBLE_CLICK_MILLIS = 220;

/** The pointer has been moved so far: then it drew. */
const MOVED_PIXELS = 4;

/**
 * Opens and folds rows of fields by a click, and never while somebody selects text: neither by dragging nor by a
 * double click.
 */
export class Opening {
  private from = {x: 0, y: 0};
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    block: HTMLElement,
    private readonly toggle: (seq: number) => void,
  ) {
    block.addEventListener('pointerdown', ({clientX, clientY}) => {
      this.from = {x: clientX, y: clientY};
    });
    block.addEventListener('click', (event) => this.clicked(event));
  }

  private clicked(event: MouseEvent): void {
    clearTimeout(this.timer);
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('.row.fields');
    if (!row) return;
    const seq = Number(row.dataset.seq);
    if (target.closest('button.fold')) return this.toggle(seq);
    if (!target.closest('.text') || event.detail > 1 || event.shiftKey || this.hasMoved(event)) return;
    this.timer = setTimeout(() => {
      if (document.getSelection()?.isCollapsed !== false) this.toggle(seq);
    }, DOUBLE_CLICK_MILLIS);
  }

  private hasMoved({clientX, clientY}: MouseEvent): boolean {
    return Math.abs(clientX - this.from.x) + Math.abs(clientY - this.from.y) > MOVED_PIXELS;
  }
}
