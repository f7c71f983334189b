import {count} from './numbers.ts';

/**
 * What the connection to a stream does, always said in words.
 *
 * <pre>
 *   connecting --hello--> catching-up --has all--> live
 *       ^   ^                  |                    |
 *       |   +--time is over-- waiting <--cut off----+
 *       |                      |      <--1012------ stopping
 *       +--it runs again-- ended      --401 or 4401--> signed-out
 *                                     --error--------> refused
 * </pre>
 */
export type LiveState =
  | {kind: 'connecting'}
  | {kind: 'catching-up'; behind: number}
  | {kind: 'live'}
  /** Cut off: asks again at the time `at`, in milliseconds. */
  | {kind: 'waiting'; at: number}
  /** The gateway has said that it stops: asks again at the time `at`. */
  | {kind: 'stopping'; at: number}
  | {kind: 'signed-out'}
  /** The source is over, and everything is here. */
  | {kind: 'ended'}
  | {kind: 'removed'}
  | {kind: 'refused'; detail: string};

export function words(state: LiveState, now: number): string {
  switch (state.kind) {
    case 'connecting':
      return 'connecting';
    case 'catching-up':
      return `catching up, ${count(state.behind)} behind`;
    case 'live':
      return 'live';
    case 'waiting':
      return `reconnecting in ${seconds(state.at, now)} s`;
    case 'stopping':
      return `gateway stops, reconnecting in ${seconds(state.at, now)} s`;
    case 'signed-out':
      return 'signed out';
    case 'ended':
      return 'ended';
    case 'removed':
      return 'removed';
    case 'refused':
      return state.detail;
  }
}

function seconds(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
