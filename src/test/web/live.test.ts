import assert from 'node:assert/strict';
import test from 'node:test';
import {CREDIT, Hello, Live, MAX_CATCH_UP} from '../../main/web/live.ts';
import {LiveState, words} from '../../main/web/live-state.ts';
import {Entry, firstSeq} from '../../main/web/record.ts';
import {Socket, World} from '../../main/web/world.ts';

const turn = () => new Promise((done) => setImmediate(done));

class FakeSocket implements Socket {
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: {data: string}) => void) | null = null;
  onclose: ((event: {code: number}) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  says(message: Record<string, unknown>): void {
    this.onmessage?.({data: JSON.stringify({id: 'log', stream: 'web', ...message})});
  }
  hello(fields: Record<string, unknown> = {}): void {
    this.onopen?.({});
    this.says({op: 'hello', epoch: 'aaaaaaaa', first: 0, next: 3, resumed: 'start', ...fields});
  }
  lines(first: number, last: number): void {
    const lines = Array.from({length: last - first + 1}, (_, i) => ({seq: first + i, time: '', origin: 'stdout', line: 'x'}));
    this.says({op: 'lines', lines, position: `aaaaaaaa-${last}`});
  }
  get subscribed(): Record<string, unknown> {
    return this.sent.find((each) => each.op === 'subscribe')!;
  }
}

/** Time goes on when the test says so. */
class Fixture implements World {
  sockets: FakeSocket[] = [];
  timers: {at: number; run: () => void}[] = [];
  time = 0;
  signedOut = false;
  states: LiveState[] = [];
  seqs: number[] = [];
  hellos: [Hello, boolean][] = [];
  readonly live: Live;

  constructor(startsAtEnd = true) {
    this.live = new Live(
      'web',
      {
        hello: (hello, isOther) => this.hellos.push([hello, isOther]),
        entries: (entries: Entry[]) => this.seqs.push(...entries.map(firstSeq)),
        state: (state) => this.states.push(state),
      },
      this,
      startsAtEnd,
    );
    this.live.start();
  }
  open(): Socket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  now(): number {
    return this.time;
  }
  after(millis: number, run: () => void): () => void {
    const timer = {at: this.time + millis, run};
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }
  random(): number {
    return 0.5;
  }
  isSignedOut(): Promise<boolean> {
    return Promise.resolve(this.signedOut);
  }
  pass(millis: number): void {
    this.time += millis;
    for (const timer of this.timers.filter((each) => each.at <= this.time)) {
      this.timers = this.timers.filter((each) => each !== timer);
      timer.run();
    }
  }
  async cutOff(code = 1006): Promise<void> {
    this.socket.onclose?.({code});
    await turn();
  }
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }
  get said(): string {
    return words(this.states.at(-1)!, this.time);
  }
}

test('it connects, catches up and is live, each in words', () => {
  const page = new Fixture();
  assert.equal(page.said, 'connecting');
  page.socket.hello();
  assert.equal(page.said, 'catching up, 3 behind');
  page.socket.lines(0, 1);
  assert.equal(page.said, 'catching up, 1 behind');
  page.socket.lines(2, 2);
  assert.equal(page.said, 'live');
  assert.deepEqual(page.seqs, [0, 1, 2]);
});

test('an empty log is live at once', () => {
  const page = new Fixture();
  page.socket.hello({next: 0});
  assert.equal(page.said, 'live');
});

test('credit is given back when lines have been taken', () => {
  const page = new Fixture();
  page.socket.hello({next: CREDIT});
  assert.equal(page.socket.subscribed.credit, CREDIT);
  page.socket.lines(0, CREDIT / 2 - 2);
  assert.equal(page.socket.sent.filter((each) => each.op === 'credit').length, 0);
  page.socket.lines(CREDIT / 2 - 1, CREDIT / 2);
  assert.deepEqual(page.socket.sent.at(-1), {op: 'credit', id: 'log', lines: CREDIT / 2 + 1});
});

test('cut off, it says when it asks again, and goes on after the last record that it has', async () => {
  const page = new Fixture();
  page.socket.hello();
  page.socket.lines(0, 2);
  await page.cutOff();
  assert.equal(page.said, 'reconnecting in 1 s');
  page.pass(1000);
  assert.equal(page.said, 'connecting');
  page.socket.onopen?.({});
  assert.equal(page.socket.subscribed.from, 'aaaaaaaa-2');
  page.socket.hello({next: 7, resumed: 'exact'});
  assert.equal(page.said, 'catching up, 4 behind');
  assert.deepEqual(page.hellos.map(([, isOther]) => isOther), [false, false]);
});

