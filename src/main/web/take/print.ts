import {readRange} from '../api.ts';
import type {Place} from '../link.ts';
import type {Log} from '../log.ts';
import {count} from '../numbers.ts';
import {Entry, firstSeq, lastSeq} from '../record.ts';
import {Lines} from '../rows/lines.ts';
import {rowElement} from '../rows/row.ts';
import {settings} from '../settings.ts';
import {say} from '../toast.ts';

/** Some fifty pages. */
const MAX_PRINTED = 3000;

/** Characters of a line on paper. */
const LENGTH = 65_536;

/** Prints lines as they are shown, with the stream and where they are as a heading. */
export async function printLines(log: Log, {at, to}: Pick<Place, 'at' | 'to'>): Promise<void> {
  if (to - at >= MAX_PRINTED) return say(`Up to ${count(MAX_PRINTED)} lines can be printed. A download takes any number.`);
  const entries = new Map<number, Entry>();
  try {
    for (const entry of await readRange(log.stream, log.epoch, at, to, new AbortController().signal)) {
      for (let seq = Math.max(at, firstSeq(entry)); seq <= Math.min(to, lastSeq(entry)); seq++) entries.set(seq, entry);
    }
  } catch (failure) {
    return say(`Not printed: ${(failure as Error).message}`);
  }
  const sheet = sheetOf(log, at, to, new Lines((seq) => entries.get(seq)));
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), {once: true});
  print();
}

function sheetOf(log: Log, at: number, to: number, lines: Lines): HTMLElement {
  const sheet = document.createElement('section');
  sheet.className = 'sheet wrap log';
  const {times, fold} = settings.now;
  // Ages would be those of the moment of printing.
  const shown = times === 'relative' ? 'local' : times;
  sheet.dataset.times = shown;
  const title = document.createElement('h1');
  title.textContent = `${log.stream}, lines ${count(at + 1)} – ${count(to + 1)}`;
  sheet.append(title);
  const look = {times: shown, now: Date.now(), length: LENGTH, isChosen: () => false, isFolding: fold, isOpen: false};
  for (let seq = at; seq <= to; ) {
    const row = lines.at(seq, LENGTH);
    if (row) sheet.append(rowElement(row, look));
    seq = (row?.last ?? seq) + 1;
  }
  return sheet;
}
