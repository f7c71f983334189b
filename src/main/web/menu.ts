import {html, TemplateResult} from 'lit';

/** Between a menu and what it hangs from, and the window's edges, in pixels. */
const DISTANCE = 4;
const EDGE = 8;

let menus = 0;

/** The id of a menu, of which there is one in each view. */
export function unique(name: string): string {
  return `${name}-${++menus}`;
}

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
  // From the button's left edge to the right, or from its right edge to the left, whichever has the room.
  const isLeft = button.left + button.right < innerWidth;
  const left = isLeft ? button.left : button.right - panel.offsetWidth;
  panel.style.top = `${button.bottom + DISTANCE}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - panel.offsetWidth - EDGE))}px`;
  // A field with autofocus has it already: what is typed right after the key belongs there.
  if (!panel.contains(document.activeElement)) panel.querySelector<HTMLElement>('input, button')?.focus();
}
