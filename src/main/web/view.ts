import type {Query} from './find/pattern.ts';
import type {Log} from './log.ts';
import type {VirtualList} from './rows/virtual-list.ts';
import type {Route} from './route.ts';

/** Lines that have times. */
export interface Timed {
  readonly list: VirtualList | undefined;
  /** The time of the line that is read, RFC 3339. */
  readonly moment: string | undefined;
  /** To the first line of a moment or later. */
  toMoment(moment: Date): Promise<void>;
  goTo(at: number, to?: number): void;
}

/** What the tools around a stream's lines may know of them, and ask for. */
export interface View extends Timed {
  readonly route: Route;
  /** Whether it is the second one. */
  readonly isBeside: boolean;
  readonly log: Log | undefined;
  /** The box that scrolls. */
  readonly box: HTMLElement;
  /** What is looked for. */
  readonly query: Query | undefined;
  requestUpdate(): void;
}
