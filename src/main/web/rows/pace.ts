/** Draws with the next frame, and no sooner after the last time than is useful. */
export class Pace {
  private last = -Infinity;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly draw: () => void) {}

  /** At least so many milliseconds after the last time. */
  later(millis: number): void {
    if (this.frame || this.timer !== undefined) return;
    const wait = millis - (performance.now() - this.last);
    if (wait <= 0) return this.next();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.next();
    }, wait);
  }

  /** It has been drawn, whoever wanted that. */
  done(): void {
    this.last = performance.now();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }

  private next(): void {
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }
}
