import {OtherLog, readRange} from '../api.ts';
import type {Log} from '../log.ts';
import {count, lines} from '../numbers.ts';
import {say} from '../toast.ts';
import type {Span} from './joined.ts';
import {fetchText, MAX_COPIED, textHere} from './text.ts';

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
  const text = textHere(log, span);
  if (text === undefined) return copyLater(fetched(log, span), number);
  if (event?.clipboardData) event.clipboardData.setData('text/plain', text);
  else put(text);
  if (number > 1) say(`Copied ${lines(number)}.`);
  return 'copied';
}

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

function fetched(log: Log, span: Span): Promise<string> {
  const {stream, epoch} = log;
  const {signal} = new AbortController();
  return fetchText(span, log.extent.next, (first, last) => readRange(stream, epoch, first, last, signal));
}

function copyLater(text: Promise<string>, number: number): CopyState {
  say(`Fetching ${lines(number)} to copy…`);
  const failed = (failure: unknown): void =>
    say(failure instanceof OtherLog ? 'Not copied: the log has been made anew.' : `Not copied: ${(failure as Error).message}`);
  // Only with TLS or on this machine a page may write to the clipboard when the click is over.
  if (!navigator.clipboard) {
    text.then((all) => say(`${lines(number)} are here.`, {words: 'Copy', run: () => put(all)}), failed);
    return 'ready';
  }
  const blob = text.then((all) => new Blob([all], {type: 'text/plain'}));
  navigator.clipboard.write([new ClipboardItem({'text/plain': blob})]).then(() => say(`Copied ${lines(number)}.`), failed);
  return 'fetching';
}
