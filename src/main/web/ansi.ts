/**
 * What a terminal would show of a line: colours, bold and underline, and what is left after
 * carriage returns (ECMA-48; xterm's 256 colours). All other escapes are dropped, among them links
 * (OSC 8) and the clipboard (OSC 52). The result is text and classes, never HTML.
 */

export interface Style {
  /** One of the 16 colours, or `#rrggbb`. */
  fg?: number | string;
  bg?: number | string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

export interface Span {
  text: string;
  style: Style;
}

const PLAIN: Style = {};

// CSI; strings (OSC, DCS, SOS, PM, APC) to BEL, ST or the line's end; any other escape of two or three.
const ESCAPE =
  /(?:\x1b\[|\x9b)([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e]?)|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)?|\x1b[\x20-\x2f]*[\x30-\x7e]?/g;
const CONTROL = /[\x00-\x08\x0a-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]/g;
const ANY = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

export function parseAnsi(text: string): Span[] {
  if (!ANY.test(text)) return text ? [{text, style: PLAIN}] : [];
  const screen = new Cells();
  let style = PLAIN;
  let at = 0;
  for (const escape of text.matchAll(ESCAPE)) {
    screen.write(text.slice(at, escape.index), style);
    at = escape.index + escape[0].length;
    if (escape[2] === 'm') style = styled(style, escape[1] ?? '');
    else if (escape[2] === 'K') screen.erase(escape[1] ?? '');
  }
  screen.write(text.slice(at), style);
  return screen.spans;
}

/** The text alone, for copying and searching. */
export function plain(text: string): string {
  return parseAnsi(text)
    .map((span) => span.text)
    .join('');
}

/** One line of a terminal without a right edge. */
class Cells {
  spans: Span[] = [];
  private column = 0;
  private length = 0;

  write(text: string, style: Style): void {
    const parts = text.split('\r');
    parts.forEach((part, index) => {
      if (index > 0) this.column = 0;
      const clean = part.replace(CONTROL, '');
      if (clean) this.put(clean, style);
    });
  }

  erase(what: string): void {
    if (what === '' || what === '0') this.cut(this.column);
    else if (what === '2') this.cut(0);
  }

  private put(text: string, style: Style): void {
    const tail = this.column < this.length ? this.from(this.column + text.length) : [];
    this.cut(this.column);
    this.add({text, style});
    this.column = this.length;
    tail.forEach((each) => this.add(each));
  }

  private add(span: Span): void {
    const last = this.spans[this.spans.length - 1];
    if (last && last.style === span.style) last.text += span.text;
    else this.spans.push({...span});
    this.length += span.text.length;
  }

  private cut(length: number): void {
    if (length >= this.length) return;
    const kept: Span[] = [];
    let left = length;
    for (const {text, style} of this.spans) {
      if (left <= 0) break;
      kept.push({text: text.slice(0, left), style});
      left -= text.length;
    }
    this.spans = kept;
    this.length = length;
  }

  private from(column: number): Span[] {
    const rest: Span[] = [];
    let skipped = column;
    for (const {text, style} of this.spans) {
      if (skipped < text.length) rest.push({text: text.slice(Math.max(0, skipped)), style});
      skipped -= text.length;
    }
    return rest;
  }
}

/** Select Graphic Rendition, with parameters by `;` or `:`. */
function styled(before: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((each) => (each === '' ? 0 : Number(each)));
  let style: Style = {...before};
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i + 1, parameters.includes(':'));
      if (colour !== undefined) style = {...style, [code === 38 ? 'fg' : 'bg']: colour};
      i += used;
    } else {
      style = code === 0 ? PLAIN : {...style, ...ofCode(code)};
    }
  }
  return style;
}

function ofCode(code: number): Style {
  if (code >= 30 && code <= 37) return {fg: code - 30};
  if (code >= 90 && code <= 97) return {fg: code - 82};
  if (code >= 40 && code <= 47) return {bg: code - 40};
  if (code >= 100 && code <= 107) return {bg: code - 92};
  return ATTRIBUTES[code] ?? {};
}

const ATTRIBUTES: Record<number, Style> = {
  1: {bold: true},
  2: {dim: true},
  3: {italic: true},
  4: {underline: true},
  7: {inverse: true},
  9: {strike: true},
  21: {underline: true},
  22: {bold: undefined, dim: undefined},
  23: {italic: undefined},
  24: {underline: undefined},
  27: {inverse: undefined},
  29: {strike: undefined},
  39: {fg: undefined},
  49: {bg: undefined},
};

/** The colour after 38 or 48, and how many codes say it. */
function extended(codes: number[], at: number, colons: boolean): [number | string | undefined, number] {
  if (codes[at] === 5) return [indexed(codes[at + 1] ?? 0), 2];
  if (codes[at] !== 2) return [undefined, 0];
  // With colons the colour space may stand first (ITU-T T.416).
  const skip = colons && codes.length - at >= 5 ? 1 : 0;
  const [red = 0, green = 0, blue = 0] = codes.slice(at + 1 + skip, at + 4 + skip);
  return [hex(red, green, blue), 4 + skip];
}

const STEPS = [0, 95, 135, 175, 215, 255];

function indexed(index: number): number | string | undefined {
  if (index < 16) return index;
  if (index > 255) return undefined;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return hex(grey, grey, grey);
  }
  const cube = index - 16;
  return hex(STEPS[Math.floor(cube / 36)]!, STEPS[Math.floor(cube / 6) % 6]!, STEPS[cube % 6]!);
}

function hex(...parts: number[]): string {
  return '#' + parts.map((each) => Math.min(255, Math.max(0, each)).toString(16).padStart(2, '0')).join('');
}
