import assert from 'node:assert/strict';
import test from 'node:test';
import {Refused} from '../../main/web/api.ts';
import {MAX_MATCHES, Search} from '../../main/web/find/search.ts';
import {SearchState, searchWords} from '../../main/web/find/search-state.ts';
import {ServerEvent, serverEvents} from '../../main/web/sse.ts';

/** A gateway that answers when the test says so. */
class Answer {
  readonly events: (ServerEvent | Error | undefined)[] = [];
  wake: () => void = () => {};

  constructor(
    readonly parameters: URLSearchParams,
    readonly signal: AbortSignal,
  ) {}

  async *read(): AsyncGenerator<ServerEvent> {
    for (;;) {
      while (this.events.length === 0) await new Promise<void>((wake) => (this.wake = wake));
      const event = this.events.shift();
      if (event instanceof Error) throw event;
      if (!event) return;
      yield event;
    }
  }

  get asked(): Record<string, string> {
    return Object.fromEntries(this.parameters);
  }
}

class Fixture {
  readonly answers: Answer[] = [];
  readonly states: SearchState['kind'][] = [];
  readonly timers: {millis: number; run: () => void}[] = [];
  readonly search = new Search(
    {
      ask: (parameters, signal) => {
        const answer = new Answer(parameters, signal);
        this.answers.push(answer);
        return answer.read();
      },
      after: (millis, run) => {
        const timer = {millis, run};
        this.timers.push(timer);
        return () => void this.timers.splice(this.timers.indexOf(timer), this.timers.includes(timer) ? 1 : 0);
      },
    },
    {found: () => {}, state: ({kind}) => this.states.push(kind)},
  );

  start(at = 100): void {
    this.search.extent(0, 100);
    this.search.start({text: 'x', matchCase: true, isPattern: true, levels: []}, 'e', at);
  }

  get last(): Answer {
    return this.answers.at(-1)!;
  }

  async tell(...events: (ServerEvent | Error | undefined)[]): Promise<void> {
    const answer = this.last;
    answer.events.push(...events);
    answer.wake();
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
  }

  async pass(): Promise<void> {
    for (const {run} of this.timers.splice(0)) run();
    await new Promise(setImmediate);
  }

  get said(): string {
    return searchWords(this.search.state, this.search.found, undefined);
  }
}

const HELLO = {name: 'hello', data: {epoch: 'e', first: 0, next: 100, at: 100}};
const piece = (from: number, to: number, matches: number[]): ServerEvent => ({name: 'message', data: {from, to, matches, scanned: 1}});
const done = (reason: string): ServerEvent => ({name: 'done', data: {reason}});

test('a search says which lines it has searched, and at its end that it was all of them', async () => {
  const page = new Fixture();
  page.start();
  assert.deepEqual(page.last.asked, {grep: 'x', order: 'around', at: '100', limit: '10000'});
  assert.equal(page.said, 'searching');
  await page.tell(HELLO, piece(60, 99, [70, 90]));
  assert.equal(page.said, '2 matches in 61 – 100');
  await page.tell(piece(0, 59, []), done('exhausted'));
  assert.equal(page.said, '2 matches in all 100 lines');
  assert.deepEqual(page.states.slice(1), ['asking', 'searching', 'exhausted']);
});

test('lines that come are searched, exactly from where the search ended', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(HELLO, piece(0, 99, []), done('exhausted'));
  page.search.extent(0, 120);
  page.search.extent(0, 150);
  assert.equal(page.timers.length, 1);
  await page.pass();
  assert.deepEqual([page.last.asked.order, page.last.asked.at], ['asc', '100']);
  await page.tell(HELLO, piece(100, 149, [120]), done('exhausted'));
  assert.equal(page.said, '1 match in all 150 lines');
  assert.equal(page.answers.length, 2);
});

