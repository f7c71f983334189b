import {html, TemplateResult} from 'lit';
import '../go/go-menu.ts';
import {hashOf, hashOfMerged} from '../route.ts';
import '../take/download-menu.ts';
import {findTool, followTool, lookTools, openListTool, Tooled} from '../tools.ts';

/** The streams that are on the list, each with its colour, and the tools. */
export function mergedHead(view: Tooled, streams: readonly string[]): TemplateResult {
  return html`
    <header class="log-head">
      ${openListTool()}
      <h2 class="unseen">${streams.join(', ')}, merged by time</h2>
      <ul class="merged-names" aria-label="Merged streams">
        ${streams.map((each) => html`<li class="merged-name" data-name=${each}>
          <a href=${hashOf(each)} title="Only ${each}">${each}</a>
          <a class="quiet" href=${hashOfMerged(streams.filter((other) => other !== each))} aria-label="Without ${each}" title="Without ${each}">✕</a>
        </li>`)}
      </ul>
      <div class="tools">
        ${findTool(view)}
        <go-menu .view=${view} .runs=${[]}></go-menu>
        ${lookTools(view)}
        <download-menu .view=${view}></download-menu>
        ${followTool(view)}
      </div>
    </header>
  `;
}
