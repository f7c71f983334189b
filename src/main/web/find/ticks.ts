import {Extent} from '../rows/anchor.ts';
import {Found} from './found.ts';

/** Pixels of a tick. */
const HEIGHT = 2;

/** The thumb is seen beside them. */
const WIDTH = 5;

/** Between two looks: there may be a hundred thousand. */
const DRAW_MILLIS = 100;

/** Of a track where a scroll bar has no place of its own. */
const MIN_WIDTH = 8;

/** Where in a track of some height the ticks are: one a pixel, however many matches there are. */
export function ticksOf(matches: readonly number[], {first, next}: Extent, height: number): number[] {
  const ticks: number[] = [];
  for (const seq of matches) {
    const at = Math.round(((seq - first) / Math.max(1, next - first)) * (height - HEIGHT));
    if (at >= 0 && ticks.at(-1) !== at) ticks.push(at);
  }
  return ticks;
}

/** The matches in the scroll track, over the whole log, with what has been searched at their side. */
export class Ticks {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private draws: () => void = () => {};

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly box: HTMLElement,
  ) {}

  dispose(): void {
    clearTimeout(this.timer);
    this.canvas.hidden = true;
  }

  show(found: Found, extent: Extent, now: number | undefined, isShown: boolean): void {
    this.canvas.hidden = !isShown;
    this.draws = () => this.draw(found, extent, now);
    if (!isShown) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draws();
    }, DRAW_MILLIS);
  }

  private draw(found: Found, extent: Extent, now: number | undefined): void {
    const {canvas} = this;
    const scale = devicePixelRatio;
    canvas.style.width = `${Math.max(MIN_WIDTH, this.box.offsetWidth - this.box.clientWidth)}px`;
    const {clientWidth: width, clientHeight: height} = canvas;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext('2d')!;
    pen.scale(scale, scale);
    // Colours of properties, as a canvas knows no custom ones.
    const style = getComputedStyle(canvas);
    pen.fillStyle = style.color;
    for (const at of ticksOf(found.matches, extent, height)) pen.fillRect(width - WIDTH - 1, at, WIDTH, HEIGHT);
    pen.fillStyle = style.caretColor;
    if (now !== undefined && found.has(now)) pen.fillRect(0, ticksOf([now], extent, height)[0]! - 1, width, HEIGHT + 2);
    pen.fillStyle = style.textDecorationColor;
    for (const {from, to} of found.searched) {
      const [top = 0, bottom = top] = ticksOf([from, to], extent, height);
      pen.fillRect(0, top, 1, Math.max(HEIGHT, bottom - top + HEIGHT));
    }
  }
}
