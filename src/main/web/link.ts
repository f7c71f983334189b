import {count} from './numbers.ts';
import {hashOf, Route} from './route.ts';
import type {Extent} from './rows/anchor.ts';

/** Lines that somebody points at, `at` to `to`, both included. Numbers hold within one log, which the epoch names. */
export interface Place {
  at: number;
  to: number;
  epoch?: string;
}

export function placeOf({at, to, query}: Route): Place | undefined {
  if (at === undefined) return undefined;
  const epoch = query.get('log');
  const [first, last] = to === undefined ? [at, at] : [Math.min(at, to), Math.max(at, to)];
  return {at: first, to: last, ...(epoch && {epoch})};
}

/** The address of a place, or of none, with all else that the address says. */
export function addressOf(stream: string, place: Place | undefined, query: URLSearchParams): string {
  const others = [...query].filter(([name]) => !['at', 'to', 'log'].includes(name));
  if (!place) return hashOf(stream, Object.fromEntries(others));
  const {at, to, epoch} = place;
  return hashOf(stream, {at, to: to === at ? undefined : to, log: epoch, ...Object.fromEntries(others)});
}

/** The place from one line to another, whichever is first. */
export function between(a: number, b: number, epoch: string): Place {
  return {at: Math.min(a, b), to: Math.max(a, b), epoch};
}

/** What is told of a link into a log that is no longer there under the stream's name. */
export const OTHER_LOG = 'This link points into an earlier log of this stream, which has been made anew since. These are its newest lines.';

/** What is told of a link that points at what is not there. */
export function placeWords(at: number, {first, next}: Extent): string {
  if (at < first) return `Line ${count(at + 1)} is no longer kept; this is the oldest that is.`;
  if (at >= next) return `Line ${count(at + 1)} is not there yet; this is the newest.`;
  return '';
}
