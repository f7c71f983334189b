/** Steps between times on an axis, in milliseconds. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((each) => each * DAY),
];

export interface Tick {
  time: number;
  words: string;
}

/** Round times between two, at most so many; `shift` is what a clock of the zone is ahead of UTC, in milliseconds. */
export function timeTicks(since: number, until: number, most: number, shift: number): Tick[] {
  const step = STEPS.find((each) => (until - since) / each <= most) ?? STEPS.at(-1)!;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((since + shift) / step) * step; at - shift < until; at += step) {
    ticks.push({time: at - shift, words: clock(at, step)});
  }
  return ticks;
}

function clock(at: number, step: number): string {
  const text = new Date(at).toISOString();
  if (step >= DAY) return text.slice(5, 10);
  if (at % DAY === 0) return text.slice(5, 10);
  if (step >= MINUTE) return text.slice(11, 16);
  return step >= SECOND ? text.slice(11, 19) : text.slice(11, 23);
}

/** `2026-11-28 09:12:00 – 09:14:30`: the day once, and no more digits than tell. */
export function spanWords(since: number, until: number, shift: number): string {
  const digits = until - since < 10 * SECOND ? 23 : 19;
  const [from, to] = [since, until].map((each) => new Date(each + shift).toISOString().replace('T', ' ').slice(0, digits)) as [string, string];
  return `${from} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}
