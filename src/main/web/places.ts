import {LitElement} from 'lit';
import {within} from './active.ts';
import {bind, Key} from './keys.ts';
import {addressOf, between, Place, placeOf} from './link.ts';
import {parseRoute} from './route.ts';
import {say} from './toast.ts';
import {copySpan, put} from './take/copy.ts';
import {Span, wholeLines} from './take/joined.ts';
import {RowSelection} from './take/selection.ts';
import type {View} from './view.ts';

/** Lines that are pointed at, and text that is selected: what a person takes from a stream's lines to elsewhere. */
export class Places {
  /** What the address points at. */
  place: Place | undefined;
  private selection: RowSelection | undefined;
  private end = new AbortController();
  /** Whether a button of the mouse is down on the lines. */
  private isPressed = false;

  constructor(private readonly view: View & LitElement) {}

  /** The box has another list in it. */
  attach(): void {
    this.end.abort();
    this.end = new AbortController();
    const {signal} = this.end;
    const {box} = this.view;
    this.selection = new RowSelection(box.querySelector<HTMLElement>('.block')!);
    this.place = placeOf(this.view.route);
    box.addEventListener('click', (event) => this.clicked(event), {signal});
    box.addEventListener('pointerdown', (event) => this.grasped(event), {signal});
    addEventListener('pointerup', () => (this.isPressed = false), {signal});
    box.addEventListener('keydown', (event) => this.pressed(event), {signal});
    document.addEventListener('selectionchange', () => this.selection!.changed(document.getSelection()), {signal});
    document.addEventListener('copy', (event) => this.copied(event), {signal});
    const release = bind(...within(this.view, this.keys()));
    signal.addEventListener('abort', release);
  }

  detach(): void {
    this.end.abort();
    this.selection = undefined;
    this.place = undefined;
  }

  /** Whether the address points into a log that is no longer there. */
  isOfOther(epoch: string): boolean {
    return this.place?.epoch !== undefined && this.place.epoch !== epoch;
  }

  drawn(): void {
    // Not under the hand that selects.
    if (!this.isPressed) this.selection?.restore(document.getSelection());
  }

  isChosen(seq: number): boolean {
    return this.place !== undefined && seq >= this.place.at && seq <= this.place.to;
  }

  /** Points at a place, in the address too, without going there. */
  choose(place: Place | undefined): void {
    this.place = place;
    // The view beside has no place in the address, but links of its own.
    if (!this.view.isBeside) history.replaceState(null, '', this.address);
    this.view.list?.repaint();
    this.view.requestUpdate();
  }

  private get address(): string {
    const {stream, query} = this.view.isBeside ? this.view.route : parseRoute(location.hash);
    return addressOf(stream!, this.place, query);
  }

  readonly copyLink = (): void => {
    put(new URL(this.address, location.href).href);
    say('Copied the link.');
  };

  readonly copyText = (): void => {
    const {log} = this.view;
    if (log && this.place) copySpan(log, {...wholeLines(this.place.at, this.place.to), isOnList: this.view.list?.isOnList});
  };

  private grasped(event: PointerEvent): void {
    this.isPressed = true;
    this.selection?.pressed(event);
  }

  private clicked(event: MouseEvent): void {
    const gutter = (event.target as Element).closest('.gutter, .level');
    const row = gutter?.closest<HTMLElement>('.row.line, .row.state');
    const {log} = this.view;
    if (!row || !log) return;
    const seq = Number(row.dataset.seq);
    const isSame = this.place?.at === seq && this.place.to === seq;
    this.view.list?.wantsUp();
    if (event.shiftKey && this.place) this.choose(between(this.place.at, seq, log.epoch));
    else this.choose(isSame ? undefined : between(seq, seq, log.epoch));
  }

  private pressed(event: KeyboardEvent): void {
    const {log, list} = this.view;
    if (event.key !== 'a' || !(event.ctrlKey || event.metaKey) || !log || !this.selection) return;
    event.preventDefault();
    list?.wantsUp();
    this.selection.all(log.extent.first, log.extent.next - 1);
  }

  private copied(event: ClipboardEvent): void {
    const {log, box} = this.view;
    const span = this.selection?.span;
    const selected = document.getSelection();
    if (!log || !span || !selected || !box.contains(selected.anchorNode)) return;
    if (this.isOfFields(span)) return;
    event.preventDefault();
    copySpan(log, {...span, isOnList: this.view.list?.isOnList}, event);
  }

  /** Of a line that is shown by its fields, what is selected of these. */
  private isOfFields({from, to}: Span): boolean {
    return from.seq === to.seq && this.view.list?.rowAt(from.seq)?.classList.contains('fields') === true;
  }

  private keys(): Key[] {
    return [
      {keys: ['l'], shown: 'l', group: 'Lines', words: 'link to the selected lines, or to the top one', run: () => this.link()},
      {keys: ['Escape'], shown: 'Esc', group: 'Lines', words: 'point at no line', run: () => (this.place ? this.choose(undefined) : false)},
    ];
  }

  private link(): void {
    const {log, list} = this.view;
    if (!log || !list) return;
    const span = this.selection?.span;
    list.wantsUp();
    if (span) this.choose(between(span.from.seq, span.to.seq, log.epoch));
    else if (!this.place) this.choose(between(list.visible.first, list.visible.first, log.epoch));
    this.copyLink();
  }
}
