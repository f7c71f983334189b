/** What the address says: `#/s/NAME?at=SEQ&to=SEQ&q=…&level=…`. */
export interface Route {
  stream?: string;
  /** The record to show, and the last one of a range. */
  at?: number;
  to?: number;
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
  return {
    ...(name && {stream: decode(name)}),
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

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that somebody has typed.
    return text;
  }
}
