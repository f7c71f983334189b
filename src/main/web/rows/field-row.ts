import {Field, Fields} from './fields.ts';

/** Characters of a value in a folded row, and of all of them: a line or so. */
const SHORT = 60;
const MAX_INLINE = 90;

/** A line by its message and fields: in one row, or each field in a row of its own. */
export function appendFields(element: HTMLElement, {message, fields}: Fields, isOpen: boolean): void {
  element.append(span('message', message || '\u200b'));
  if (!isOpen) element.append(inline(fields, message === ''));
  element.append(opener(isOpen));
  if (isOpen) element.append(list(fields));
}

/** With few elements: of a list that follows each row is drawn anew, ten times a second. */
function inline(fields: readonly Field[], isAll: boolean): HTMLElement {
  const box = span('fields-inline');
  let left = MAX_INLINE;
  for (const {name, value, isElsewhere} of fields) {
    if (isElsewhere && !isAll) continue;
    const shown = value.length > SHORT ? `${value.slice(0, SHORT)}…` : value;
    left -= name.length + shown.length + 3;
    if (left < 0) {
      box.append('  …');
      break;
    }
    box.append(`  ${name}=`, span('value', shown.replace(/\s+/g, ' ')));
  }
  return box;
}

function list(fields: readonly Field[]): HTMLElement {
  const box = document.createElement('dl');
  box.className = 'field-list';
  for (const {name, value} of fields) {
    const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    detail.textContent = value;
    box.append(term, detail);
  }
  return box;
}

function opener(isOpen: boolean): HTMLElement {
  const button = document.createElement('button');
  button.className = 'more fold';
  button.textContent = isOpen ? '−' : '+';
  button.title = isOpen ? 'Fold the fields' : 'Open the fields';
  button.setAttribute('aria-label', button.title);
  button.setAttribute('aria-expanded', String(isOpen));
  return button;
}

function span(name: string, text = ''): HTMLElement {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}
