import {html, nothing, TemplateResult} from 'lit';
import './go/go-menu.ts';
import './go/mark-menu.ts';
import './go/run-control.ts';
import {icon} from './icons.ts';
import type {Commands} from './log-keys.ts';
import './more-menu.ts';
import type {Places} from './places.ts';
import {runWords} from './runs.ts';
import {settings} from './settings.ts';
import './take/download-menu.ts';
import {TIMES, TIMES_WORDS, Times} from './times.ts';
import type {View} from './view.ts';

/** What the head of a stream shows, and does. */
export interface Head extends View, Commands {
  readonly places: Places;
  readonly isFollowing: boolean;
  readonly streamState: string;
  openFind(): void;
  toggleHistogram(): void;
}

/** The stream's name, how its command runs, and the tools. */
export function logHead(view: Head): TemplateResult {
  const {runs, may, state} = view.described;
  const run = runs.at(-1);
  return html`
    <header class="log-head">
      <button class="quiet open-list" @click=${openList} aria-label="Show the streams">☰</button>
      <h2>${view.route.stream}</h2>
      <span class="run">${run ? runWords(run, Date.now()) : nothing}</span>
      ${may.includes('control')
        ? html`<run-control .stream=${view.route.stream} .state=${view.streamState || state}></run-control>`
        : nothing}
      <div class="tools">
        <button aria-label="Find" title="Find (/ or Ctrl+F)" @click=${() => view.openFind()}>${icon('find')}</button>
        <button class="roomy" aria-pressed=${settings.now.histogram} aria-label="Lines over time" title="Lines over time (h)" @click=${view.toggleHistogram}>${icon('bars')}</button>
        <go-menu .view=${view} .runs=${runs}></go-menu>
        <select aria-label="Times" title="How times are shown (t)" @change=${chooseTimes}>
          ${TIMES.map((each) => html`<option value=${each} ?selected=${each === settings.now.times}>${TIMES_WORDS[each]}</option>`)}
        </select>
        <button class="roomy" aria-pressed=${settings.now.wrap} title="Wrap long lines (w)" @click=${view.toggleWrap}>Wrap</button>
        <button class="roomy" aria-pressed=${settings.now.fold} title="Lines of JSON and logfmt by their message and fields (i)" aria-label="Message and fields" @click=${view.toggleFold}>{ }</button>
        ${may.includes('mark')
          ? html`<mark-menu .view=${view} .places=${view.places}></mark-menu>`
          : nothing}
        <download-menu .view=${view}></download-menu>
        <more-menu .view=${view} .places=${view.places}></more-menu>
        <button class="primary follow" title=${view.isFollowing ? 'Pause (f)' : 'Follow (f or End)'} @click=${view.toggleFollow}>
          ${view.isFollowing ? 'Pause' : 'Follow'}
        </button>
        ${view.isBeside ? html`<button class="quiet" @click=${closeBeside} aria-label="Close this view" title="Close this view">✕</button>` : nothing}
      </div>
    </header>
  `;
}

function openList(): void {
  document.body.classList.add('list-open');
}

function chooseTimes({target}: Event): void {
  settings.change({times: (target as HTMLSelectElement).value as Times});
}

function closeBeside({target}: Event): void {
  target!.dispatchEvent(new CustomEvent('close-beside', {bubbles: true}));
}
