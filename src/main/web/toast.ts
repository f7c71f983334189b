import {html, nothing, render} from 'lit';

/** How long words stay that ask for nothing. */
const SHOWN_MILLIS = 4000;

interface Action {
  words: string;
  run: () => void;
}

let box: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something at the page's lower edge, to screen readers too; what asks for an action stays until it is done. */
export function say(words: string, action?: Action): void {
  if (!box) {
    box = document.createElement('div');
    box.className = 'toast-place';
    box.setAttribute('role', 'status');
    document.body.append(box);
  }
  const run = (): void => {
    action!.run();
    hush();
  };
  render(html`<p class="toast">${words} ${action ? html`<button @click=${run}>${action.words}</button>` : nothing}</p>`, box);
  clearTimeout(timer);
  if (!action) timer = setTimeout(hush, SHOWN_MILLIS);
}

function hush(): void {
  clearTimeout(timer);
  if (box) render(nothing, box);
}
