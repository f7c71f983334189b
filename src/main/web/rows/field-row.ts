import {Field, Fields} from './fields.ts';

/** Characters of a value in a folded row. */
const SHORT = 80;

/** A line by its message and fields: in one row, or each field in a row of its own. */
export function appendFields(element: HTMLElement, {message, fields}: Fields, isOpen: boolean): void {
  const line = span('fields-line');
  if (message) line.append(span('message', message));
  if (!isOpen) line.append(inline(fields, message === ''));
  line.append(opener(isOpen));
  element.append(line);
  if (isOpen) element.append(list(fields));
}

function inline(fields: readonly Field[], isAll: boolean): HTMLElement {
  const box = span('fields-inline');
  for (const {name, value, isElsewhere} of fields) {
    if (isElsewhere && !isAll) continue;
    const shown = value.length > SHORT ? `${value.slice(0, SHORT)}…` : value;
    box.append(span('name', `${name}=`), span('value', shown.replace(/\s+/g, ' ')), ' ');
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
