import type {Kind} from './ask.ts';
import type {Query} from './pattern.ts';
import type {SearchState} from './search-state.ts';

/** Up is to what is older. */
export type Way = 'up' | 'down';

/** What finds for the find bar: in one stream, or in several that are merged. */
export interface Seeker {
  readonly state: SearchState;
  /** What has been found, and where, in words. */
  readonly words: string;
  /** The line that the reader went to last. */
  readonly now: number | undefined;
  /** How much has been searched, from 0 to 1. */
  readonly share: number;
  /** Whether the person may ask for more. */
  readonly mayGoOn: boolean;
  look(query: Query | undefined, isFilter: boolean): void;
  go(way: Way): void;
  goToKind(kind: Kind, way: Way): Promise<void>;
  /** More lines around the match at which the reader is, or none. */
  context(isMore: boolean): Promise<void>;
  stop(): void;
  goOn(): void;
  dispose(): void;
}
