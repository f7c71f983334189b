import {get, streamPath} from '../api.ts';
import {serverEvents, ServerEvent} from '../sse.ts';

/** What the gateway answers to a search. */
export async function* askSearch(stream: string, parameters: URLSearchParams, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const response = await get(`${streamPath(stream)}/search?${parameters}`, 'text/event-stream', signal);
  if (response.body) yield* serverEvents(response.body);
}

/** What a person goes to by a key. */
export type Kind = 'error' | 'stderr';

export const KINDS: Record<Kind, Record<string, string>> = {
  error: {level: 'error,fatal'},
  stderr: {origin: 'stderr'},
};

/** The nearest line of a kind after the record `at`, or before it. */
export async function nearest(stream: string, kind: Kind, way: 'asc' | 'desc', at: number, signal: AbortSignal): Promise<number | undefined> {
  const parameters = new URLSearchParams({grep: '^', ...KINDS[kind], order: way, at: String(at), limit: '1'});
  for await (const {name, data} of askSearch(stream, parameters, signal)) {
    if (name === 'message' && data.matches.length > 0) return data.matches[0];
  }
  return undefined;
}
