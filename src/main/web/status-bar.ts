import {html, nothing, TemplateResult} from 'lit';
import {LiveState, words} from './live-state.ts';
import {count} from './numbers.ts';
import {Part} from './part.ts';
import type {Extent} from './rows/anchor.ts';

export interface Status {
  live: LiveState;
  /** Where the reader is. */
  where: string;
  isFollowing: boolean;
  news: number;
  retry: () => void;
}

/** What a screen reader hears of it, at most so often. */
const POLITE_MILLIS = 5000;

/** Where the reader is, and what the connection does, in words. */
export class StatusBar extends Part {
  private status: Status | undefined;
  private said = '';
  private saidAt = 0;

  show(status: Status): void {
    this.status = status;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    if (!this.status) return html``;
    const {live, where} = this.status;
    const connection = words(live, Date.now());
    const waits = live.kind === 'waiting' || live.kind === 'stopping';
    return html`
      <span class="connection ${live.kind}"><i class="dot ${live.kind}"></i>${connection}</span>
      ${waits ? html`<button class="quiet" @click=${this.status.retry}>now</button>` : nothing}
      <span class="following">${this.followWords()}</span>
      <span class="where">${where}</span>
      <span class="unseen" role="status">${this.politely(`${live.kind === 'waiting' ? 'reconnecting' : connection}, ${this.followWords()}`)}</span>
    `;
  }

  private followWords(): string {
    const {isFollowing, news, live} = this.status!;
    if (live.kind === 'ended') return isFollowing ? 'at the end' : '';
    return isFollowing ? 'following' : `paused, ${count(news)} new`;
  }

  private politely(text: string): string {
    if (text !== this.said && Date.now() - this.saidAt >= POLITE_MILLIS) {
      this.said = text;
      this.saidAt = Date.now();
    }
    return this.said;
  }
}

/** `1,429 – 1,470 of 5,000`; nothing as long as no row is drawn. */
export function whereWords({first, next}: Extent, visible: {first: number; last: number} | undefined): string {
  if (next <= first) return 'no lines';
  if (!visible) return '';
  const kept = first > 0 ? `, kept from ${count(first + 1)} on` : '';
  return `${count(visible.first + 1)} – ${count(Math.min(visible.last + 1, next))} of ${count(next)}${kept}`;
}

customElements.define('status-bar', StatusBar);
