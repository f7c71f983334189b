import {html, svg, TemplateResult} from 'lit';

/** Drawn on a ground of 16 by 16, in the colour of the text around. */
const PATHS = {
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M8 4.8V8l2.3 1.6',
  flag: 'M4 14V2.5M4 3h8l-2 2.75L12 8.5H4',
  split: 'M2.5 3h11v10h-11zM8 3v10',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9M10.3 10.3 14 14',
  bars: 'M2 13.5h12M4 11V8.5M8 11V3M12 11V6',
  merge: 'M2.5 3.5c4 0 3 4.5 7 4.5h4M2.5 12.5c4 0 3-4.5 7-4.5M11 5.5 13.5 8 11 10.5',
  without: 'M3 8h10',
  more: 'M3 8h.6M7.7 8h.6M12.4 8h.6',
};

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PATHS[name]}></path>`}</svg>`;
}
