import {parseAnsi, Span, Style} from '../ansi.ts';
import {Gap, StateRecord} from '../record.ts';
import {count, lines} from '../numbers.ts';
import {hashOf} from '../route.ts';
import {timeParts, Times, timeWords} from '../times.ts';
import {colour} from './colour.ts';
import {cut, grown} from './cut.ts';
import {appendFields} from './field-row.ts';
import {Fields, fieldsOf} from './fields.ts';
import {Row} from './lines.ts';

/** What of a row's look is the reader's to say. */
export interface Look {
  times: Times;
  now: number;
  /** How many characters of the row are shown. */
  length: number;
  /** Whether somebody points at the row of a seq. */
  isChosen: (seq: number) => boolean;
  /** Whether lines of JSON and logfmt are shown by their fields, and this one with all of them. */
  isFolding: boolean;
  isOpen: boolean;
}

/** A row as an element: text nodes and classes only, whatever the line says. */
export function rowElement(row: Row, look: Look): HTMLElement {
  const element = document.createElement('div');
  element.className = `row ${row.kind}`;
  if (row.kind === 'state' && row.state.state === 'mark') element.classList.add('mark');
  element.setAttribute('role', 'listitem');
  // Streams that are merged have no numbers in common.
  if (!row.source) element.setAttribute('aria-posinset', String(row.seq + 1));
  if (!row.source) element.setAttribute('aria-setsize', '-1');
  element.dataset.seq = String(row.seq);
  if (look.isChosen(row.seq)) element.classList.add('chosen');
  const fields = row.kind === 'line' && look.isFolding && !row.open ? fieldsOf(row.text) : undefined;
  if (fields) element.classList.add('fields');
  element.append(gutter(row));
  if (row.source) element.append(source(row.source));
  element.append(level(row), time(row, look), content(row, look, fields));
  return element;
}

/** The age of a line goes on while the line stays. */
export function updateTime(element: HTMLElement, row: Row, look: Look): void {
  const clock = element.querySelector<HTMLElement>('.clock');
  const time = timeOf(row);
  const words = time && timeParts(time, look.times, look.now).clock;
  if (clock && clock.textContent !== words) clock.textContent = words;
}

function gutter(row: Row): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'gutter';
  if (!row.source && (row.kind === 'line' || row.kind === 'state')) mark.title = 'Link to this line; with Shift, to the lines up to it';
  if (row.kind === 'line') {
    mark.classList.add(row.origin);
    if (row.origin === 'stderr') {
      mark.textContent = '!';
      mark.title = ['Standard error', mark.title].filter(Boolean).join('. ');
      mark.setAttribute('aria-label', 'standard error');
    }
  }
  return mark;
}

/** Whose line it is, and the way to it among all lines of that stream. */
function source({stream, seq}: {stream: string; seq: number}): HTMLElement {
  const link = document.createElement('a');
  link.className = 'source';
  link.textContent = stream;
  link.href = hashOf(stream, {at: seq});
  link.title = `${stream}, line ${count(seq + 1)}`;
  // A stop at each row would be too many.
  link.tabIndex = -1;
  colour(link, stream);
  return link;
}

/** A letter for the eye, a word for the ear. */
function level(row: Row): HTMLElement {
  const mark = part('level', '');
  if (row.kind !== 'line' || !row.level) return mark;
  mark.classList.add(row.level);
  const letter = part('letter', row.level.charAt(0).toUpperCase());
  letter.setAttribute('aria-hidden', 'true');
  mark.title = row.level;
  mark.append(letter, part('unseen', row.level));
  return mark;
}

function time(row: Row, look: Look): HTMLElement {
  const stamp = document.createElement('time');
  stamp.className = 'time';
  const time = timeOf(row);
  if (!time) return stamp;
  stamp.dateTime = time;
  stamp.title = `${timeWords(time, 'local', look.now)}\n${time}`;
  const parts = timeParts(time, look.times, look.now);
  stamp.append(part('day', parts.day), part('clock', parts.clock), part('zone', parts.zone));
  return stamp;
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}

function timeOf(row: Row): string {
  return row.kind === 'line' ? row.time : row.kind === 'state' ? row.state.time : '';
}

