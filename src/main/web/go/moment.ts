import {get, streamPath} from '../api.ts';
import {ndjson} from '../ndjson.ts';
import {entryOf, firstSeq} from '../record.ts';
import {two} from '../times.ts';

/** A moment as a field for date and time has it, in the zone that the page shows. */
export function fieldValue(time: Date, isUtc: boolean): string {
  if (isUtc) return time.toISOString().slice(0, 19);
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(two).join('-');
  return `${day}T${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}

export function momentOf(value: string, isUtc: boolean): Date | undefined {
  const time = new Date(isUtc ? `${value}Z` : value);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The seq of the first record of a moment or later; undefined if there is none. */
export async function seqAt(stream: string, time: Date): Promise<number | undefined> {
  const path = `${streamPath(stream)}/log?since=${time.toISOString()}&limit=1`;
  const {body} = await get(path, 'application/x-ndjson');
  for await (const object of ndjson(body!)) {
    const entry = entryOf(object);
    if (entry) return firstSeq(entry);
  }
  return undefined;
}
