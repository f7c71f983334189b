import {html, TemplateResult} from 'lit';
import {Place} from './link.ts';
import {count} from './numbers.ts';
import {Part} from './part.ts';
import type {Places} from './places.ts';

/** What can be done with the lines that are pointed at. */
class PlaceBar extends Part {
  static override properties = {places: {}, place: {}};
  declare places: Places;
  declare place: Place | undefined;

  protected override render(): TemplateResult {
    if (!this.place) return html``;
    return html`<div class="place-bar" role="group" aria-label="The lines that the address points at">
      <span>${words(this.place)}</span>
      <button @click=${this.places.copyLink} title="Copy the link (l)">Copy link</button>
      <button @click=${this.places.copyText}>Copy text</button>
      <button class="quiet" @click=${() => this.places.choose(undefined)} aria-label="Point at no line" title="Point at no line (Esc)">✕</button>
    </div>`;
  }
}

export function words({at, to}: Place): string {
  return at === to ? `Line ${count(at + 1)}` : `Lines ${count(at + 1)} – ${count(to + 1)}`;
}

customElements.define('place-bar', PlaceBar);
