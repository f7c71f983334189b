import {html, nothing, svg, TemplateResult} from 'lit';
import {icon} from './icons.ts';
import {bind} from './keys.ts';
import {logIn} from './login.ts';
import {rate} from './numbers.ts';
import {Part} from './part.ts';
import {area, RateHistory} from './rate.ts';
import {hashOf, hashOfMerged} from './route.ts';
import {colour} from './rows/colour.ts';
import {settings} from './settings.ts';
import {Stream, Streams} from './streams.ts';
import {lastWords, stateName, streamState} from './stream-words.ts';

/** So many are told apart by their colours, more or less. */
const MAX_MERGED = 24;

const CHART = {width: 56, height: 16};

/** All streams: searched, filtered by state, grouped by a label, and how much each says. */
export class StreamList extends Part {
  static override properties = {selected: {}, beside: {}, merged: {}};
  declare selected: string | undefined;
  declare beside: string | undefined;
  /** Those on one list, if there are several. */
  declare merged: readonly string[];

  private readonly streams = new Streams(() => this.requestUpdate());
  private search = '';
  private state = '';
  private shown: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.streams.start();
    this.during(settings.follow(() => this.requestUpdate()));
    this.during(
      bind(
        {keys: ['q'], shown: 'q', group: 'Streams', words: 'search the streams', run: () => this.focusSearch()},
        {keys: ['['], shown: '[', group: 'Streams', words: 'stream before', run: () => this.step(-1)},
        {keys: [']'], shown: ']', group: 'Streams', words: 'next stream', run: () => this.step(1)},
      ),
    );
  }

  focusSearch(): void {
    document.body.classList.add('list-open');
    this.querySelector<HTMLInputElement>('input')?.focus();
  }

  private step(by: number): void {
    const names = [...this.querySelectorAll<HTMLAnchorElement>('a.stream')].map((each) => each.dataset.name!);
    const name = names[Math.max(0, names.indexOf(this.selected ?? '') + by)];
    if (name !== undefined) location.hash = hashOf(name, {beside: this.beside});
  }

  protected override render(): TemplateResult {
    const all = [...this.streams.all.values()];
    const matching = all.filter((each) => this.isChosen(each));
    return html`
      <header class="list-head">
        <h1><a href="#">Tailrace</a></h1>
        <button class="quiet close-list" @click=${this.hide} aria-label="Close the list">✕</button>
      </header>
      <div class="list-filter">
        <input type="search" placeholder="Search ${all.length === 1 ? '1 stream' : `${all.length} streams`}" aria-label="Search the streams by name or label"
          .value=${this.search} @input=${this.searched} @keydown=${this.searchKey} spellcheck="false" />
        <div class="list-choices">
          ${this.choice('State', this.state, ['', ...states(all)], (state) => stateName(state) || 'any state', (state) => {
            this.state = state;
            this.requestUpdate();
          })}
          ${this.choice('Group by', settings.now.groupBy, ['', ...labels(all)], (label) => (label ? `by ${label}` : 'ungrouped'), (groupBy) =>
            settings.change({groupBy}))}
        </div>
      </div>
      <nav aria-label="Streams" class="list-body">
        ${this.streams.state === 'lost' && all.length > 0 ? html`<p class="list-note lost">The gateway does not answer.</p>` : nothing}
        ${this.body(all, matching)}
      </nav>
    `;
  }

  private choice(label: string, value: string, values: string[], words: (value: string) => string, choose: (value: string) => void): TemplateResult {
    const all = values.includes(value) ? values : [...values, value];
    return html`<select aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${all.map((each) => html`<option value=${each} ?selected=${each === value}>${words(each)}</option>`)}
    </select>`;
  }

  private body(all: Stream[], matching: Stream[]): TemplateResult | TemplateResult[] {
    if (this.streams.state === 'signed-out') {
      return html`<p class="list-note">You are signed out. <button @click=${logIn}>Log in</button></p>`;
    }
    if (all.length === 0) {
      const words = {connecting: 'Asking the gateway…', here: 'No streams yet.', lost: 'The gateway does not answer.'};
      return html`<p class="list-note">${words[this.streams.state]}</p>`;
    }
    if (matching.length === 0) return html`<p class="list-note">No stream matches. <button @click=${this.showAll}>Show all</button></p>`;
    const label = settings.now.groupBy;
    return grouped(matching, label).map(
      ([value, streams]) => html`
        ${label ? this.heading(value || `no ${label}`, streams) : nothing}
        <ul>
          ${streams.map((each) => html`<li>${this.entry(each)}${this.besideLink(each)}${this.mergeLink(each)}</li>`)}
        </ul>
      `,
    );
  }

  private heading(words: string, streams: Stream[]): TemplateResult {
    const names = streams.map((each) => each.name);
    const all = `Merge all of ${words} by time`;
    const link = names.length > 1 && names.length <= MAX_MERGED;
    return html`<h2>${words} <small>${names.length}</small>${link ? html`<a class="merge" href=${hashOfMerged(names)} title=${all} aria-label=${all} @click=${this.hide}>${icon('merge')}</a>` : nothing}</h2>`;
  }

  private entry(stream: Stream): TemplateResult {
    const history = this.streams.rates.get(stream.name);
    const now = Date.now();
    const isMerged = this.merged.includes(stream.name);
    const isSelected = stream.name === this.selected;
    return html`<a class="stream ${stream.state} ${isMerged ? 'merged' : ''}" href=${hashOf(stream.name, {beside: this.beside})} data-name=${stream.name}
      aria-current=${isSelected || isMerged ? 'page' : nothing} @click=${this.hide}>
      <span class="stream-name" title=${stream.name}>${stream.name}</span>
      <span class="stream-state" title="state, and the age of the last line"><i class="dot ${stream.source === 'none' ? 'ended' : stream.state}"></i>${streamState(stream, now)}${lastWords(stream, now)}</span>
      ${chart(history)}
      <span class="stream-rate">${history?.now === undefined ? '' : rate(history.now)}</span>
      ${labelsOf(stream, settings.now.groupBy)}
    </a>`;
  }

  /** Beside the stream that is open. */
  private besideLink({name}: Stream): TemplateResult | typeof nothing {
    if (this.selected === undefined || name === this.selected || name === this.beside || this.merged.length > 0) return nothing;
    const words = `Show ${name} beside ${this.selected}`;
    return html`<a class="beside" href=${hashOf(this.selected, {beside: name})} title=${words} aria-label=${words} @click=${this.hide}>${icon('split')}</a>`;
  }

  /** Onto one list with those that are open, by time; or off it. */
  private mergeLink({name}: Stream): TemplateResult | typeof nothing {
    const {selected, merged} = this;
    if (selected === undefined || (name === selected && merged.length === 0)) return nothing;
    const open = merged.length > 0 ? merged : [selected];
    const isOn = open.includes(name);
    const words = isOn ? `Take ${name} off the merged list` : `Merge ${name} with ${open.join(', ')} by time`;
    const wanted = isOn ? open.filter((each) => each !== name) : [...open, name];
    return html`<a class="merge ${isOn ? 'on' : ''}" href=${hashOfMerged(wanted)} title=${words} aria-label=${words}>${icon(isOn ? 'without' : 'merge')}</a>`;
  }

  protected override updated(): void {
    for (const each of this.querySelectorAll<HTMLElement>('a.stream.merged')) colour(each, each.dataset.name!);
    this.tellSelected();
    if (this.shown === this.selected || this.selected === undefined) return;
    const link = this.querySelector('a[aria-current]');
    if (!link) return;
    this.shown = this.selected;
    link.scrollIntoView({block: 'nearest'});
  }

  /** Somebody who comes for the only stream there is need not choose. */
  private tellSelected(): void {
    const {all, state} = this.streams;
    const only = all.size === 1 ? [...all.keys()][0] : undefined;
    if (only !== undefined && state === 'here' && !location.hash) location.replace(hashOf(only));
    for (const name of [this.selected, this.beside]) {
      const selected = name === undefined ? undefined : all.get(name);
      if (selected) this.dispatchEvent(new CustomEvent('selected-stream', {detail: selected}));
    }
  }

  private isChosen({name, labels, state}: Stream): boolean {
    if (this.state && state !== this.state) return false;
    const text = [name, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)].join(' ').toLowerCase();
    return this.search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  private readonly searched = (event: Event): void => {
    this.search = (event.target as HTMLInputElement).value;
    this.requestUpdate();
  };

  private readonly searchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.querySelector<HTMLAnchorElement>('a.stream')?.click();
    if (event.key === 'Escape') (event.target as HTMLElement).blur();
  };

  private readonly showAll = (): void => {
    this.search = '';
    this.state = '';
    this.requestUpdate();
  };

  private readonly hide = (): void => document.body.classList.remove('list-open');
}

