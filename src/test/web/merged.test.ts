import assert from 'node:assert/strict';
import test from 'node:test';
import {together} from '../../main/web/merged/lives.ts';
import {MergedLog} from '../../main/web/merged/merged-log.ts';
import {nextNano} from '../../main/web/merged/nanos.ts';
import {Past, ReadBackwards} from '../../main/web/merged/past.ts';
import {SharedSocket} from '../../main/web/merged/shared-socket.ts';
import {MAX_ITEMS, Window} from '../../main/web/merged/window.ts';
import {Entry, Line} from '../../main/web/record.ts';
import {hashOfMerged, parseRoute} from '../../main/web/route.ts';
import {hueOf} from '../../main/web/rows/colour.ts';
import {Socket, World} from '../../main/web/world.ts';

const turn = () => new Promise((done) => setImmediate(done));

/** A time of some seconds after noon. */
function time(second: number): string {
  return `${new Date(Date.UTC(2026, 10, 28, 12) + second * 1000).toISOString().slice(0, 19)}.000000000Z`;
}

function line(seq: number, second: number, more: Partial<Line> = {}): Entry {
  return {kind: 'line', line: {seq, time: time(second), origin: 'stdout', line: `${seq}`, ...more}};
}

function shown(window: Window): string {
  const {first, next} = window.extent;
  return Array.from({length: next - first}, (_, i) => window.item(first + i)!)
    .map(({stream, seq}) => stream + seq)
    .join(' ');
}

/** Streams as a gateway has them: a's lines at even seconds, b's at odd ones. */
class Logs {
  readonly entries: Record<string, Entry[]> = {a: [], b: []};
  requests = 0;

  constructor(lines: number) {
    for (let i = 0; i < lines; i++) this.entries.a!.push(line(i, i * 2)), this.entries.b!.push(line(i, i * 2 + 1));
  }

  readonly backwards: ReadBackwards = async (stream, before, until) => {
    this.requests++;
    const seq = before === undefined ? Infinity : Number(before.split('-')[1]);
    const older = this.entries[stream]!.filter((each) => each.kind === 'line' && each.line.seq < seq && (!until || each.line.time < until)).reverse();
    return {epoch: 'aaaaaaaa', entries: older.slice(0, 3), isLast: older.length <= 3};
  };
}

test('what is older comes by time, a page of each stream at a time, and nothing twice', async () => {
  const logs = new Logs(5);
  const past = new Past(['a', 'b'], logs.backwards);
  const {signal} = new AbortController();
  const first = await past.take(4, signal);
  assert.deepEqual(first.map(({stream, seq}) => stream + seq), ['b4', 'a4', 'b3', 'a3']);
  assert.equal(logs.requests, 2);
  assert.equal(past.isOver, false);
  const rest = await past.take(100, signal);
  assert.deepEqual(rest.map(({stream, seq}) => stream + seq), ['b2', 'a2', 'b1', 'a1', 'b0', 'a0']);
  assert.equal(past.isOver, true);
});

test('what has been merged when a request fails is there for the next one', async () => {
  const logs = new Logs(5);
  let fails = false;
  const past = new Past(['a', 'b'], (...asked) => (fails ? Promise.reject(new Error('away')) : logs.backwards(...asked)));
  const {signal} = new AbortController();
  await past.take(1, signal);
  fails = true;
  assert.equal(await past.take(100, signal).catch((failure: Error) => failure.message), 'away');
  fails = false;
  const rest = await past.take(100, signal);
  assert.equal(rest.length, 9);
});

test('a line in parts is one item, read backwards or forwards', async () => {
  const parts = [line(0, 0, {line: 'one ', partial: true}), line(1, 1, {line: 'two', first: 0})];
  const past = new Past(['a'], async () => ({epoch: 'a', entries: [...parts].reverse(), isLast: true}));
  assert.deepEqual((await past.take(9, new AbortController().signal)).map(({text, seq, last}) => [text, seq, last]), [['one two', 0, 1]]);
  const window = new Window();
  window.add('a', parts[0]!);
  window.add('b', line(0, 0));
  window.add('a', parts[1]!);
  assert.equal(window.item(window.extent.first)!.text, 'one two');
  assert.equal(shown(window), 'a0 b0');
});

test('live lines stand where their time is, but above none that has been read', () => {
  const window = new Window();
  for (const second of [0, 10, 20]) window.add('a', line(second, second));
  window.add('b', line(0, 15), -Infinity);
  assert.equal(shown(window), 'a0 a10 b0 a20');
  window.add('b', line(1, 16), window.extent.next);
  assert.equal(shown(window), 'a0 a10 b0 a20 b1');
  assert.equal(window.add('b', line(1, 16)), undefined);
});

test('what is older moves no place, and a window keeps what is read', () => {
  const window = new Window();
  window.add('a', line(5, 5));
  const {first} = window.extent;
  window.addOlder([{stream: 'b', seq: 1, last: 1, time: time(1), entry: line(1, 1), text: '1', open: false}]);
  assert.equal(window.placeOf('a', 5), first);
  assert.equal(window.placeOf('b', 1), first - 1);
  for (let i = 6; i < MAX_ITEMS + 20; i++) window.add('a', line(i, i));
  const dropped = window.dropNewest();
  assert.equal(window.extent.next - window.extent.first, MAX_ITEMS);
  assert.equal(window.placeOf('a', 5), first);
  // And it is taken again when it comes again.
  assert.ok(window.add('a', dropped[0]!.entry));
});

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
  says(stream: string, message: Record<string, unknown>): void {
    const id = this.sent.findLast((each) => each.op === 'subscribe' && each.stream === stream)!.id;
    const {op, ...rest} = message;
    this.onmessage?.({data: JSON.stringify({op, id, stream, ...rest})});
  }
}

