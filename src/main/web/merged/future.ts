import {FIELDS, get} from '../api.ts';
import {ndjson} from '../ndjson.ts';
import {Entry, entryOf} from '../record.ts';

/** An entry, and whose it is. */
export interface Told {
  stream: string;
  entry: Entry;
}

/** What streams have from a moment on, the oldest first; from their oldest line on if there is no moment. */
export type ReadForwards = (since: string | undefined, limit: number, signal: AbortSignal) => Promise<Told[]>;

/** As the gateway merges them. */
export function readForwards(streams: readonly string[], filter: URLSearchParams): ReadForwards {
  return async (since, limit, signal) => {
    const parameters = new URLSearchParams(filter);
    for (const each of streams) parameters.append('stream', each);
    parameters.set('limit', String(limit));
    parameters.set('fields', FIELDS.join());
    if (since !== undefined) parameters.set('since', since);
    const {body} = await get(`log?${parameters}`, 'application/x-ndjson', signal);
    const told: Told[] = [];
    for await (const object of ndjson(body!)) {
      const entry = entryOf(object);
      if (entry) told.push({stream: String(object.stream), entry});
    }
    return told;
  };
}
