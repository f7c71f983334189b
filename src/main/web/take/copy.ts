import {OtherLog, readRange} from '../api.ts';
import type {Log} from '../log.ts';
import {count, lines} from '../numbers.ts';
import {say} from '../toast.ts';
import type {JoinedText, Span} from './joined.ts';
import {fetchLines, MAX_COPIED, linesHere} from './text.ts';

/**
 * What becomes of lines that are to be copied.
 *
 * <pre>
 *   here ------------------------> copied
 *   elsewhere --> fetching ------> copied
 *                    |   \--no clipboard without a click (HTTP)--> ready --click--> copied
 *                    +--> failed
 * </pre>
 */
export type CopyState = 'copied' | 'fetching' | 'ready' | 'failed';

/** Copies a span: at once where its lines are here, else when they have come. */
export function copySpan(log: Log, span: Span, event?: ClipboardEvent): CopyState {
  const number = span.to.seq - span.from.seq + 1;
  if (number > MAX_COPIED) {
    say(`${count(number)} lines are selected, and up to ${count(MAX_COPIED)} can be copied. A download takes all of them.`);
    return 'failed';
  }
  const here = linesHere(log, span);
  if (!here) return copyLater(fetched(log, span), number);
  if (here.count === 0) return failed('there is no line of the program');
  if (event?.clipboardData) event.clipboardData.setData('text/plain', here.text);
  else put(here.text);
  if (here.count > 1 || !event) say(`Copied ${lines(here.count)}.`);
  return 'copied';
}

function failed(why: string): CopyState {
  say(`Not copied: ${why}.`);
  return 'failed';
}

/** Into the clipboard, within a click or the press of a key. */
export function put(text: string): void {
  const take = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', take, {capture: true, once: true});
  document.execCommand('copy');
  document.removeEventListener('copy', take, {capture: true});
}

function fetched(log: Log, span: Span): Promise<JoinedText> {
  const {stream, epoch} = log;
  const {signal} = new AbortController();
  return fetchLines(span, log.extent.next, (first, last) => readRange(stream, epoch, first, last, signal));
}

function copyLater(joined: Promise<JoinedText>, number: number): CopyState {
  say(`Fetching ${lines(number)} to copy…`);
  const fail = (failure: unknown): CopyState =>
    failed(failure instanceof OtherLog ? 'the log has been made anew' : (failure as Error).message);
  // Only with TLS or on this machine a page may write to the clipboard when the click is over.
  if (!navigator.clipboard) {
    joined.then(({count, text}) => say(`${lines(count)} are here.`, {words: 'Copy', run: () => put(text)}), fail);
    return 'ready';
  }
  const blob = joined.then(({text}) => new Blob([text], {type: 'text/plain'}));
  const written = navigator.clipboard.write([new ClipboardItem({'text/plain': blob})]);
  Promise.all([joined, written]).then(([{count}]) => say(`Copied ${lines(count)}.`), fail);
  return 'fetching';
}
