import {html, nothing, TemplateResult} from 'lit';
import {icon} from '../icons.ts';
import {bind} from '../keys.ts';
import {menu} from '../menu.ts';
import {Part} from '../part.ts';
import {timeOf} from '../record.ts';
import {Run, runBeside, runWords} from '../runs.ts';
import {settings} from '../settings.ts';
import {say} from '../toast.ts';
import type {View} from '../view.ts';
import {fieldValue, momentOf, seqAt} from './moment.ts';

const STEPS: [words: string, minutes: number][] = [
  ['− 1 h', -60],
  ['− 5 min', -5],
  ['+ 5 min', 5],
  ['+ 1 h', 60],
];

/** Goes to a moment, or to where a run began. */
class GoMenu extends Part {
  static override properties = {view: {}, runs: {}};
  declare view: View;
  declare runs: readonly Run[];

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(settings.follow(() => this.requestUpdate()));
    this.during(
      bind(
        {keys: ['{'], shown: '{', group: 'Lines', words: 'to where the run before began', run: () => this.toRun('before')},
        {keys: ['}'], shown: '}', group: 'Lines', words: 'to where the next run began', run: () => this.toRun('after')},
        {keys: ['@'], shown: '@', group: 'Lines', words: 'to a moment', run: () => this.querySelector('button')?.click()},
      ),
    );
  }

  protected override render(): TemplateResult {
    return menu('go', icon('clock'), 'Go to a moment or a run', this.content(), () => this.opened());
  }

  private content(): TemplateResult {
    const zone = this.isUtc ? 'UTC' : 'local time';
    return html`
      <form @submit=${this.toMoment}>
        <fieldset>
          <legend>A moment, ${zone}</legend>
          <div class="moment">
            <input type="datetime-local" step="1" required aria-label="Moment, ${zone}" />
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
    const {log, list} = this.view;
    const entry = list && log?.pages.get(list.reading);
    const time = entry && timeOf(entry);
    this.field.value = fieldValue(time ? new Date(time) : new Date(), this.isUtc);
    this.requestUpdate();
  }

  private step(minutes: number): void {
    const moment = momentOf(this.field.value, this.isUtc);
    if (!moment) return;
    moment.setMinutes(moment.getMinutes() + minutes);
    this.field.value = fieldValue(moment, this.isUtc);
    void this.goToMoment(moment);
  }

  private readonly toMoment = (event: Event): void => {
    event.preventDefault();
    const moment = momentOf(this.field.value, this.isUtc);
    if (moment) void this.goToMoment(moment);
    this.querySelector<HTMLElement>('[popover]')!.hidePopover();
  };

  private async goToMoment(moment: Date): Promise<void> {
    const {stream} = this.view.log!;
    try {
      const seq = await seqAt(stream, moment);
      if (stream !== this.view.log?.stream) return;
      if (seq === undefined) say('There is no line of that moment or later.');
      else this.view.goTo(seq);
    } catch (failure) {
      say((failure as Error).message);
    }
  }

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

customElements.define('go-menu', GoMenu);
