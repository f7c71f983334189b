import {html, nothing, TemplateResult} from 'lit';
import {LiveState, words} from './live-state.ts';
import {count} from './numbers.ts';
import {Part} from './part.ts';
import {Extent} from './rows/anchor.ts';

export interface Status {
  live: LiveState;
  extent: Extent;
  visible: {first: number; last: number};
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
    const {live, extent, visible} = this.status;
    const connection = words(live, Date.now());
    const waits = live.kind === 'waiting' || live.kind === 'stopping';
    return html`
      <span class="connection ${live.kind}"><i class="dot ${live.kind}"></i>${connection}</span>
      ${waits ? html`<button class="quiet" @click=${this.status.retry}>now</button>` : nothing}
      <span class="following">${this.followWords()}</span>
      <span class="where">${this.whereWords(extent, visible)}</span>
      <span class="unseen" role="status">${this.politely(`${live.kind === 'waiting' ? 'reconnecting' : connection}, ${this.followWords()}`)}</span>
    `;
  }

  private followWords(): string {
    const {isFollowing, news, live} = this.status!;
    if (live.kind === 'ended') return isFollowing ? 'at the end' : '';
    return isFollowing ? 'following' : `paused, ${count(news)} new`;
  }

  private whereWords({first, next}: Extent, visible: {first: number; last: number}): string {
    if (next <= first) return 'no lines';
    const kept = first > 0 ? `, kept from ${count(first + 1)} on` : '';
    return `${count(visible.first + 1)} – ${count(Math.min(visible.last + 1, next))} of ${count(next)}${kept}`;
  }

  private politely(text: string): string {
    if (text !== this.said && Date.now() - this.saidAt >= POLITE_MILLIS) {
      this.said = text;
      this.saidAt = Date.now();
    }
    return this.said;
  }
}

customElements.define('status-bar', StatusBar);
