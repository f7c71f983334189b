import assert from 'node:assert/strict';
import test from 'node:test';
import {FilteredLines} from '../../main/web/find/filtered-lines.ts';
import {Found} from '../../main/web/find/found.ts';
import {grepOf, localOf, places, Query} from '../../main/web/find/pattern.ts';
import {ticksOf} from '../../main/web/find/ticks.ts';
import {Entry} from '../../main/web/record.ts';

function query(text: string, rest: Partial<Query> = {}): Query {
  return {text, matchCase: false, isPattern: true, levels: [], ...rest};
}

function found(text: string, pattern: Query): string[] | undefined {
  const local = localOf(pattern);
  return local && [...places(text, local)].map(([from, to]) => text.slice(from, to));
}

test('the gateway is asked for a pattern, with or without case, or for the text as it stands', () => {
  assert.equal(grepOf(query('a|b')), '(?i)a|b');
  assert.equal(grepOf(query('a|b', {matchCase: true})), 'a|b');
  assert.equal(grepOf(query('f(x) = 2.5', {isPattern: false, matchCase: true})), 'f\\(x\\) = 2\\.5');
  assert.equal(grepOf(query('', {levels: ['error']})), '^');
});

test('what is on the screen is found as the gateway would find it', () => {
  assert.deepEqual(found('Error and error', query('error')), ['Error', 'error']);
  assert.deepEqual(found('Error and error', query('error', {matchCase: true})), ['error']);
  assert.deepEqual(found('a.c abc', query('a.c', {isPattern: false})), ['a.c']);
  assert.deepEqual(found('took 17 ms', query('(?P<n>\\d+) ms')), ['17 ms']);
  assert.deepEqual(found('ABC', query('(?i)abc', {matchCase: true})), ['ABC']);
});

test('a pattern that may take a browser for ever is left to the gateway', () => {
  for (const text of ['(a+)+$', '(a|b)*c', 'a(b', 'a+b+c+d+e+', '(?:x*){2,}']) assert.equal(localOf(query(text)), undefined);
  assert.ok(localOf(query('[+*)]+')));
});

test('ranges that have been searched join, and matches keep their order whichever way the search goes', () => {
  const all = new Found();
  all.add({from: 50, to: 99}, [60, 70]);
  all.add({from: 20, to: 49}, [20]);
  all.add({from: 100, to: 120}, [100, 110]);
  assert.deepEqual(all.searched, [{from: 20, to: 120}]);
  assert.deepEqual(all.matches, [20, 60, 70, 100, 110]);
  assert.deepEqual([all.next(60), all.previous(60), all.next(110), all.previous(20)], [70, 20, undefined, undefined]);
  assert.deepEqual([all.has(70), all.has(71), all.rank(70), all.isSearched(19), all.isSearched(20)], [true, false, 3, false, true]);
});

test('what is between two ranges has not been searched', () => {
  const all = new Found();
  all.add({from: 50, to: 60}, []);
  all.add({from: 10, to: 20}, [15]);
  assert.deepEqual(all.searched, [{from: 10, to: 20}, {from: 50, to: 60}]);
  assert.equal(all.isSearched(30), false);
});

test('what is no longer kept is no longer found', () => {
  const all = new Found();
  all.add({from: 0, to: 99}, [5, 50]);
  all.dropBefore(20);
  assert.deepEqual([all.matches, all.searched], [[50], [{from: 20, to: 99}]]);
});

test('ticks are one a pixel, however many matches there are', () => {
  const matches = Array.from({length: 10_000}, (_, i) => i);
  const ticks = ticksOf(matches, {first: 0, next: 10_000}, 102);
  assert.equal(ticks.length, 101);
  assert.deepEqual([ticks[0], ticks.at(-1)], [0, 100]);
  assert.deepEqual(ticksOf([5], {first: 10, next: 20}, 100), []);
});

function line(seq: number, rest: object = {}): Entry {
  return {kind: 'line', line: {seq, time: '2026-11-26T18:35:50.277471694Z', origin: 'stdout', line: `line ${seq}`, ...rest}};
}

class Shown {
  readonly asked: [number, number][] = [];
  readonly changes: [number, number][] = [];
  readonly lines: FilteredLines;

  constructor(
    readonly matches: number[],
    known: (seq: number) => Entry | undefined = () => undefined,
  ) {
    this.lines = new FilteredLines(
      matches,
      () => ({first: 0, next: 10_000_000}),
      known,
      async (first, last) => {
        this.asked.push([first, last]);
        return Array.from({length: last - first + 1}, (_, i) => line(first + i));
      },
      (first, last) => this.changes.push([first, last]),
    );
  }

  /** The seqs as the list goes through them, down and up. */
  get down(): number[] {
    const {first, next} = this.lines.extent;
    const seqs: number[] = [];
    for (let at = first; at < next; at = this.lines.at(at)!.last + 1) seqs.push(at);
    return seqs;
  }

  get up(): number[] {
    const {first, next} = this.lines.extent;
    const seqs: number[] = [];
    for (let at = this.lines.before(next); at >= first; at = this.lines.before(at)) seqs.push(at);
    return seqs;
  }
}

test('the list has the matches alone, down and up, whatever is between them', () => {
  const shown = new Shown([3, 1000, 5_000_000]);
  assert.deepEqual([shown.down, shown.up], [[3, 1000, 5_000_000], [5_000_000, 1000, 3]]);
  assert.equal(shown.lines.begin(999), 3);
  assert.deepEqual([shown.lines.order.count, shown.lines.order.rank(1000), shown.lines.order.seq(2)], [3, 1, 5_000_000]);
  assert.deepEqual(new Shown([]).down, []);
});

test('a match that comes later has its place, live or above', () => {
  const shown = new Shown([10]);
  shown.matches.unshift(4);
  shown.matches.push(20);
  shown.lines.arrange();
  assert.deepEqual(shown.down, [4, 10, 20]);
});

test('lines around a match open in place, join those of its neighbour, and close', () => {
  const shown = new Shown([2, 10, 100]);
  shown.lines.open(10);
  assert.deepEqual(shown.down, [2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 100]);
  assert.deepEqual([5, 6, 100].map((seq) => shown.lines.isApart(seq)), [true, false, true]);
  shown.lines.open(10);
  assert.deepEqual(shown.down.slice(0, 4), [0, 1, 2, 3]);
  shown.lines.close(10);
  assert.deepEqual(shown.down, [2, 10, 100]);
});

test('of what is shown only that is fetched which is not here, near ones together', async () => {
  const shown = new Shown([1, 2, 99, 500, 9000], (seq) => (seq === 500 ? line(seq) : undefined));
  shown.lines.want(1, 9000);
  await new Promise(setImmediate);
  assert.deepEqual(shown.asked, [[1, 99], [9000, 9000]]);
  assert.deepEqual(shown.changes, [[1, 99], [9000, 9000]]);
  shown.lines.want(1, 9000);
  await new Promise(setImmediate);
  assert.equal(shown.asked.length, 2);
  assert.equal((shown.lines.at(99) as {text: string}).text, 'line 99');
});

test('a part of a line stands for itself where the part was found', () => {
  const shown = new Shown([8], (seq) => line(seq, seq === 7 ? {partial: true} : {first: 7}));
  const row = shown.lines.at(8);
  assert.deepEqual([row?.kind, row?.seq], ['line', 8]);
});
