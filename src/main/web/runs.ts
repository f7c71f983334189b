import {get, streamPath} from './api.ts';
import {age} from './times.ts';

/** One execution of a stream's command, as `GET /streams/{name}/runs` has it. */
export interface Run {
  run: number;
  started: string;
  ended?: string;
  code?: number;
  signal?: string | number;
  /** The seqs of its records, as far as they are known. */
  first?: number;
  last?: number;
}

/** A stream's runs, the oldest first, and what the person may do with it. */
export interface Described {
  /** The stream's, of that moment. */
  state: string;
  runs: readonly Run[];
  may: readonly ('control' | 'mark')[];
}

const UNKNOWN: Described = {state: '', runs: [], may: []};

/** What feeds a stream, as far as the page knows. */
export class Source {
  described = UNKNOWN;
  /** As the list of streams knows it. */
  state = '';
  private stream = '';

  constructor(private readonly changed: () => void) {}

  /** Another stream is of interest. */
  begin(stream: string): void {
    this.stream = stream;
    this.described = UNKNOWN;
    this.state = '';
    void this.ask();
  }

  /** What the list of streams knows: it may run again. */
  is(state: string): void {
    if (state === this.state) return;
    this.state = state;
    void this.ask();
  }

  /** Nothing is known where it cannot be had. */
  private async ask(): Promise<void> {
    const {stream} = this;
    const response = await get(streamPath(stream), 'application/json').catch(() => undefined);
    const described = response ? {...UNKNOWN, ...((await response.json()) as Described)} : UNKNOWN;
    if (stream !== this.stream) return;
    this.described = described;
    this.changed();
  }
}

/** The beginning of the run before the record `at`, or of the one after it. */
export function runBeside(runs: readonly Run[], at: number, way: 'before' | 'after'): Run | undefined {
  const begun = runs.filter(({first}) => first !== undefined);
  return way === 'after' ? begun.find(({first}) => first! > at) : begun.findLast(({first}) => first! < at);
}

/** `run 4, for 3 d`; `run 4 exited with 137, 2 min ago`. */
export function runWords({run, started, ended, code, signal}: Run, now: number): string {
  if (ended === undefined) return `run ${run}, for ${age(now - Date.parse(started))}`;
  const how = code === undefined ? 'ended' : `exited with ${code}${signal === undefined ? '' : ` (signal ${signal})`}`;
  return `run ${run} ${how}, ${age(now - Date.parse(ended))} ago`;
}
