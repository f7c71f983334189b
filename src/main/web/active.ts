import type {Key} from './keys.ts';

/** Which of the views beside each other a person works in: the one that was touched last, or the first. */
/** All elements that are one. */
export const VIEWS = 'log-view, merged-view';

let touched: Element | undefined;

for (const event of ['focusin', 'pointerdown'] as const) {
  addEventListener(
    event,
    ({target}) => {
      touched = (target instanceof Element && target.closest(VIEWS)) || touched;
    },
    {capture: true},
  );
}

export function isActive(part: Element): boolean {
  const active = touched?.isConnected ? touched : document.querySelector(VIEWS);
  return active === part.closest(VIEWS);
}

/** Keys that work where the person is, and not in the view beside. */
export function within(part: Element, keys: readonly Key[]): Key[] {
  return keys.map((key) => ({...key, run: (event) => (isActive(part) ? key.run(event) : false)}));
}