class Fixture implements World {
  sockets: FakeSocket[] = [];
  timers: (() => void)[] = [];
  open(): Socket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  now(): number {
    return 0;
  }
  after(_millis: number, run: () => void): () => void {
    this.timers.push(run);
    return () => {
      this.timers = this.timers.filter((each) => each !== run);
    };
  }
  random(): number {
    return 0.5;
  }
  isSignedOut(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

test('several streams share one WebSocket, and each gets what is its own', () => {
  const world = new Fixture();
  const shared = new SharedSocket(world);
  const [a, b] = [shared.open(), shared.open()];
  const got: string[] = [];
  for (const [name, each] of [['a', a], ['b', b]] as const) {
    each.onopen = () => each.send(JSON.stringify({op: 'subscribe', id: 'log', stream: name}));
    each.onmessage = ({data}) => got.push(`${name} ${JSON.parse(data).op}`);
    each.onclose = ({code}) => got.push(`${name} ${code}`);
  }
  assert.equal(world.sockets.length, 1);
  const socket = world.sockets[0]!;
  socket.onopen!({});
  socket.says('b', {op: 'hello'});
  socket.says('a', {op: 'lines'});
  a.close();
  assert.deepEqual(socket.sent.at(-1), {op: 'unsubscribe', id: '1'});
  assert.equal(socket.closed, false);
  socket.onclose!({code: 1012});
  assert.deepEqual(got, ['b hello', 'a lines', 'b 1012']);
});

test('the newest lines are fetched when all streams have begun, and none is lost or repeated at the seam', async () => {
  const logs = new Logs(4);
  const world = new Fixture();
  let counted = 0;
  const reader = {changed: () => {}, began: () => {}, grew: (lines: number) => (counted += lines), state: () => {}, failed: (failure: unknown) => assert.equal(failure, undefined), floor: -Infinity};
  const merged = new MergedLog(['a', 'b'], reader, new URLSearchParams(), world, logs.backwards, async () => []);
  merged.open();
  const socket = world.sockets[0]!;
  socket.onopen!({});
  const hello = {op: 'hello', epoch: 'aaaaaaaa', first: 0, next: 4, resumed: 'start'};
  socket.says('a', hello);
  assert.equal(logs.requests, 0);
  socket.says('b', hello);
  assert.equal(logs.requests, 2);
  // One that the answer has as well, and one that came after it.
  logs.entries.a!.push(line(4, 20));
  socket.says('a', {op: 'lines', lines: [(logs.entries.a![3] as {line: Line}).line, (logs.entries.a![4] as {line: Line}).line], position: 'aaaaaaaa-4'});
  for (let i = 0; i < 20; i++) await turn();
  socket.says('b', {op: 'lines', lines: [(line(4, 21) as {line: Line}).line], position: 'aaaaaaaa-4'});
  assert.equal(shown(merged.window), 'a0 b0 a1 b1 a2 b2 a3 b3 a4 b4');
  assert.equal(merged.hasNewest, true);
  assert.equal(counted, 3);
});

test('the connection of several is told as the worst of them', () => {
  assert.equal(together([{kind: 'live'}, {kind: 'ended'}]).kind, 'live');
  assert.equal(together([{kind: 'ended'}, {kind: 'ended'}]).kind, 'ended');
  assert.deepEqual(together([{kind: 'catching-up', behind: 2}, {kind: 'catching-up', behind: 3}]), {kind: 'catching-up', behind: 5});
  assert.equal(together([{kind: 'live'}, {kind: 'waiting', at: 1}]).kind, 'waiting');
});

test('an address names the streams that are merged, each once, and a time', () => {
  assert.deepEqual(parseRoute('#/s/web?with=api,db,api,web&t=2026-11-28T12:00:00Z').merged, ['web', 'api', 'db']);
  assert.equal(parseRoute('#/s/web?t=2026-11-28T12:00:00Z').time, '2026-11-28T12:00:00.000000000Z');
  assert.equal(parseRoute('#/s/web?t=yesterday').time, undefined);
  assert.deepEqual(parseRoute('#/s/web?with=web').merged, []);
  assert.equal(hashOfMerged(['web', 'api', 'db']), '#/s/web?with=api%2Cdb');
  assert.equal(hashOfMerged(['web']), '#/s/web');
});

test('a name has its colour for ever, and names alike have others', () => {
  assert.equal(hueOf('web'), hueOf('web'));
  const hues = ['web-1', 'web-2', 'web-3'].map(hueOf).sort((a, b) => a - b);
  assert.ok(hues[1]! - hues[0]! > 20 && hues[2]! - hues[1]! > 20, hues.join());
});

test('a nanosecond is added over seconds, too', () => {
  assert.equal(nextNano('2026-11-28T12:00:00.000000009Z'), '2026-11-28T12:00:00.000000010Z');
  assert.equal(nextNano('2026-11-28T12:00:59.999999999Z'), '2026-11-28T12:01:00.000000000Z');
});
