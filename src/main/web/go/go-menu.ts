import {html, nothing, TemplateResult} from 'lit';
import {within} from '../active.ts';
import {icon} from '../icons.ts';
import {bind} from '../keys.ts';
import {menu, unique} from '../menu.ts';
import {Part} from '../part.ts';
import {Run, runBeside, runWords} from '../runs.ts';
import {settings} from '../settings.ts';
import {say} from '../toast.ts';
import type {Timed} from '../view.ts';
import {fieldValue, momentOf} from './moment.ts';

const STEPS: [words: string, minutes: number][] = [
  ['− 1 h', -60],
  ['− 5 min', -5],
  ['+ 5 min', 5],
  ['+ 1 h', 60],
];

/** Goes to a moment, or to where a run began. */
class GoMenu extends Part {
  static override properties = {view: {}, runs: {}};
  declare view: Timed;
  declare runs: readonly Run[];

  private readonly panel = unique('go');

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(settings.follow(() => this.requestUpdate()));
    this.during(
      bind(
        ...within(this, [
          {keys: ['{'], shown: '{', group: 'Lines', words: 'to where the run before began', run: () => this.toRun('before')},
          {keys: ['}'], shown: '}', group: 'Lines', words: 'to where the next run began', run: () => this.toRun('after')},
          {keys: ['@'], shown: '@', group: 'Lines', words: 'to a moment', run: () => this.querySelector('button')?.click()},
        ]),
      ),
    );
  }

  protected override render(): TemplateResult {
    return menu(this.panel, icon('clock'), 'Go to a moment or a run', this.content(), () => this.opened());
  }

  private content(): TemplateResult {
    const zone = this.isUtc ? 'UTC' : 'local time';
    return html`
      <form @submit=${this.toMoment}>
        <fieldset>
          <legend>A moment, ${zone}</legend>
          <div class="moment">
            <input type="datetime-local" step="1" required autofocus aria-label="Moment, ${zone}" />
            <button class="primary">Go</button>
          </div>
          <div class="steps">${STEPS.map(([words, minutes]) => html`<button type="button" @click=${() => this.step(minutes)}>${words}</button>`)}</div>
        </fieldset>
        ${this.runs.length > 0 ? this.runList() : nothing}
      </form>
    `;
  }

  private runList(): TemplateResult {
    const now = Date.now();
    return html`<fieldset>
      <legend>Runs</legend>
      <div class="steps">
        <button type="button" title="Where the run before began ({)" @click=${() => this.toRun('before')}>← Before</button>
        <button type="button" title="Where the next run began (})" @click=${() => this.toRun('after')}>Next →</button>
      </div>
      <ul class="run-list">
        ${this.runs.toReversed().map((run) => html`<li><button type="button" class="quiet" ?disabled=${run.first === undefined} @click=${() => this.go(run)}>${runWords(run, now)}</button></li>`)}
      </ul>
    </fieldset>`;
  }

  private get isUtc(): boolean {
    return settings.now.times === 'utc';
  }

  private get field(): HTMLInputElement {
    return this.querySelector('input')!;
  }

  /** The menu begins with the moment that is read. */
  private opened(): void {
    const time = this.view.moment;
    this.field.value = fieldValue(time ? new Date(time) : new Date(), this.isUtc);
    this.requestUpdate();
  }

  private step(minutes: number): void {
    const moment = momentOf(this.field.value, this.isUtc);
    if (!moment) return;
    moment.setMinutes(moment.getMinutes() + minutes);
    this.field.value = fieldValue(moment, this.isUtc);
    void goToMoment(this.view, moment);
  }

  private readonly toMoment = (event: Event): void => {
    event.preventDefault();
    const moment = momentOf(this.field.value, this.isUtc);
    if (moment) void goToMoment(this.view, moment);
    this.querySelector<HTMLElement>('[popover]')!.hidePopover();
  };

  private toRun(way: 'before' | 'after'): void {
    const {list} = this.view;
    const run = list && runBeside(this.runs, list.reading, way);
    if (run) this.go(run);
    else say(way === 'before' ? 'No run began before.' : 'No run began later.');
  }

  private go({run, first}: Run): void {
    this.view.goTo(first!);
    say(`Run ${run}`);
  }
}

/** Goes there, and says why if it cannot. */
export async function goToMoment(view: Timed, moment: Date): Promise<void> {
  await view.toMoment(moment).catch((failure: unknown) => say((failure as Error).message));
}

customElements.define('go-menu', GoMenu);
