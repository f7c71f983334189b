import {html, TemplateResult} from 'lit';

/** Between a menu and what it hangs from, and the window's edges, in pixels. */
const DISTANCE = 4;
const EDGE = 8;

/** A button that opens a panel below itself. The browser closes it on Escape, and on a click elsewhere. */
export function menu(id: string, words: TemplateResult | string, title: string, content: TemplateResult, opens: () => void = () => {}): TemplateResult {
  return html`<button popovertarget=${id} title=${title} aria-label=${title} aria-haspopup="dialog">${words}</button>
    <div popover id=${id} class="menu" role="dialog" aria-label=${title} @beforetoggle=${opens} @toggle=${hang}>${content}</div>`;
}

export function closeMenu(event: Event): void {
  (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
}

function hang({currentTarget, newState}: ToggleEvent): void {
  const panel = currentTarget as HTMLElement;
  if (newState !== 'open') return;
  const button = panel.previousElementSibling!.getBoundingClientRect();
  const right = Math.max(EDGE, Math.min(innerWidth - button.right, innerWidth - panel.offsetWidth - EDGE));
  panel.style.top = `${button.bottom + DISTANCE}px`;
  panel.style.right = `${right}px`;
  panel.querySelector<HTMLElement>('[autofocus], input, button')?.focus();
}
