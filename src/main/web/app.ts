import {html, nothing, TemplateResult} from 'lit';
import './log-view.ts';
import './merged/merged-view.ts';
import type {LogView} from './log-view.ts';
import './status-bar.ts';
import './stream-list.ts';
import {whoAmI, Person} from './api.ts';
import {showHelp} from './help.ts';
import {bind} from './keys.ts';
import {logIn, logOut} from './login.ts';
import {Part} from './part.ts';
import {hashOf, parseRoute, Route} from './route.ts';
import {Settings, settings} from './settings.ts';
import {Stream} from './streams.ts';

const THEMES: Settings['theme'][] = ['auto', 'light', 'dark'];
const THEME_WORDS = {auto: 'theme: system', light: 'theme: light', dark: 'theme: dark'};

/** The whole page: the list of streams at the left, one of them beside it. */
class App extends Part {
  private route: Route = parseRoute(location.hash);
  private second: Route | undefined;
  private person: Person | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', () => this.go());
    this.during(settings.follow(({theme}) => this.paint(theme)));
    this.during(
      bind(
        {keys: ['d'], shown: 'd', group: 'Page', words: 'dark, light, or as the system', run: () => this.nextTheme()},
        {keys: ['Escape'], shown: 'Esc', group: 'Page', words: 'close what is open', run: () => this.escape()},
      ),
    );
    void whoAmI().then((person) => {
      // Whoever comes is led to the form; whoever is here already is told, and keeps what is read.
      if (person === 'nobody') return logIn();
      this.person = person;
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult {
    const {stream, beside, merged} = this.route;
    return html`
      <aside class="side">
        <stream-list .selected=${stream} .beside=${beside} .merged=${merged} @selected-stream=${this.tellStream}></stream-list>
        <footer class="side-foot">
          <button class="quiet" @click=${this.nextTheme} title="Dark or light (d)">${THEME_WORDS[settings.now.theme]}</button>
          <button class="quiet" @click=${showHelp} title="Keys (?)">keys <kbd>?</kbd></button>
          ${this.person?.session ? html`<button class="quiet" @click=${logOut} title=${this.person.principal}>log out</button>` : nothing}
        </footer>
      </aside>
      <main class=${stream && beside && merged.length === 0 ? 'split' : ''}>
        ${this.main()}
        ${stream && beside && merged.length === 0 ? html`<log-view .route=${this.routeBeside(beside)} .isBeside=${true} @close-beside=${this.closeBeside}></log-view>` : nothing}
      </main>
    `;
  }

  private main(): TemplateResult {
    const {stream, merged} = this.route;
    if (!stream) return html`<p class="empty">Choose a stream.</p>`;
    return merged.length > 0 ? html`<merged-view .route=${this.route}></merged-view>` : html`<log-view .route=${this.route}></log-view>`;
  }

  private go(): void {
    this.route = parseRoute(location.hash);
    document.body.classList.toggle('list-open', !this.route.stream);
    if (!this.route.stream) document.title = 'Tailrace';
    this.requestUpdate();
  }

  protected override firstUpdated(): void {
    document.body.classList.toggle('list-open', !this.route.stream);
  }

  private readonly tellStream = ({detail}: CustomEvent<Stream>): void => this.querySelectorAll<LogView>('log-view').forEach((each) => each.streamIs(detail));

  /** The same object as long as it is the same stream, or the view would begin anew. */
  private routeBeside(stream: string): Route {
    if (this.second?.stream !== stream) this.second = {stream, merged: [], query: new URLSearchParams()};
    return this.second;
  }

  private readonly closeBeside = (): void => {
    const {stream, query} = parseRoute(location.hash);
    query.delete('beside');
    location.hash = hashOf(stream!, Object.fromEntries(query));
  };

  private paint(theme: Settings['theme']): void {
    document.documentElement.dataset.theme = theme;
    this.requestUpdate();
  }

  private readonly nextTheme = (): void => {
    settings.change({theme: THEMES[(THEMES.indexOf(settings.now.theme) + 1) % THEMES.length]!});
  };

  private escape(): void {
    if (this.route.stream) document.body.classList.remove('list-open');
    (document.activeElement as HTMLElement | null)?.blur?.();
    this.querySelector<HTMLElement>('.log')?.focus({preventScroll: true});
  }
}

customElements.define('tailrace-app', App);
