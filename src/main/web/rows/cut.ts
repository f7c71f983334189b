/** Characters of a row before it is cut: what lays out in half a millisecond. */
export const CUT = 4096;

/** By how much a click lets it grow, at most: 27 ms of layout. */
export const GROWTH = 65536;

/** A text's beginning, and how many characters are left out; no pair of surrogates is torn. */
export function cut(text: string, length: number): {shown: string; hidden: number} {
  if (text.length <= length) return {shown: text, hidden: 0};
  const code = text.charCodeAt(length - 1);
  const end = code >= 0xd800 && code < 0xdc00 ? length - 1 : length;
  return {shown: text.slice(0, end), hidden: text.length - end};
}

/** How much is shown after a click, of what was shown before. */
export function grown(length: number): number {
  return length + Math.min(GROWTH, length * 4);
}
