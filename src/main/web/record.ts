/** What the gateway sends of a log, and what of it stands on one position of the list. */

export type Origin = 'stdout' | 'stderr' | 'system';
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A record as its JSON has it. */
export interface Line {
  seq: number;
  time: string;
  origin: Origin;
  line?: string;
  /** Base64, where the content is not valid UTF-8. */
  bytes?: string;
  partial?: boolean;
  level?: Level;
  /** The seq of the line's first record, if this one continues a line. */
  first?: number;
}

/** Something that happened to the stream's source. */
export interface StateRecord {
  seq: number;
  time: string;
  state: string;
  run?: number;
  pid?: number;
  code?: number;
  signal?: string | number;
  reason?: string;
  backoff?: number;
  text?: string;
  by?: string;
  [field: string]: unknown;
}

/** Records that cannot be had, from and to included. */
export interface Gap {
  from: number;
  to: number;
  lines: number;
  reason: string;
}

export type Entry =
  | {kind: 'line'; line: Line}
  | {kind: 'state'; state: StateRecord}
  | {kind: 'gap'; gap: Gap};

/** An object of NDJSON; undefined for one that stands on no position, such as an end. */
export function entryOf(object: Record<string, unknown>): Entry | undefined {
  if ('state' in object) return {kind: 'state', state: object.state as StateRecord};
  if ('gap' in object) return {kind: 'gap', gap: object.gap as Gap};
  if ('origin' in object) return {kind: 'line', line: object as unknown as Line};
  return undefined;
}

export function firstSeq(entry: Entry): number {
  return entry.kind === 'line' ? entry.line.seq : entry.kind === 'state' ? entry.state.seq : entry.gap.from;
}

export function lastSeq(entry: Entry): number {
  return entry.kind === 'gap' ? entry.gap.to : firstSeq(entry);
}

export function timeOf(entry: Entry): string | undefined {
  return entry.kind === 'line' ? entry.line.time : entry.kind === 'state' ? entry.state.time : undefined;
}

/** What was written, bytes that are no UTF-8 as U+FFFD. */
export function textOf({line, bytes}: Line): string {
  if (line !== undefined) return line;
  return new TextDecoder().decode(Uint8Array.from(atob(bytes ?? ''), (each) => each.charCodeAt(0)));
}
