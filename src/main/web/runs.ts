import {get, streamPath} from './api.ts';
import {age} from './times.ts';

/** One execution of a stream's command, as `GET /streams/{name}/runs` has it. */
export interface Run {
  run: number;
  started: string;
  ended?: string;
  code?: number;
  signal?: string | number;
}

/** The newest run of a stream; none where its lines come from elsewhere, or where it cannot be had. */
export async function lastRun(stream: string): Promise<Run | undefined> {
  const response = await get(`${streamPath(stream)}/runs`, 'application/json').catch(() => undefined);
  return response && ((await response.json()) as Run[]).at(-1);
}

/** `run 4, for 3 d`; `run 4 exited with 137, 2 min ago`. */
export function runWords({run, started, ended, code, signal}: Run, now: number): string {
  if (ended === undefined) return `run ${run}, for ${age(now - Date.parse(started))}`;
  const how = code === undefined ? 'ended' : `exited with ${code}${signal === undefined ? '' : ` (signal ${signal})`}`;
  return `run ${run} ${how}, ${age(now - Date.parse(ended))} ago`;
}
