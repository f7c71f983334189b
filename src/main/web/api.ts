import {ndjson} from './ndjson.ts';
import {Entry, entryOf, lastSeq} from './record.ts';

/** An answer that is no success: its problem (RFC 9457) as an error. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** What is told of each line beside the line: its level, and where a line began that goes on. */
export const FIELDS = ['level', 'first'];

/** Whether the same may be answered soon: the gateway is away or has too much to do, or a proxy says so. */
export function isPassing(failure: unknown): boolean {
  return !(failure instanceof Refused) || failure.status >= 500 || failure.status === 429;
}

/** The log that was asked is not the one that was meant. */
export class OtherLog extends Error {}

export function streamPath(name: string): string {
  return `streams/${encodeURIComponent(name)}`;
}

export async function get(path: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {headers: {accept}, ...(signal && {signal})});
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.detail ?? `The gateway answers ${response.status}.`);
}

/** The records first to last, both included, and the gaps where some cannot be had. */
export async function readRange(
  stream: string,
  epoch: string,
  first: number,
  last: number,
  signal: AbortSignal,
): Promise<Entry[]> {
  const path = `${streamPath(stream)}/log?seq=${first}-${last}&fields=${FIELDS.join(',')}`;
  const response = await get(path, 'application/x-ndjson', signal);
  if (response.headers.get('tailrace-epoch') !== epoch) throw new OtherLog();
  const entries: Entry[] = [];
  if (!response.body) return entries;
  for await (const object of ndjson(response.body)) {
    const entry = entryOf(object);
    if (!entry) continue;
    entries.push(entry);
    if (lastSeq(entry) >= last) break;
  }
  return entries;
}

export interface Person {
  principal: string;
  /** Whether a browser has logged in, which it can end. */
  session?: unknown;
  expires?: string;
}

/** Nobody if the gateway wants to know, and does not; undefined where it does not ask. */
export async function whoAmI(): Promise<Person | 'nobody' | undefined> {
  const answer = await fetch('login', {headers: {accept: 'application/json'}}).catch(() => undefined);
  if (answer?.status === 401) return 'nobody';
  return answer?.ok ? ((await answer.json()) as Person) : undefined;
}

export async function isSignedOut(): Promise<boolean> {
  return (await whoAmI()) === 'nobody';
}
