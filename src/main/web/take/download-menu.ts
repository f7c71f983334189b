import {html, nothing, TemplateResult} from 'lit';
import {icon} from '../icons.ts';
import {menu, unique} from '../menu.ts';
import {bytes, count, lines} from '../numbers.ts';
import {Part} from '../part.ts';
import type {View} from '../view.ts';
import {DownloadState, fileName, Form, pathOf, receive, save, Wanted, What} from './download.ts';

/** Saves lines as a file: those on the screen, those that are looked for, or all. */
class DownloadMenu extends Part {
  static override properties = {view: {}};
  declare view: Pick<View, 'route' | 'log' | 'list' | 'query'>;

  private readonly panel = unique('download');
  private wanted: Wanted = {what: 'everything', form: 'text', gzip: false};
  private state: DownloadState = {kind: 'idle'};
  private end: AbortController | undefined;

  protected override render(): TemplateResult {
    return menu(
      this.panel,
      icon('download'),
      'Download',
      this.form(),
      () => this.requestUpdate(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.abort();
  }

  private form(): TemplateResult {
    const {wanted} = this;
    return html`<form @submit=${this.start}>
      <fieldset>
        <legend>Lines</legend>
        ${this.choices().map(([what, words, more]) => html`<label>
          <input type="radio" name="what" ?checked=${wanted.what === what} @change=${() => this.want({what})} />
          ${words} <small>${more}</small>
        </label>`)}
      </fieldset>
      <fieldset>
        <legend>Form</legend>
        ${this.radio('text', 'Text', 'as it was written')} ${this.radio('ndjson', 'NDJSON', 'with times and origins')}
        <label><input type="checkbox" .checked=${wanted.gzip} @change=${() => this.want({gzip: !wanted.gzip})} /> Compressed <small>gzip</small></label>
      </fieldset>
      <div class="menu-foot">${this.foot()}</div>
    </form>`;
  }

  private choices(): [What, string, string][] {
    const {log, list} = this.view;
    const {first = 0, next = 0} = log?.extent ?? {};
    const visible = list?.visible;
    const {query} = this.view;
    const isMerged = this.view.route.merged.length > 0;
    return [
      ['everything', 'Everything', isMerged ? '' : lines(next - first)],
      ...(query ? [['filtered', 'What is looked for', [query.text, ...query.levels].filter(Boolean).join(', ')] as [What, string, string]] : []),
      // Streams that are merged have no range in common.
      ...(isMerged ? [] : [['shown', 'On the screen', visible ? `${count(visible.first + 1)} – ${count(Math.min(next, visible.last + 1))}` : ''] as [What, string, string]]),
    ];
  }

  private radio(form: Form, words: string, more: string): TemplateResult {
    return html`<label><input type="radio" name="form" ?checked=${this.wanted.form === form} @change=${() => this.want({form})} /> ${words} <small>${more}</small></label>`;
  }

  private foot(): TemplateResult {
    const {state} = this;
    if (state.kind === 'receiving') {
      return html`<span role="status">${bytes(state.bytes)}</span><button type="button" @click=${this.stop}>Cancel</button>`;
    }
    const words = state.kind === 'saved' ? `Saved ${state.name}` : state.kind === 'failed' ? state.detail : nothing;
    return html`<span role="status" class=${state.kind}>${words}</span><button class="primary">Download</button>`;
  }

  private want(change: Partial<Wanted>): void {
    this.wanted = {...this.wanted, ...change};
    this.become({kind: 'idle'});
  }

  private become(state: DownloadState): void {
    this.state = state;
    this.requestUpdate();
  }

  private readonly start = async (event: Event): Promise<void> => {
    event.preventDefault();
    const {wanted, view} = this;
    const streams = view.route.merged.length > 0 ? view.route.merged : [view.route.stream!];
    const {signal} = (this.end = new AbortController());
    const name = fileName(streams.join('+'), wanted, new Date());
    const path = pathOf(streams, wanted.what, {...view.list!.visible, isFiltered: view.list!.isOnList !== undefined}, view.query);
    this.become({kind: 'receiving', bytes: 0});
    try {
      save(await receive(path, wanted, (all) => this.become({kind: 'receiving', bytes: all}), signal), name);
      this.become({kind: 'saved', name});
    } catch (failure) {
      if (!signal.aborted) this.become({kind: 'failed', detail: (failure as Error).message});
    }
  };

  private readonly stop = (): void => {
    this.end?.abort();
    this.become({kind: 'idle'});
  };
}

customElements.define('download-menu', DownloadMenu);