test('stopped, it goes on at both ends of what has been searched', async () => {
  const page = new Fixture();
  page.start(60);
  await page.tell(HELLO, piece(40, 59, [50]));
  page.search.stop();
  assert.ok(page.last.signal.aborted);
  assert.equal(page.said, '1 match in 41 – 60, stopped');
  page.search.goOn();
  assert.deepEqual([page.last.asked.order, page.last.asked.at], ['desc', '40']);
  await page.tell(HELLO, piece(0, 39, []), done('exhausted'));
  assert.deepEqual([page.last.asked.order, page.last.asked.at], ['asc', '60']);
  await page.tell(HELLO, piece(60, 99, []), done('exhausted'));
  assert.equal(page.said, '1 match in all 100 lines');
});

test('capped, it says that there may be more', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(HELLO, piece(98, 99, [98, 99]), done('capped'));
  assert.equal(page.said, '2 matches in 99 – 100, there may be more');
});

test('lines that come are searched, too, where the others have more matches than are asked for', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(HELLO, piece(98, 99, [98, 99]), done('capped'));
  page.search.extent(0, 120);
  await page.pass();
  assert.deepEqual([page.last.asked.order, page.last.asked.at], ['asc', '100']);
  await page.tell(HELLO, piece(100, 119, [110]), done('exhausted'));
  assert.equal(page.said, '3 matches in 99 – 120, there may be more');
});

test('where lines below are left, they wait for the person', async () => {
  const page = new Fixture();
  page.start(50);
  await page.tell(HELLO, piece(40, 49, [41]), done('capped'));
  page.search.extent(0, 120);
  assert.equal(page.timers.length, 0);
});

test('a page that stays open keeps the newest matches, and says from where on', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(HELLO, piece(0, 99, []), done('exhausted'));
  const many = Array.from({length: MAX_MATCHES + 5}, (_, i) => 100 + i);
  page.search.extent(0, 100 + many.length);
  await page.pass();
  await page.tell(HELLO, piece(100, 99 + many.length, many), done('exhausted'));
  assert.equal(page.search.found.matches.length, MAX_MATCHES);
  assert.equal(page.said, '100,000 matches in 106 – 100,105, there may be more');
});

test('a pattern that the gateway does not take is told in its words', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(new Refused(400, "The parameter 'grep' has the value '(?i)a('; accepted is an RE2 pattern (error parsing regexp: missing closing ): `(?i)a(`)."));
  assert.equal(page.said, 'Not a pattern: missing closing ): `a(`');
});

test('cut off, or where too many search, it goes on by itself', async () => {
  const page = new Fixture();
  page.start();
  await page.tell(HELLO, piece(50, 99, [70]), undefined);
  assert.equal(page.said, '1 match in 51 – 100: cut off, goes on by itself');
  await page.pass();
  assert.deepEqual([page.last.asked.order, page.last.asked.at], ['desc', '50']);
  await page.tell(new Refused(503, 'busy'));
  assert.equal(page.said, '1 match in 51 – 100: the gateway is busy, goes on by itself');
  await page.pass();
  await page.tell(new Refused(502, 'of a proxy'));
  assert.equal(page.said, '1 match in 51 – 100: cut off, goes on by itself');
  await page.pass();
  assert.equal(page.answers.length, 4);
});

test('another text cancels the search before it', async () => {
  const page = new Fixture();
  page.start();
  const before = page.last;
  await page.tell(HELLO, piece(50, 99, [70]));
  page.start();
  assert.ok(before.signal.aborted);
  assert.equal(page.search.found.matches.length, 0);
});

test('events are read however the bytes of a response are cut', async () => {
  const bytes = new TextEncoder().encode(': tailrace\nretry: 1\n\nevent: hello\ndata: {"a":"é"}\n\ndata: {"from":1}\n\n');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(body)) events.push(event);
  assert.deepEqual(events, [{name: 'hello', data: {a: 'é'}}, {name: 'message', data: {from: 1}}]);
});