test('it waits longer with each failure, five seconds and a quarter at most, and a second again after a success', async () => {
  const page = new Fixture();
  const waits: string[] = [];
  for (let i = 0; i < 6; i++) {
    await page.cutOff();
    waits.push(page.said);
    page.pass(10_000);
  }
  assert.deepEqual(waits.map((each) => Number(/\d+/.exec(each)![0])), [1, 2, 4, 5, 5, 5]);
  page.socket.hello();
  await page.cutOff();
  assert.equal(page.said, 'reconnecting in 1 s');
});

test('a gateway that stops is named, and asked again', async () => {
  const page = new Fixture();
  page.socket.hello({next: 0});
  page.socket.says({op: 'end', reason: 'drain'});
  await page.cutOff(1012);
  assert.equal(page.said, 'gateway stops, reconnecting in 1 s');
  page.pass(1000);
  assert.equal(page.said, 'connecting');
});

test('signed out is said, whether the gateway ends the access, closes, or refuses', async () => {
  const ways = [
    (page: Fixture) => page.socket.says({op: 'end', reason: 'auth'}),
    (page: Fixture) => page.cutOff(4401),
    (page: Fixture) => page.cutOff(),
  ];
  for (const way of ways) {
    const page = new Fixture();
    page.socket.hello();
    page.signedOut = true;
    await way(page);
    await turn();
    assert.equal(page.said, 'signed out');
    page.pass(100_000);
    assert.equal(page.sockets.length, 1);
  }
});

test('access that has been renewed meanwhile goes on', async () => {
  const page = new Fixture();
  page.socket.hello();
  await page.cutOff(4401);
  page.pass(1000);
  assert.equal(page.said, 'connecting');
});

test('a connection that went silent is found by a ping', async () => {
  const page = new Fixture();
  page.socket.hello({next: 0});
  const silent = page.socket;
  page.pass(20_000);
  assert.equal(silent.sent.at(-1)!.op, 'ping');
  silent.says({op: 'pong'});
  page.pass(10_000);
  assert.equal(page.said, 'live');
  page.pass(10_000);
  page.pass(10_000);
  assert.ok(silent.closed);
  assert.match(page.said, /^reconnecting/);
});

test('a log that was made anew is told as another one', async () => {
  const page = new Fixture();
  page.socket.hello();
  page.socket.lines(0, 2);
  await page.cutOff();
  page.pass(1000);
  page.socket.hello({epoch: 'bbbbbbbb', next: 1, resumed: 'reset'});
  assert.equal(page.hellos.at(-1)![1], true);
});

test('a log that has lost what was last read is read anew', async () => {
  const page = new Fixture();
  page.socket.hello();
  page.socket.lines(0, 2);
  await page.cutOff();
  page.pass(1000);
  page.socket.hello({next: 2, resumed: 'reset'});
  assert.equal(page.hellos.at(-1)![1], true);
  assert.equal(page.said, 'catching up, 2 behind');
});

test('far behind, it goes to the newest lines and leaves the others to the list', async () => {
  const page = new Fixture();
  page.socket.hello();
  page.socket.lines(0, 2);
  await page.cutOff();
  page.pass(1000);
  const next = MAX_CATCH_UP + 4;
  page.socket.hello({next});
  page.socket.onopen?.({});
  assert.equal(page.sockets.length, 3);
  assert.equal(page.socket.subscribed.from, `aaaaaaaa-${next - 201}`);
});

test('a reader that is elsewhere in the log begins with none of the newest lines', () => {
  const page = new Fixture(false);
  page.socket.onopen?.({});
  assert.equal(page.socket.subscribed.from, 'now');
});

test('states and gaps are entries as lines are', () => {
  const page = new Fixture();
  page.socket.hello({next: 9});
  page.socket.says({op: 'gap', from: 0, to: 6, lines: 7, reason: 'retention', position: 'aaaaaaaa-6'});
  page.socket.says({op: 'state', seq: 7, time: '', state: 'exited', code: 0, position: 'aaaaaaaa-7'});
  assert.deepEqual(page.seqs, [0, 7]);
  assert.equal(page.said, 'catching up, 1 behind');
});

test('an end says why, and is asked again only by the person', () => {
  const page = new Fixture();
  page.socket.hello({next: 0});
  page.socket.says({op: 'end', reason: 'ended'});
  assert.equal(page.said, 'ended');
  page.pass(100_000);
  assert.equal(page.sockets.length, 1);
  page.live.retry();
  assert.equal(page.said, 'connecting');
});

test('a stream that is not there, and one that may not be asked so, are said', () => {
  const page = new Fixture();
  page.socket.onopen?.({});
  page.socket.says({op: 'error', reason: 'unknown-stream', detail: 'There is no stream.'});
  assert.equal(page.said, 'removed');
  const other = new Fixture();
  other.socket.onopen?.({});
  other.socket.says({op: 'error', reason: 'bad-parameter', detail: 'The parameter is bad.'});
  assert.equal(other.said, 'The parameter is bad.');
});
