import {html, nothing, TemplateResult} from 'lit';
import {isActive, VIEWS, within} from '../active.ts';
import {bind, Key} from '../keys.ts';
import {unique} from '../menu.ts';
import {Part} from '../part.ts';
import {changeHash} from '../route.ts';
import {settings} from '../settings.ts';
import type {View} from '../view.ts';
import {Query, quote} from './pattern.ts';
import {isWorking, SearchState} from './search-state.ts';
import {Seeker, Way} from './seeker.ts';

/** From the least severe on; a choice has those that follow, too. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const CHOICES = [
  ['', 'All levels'],
  ['debug', 'From debug'],
  ['info', 'From info'],
  ['warn', 'From warning'],
  ['error', 'Errors'],
] as const;

/** A browser may refuse to change the address with each letter (Safari: a hundred times in half a minute). */
const TELL_MILLIS = 500;

/** More is no word that one looks for. */
const MAX_SELECTED = 200;

/** The field for finding, what it has found, and its keys. */
export class FindBar extends Part {
  finder: Seeker | undefined;
  private readonly wordsId = unique('find-words');
  private isOpen = false;
  private text = '';
  private level = '';
  private times: {since?: string; until?: string} = {};
  private news = '';
  private said = '';
  private telling: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(bind(...within(this, this.keys())));
    const press = (event: KeyboardEvent): void => this.pressed(event);
    addEventListener('keydown', press);
    this.during(() => removeEventListener('keydown', press));
  }

  /** Another log. */
  attach(finder: Seeker, query: URLSearchParams): void {
    this.finder = finder;
    this.times = {};
    this.take(query);
    this.look();
  }

  /** What an address says to look for; if it says nothing, that stays. */
  take(query: URLSearchParams): void {
    if (!query.has('q') && !query.has('level')) return;
    this.text = query.get('q') ?? '';
    this.level = CHOICES.find(([level]) => level === query.get('level'))?.[0] ?? '';
    this.isOpen = true;
    settings.change({matchCase: query.has('case'), pattern: !query.has('plain'), onlyMatches: query.has('only')});
    this.look();
  }

  detach(): void {
    this.finder?.dispose();
    this.finder = undefined;
  }

  /** Only lines of these times are looked for. */
  within(times: {since?: string; until?: string}): void {
    this.times = times;
    this.look();
  }

  protected override render(): TemplateResult {
    this.hidden = !this.isOpen;
    if (!this.isOpen) return html``;
    const {matchCase, pattern, onlyMatches} = settings.now;
    const state = this.finder?.state ?? {kind: 'idle' as const};
    const words = this.finder?.words ?? '';
    const times = words && this.times.since ? ' of the chosen time' : '';
    return html`
      <div class="find-field">
        <input type="search" aria-label="Find" placeholder="Find" spellcheck="false" autocapitalize="off" autocomplete="off"
          aria-invalid=${state.kind === 'refused'} aria-describedby=${this.wordsId} .value=${this.text} @input=${this.typed} @keydown=${this.typedKey} />
        <button aria-pressed=${matchCase} aria-label="Match case" title="Match case" @click=${() => this.choose({matchCase: !matchCase})}>Aa</button>
        <button aria-pressed=${pattern} aria-label="Pattern (RE2)" title="Pattern (RE2)" @click=${() => this.choose({pattern: !pattern})}>.*</button>
      </div>
      <div class="find-ways">
        <button aria-label="Match above" title="Match above (N)" @click=${() => this.finder?.go('up')}>↑</button>
        <button aria-label="Match below" title="Match below (n)" @click=${() => this.finder?.go('down')}>↓</button>
      </div>
      <select aria-label="Levels" @change=${this.chooseLevel}>
        ${CHOICES.map(([level, name]) => html`<option value=${level} ?selected=${level === this.level}>${name}</option>`)}
      </select>
      <button aria-pressed=${onlyMatches} title="Only the matches, or all lines (o)" @click=${this.toggleOnly}>Only matches</button>
      <span id=${this.wordsId} class="find-words ${state.kind}">${words}${times}</span>
      <span class="unseen" role="status">${this.politely(state, words + times)}</span>
      ${isWorking(state) ? html`<button class="quiet" @click=${() => this.finder?.stop()}>Stop</button>` : nothing}
      ${this.finder?.mayGoOn ? html`<button class="quiet" @click=${() => this.finder?.goOn()}>Go on</button>` : nothing}
      <button class="quiet find-close" aria-label="Close" title="Close (Esc)" @click=${this.close}>✕</button>
      <i class="find-progress" ?hidden=${!isWorking(state)}></i>
    `;
  }

  /** A screen reader hears what has come of it, and not each step. */
  private politely(state: SearchState, words: string): string {
    const news = `${state.kind} ${this.finder?.now}`;
    if (news !== this.news && !isWorking(state)) {
      this.news = news;
      this.said = words;
    }
    return this.said;
  }

  protected override updated(): void {
    const bar = this.querySelector<HTMLElement>('.find-progress');
    if (bar && this.finder) bar.style.transform = `scaleX(${this.finder.share.toFixed(3)})`;
  }

  private get view(): (HTMLElement & Pick<View, 'box' | 'isBeside'>) | null {
    return this.closest<HTMLElement & View>(VIEWS);
  }

  get query(): Query | undefined {
    if (!this.isOpen || (this.text === '' && this.level === '')) return undefined;
    const levels = this.level ? LEVELS.slice(LEVELS.indexOf(this.level)) : [];
    return {text: this.text, matchCase: settings.now.matchCase, isPattern: settings.now.pattern, levels, ...this.times};
  }

  private look(): void {
    this.finder?.look(this.query, settings.now.onlyMatches);
    this.requestUpdate();
  }

  /** So that an address can be given to others. */
  private tell(): void {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tellNow(), TELL_MILLIS);
  }

  private tellNow(): void {
    // The address is that of the first view.
    if (this.view?.isBeside) return;
    const {matchCase, pattern, onlyMatches} = settings.now;
    const isOn = this.query !== undefined;
    changeHash({
      q: isOn && this.text ? this.text : undefined,
      level: isOn && this.level ? this.level : undefined,
      case: isOn && matchCase ? 1 : undefined,
      plain: isOn && !pattern ? 1 : undefined,
      only: isOn && onlyMatches ? 1 : undefined,
    });
  }

  readonly open = async (): Promise<void> => {
    const selection = document.getSelection();
    const isOfLog = this.view?.box.contains(selection?.anchorNode ?? null);
    const selected = isOfLog ? selection!.toString() : '';
    if (selected && selected.length <= MAX_SELECTED && !selected.includes('\n')) {
      this.text = settings.now.pattern ? quote(selected) : selected;
    }
    this.isOpen = true;
    this.look();
    await this.updateComplete;
    const input = this.querySelector('input')!;
    input.focus();
    input.select();
  };

  private readonly close = (): void => {
    this.isOpen = false;
    this.look();
    this.tell();
    this.view?.box.focus({preventScroll: true});
  };

  private readonly typed = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
    this.look();
    this.tell();
  };

  private readonly typedKey = (event: KeyboardEvent): void => {
    const way: Way | undefined =
      event.key === 'ArrowUp' || (event.key === 'Enter' && !event.shiftKey) ? 'up' : event.key === 'ArrowDown' || event.key === 'Enter' ? 'down' : undefined;
    if (!way) return;
    event.preventDefault();
    this.finder?.go(way);
  };

  private choose(change: Partial<{matchCase: boolean; pattern: boolean; onlyMatches: boolean}>): void {
    settings.change(change);
    this.look();
    this.tell();
  }

  private readonly chooseLevel = (event: Event): void => {
    this.level = (event.target as HTMLSelectElement).value;
    if (this.level && this.text === '') settings.change({onlyMatches: true});
    this.look();
    this.tell();
  };

  private readonly toggleOnly = (): void => this.choose({onlyMatches: !settings.now.onlyMatches});

  /** The first time ours; in our field the browser's. */
  private pressed(event: KeyboardEvent): void {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !isActive(this)) return;
    if (document.activeElement === this.querySelector('input') || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    void this.open();
  }

  private keys(): Key[] {
    const group = 'Find';
    const go = (way: Way) => () => this.finder?.go(way);
    const kind = (kind: 'error' | 'stderr', way: Way) => () => void this.finder?.goToKind(kind, way);
    return [
      {keys: ['/'], shown: '/', group, words: 'find; Ctrl+F, too', run: () => void this.open()},
      {keys: ['n'], shown: 'n', group, words: 'match below', run: go('down')},
      {keys: ['N'], shown: 'N', group, words: 'match above', run: go('up')},
      {keys: ['o'], shown: 'o', group, words: 'only the matches, or all lines', run: this.toggleOnly},
      {keys: ['c'], shown: 'c', group, words: 'lines around the match, or more', run: () => void this.finder?.context(true)},
      {keys: ['C'], shown: 'C', group, words: 'no lines around it', run: () => void this.finder?.context(false)},
      {keys: ['e', 'E'], shown: 'e E', group, words: 'error below, above', run: (event) => kind('error', event.key === 'e' ? 'down' : 'up')()},
      {keys: ['s', 'S'], shown: 's S', group, words: 'stderr line below, above', run: (event) => kind('stderr', event.key === 's' ? 'down' : 'up')()},
      {keys: ['Escape'], shown: 'Esc', group, words: 'close it', run: () => (this.isOpen ? this.close() : false)},
    ];
  }
}

customElements.define('find-bar', FindBar);
