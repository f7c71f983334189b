/** Where a browser does not say scrollend (Safari before 26.2). */
const SCROLL_END_MILLIS = 150;

/** Pixels that a finger moves though it is to stay. */
const TREMBLE = 4;

export interface Scroller {
  /** By so many pixels: the wheel, a finger, a key, or the bar while `isHeld`. */
  scrolled(pixels: number): void;
  /** Sideways. */
  shifted(): void;
  /** The person wants to go up, before anything has moved. */
  wantsUp(): void;
  /** Nothing moves any more. */
  rested(): void;
  resized(): void;
}

/**
 * The box that scrolls, and its bar. What it shows does not scroll with it.
 *
 * <pre>
 *   box (scrolls) > pane (sticky, as high as the view) > what is shown
 *                 > spacer (for the bar)
 * </pre>
 */
export class ScrollBox {
  /** Whether the bar is held: then it points at a place, however little it is moved. */
  isHeld = false;
  /** For which the pane was made. */
  private height = 0;
  private readonly pane = document.createElement('div');
  private readonly spacer = document.createElement('div');
  private readonly end = new AbortController();
  private readonly resizes = new ResizeObserver(() => this.scroller.resized());
  private touch = 0;
  private lastTop = 0;
  private lastLeft = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly box: HTMLElement,
    content: HTMLElement,
    private readonly scroller: Scroller,
  ) {
    this.pane.className = 'pane';
    this.spacer.className = 'spacer';
    this.pane.append(content);
    box.replaceChildren(this.pane, this.spacer);
    const {signal} = this.end;
    box.addEventListener('scroll', () => this.scrolled(), {passive: true, signal});
    box.addEventListener('scrollend', () => this.rested(), {signal});
    box.addEventListener('wheel', (event) => this.wheeled(event), {passive: true, signal});
    box.addEventListener('touchstart', (event) => this.touched(event), {passive: true, signal});
    box.addEventListener('touchmove', (event) => this.dragged(event), {passive: true, signal});
    box.addEventListener('pointerdown', (event) => this.pressed(event), {signal});
    for (const end of ['pointerup', 'pointermove'] as const) addEventListener(end, (event) => this.released(event), {signal});
    this.resizes.observe(box);
  }

  dispose(): void {
    this.end.abort();
    this.resizes.disconnect();
    clearTimeout(this.settling);
  }

  get left(): number {
    return this.lastLeft;
  }

  get top(): number {
    return this.lastTop;
  }

  /** Whether the bar is at the end of its way. */
  get isAtBottom(): boolean {
    const {scrollTop, scrollHeight, clientHeight} = this.box;
    return scrollTop >= scrollHeight - clientHeight - 1;
  }

  /** What a row of one line takes, as the style sheet says. */
  get rowHeight(): number {
    return parseFloat(getComputedStyle(this.box).getPropertyValue('--row-height')) || 20;
  }

  /** Makes the pane as high as the view, in pixels. */
  fit(): number {
    const height = Math.max(1, this.box.clientHeight);
    this.height = this.box.clientHeight;
    this.pane.style.height = `${height}px`;
    return height;
  }

  /** Puts the bar somewhere, which is no scrolling. */
  put(top: number): void {
    clearTimeout(this.settling);
    this.box.scrollTop = top;
    // What the browser has made of it, so that its event is known as our own.
    this.lastTop = this.box.scrollTop;
  }

  /** The bar's way, and how far there is to go sideways. Not while it is held: it would slip out of the hand. */
  size(height: number, width: number): void {
    if (this.isHeld) return;
    set(this.spacer, 'height', `${Math.max(0, height - this.pane.clientHeight)}px`);
    set(this.spacer, 'width', width > this.pane.clientWidth ? `${width}px` : '100%');
    this.lastTop = this.box.scrollTop;
  }

  private scrolled(): void {
    const {scrollTop, scrollLeft} = this.box;
    // A higher box has less to scroll, which nobody has scrolled.
    if (this.box.clientHeight !== this.height) {
      this.lastTop = scrollTop;
      return this.scroller.resized();
    }
    if (scrollLeft !== this.lastLeft) {
      this.lastLeft = scrollLeft;
      this.scroller.shifted();
    }
    const pixels = scrollTop - this.lastTop;
    if (pixels === 0) return;
    this.lastTop = scrollTop;
    // The window has become higher, and the bar's way shorter: it was the browser that moved it.
    if (this.box.clientHeight !== this.pane.clientHeight) return;
    if (pixels < 0) this.scroller.wantsUp();
    this.scroller.scrolled(pixels);
    if ('onscrollend' in window) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.rested(), SCROLL_END_MILLIS);
  }

  private rested(): void {
    if (!this.isHeld) this.scroller.rested();
  }

  /** Rows of several lines make the log longer than the bar's way: at the end of that the wheel goes on by itself. */
  private wheeled({deltaY, deltaMode}: WheelEvent): void {
    if (deltaY < 0) this.scroller.wantsUp();
    const isStuck = deltaY < 0 ? this.box.scrollTop <= 0 : this.isAtBottom;
    if (isStuck) this.scroller.scrolled(deltaMode === WheelEvent.DOM_DELTA_PIXEL ? deltaY : deltaY * this.rowHeight);
  }

  private touched({touches}: TouchEvent): void {
    this.touch = touches[0]?.clientY ?? 0;
  }

  /** A finger that goes down wants what is above; a tap trembles less. */
  private dragged({touches}: TouchEvent): void {
    if ((touches[0]?.clientY ?? 0) > this.touch + TREMBLE) this.scroller.wantsUp();
  }

  private pressed(event: PointerEvent): void {
    const {left} = this.box.getBoundingClientRect();
    this.isHeld = event.target === this.box && event.clientX >= left + this.box.clientWidth;
  }

  private released(event: PointerEvent): void {
    if (!this.isHeld || (event.type === 'pointermove' && event.buttons !== 0)) return;
    this.isHeld = false;
    this.scroller.rested();
  }
}

/** A value that is written is laid out, though it is the same. */
function set(element: HTMLElement, property: 'height' | 'width', value: string): void {
  if (element.style[property] !== value) element.style[property] = value;
}
