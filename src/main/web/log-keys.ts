import {Key} from './keys.ts';

/** What a person can do with a log. */
export interface Commands {
  toggleFollow(): void;
  /** To the newest line, and on with it. */
  follow(): void;
  toStart(): void;
  /** So many lines down, or up if negative; pages likewise. */
  lines(lines: number): void;
  pages(pages: number): void;
  nextTimes(): void;
  toggleWrap(): void;
  toggleFold(): void;
}

export function logKeys(log: Commands): Key[] {
  const group = 'Lines';
  return [
    {keys: ['f'], shown: 'f', group, words: 'follow, or pause', run: () => log.toggleFollow()},
    {keys: ['End', 'G'], shown: 'End', group, words: 'to the newest line, and follow', run: () => log.follow()},
    {keys: ['Home', 'g'], shown: 'Home', group, words: 'to the oldest line', run: () => log.toStart()},
    {keys: ['j', 'ArrowDown'], shown: 'j', group, words: 'a line down', run: () => log.lines(1)},
    {keys: ['k', 'ArrowUp'], shown: 'k', group, words: 'a line up', run: () => log.lines(-1)},
    {keys: ['PageDown', ' '], shown: 'Space', group, words: 'a page down', run: (event) => log.pages(event.shiftKey ? -1 : 1)},
    {keys: ['PageUp'], shown: 'PgUp', group, words: 'a page up', run: () => log.pages(-1)},
    {keys: ['t'], shown: 't', group, words: 'times: none, age, local, UTC', run: () => log.nextTimes()},
    {keys: ['w'], shown: 'w', group, words: 'wrap long lines, or not', run: () => log.toggleWrap()},
    {keys: ['i'], shown: 'i', group, words: 'JSON and logfmt by fields, or as written', run: () => log.toggleFold()},
  ];
}
