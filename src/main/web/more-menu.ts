import {html, TemplateResult} from 'lit';
import {within} from './active.ts';
import {toggleFullScreen} from './full-screen.ts';
import {goToMoment} from './go/go-menu.ts';
import {icon} from './icons.ts';
import {bind, Key} from './keys.ts';
import {closeMenu, menu, unique} from './menu.ts';
import {Part} from './part.ts';
import type {Places} from './places.ts';
import {settings} from './settings.ts';
import {printLines} from './take/print.ts';
import type {View} from './view.ts';

/** What has a button of its own where there is room for it. */
const NARROW: Key[] = [
  {keys: [], shown: 'h', group: '', words: 'lines over time, or not', run: () => settings.change({histogram: !settings.now.histogram})},
  {keys: [], shown: 'w', group: '', words: 'wrap long lines, or not', run: () => settings.change({wrap: !settings.now.wrap})},
  {keys: [], shown: 'i', group: '', words: 'JSON and logfmt by fields, or as written', run: () => settings.change({fold: !settings.now.fold})},
];

/** What is done seldom. */
class MoreMenu extends Part {
  static override properties = {view: {}, places: {}};
  declare view: View;
  declare places: Places;

  private readonly panel = unique('more');

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(bind(...within(this, this.keys())));
  }

  protected override render(): TemplateResult {
    const keys = this.keys().filter(({keys}) => keys[0] !== '=' || viewBeside(this.view));
    const commands = html`<ul class="commands">
      ${NARROW.map((key) => this.command(key, 'narrow'))} ${keys.map((key) => this.command(key))}
    </ul>`;
    return menu(this.panel, icon('more'), 'More', commands, () => this.requestUpdate());
  }

  private command({words, shown, run}: Key, when = ''): TemplateResult {
    const choose = (event: Event): void => {
      closeMenu(event);
      run(new KeyboardEvent('keydown'));
    };
    return html`<li class=${when}><button class="quiet" @click=${choose}>${words.charAt(0).toUpperCase() + words.slice(1)} <kbd>${shown}</kbd></button></li>`;
  }

  private keys(): Key[] {
    const group = 'Page';
    return [
      {keys: ['F'], shown: 'F', group, words: 'full screen, and back', run: toggleFullScreen},
      {keys: ['P'], shown: 'P', group, words: 'print the lines pointed at, or those on the screen', run: () => this.print()},
      {keys: ['='], shown: '=', group, words: 'the view beside to this moment', run: () => this.sameMoment()},
    ];
  }

  /** The view beside goes to the moment that is read here. */
  private sameMoment(): void | false {
    const other = viewBeside(this.view);
    const time = this.view.moment;
    if (!other || !time) return false;
    void goToMoment(other, new Date(time));
  }

  private print(): void {
    const {log, list} = this.view;
    if (!log || !list) return;
    const {first, last} = list.visible;
    void printLines(log, this.places.place ?? {at: first, to: Math.min(last, log.extent.next - 1)});
  }
}

function viewBeside(view: View): View | undefined {
  return [...document.querySelectorAll<HTMLElement & View>('log-view')].find((each) => each !== (view as unknown));
}

customElements.define('more-menu', MoreMenu);
