import {lines} from '../numbers.ts';
import {settings} from '../settings.ts';
import {timeParts} from '../times.ts';
import type {MergedLog} from './merged-log.ts';

/** `12:03:04.120 – 12:03:09.007 · 512 lines read, by time: merged streams have no line numbers`. */
export function whereWords({window, hasOldest}: MergedLog, {first, last}: {first: number; last: number}): string {
  const {extent} = window;
  if (extent.next <= extent.first) return hasOldest ? 'no lines' : '';
  const [from, to] = [first, Math.min(last, extent.next - 1)].map((place) => clock(window.item(place)?.time ?? ''));
  const read = `${lines(extent.next - extent.first)} ${hasOldest ? 'from the oldest on' : 'read'}`;
  return `${from} – ${to} · ${read}, by time: merged streams have no line numbers`;
}

function clock(time: string): string {
  return time && timeParts(time, settings.now.times === 'utc' ? 'utc' : 'local', 0).clock;
}
