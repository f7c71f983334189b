import assert from 'node:assert/strict';
import test from 'node:test';
import {Entry, firstSeq} from '../../main/web/record.ts';
import {MAX_PAGES, PAGE, Pages} from '../../main/web/rows/pages.ts';

const line = (seq: number): Entry => ({kind: 'line', line: {seq, time: '', origin: 'stdout', line: `line ${seq}`}});
const lines = (first: number, last: number): Entry[] => Array.from({length: last - first + 1}, (_, i) => line(first + i));

/** Answers when the test says so. */
class Server {
  readonly asked: {first: number; last: number; signal: AbortSignal; answer: (entries: Entry[]) => void; fail: () => void}[] = [];
  now = 0;
  readonly changes: [number, number][] = [];
  readonly pages = new Pages(
    (first, last, signal) =>
      new Promise((answer, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        this.asked.push({first, last, signal, answer, fail: () => reject(new Error('no answer'))});
      }),
    (first, last) => this.changes.push([first, last]),
    () => this.now,
  );

  async answer(index: number): Promise<void> {
    const {first, last, answer} = this.asked[index]!;
    answer(lines(first, last));
    await turn();
  }

  ranges(): [number, number][] {
    return this.asked.map(({first, last}) => [first, last]);
  }
}

const turn = () => new Promise((done) => setImmediate(done));

test('what is shown and missing is fetched by whole pages, nearest to the middle first', async () => {
  const server = new Server();
  server.pages.want(PAGE * 3 + 10, PAGE * 5 + 2);
  assert.deepEqual(server.ranges(), [[PAGE * 4, PAGE * 5 - 1], [PAGE * 3, PAGE * 4 - 1]]);
  await server.answer(0);
  assert.deepEqual(server.ranges()[2], [PAGE * 5, PAGE * 6 - 1]);
  assert.equal(firstSeq(server.pages.get(PAGE * 4 + 7)!), PAGE * 4 + 7);
  assert.deepEqual(server.changes, [[PAGE * 4, PAGE * 5 - 1]]);
});

test('what is there is not fetched again', async () => {
  const server = new Server();
  server.pages.want(0, 40);
  await server.answer(0);
  server.pages.want(10, 60);
  assert.equal(server.asked.length, 1);
});

test('what has come live is not fetched, though its page has more', () => {
  const server = new Server();
  server.pages.put(lines(200, 230));
  server.pages.want(205, 230);
  assert.equal(server.asked.length, 0);
  server.pages.want(199, 230);
  assert.deepEqual(server.ranges(), [[0, PAGE - 1]]);
});

test('fetches of what has been passed are given up', () => {
  const server = new Server();
  server.pages.want(0, 10);
  server.pages.want(PAGE * 100, PAGE * 100 + 10);
  assert.equal(server.asked[0]!.signal.aborted, true);
  assert.equal(server.asked[1]!.signal.aborted, false);
});

test('a fetch that fails is tried again, but not at once', async () => {
  const server = new Server();
  server.pages.want(0, 10);
  server.asked[0]!.fail();
  await turn();
  server.pages.want(0, 10);
  assert.equal(server.asked.length, 1);
  server.now = 2001;
  server.pages.want(0, 10);
  assert.equal(server.asked.length, 2);
});

test('the longest unused pages leave, and never those that are shown', async () => {
  const server = new Server();
  server.pages.want(0, 10);
  await server.answer(0);
  for (let page = 1; page <= MAX_PAGES * 2; page++) server.pages.put(lines(page * PAGE, page * PAGE + PAGE - 1));
  assert.equal(server.pages.size, MAX_PAGES);
  assert.ok(server.pages.get(5));
  assert.equal(server.pages.get(PAGE + 5), undefined);
  assert.ok(server.pages.get(PAGE * MAX_PAGES * 2));
});

test('a gap stands on all seqs that it covers', () => {
  const server = new Server();
  server.pages.put([{kind: 'gap', gap: {from: 250, to: 260, lines: 11, reason: 'corrupt'}}]);
  assert.equal(server.pages.get(250)!.kind, 'gap');
  assert.equal(server.pages.get(260)!.kind, 'gap');
  assert.equal(server.pages.get(261), undefined);
});

test('nothing that is known holds for another log', async () => {
  const server = new Server();
  server.pages.want(0, 10);
  await server.answer(0);
  server.pages.clear();
  assert.equal(server.pages.get(0), undefined);
  server.pages.want(0, 10);
  assert.equal(server.asked.length, 2);
});
