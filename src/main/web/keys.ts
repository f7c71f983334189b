/** A key, in words for the help, and what it does. */
export interface Key {
  /** As `KeyboardEvent.key` has it; several that do the same. */
  keys: readonly string[];
  /** How the help shows it. */
  shown: string;
  /** Where in the help it stands. */
  group: string;
  words: string;
  /** False if the key is to do what the browser does with it. */
  run: (event: KeyboardEvent) => void | false;
}

const bound: Key[] = [];

/** Binds keys for as long as the page is there; the result takes them back. */
export function bind(...keys: Key[]): () => void {
  bound.push(...keys);
  return () => keys.forEach((key) => bound.splice(bound.indexOf(key), 1));
}

export function allKeys(): readonly Key[] {
  return bound;
}

/** Where a person types, only Escape is a command. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

/** A button or a link that has the focus is pressed by these. */
function isPressing({target, key}: KeyboardEvent): boolean {
  return (key === ' ' || key === 'Enter') && target instanceof HTMLElement && /^(BUTTON|A)$/.test(target.tagName);
}

function press(event: KeyboardEvent): void {
  if (isPressing(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) && event.key !== 'Escape') return;
  if (document.querySelector('dialog[open]')) return;
  // The browser closes it.
  if (event.key === 'Escape' && document.querySelector(':popover-open')) return;
  for (const key of [...bound].reverse()) {
    if (key.keys.includes(event.key) && key.run(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}

addEventListener('keydown', press);
