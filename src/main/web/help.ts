import {html, render, TemplateResult} from 'lit';
import {allKeys, bind, Key} from './keys.ts';

/** All keys, from what is bound now. */
function help(): TemplateResult {
  const groups = new Map<string, Key[]>();
  // Of two views beside each other both have theirs.
  const keys = new Map(allKeys().map((key) => [key.group + key.words, key])).values();
  for (const key of keys) groups.set(key.group, [...(groups.get(key.group) ?? []), key]);
  return html`<form method="dialog">
    <header class="help-head"><h2>Keys</h2><button class="primary" autofocus>Close</button></header>
    <div class="key-groups">
      ${[...groups].map(
        ([group, keys]) => html`<section>
          <h3>${group}</h3>
          <dl>${keys.map((key) => html`<div><dt><kbd>${key.shown}</kbd></dt><dd>${key.words}</dd></div>`)}</dl>
        </section>`,
      )}
    </div>
  </form>`;
}

export function showHelp(): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-label', 'Keys');
  render(help(), dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('keydown', (event) => {
    if (event.key === '?') dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

bind({keys: ['?'], shown: '?', group: 'Page', words: 'these keys', run: showHelp});