function chart(history: RateHistory | undefined): TemplateResult {
  const {width, height} = CHART;
  const points = area(history?.points ?? [], width, height);
  // A quiet stream has no line to stand on.
  const drawn = points && svg`<line x1="0" x2=${width} y1=${height} y2=${height}></line><polygon points=${points}></polygon>`;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" aria-hidden="true">${drawn || nothing}</svg>`;
}

/** Those that the group's heading does not say. */
function labelsOf({labels}: Stream, groupBy: string): TemplateResult | typeof nothing {
  const entries = Object.entries(labels).filter(([key]) => key !== groupBy);
  if (entries.length === 0) return nothing;
  return html`<span class="labels">${entries.map(([key, value]) => html`<span class="label">${key}=${value}</span>`)}</span>`;
}

function states(streams: Stream[]): string[] {
  return [...new Set(streams.map((each) => each.state))].sort();
}

function labels(streams: Stream[]): string[] {
  return [...new Set(streams.flatMap((each) => Object.keys(each.labels)))].sort();
}

function grouped(streams: Stream[], label: string): [string, Stream[]][] {
  const groups = new Map<string, Stream[]>();
  for (const stream of [...streams].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const value = label ? (stream.labels[label] ?? '') : '';
    groups.set(value, [...(groups.get(value) ?? []), stream]);
  }
  // Those without the label last.
  return [...groups].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
}

customElements.define('stream-list', StreamList);
