import assert from 'node:assert/strict';
import test from 'node:test';
import {Entry, Line} from '../../main/web/record.ts';
import {Lines} from '../../main/web/rows/lines.ts';

function of(...entries: (Partial<Line> | Entry | undefined)[]): Lines {
  const all = entries.map((each, seq): Entry | undefined =>
    each === undefined || 'kind' in each ? each : {kind: 'line', line: {seq, time: '', origin: 'stdout', ...each} as Line},
  );
  return new Lines((seq) => all[seq]);
}

function text(lines: Lines, seq: number): string | undefined {
  const row = lines.at(seq);
  return row?.kind === 'line' ? row.text : row?.kind;
}

test('a line that came in parts is one row, where it begins', () => {
  const lines = of({line: 'a', partial: true}, {line: 'b', partial: true}, {line: 'c'}, {line: 'next'});
  assert.deepEqual([0, 1, 2, 3].map((seq) => text(lines, seq)), ['abc', undefined, undefined, 'next']);
  assert.equal(lines.begin(2), 0);
  assert.equal(lines.begin(3), 3);
});

test('a long line is joined as far as it is shown', () => {
  const part = (text: string) => ({line: text.repeat(4096), partial: true});
  const lines = of(part('a'), part('b'), part('c'), {line: 'end'});
  const length = (wanted?: number) => {
    const row = lines.at(0, wanted);
    return row?.kind === 'line' ? [row.text.length, row.open] : [];
  };
  assert.deepEqual(length(), [4096, true]);
  assert.deepEqual(length(4097), [8192, true]);
  assert.deepEqual(length(100_000), [3 * 4096 + 3, false]);
});

test('lines of the other origin between the parts are rows of their own', () => {
  const lines = of({line: 'a', partial: true}, {line: 'oops', origin: 'stderr'}, {line: 'b'});
  assert.deepEqual([0, 1, 2].map((seq) => text(lines, seq)), ['ab', 'oops', undefined]);
  assert.equal(lines.begin(1), 1);
});

test('upwards no row between the parts of a line is left out', () => {
  const lines = of({line: 'first'}, {line: 'a', partial: true}, {line: 'oops', origin: 'stderr'}, {line: 'b'}, {line: 'next'});
  assert.deepEqual([4, 2, 1].map((seq) => lines.before(seq)), [2, 1, 0]);
  const gap: Entry = {kind: 'gap', gap: {from: 1, to: 2, lines: 2, reason: 'corrupt'}};
  assert.equal(of({line: 'a'}, gap, gap, {line: 'b'}).before(3), 1);
});

test('the gateway says where a line begins that is not here', () => {
  const lines = of(undefined, undefined, {line: 'c', first: 0}, {line: 'next'});
  assert.equal(lines.begin(2), 0);
  assert.equal(text(lines, 2), undefined);
  assert.equal(text(lines, 0), 'unknown');
});

test('the rest of a line whose beginning is gone is a row', () => {
  const gap: Entry = {kind: 'gap', gap: {from: 0, to: 1, lines: 2, reason: 'retention'}};
  const lines = of(gap, gap, {line: 'rest', first: 1}, {line: 'next'});
  assert.equal(text(lines, 2), 'rest');
});

test('so is the rest of one whose beginning is no longer kept', () => {
  const all: (Entry | undefined)[] = [undefined, undefined, {kind: 'line', line: {seq: 2, time: '', origin: 'stdout', line: 'rest', first: 1}}];
  const lines = new Lines((seq) => all[seq], () => 2);
  assert.equal(text(lines, 2), 'rest');
  assert.equal(lines.begin(2), 2);
});

test('a gap is one row, at its first seq', () => {
  const gap: Entry = {kind: 'gap', gap: {from: 1, to: 3, lines: 3, reason: 'corrupt'}};
  const lines = of({line: 'a'}, gap, gap, gap, {line: 'b'});
  assert.deepEqual([0, 1, 2, 3, 4].map((seq) => text(lines, seq)), ['a', 'gap', undefined, undefined, 'b']);
  assert.equal(lines.begin(3), 1);
  assert.equal(lines.at(1)!.last, 3);
});

test('the parts of a gap that pages have are one row', () => {
  const part = (from: number, to: number): Entry => ({kind: 'gap', gap: {from, to, lines: to - from + 1, reason: 'corrupt'}});
  const lines = of({line: 'a'}, part(1, 2), part(1, 2), part(3, 4), part(3, 4), {line: 'b'});
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((seq) => text(lines, seq)), ['a', 'gap', undefined, undefined, undefined, 'b']);
  assert.equal(lines.begin(4), 1);
  const row = lines.at(1)!;
  assert.deepEqual([row.last, row.kind === 'gap' && row.gap.lines], [4, 4]);
});

test('bytes that are no UTF-8 are shown as far as they are', () => {
  assert.equal(text(of({bytes: 'YWL/Yw=='}), 0), 'ab\ufffdc');
});
