import type {LiveState} from '../live-state.ts';
import type {Places} from './window.ts';

/** What a merged log tells the view of it. */
export interface MergedReader {
  /** The window has other bounds, and other items at these places. */
  changed(places: Places | undefined): void;
  /** The window is another one. */
  began(): void;
  /** So many lines have come live. */
  grew(lines: number): void;
  state(state: LiveState): void;
  failed(failure: unknown): void;
  /** No item before this place may move, as it has been read; -Infinity while all may. */
  readonly floor: number;
}
