import {html, TemplateResult} from 'lit';
import {streamPath} from '../api.ts';
import {menu, unique} from '../menu.ts';
import {Part} from '../part.ts';
import {say} from '../toast.ts';

/**
 * What a person has asked of a command. Whether the command runs the stream's state says.
 *
 * <pre>
 *   nothing --start--> starting --answered--> nothing
 *           --stop, and again--> stopping --has ended--> nothing
 * </pre>
 */
type Asked = 'nothing' | 'starting' | 'stopping';

/** Starts and stops a stream's command; only on the page where that is allowed. */
class RunControl extends Part {
  static override properties = {stream: {}, state: {}};
  declare stream: string;
  /** The stream's. */
  declare state: string;

  private readonly panel = unique('stop');
  private asked: Asked = 'nothing';

  protected override render(): TemplateResult {
    if (this.asked !== 'nothing') return html`<button disabled>${this.asked === 'starting' ? 'Starting…' : 'Stopping…'}</button>`;
    if (this.state === 'running' || this.state === 'starting') return menu(this.panel, 'Stop', 'Stop the command', this.question());
    return html`<button @click=${this.start}>${this.state === 'backoff' ? 'Start now' : 'Start'}</button>`;
  }

  private question(): TemplateResult {
    return html`<form @submit=${this.stop}>
      <p>The command of <b>${this.stream}</b> is asked to end, and is ended if it does not. It is not started again by itself.</p>
      <div class="menu-foot"><button class="danger">Stop it</button></div>
    </form>`;
  }

  private readonly start = (): Promise<void> => this.ask('starting', 'POST', 'runs');

  private readonly stop = (event: Event): void => {
    event.preventDefault();
    void this.ask('stopping', 'DELETE', 'runs/current');
  };

  private async ask(asked: Asked, method: string, path: string): Promise<void> {
    this.become(asked);
    const answer = await fetch(`${streamPath(this.stream)}/${path}`, {method}).catch(() => undefined);
    this.become('nothing');
    if (answer?.ok) return;
    const problem = await answer?.json().catch(() => undefined);
    say(problem?.detail ?? 'The gateway does not answer.');
  }

  private become(asked: Asked): void {
    this.asked = asked;
    this.requestUpdate();
  }
}

customElements.define('run-control', RunControl);
