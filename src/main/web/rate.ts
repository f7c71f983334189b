/** How many looks a chart shows: two minutes of them. */
export const POINTS = 40;

/** Lines a second of one stream, between two looks each. */
export class RateHistory {
  readonly points: number[] = [];
  private last: {next: number; epoch: string; at: number} | undefined;

  /** `next` is the seq of the next record at the time `at`, in milliseconds. */
  add(next: number, epoch: string, at: number): void {
    const before = this.last;
    if (before && at - before.at < 500) return;
    this.last = {next, epoch, at};
    if (!before || before.epoch !== epoch) return;
    this.points.push((Math.max(0, next - before.next) * 1000) / (at - before.at));
    if (this.points.length > POINTS) this.points.shift();
  }

  get now(): number | undefined {
    return this.points[this.points.length - 1];
  }
}

/** The corners of a chart's area in a box of width and height, the newest at the right. */
export function area(points: readonly number[], width: number, height: number): string {
  if (points.length < 2 || points.every((each) => each === 0)) return '';
  const most = Math.max(1, ...points);
  const step = width / (POINTS - 1);
  const start = width - (points.length - 1) * step;
  const corners = points.map((each, i) => `${(start + i * step).toFixed(1)},${(height - (each / most) * (height - 1)).toFixed(1)}`);
  return [`${start.toFixed(1)},${height}`, ...corners, `${width},${height}`].join(' ');
}
