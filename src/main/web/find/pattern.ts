/** What a person looks for, as the gateway is asked for it and as the page finds it in what is on the screen. */
export interface Query {
  text: string;
  matchCase: boolean;
  /** RE2; else the text as it stands. */
  isPattern: boolean;
  /** Only lines of these levels; all if empty. */
  levels: readonly string[];
  /** Only lines of these times, RFC 3339. */
  since?: string;
  until?: string;
}

/** As `grep` has it: RE2. */
export function grepOf({text, matchCase, isPattern}: Query): string {
  // Lines of a level, whatever they say.
  if (text === '') return '^';
  return (matchCase ? '' : '(?i)') + (isPattern ? text : quote(text));
}

/** What is looked for, as the gateway is asked for it. */
export function filterOf(query: Query): URLSearchParams {
  const {text, levels, since, until} = query;
  return new URLSearchParams({
    ...(text && {grep: grepOf(query)}),
    ...(levels.length > 0 && {level: levels.join(',')}),
    ...(since && {since}),
    ...(until && {until}),
  });
}

/** What is wrong with a pattern, in RE2's words and of what was typed. */
export function patternWords(detail: string): string {
  const reason = /error parsing regexp: (.*)\)\.$/.exec(detail)?.[1];
  return reason ? `Not a pattern: ${reason.replaceAll('(?i)', '')}` : detail;
}

/** The text as it stands. */
export function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** How the page finds what it shows: only so many characters of a row, as a browser's patterns may take for ever. */
export interface Local {
  pattern: RegExp;
  length: number;
}

/** Characters of a row that are looked at, by how many parts of a pattern may be of any length. */
const LENGTHS = [4096, 4096, 512, 128];

/**
 * A browser's pattern for RE2's, if there is one that is safe. Which lines match the gateway decides: this one
 * only shows where in a line.
 */
export function localOf(query: Query): Local | undefined {
  const {text, matchCase, isPattern} = query;
  if (text === '') return undefined;
  if (!isPattern) return compile(quote(text), matchCase ? 'g' : 'gi', LENGTHS[0]!);
  const flags = /^\(\?([ims]+)\)/.exec(text);
  const body = translate(flags ? text.slice(flags[0].length) : text);
  const bare = body.replace(/\\./g, '_').replace(/\[\^?\]?[^\]]*\]/g, '_');
  // Repeated groups may take exponential time (the RE2 of the gateway takes linear time).
  if (/\)[*+{]/.test(bare)) return undefined;
  const length = LENGTHS[bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0];
  if (length === undefined) return undefined;
  return compile(body, [...new Set('g' + (matchCase ? '' : 'i') + (flags?.[1] ?? ''))].join(''), length);
}

/** What RE2 writes otherwise. */
function translate(pattern: string): string {
  return pattern
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replaceAll('[[:alpha:]]', '[A-Za-z]')
    .replaceAll('[[:digit:]]', '\\d')
    .replaceAll('[[:space:]]', '\\s')
    .replaceAll('[[:alnum:]]', '[A-Za-z0-9]');
}

function compile(pattern: string, flags: string, length: number): Local | undefined {
  for (const each of [`${flags}u`, flags]) {
    try {
      return {pattern: new RegExp(pattern, each), length};
    } catch {
      // Half typed, or of RE2 alone.
    }
  }
  return undefined;
}

/** Where in a text the pattern is found; what is found empty shows nothing. */
export function* places(text: string, {pattern, length}: Local): Generator<[number, number]> {
  for (const match of text.slice(0, length).matchAll(pattern)) {
    if (match[0]) yield [match.index, match.index + match[0].length];
  }
}
