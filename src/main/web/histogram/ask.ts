import {get, streamPath} from '../api.ts';
import {serverEvents} from '../sse.ts';
import {Grid} from './grid.ts';

/** A part of a log's time, RFC 3339; all of it if nothing is said. */
export interface Times {
  since?: string;
  until?: string;
}

const BUCKETS = 120;

/** Counts the lines of a stream over time; `changed` as the parts come. */
export async function askHistogram(
  stream: string,
  epoch: string,
  {since, until}: Times,
  signal: AbortSignal,
  changed: (grid: Grid, isDone: boolean) => void,
): Promise<void> {
  const parameters = new URLSearchParams({buckets: String(BUCKETS), ...(since && {since}), ...(until && {until})});
  const response = await get(`${streamPath(stream)}/histogram?${parameters}`, 'text/event-stream', signal);
  let grid: Grid | undefined;
  if (!response.body) return;
  for await (const {name, data} of serverEvents(response.body)) {
    if (signal.aborted) return;
    if (name === 'hello') {
      if (data.epoch !== epoch) return;
      grid = new Grid(Date.parse(data.since), data.step, data.count);
    }
    if (name === 'message') grid?.put(data.buckets);
    if (grid) changed(grid, name === 'done');
    if (name === 'done') return;
    if (name === 'end') throw new Error(`The gateway ended it: ${data.reason}.`);
  }
}
