import type {Stream} from './streams.ts';
import {age} from './times.ts';

const STATES: Record<string, string> = {
  starting: 'starting',
  running: 'running',
  backoff: 'restarting',
  ended: 'ended',
};

/** A state by itself, as one is chosen. */
export function stateName(state: string): string {
  return STATES[state] ?? state;
}

/** `running 3 d`; `exited 137`; `restarting`; `history` where nothing writes the stream any more. */
export function streamState({source, state, run}: Pick<Stream, 'source' | 'state' | 'run'>, now: number): string {
  if (source === 'none') return 'history';
  if (state === 'running' && run && run.ended === undefined) return `running ${age(now - Date.parse(run.started))}`;
  if (state === 'ended' && run?.code !== undefined) return `exited ${run.code}`;
  return stateName(state);
}

export function lastWords({lastTime}: Pick<Stream, 'lastTime'>, now: number): string {
  return lastTime ? ` · ${age(now - Date.parse(lastTime))} ago` : ' · no line yet';
}
