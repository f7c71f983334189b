import {get, streamPath} from '../api.ts';
import {filterOf, Query} from '../find/pattern.ts';

/** What of a stream is wanted, and in what form. */
export interface Wanted {
  what: What;
  form: Form;
  gzip: boolean;
}

/** The lines on the screen, those that are looked for, or all. */
export type What = 'shown' | 'filtered' | 'everything';
export type Form = 'text' | 'ndjson';

const ACCEPT: Record<Form, string> = {text: 'text/plain', ndjson: 'application/x-ndjson'};

/** Between two words about how much has come. */
const TELL_MILLIS = 250;

/**
 * What a download does.
 *
 * <pre>
 *   idle --> receiving --all is here--> saved
 *               |  \--the person has enough--> idle
 *               +--> failed
 * </pre>
 */
export type DownloadState =
  | {kind: 'idle'}
  | {kind: 'receiving'; bytes: number}
  | {kind: 'saved'; name: string}
  | {kind: 'failed'; detail: string};

/** The rows on the screen, of which some may be left out between them. */
export interface Visible {
  first: number;
  last: number;
  isFiltered: boolean;
}

/** Where the lines are; what is shown are the records of a range, of which none changes. */
export function pathOf(streams: readonly string[], what: What, visible: Visible, query: Query | undefined): string {
  const isFiltered = query && (what === 'filtered' || (what === 'shown' && visible.isFiltered));
  const parameters = isFiltered ? filterOf(query) : new URLSearchParams();
  if (what === 'shown') {
    // A range is of seqs already, and has no times.
    parameters.delete('since');
    parameters.delete('until');
    parameters.set('seq', `${visible.first}-${visible.last}`);
  }
  if (streams.length > 1) for (const each of streams) parameters.append('stream', each);
  const path = streams.length > 1 ? 'log' : `${streamPath(streams[0]!)}/log`;
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}

/** `web-2026-11-28T09-20-05Z.ndjson.gz`: of that moment, and sorted by it. */
export function fileName(stream: string, {form, gzip}: Wanted, now: Date): string {
  const time = now.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return `${stream}-${time}.${form === 'text' ? 'log' : 'ndjson'}${gzip ? '.gz' : ''}`;
}

/** The lines as a file, which the browser keeps on the disk if it is large. */
export async function receive(path: string, wanted: Wanted, tell: (bytes: number) => void, signal: AbortSignal): Promise<Blob> {
  const {body} = await get(path, ACCEPT[wanted.form], signal);
  const counted = body!.pipeThrough(counting(tell), {signal});
  const packed = wanted.gzip ? counted.pipeThrough(new CompressionStream('gzip') as unknown as TransformStream<Uint8Array, Uint8Array>) : counted;
  return new Response(packed as unknown as BodyInit).blob();
}

function counting(tell: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  let told = 0;
  return new TransformStream({
    transform(piece, controller) {
      bytes += piece.byteLength;
      controller.enqueue(piece);
      if (performance.now() - told < TELL_MILLIS) return;
      told = performance.now();
      tell(bytes);
    },
  });
}

/** Hands a file to the browser, which saves it as it saves all others. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
