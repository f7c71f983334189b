import {plain} from '../ansi.ts';
import {Key} from '../keys.ts';
import {lines} from '../numbers.ts';
import {hashOfMerged} from '../route.ts';
import {gapWords, stateWords} from '../rows/row.ts';
import type {VirtualList} from '../rows/virtual-list.ts';
import {put} from '../take/copy.ts';
import type {Span} from '../take/joined.ts';
import {RowSelection} from '../take/selection.ts';
import {say} from '../toast.ts';
import type {Item} from './item.ts';

/** The view whose lines are taken along. */
interface Owner {
  readonly box: HTMLElement;
  readonly list: VirtualList | undefined;
  readonly streams: readonly string[];
  readonly moment: string | undefined;
  item(place: number): Item | undefined;
}

/** What a person takes from a merged list to elsewhere: text that is selected, and the link to a time. */
export class Places {
  private selection: RowSelection | undefined;
  private end = new AbortController();
  /** Whether a button of the mouse is down on the lines. */
  private isPressed = false;

  constructor(private readonly owner: Owner) {}

  attach(): void {
    this.end.abort();
    this.end = new AbortController();
    const {signal} = this.end;
    const {box} = this.owner;
    const selection = new RowSelection(box.querySelector<HTMLElement>('.block')!);
    this.selection = selection;
    box.addEventListener('pointerdown', (event) => this.grasped(event), {signal});
    addEventListener('pointerup', () => (this.isPressed = false), {signal});
    document.addEventListener('selectionchange', () => selection.changed(document.getSelection()), {signal});
    document.addEventListener('copy', (event) => this.copied(event), {signal});
  }

  detach(): void {
    this.end.abort();
    this.selection = undefined;
  }

  drawn(): void {
    // Not under the hand that selects.
    if (!this.isPressed) this.selection?.restore(document.getSelection());
  }

  keys(): Key[] {
    return [{keys: ['l'], shown: 'l', group: 'Lines', words: 'link to the time of the line that is read', run: () => this.link()}];
  }

  private grasped(event: PointerEvent): void {
    this.isPressed = true;
    this.selection?.pressed(event);
  }

  private copied(event: ClipboardEvent): void {
    const span = this.selection?.span;
    const selected = document.getSelection();
    if (!span || !selected || !this.owner.box.contains(selected.anchorNode)) return;
    event.preventDefault();
    const texts = this.texts(span);
    event.clipboardData?.setData('text/plain', texts.join('\n'));
    if (texts.length > 1) say(`Copied ${lines(texts.length)}.`);
  }

  /** All that is selected is here: a selection goes no further than the window. */
  private texts({from, to}: Span): string[] {
    const texts: string[] = [];
    for (let place = from.seq; place <= to.seq; place++) {
      const item = this.owner.item(place);
      if (!item) continue;
      const text = textOf(item);
      texts.push(text.slice(place === from.seq ? from.offset : 0, place === to.seq ? to.offset : undefined));
    }
    return texts;
  }

  private link(): void {
    const {moment, streams, list} = this.owner;
    if (!moment) return;
    list?.wantsUp();
    const hash = hashOfMerged(streams, {t: moment});
    history.replaceState(null, '', hash);
    put(new URL(hash, location.href).href);
    say('Copied the link to this time.');
  }
}

function textOf({entry, text}: Item): string {
  if (entry.kind === 'line') return plain(text);
  return entry.kind === 'state' ? stateWords(entry.state) : gapWords(entry.gap);
}