function content(row: Row, look: Look, fields: Fields | undefined): HTMLElement {
  const text = document.createElement('span');
  text.className = 'text';
  if (row.kind === 'line') {
    if (row.origin === 'stderr') text.classList.add('stderr');
    if (fields) appendFields(text, fields, look.isOpen);
    else appendLine(text, row.text, row.open, look.length);
  } else if (row.kind === 'unknown') {
    text.textContent = count(row.seq);
  } else {
    text.textContent = row.kind === 'state' ? stateWords(row.state) : gapWords(row.gap);
  }
  return text;
}

function appendLine(element: HTMLElement, text: string, open: boolean, length: number): void {
  const {shown, hidden} = cut(text, length);
  // A row keeps the height of a line where nothing is written on it.
  if (shown === '') element.append('\u200b');
  for (const span of parseAnsi(shown)) element.append(node(span));
  if (hidden > 0 || (open && text.length >= length)) element.append(more(length, hidden));
}

function more(length: number, hidden: number): HTMLElement {
  const button = document.createElement('button');
  button.className = 'more';
  button.dataset.grow = String(grown(length));
  button.textContent = hidden > 0 ? `… ${count(hidden)} characters more` : '… more';
  return button;
}

function node({text, style}: Span): Node {
  const names = classes(style);
  if (names.length === 0 && style.fg === undefined && style.bg === undefined) return document.createTextNode(text);
  const span = document.createElement('span');
  span.className = names.join(' ');
  const [fg, bg] = style.inverse ? [style.bg, style.fg] : [style.fg, style.bg];
  // By CSSOM: the page's policy lets no style attribute in.
  if (typeof fg === 'string' && bg === undefined) tone(span, fg);
  else if (typeof fg === 'string') span.style.color = fg;
  if (typeof bg === 'string') span.style.backgroundColor = bg;
  span.textContent = text;
  return span;
}

/** On our own ground, for which the program has not chosen: the style sheet keeps the hue, and makes it readable. */
function tone(span: HTMLElement, colour: string): void {
  span.classList.add('tone');
  span.style.setProperty('--tone', colour);
}

function classes(style: Style): string[] {
  const names = (['bold', 'dim', 'italic', 'underline', 'strike', 'inverse'] as const).filter((each) => style[each]);
  const [fg, bg] = style.inverse ? [style.bg, style.fg] : [style.fg, style.bg];
  const colours = [typeof fg === 'number' && `fg${fg}`, typeof bg === 'number' && `bg${bg}`];
  return [...names, ...colours.filter((each): each is string => each !== false)];
}

/** What happened to the source, as a person says it. */
export function stateWords(state: StateRecord): string {
  const run = state.run === undefined ? '' : `run ${state.run} `;
  switch (state.state) {
    case 'started':
      return `${run}started${state.pid ? `, process ${state.pid}` : ''}`;
    case 'reattached':
      return `${run}taken over from the gateway before${state.pid ? `, process ${state.pid}` : ''}`;
    case 'exited':
      return `${run}exited with ${state.code}${state.signal ? ` (signal ${state.signal})` : ''}${backoff(state)}`;
    case 'failed':
      return `${run}failed: ${state.reason}${backoff(state)}`;
    case 'ended':
      return 'the source has ended';
    case 'mark':
      return `${state.text}${state.by ? ` — ${state.by}` : ''}`;
    case 'removed':
      return `${lines(Number(state.lines))} removed${state.by ? ` by ${state.by}` : ''}`;
    case 'gap':
      return `the source could not be read: ${state.reason}${state.bytes ? `, ${count(Number(state.bytes))} bytes` : ''}`;
    case 'ahead':
      return `the next line said it was from ${state.said}, in the future`;
    default:
      return state.state;
  }
}

function backoff({backoff}: StateRecord): string {
  return backoff === undefined ? '' : `, starts again in ${backoff} s`;
}

const REASONS: Record<string, string> = {
  retention: 'no longer kept',
  removed: 'removed',
  overflow: 'skipped',
  'disk-full': 'the disk was full',
  corrupt: 'cannot be read on the disk',
  missing: 'their file is gone',
};

export function gapWords({lines: number, reason}: Gap): string {
  return `${lines(number)} missing: ${REASONS[reason] ?? reason}`;
}
