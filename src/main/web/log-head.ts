import {html, nothing, TemplateResult} from 'lit';
import './go/go-menu.ts';
import './go/mark-menu.ts';
import './go/run-control.ts';
import {icon} from './icons.ts';
import './more-menu.ts';
import type {Places} from './places.ts';
import {runWords, Source} from './runs.ts';
import {settings} from './settings.ts';
import './take/download-menu.ts';
import {findTool, followTool, lookTools, openListTool, Tooled} from './tools.ts';
import type {View} from './view.ts';

/** What the head of a stream shows, and does. */
export interface Head extends View, Tooled {
  readonly places: Places;
  readonly source: Source;
}

/** The stream's name, how its command runs, and the tools. */
export function logHead(view: Head): TemplateResult {
  const {runs, may, state} = view.source.described;
  const run = runs.at(-1);
  return html`
    <header class="log-head">
      ${openListTool()}
      <h2>${view.route.stream}</h2>
      <span class="run">${run ? runWords(run, Date.now()) : nothing}</span>
      ${may.includes('control')
        ? html`<run-control .stream=${view.route.stream} .state=${view.source.state || state}></run-control>`
        : nothing}
      <div class="tools">
        ${findTool(view)}
        <button class="roomy" aria-pressed=${settings.now.histogram} aria-label="Lines over time" title="Lines over time (h)" @click=${toggleHistogram}>${icon('bars')}</button>
        <go-menu .view=${view} .runs=${runs}></go-menu>
        ${lookTools(view)}
        ${may.includes('mark')
          ? html`<mark-menu .view=${view} .places=${view.places}></mark-menu>`
          : nothing}
        <download-menu .view=${view}></download-menu>
        <more-menu .view=${view} .places=${view.places}></more-menu>
        ${followTool(view)}
        ${view.isBeside ? html`<button class="quiet" @click=${closeBeside} aria-label="Close this view" title="Close this view">✕</button>` : nothing}
      </div>
    </header>
  `;
}

function toggleHistogram(): void {
  settings.change({histogram: !settings.now.histogram});
}

function closeBeside({target}: Event): void {
  target!.dispatchEvent(new CustomEvent('close-beside', {bubbles: true}));
}
