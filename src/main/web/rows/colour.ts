/** The hue of a stream, in degrees: of its name alone, so that it is the same in all views, and tomorrow. FNV-1a. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  // Names that differ in their last letter alone are to be far from each other.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % 360;
}

/** By CSSOM: the page's policy lets no style attribute in. The style sheet makes a colour of it for either ground. */
export function colour(element: HTMLElement, name: string): void {
  element.style.setProperty('--hue', String(hueOf(name)));
}
