import {html, TemplateResult} from 'lit';
import {icon} from './icons.ts';
import type {Commands} from './log-keys.ts';
import {settings} from './settings.ts';
import {TIMES, TIMES_WORDS, Times} from './times.ts';

/** The tools that all views of lines have. */
export interface Tooled extends Commands {
  readonly isFollowing: boolean;
  openFind(): void;
}

export function openListTool(): TemplateResult {
  return html`<button class="quiet open-list" @click=${openList} aria-label="Show the streams">☰</button>`;
}

export function findTool(view: Tooled): TemplateResult {
  return html`<button aria-label="Find" title="Find (/ or Ctrl+F)" @click=${() => view.openFind()}>${icon('find')}</button>`;
}

/** How lines look: their times, wrapped, by fields. */
export function lookTools(view: Tooled): TemplateResult {
  const {times, wrap, fold} = settings.now;
  return html`
    <select aria-label="Times" title="How times are shown (t)" @change=${chooseTimes}>
      ${TIMES.map((each) => html`<option value=${each} ?selected=${each === times}>${TIMES_WORDS[each]}</option>`)}
    </select>
    <button class="roomy" aria-pressed=${wrap} title="Wrap long lines (w)" @click=${() => view.toggleWrap()}>Wrap</button>
    <button class="roomy" aria-pressed=${fold} title="Lines of JSON and logfmt by their message and fields (i)" aria-label="Message and fields" @click=${() => view.toggleFold()}>{ }</button>
  `;
}

export function followTool(view: Tooled): TemplateResult {
  return html`<button class="primary follow" title=${view.isFollowing ? 'Pause (f)' : 'Follow (f or End)'} @click=${() => view.toggleFollow()}>
    ${view.isFollowing ? 'Pause' : 'Follow'}
  </button>`;
}

function openList(): void {
  document.body.classList.add('list-open');
}

function chooseTimes({target}: Event): void {
  settings.change({times: (target as HTMLSelectElement).value as Times});
}
