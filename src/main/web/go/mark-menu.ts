import {html, TemplateResult} from 'lit';
import {Refused, streamPath} from '../api.ts';
import {within} from '../active.ts';
import {icon} from '../icons.ts';
import {bind} from '../keys.ts';
import {between} from '../link.ts';
import {menu, unique} from '../menu.ts';
import {Part} from '../part.ts';
import type {Places} from '../places.ts';
import {say} from '../toast.ts';
import type {View} from '../view.ts';

/** As the gateway takes them. */
const MAX_CHARACTERS = 1000;

const WORDS = 'here I clicked';

/** A mark as the gateway has it. */
interface Mark {
  epoch: string;
  seq: number;
}

/** Leaves a mark between the lines of this moment, which all readers see, and points at it so that it can be sent. */
class MarkMenu extends Part {
  static override properties = {view: {}, places: {}};
  declare view: View;
  declare places: Places;

  private readonly panel = unique('mark');

  override connectedCallback(): void {
    super.connectedCallback();
    const run = (): void => this.querySelector('button')?.click();
    this.during(bind(...within(this, [{keys: ['m'], shown: 'm', group: 'Lines', words: 'leave a mark here and now', run}])));
  }

  protected override render(): TemplateResult {
    const form = html`<form @submit=${this.submitted}>
      <fieldset>
        <legend>A mark between the lines of this moment, for all readers</legend>
        <div class="moment">
          <input name="text" autofocus maxlength=${MAX_CHARACTERS} placeholder=${WORDS} aria-label="What the mark says" autocomplete="off" />
          <button class="primary">Mark</button>
        </div>
      </fieldset>
    </form>`;
    return menu(this.panel, icon('flag'), 'Leave a mark (m)', form);
  }

  private readonly submitted = async (event: Event): Promise<void> => {
    event.preventDefault();
    const input = this.querySelector('input')!;
    const text = input.value.trim() || WORDS;
    const {stream} = this.view.log!;
    try {
      const {epoch, seq} = await leave(stream, text);
      input.value = '';
      this.querySelector<HTMLElement>('[popover]')!.hidePopover();
      if (stream === this.view.log?.stream) this.places.choose(between(seq, seq, epoch));
    } catch (failure) {
      say((failure as Error).message);
    }
  };
}

async function leave(stream: string, text: string): Promise<Mark> {
  const answer = await fetch(`${streamPath(stream)}/marks`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({text}),
  });
  if (answer.ok) return (await answer.json()) as Mark;
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem.detail ?? `The gateway answers ${answer.status}.`);
}

customElements.define('mark-menu', MarkMenu);
