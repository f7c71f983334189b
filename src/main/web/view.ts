import type {Query} from './find/pattern.ts';
import type {Log} from './log.ts';
import type {VirtualList} from './rows/virtual-list.ts';
import type {Described} from './runs.ts';
import type {Route} from './route.ts';

/** What the tools around a stream's lines may know of them, and ask for. */
export interface View {
  readonly route: Route;
  /** Whether it is the second one. */
  readonly isBeside: boolean;
  readonly log: Log | undefined;
  readonly list: VirtualList | undefined;
  /** The box that scrolls. */
  readonly box: HTMLElement;
  /** What the gateway says of the stream. */
  readonly described: Described;
  /** What is looked for. */
  readonly query: Query | undefined;
  goTo(at: number, to?: number): void;
  requestUpdate(): void;
}
