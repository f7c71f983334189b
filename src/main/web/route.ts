/** What the address says: `#/s/NAME?at=SEQ&to=SEQ&q=…&level=…`. */
export interface Route {
  stream?: string;
  /** The record to show, and the last one of a range. */
  at?: number;
  to?: number;
  /** Streams on one list, by time, and the time to show; none where there is one stream alone. */
  merged: readonly string[];
  time?: string;
  /** A second stream, beside. */
  beside?: string;
  /** All that stands behind `?`, for the parts that use it. */
  query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = splitOnce(hash.replace(/^#/, ''), '?');
  const parameters = new URLSearchParams(query);
  // A link of an earlier page had the name alone.
  const name = path.startsWith('/s/') ? path.slice(3) : path.replace(/^\//, '');
  const at = seq(parameters.get('at'));
  const to = seq(parameters.get('to'));
  const beside = parameters.get('beside');
  const stream = decode(name);
  const others = (parameters.get('with') ?? '').split(',').filter((each) => each && each !== stream);
  const time = moment(parameters.get('t'));
  return {
    ...(name && {stream}),
    merged: name && others.length > 0 ? [stream, ...new Set(others)] : [],
    ...(time && {time}),
    ...(at !== undefined && {at}),
    ...(to !== undefined && {to}),
    ...(beside && {beside}),
    query: parameters,
  };
}

export function hashOf(stream: string, parameters: Record<string, string | number | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return `#/s/${encodeURIComponent(stream)}${text && `?${text}`}`;
}

/** The address of streams on one list, or of one alone. */
export function hashOfMerged([stream, ...others]: readonly string[], parameters: Record<string, string | number | undefined> = {}): string {
  return hashOf(stream!, {with: others.length > 0 ? others.join() : undefined, ...parameters});
}

/** Changes what the address says behind `?`, without going anywhere. */
export function changeHash(changes: Record<string, string | number | undefined>): void {
  const {stream, query} = parseRoute(location.hash);
  if (!stream) return;
  const hash = hashOf(stream, {...Object.fromEntries(query), ...changes});
  if (hash !== location.hash) history.replaceState(null, '', hash);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function seq(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** As the times of records are, with nine decimal places. */
function moment(text: string | null): string | undefined {
  if (text === null || Number.isNaN(Date.parse(text))) return undefined;
  return /\.\d{9}Z$/.test(text) ? text : new Date(text).toISOString().replace('Z', '000000Z');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that somebody has typed.
    return text;
  }
}
