/** A line that a program has written for programs: its message, and what it says besides. */
export interface Fields {
  message: string;
  /** All but the message, in their order; what is nested by names with dots. */
  fields: readonly Field[];
}

export interface Field {
  name: string;
  value: string;
  /** Said elsewhere in the row, so not said again while the row is folded. */
  isElsewhere: boolean;
}

const MESSAGES = ['msg', 'message', '@message', 'event', 'text'];
const ELSEWHERE = new Set(['level', 'lvl', 'severity', 'log.level', 'time', 'ts', 'timestamp', '@timestamp']);

/** A line of JSON that is longer is a document. */
const MAX_LENGTH = 65_536;

/** Objects in objects, before they are shown as JSON. */
const MAX_DEPTH = 3;

/** The fields of a line, if all of it is an object of JSON, or pairs of logfmt. */
export function fieldsOf(text: string): Fields | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const pairs = text.startsWith('{') ? ofJson(text) : ofLogfmt(text);
  return pairs && told(pairs);
}

type Pair = [name: string, value: string];

function told(pairs: Pair[]): Fields {
  const message = MESSAGES.map((name) => pairs.find((pair) => pair[0] === name && pair[1] !== '')).find((pair) => pair !== undefined);
  const fields = pairs
    .filter((pair) => pair !== message)
    .map(([name, value]) => ({name, value, isElsewhere: ELSEWHERE.has(name)}));
  return {message: message?.[1] ?? '', fields};
}

function ofJson(text: string): Pair[] | undefined {
  try {
    const object = JSON.parse(text, asWritten as (key: string, value: unknown) => unknown);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
    const pairs = flat(object as Record<string, unknown>, '', MAX_DEPTH);
    return pairs.length > 0 ? pairs : undefined;
  } catch {
    return undefined;
  }
}

/** A number as its program has written it: one of twenty digits would lose its last ones. */
class Written {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    const {rawJSON} = JSON as unknown as {rawJSON?: (text: string) => unknown};
    return rawJSON ? rawJSON(this.text) : Number(this.text);
  }
}

function asWritten(_key: string, value: unknown, context?: {source?: string}): unknown {
  const isRounded = typeof value === 'number' && context?.source !== undefined && String(value) !== context.source;
  return isRounded ? new Written(context.source!) : value;
}

function flat(object: Record<string, unknown>, prefix: string, depth: number): Pair[] {
  return Object.entries(object).flatMap(([key, value]): Pair[] => {
    const name = prefix + key;
    if (typeof value === 'string') return [[name, value]];
    if (value instanceof Written) return [[name, value.text]];
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
    if (isNested && depth > 0) return flat(value as Record<string, unknown>, `${name}.`, depth - 1);
    return [[name, JSON.stringify(value)]];
  });
}

const PAIR = /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?:\s+|$)/y;

/** At least two pairs and nothing else: one could be anything. */
function ofLogfmt(text: string): Pair[] | undefined {
  const pairs: Pair[] = [];
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const match = PAIR.exec(text);
    if (!match) return undefined;
    pairs.push([match[1]!, match[2] === undefined ? match[3]! : unescaped(match[2])]);
  }
  return pairs.length > 1 ? pairs : undefined;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => ({n: '\n', t: '\t', r: '\r'})[letter] ?? letter);
}
