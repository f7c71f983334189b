import assert from 'node:assert/strict';
import test from 'node:test';
import {addressOf, between, placeOf} from '../../main/web/link.ts';
import {Entry, Line} from '../../main/web/record.ts';
import {parseRoute} from '../../main/web/route.ts';
import {bytes} from '../../main/web/numbers.ts';
import {filterOf} from '../../main/web/find/pattern.ts';
import {fileName, pathOf} from '../../main/web/take/download.ts';
import {fetchLines} from '../../main/web/take/text.ts';
import {JoinedText, Span, wholeLines} from '../../main/web/take/joined.ts';

function line(seq: number, text: string, more: Partial<Line> = {}): Entry {
  return {kind: 'line', line: {seq, time: '', origin: 'stdout', line: text, ...more}};
}

function gap(from: number, to: number, reason = 'retention'): Entry {
  return {kind: 'gap', gap: {from, to, lines: to - from + 1, reason}};
}

function text(span: Span, ...entries: Entry[]): string {
  const joined = new JoinedText(span);
  entries.forEach((each) => joined.add(each));
  return joined.text;
}

test('what is copied begins and ends at a character, without escapes', () => {
  const span = {from: {seq: 0, offset: 2}, to: {seq: 2, offset: 3}};
  assert.equal(text(span, line(0, '\x1b[31mabcd\x1b[0m'), line(1, 'whole'), line(2, 'xyz1')), 'cd\nwhole\nxyz');
  assert.equal(text({from: {seq: 1, offset: 1}, to: {seq: 1, offset: 4}}, line(1, 'whole')), 'hol');
});

test('a line that came in parts is copied as one, to its end', () => {
  const parts = [line(0, 'a', {partial: true}), line(1, 'oops', {origin: 'stderr'}), line(2, 'b'), line(3, 'next')];
  assert.equal(text(wholeLines(0, 1), ...parts), 'ab\noops');
});

test('what is missing is said once, however many parts the gap has', () => {
  assert.equal(text(wholeLines(0, 9), line(0, 'a'), gap(1, 4), gap(5, 8), line(9, 'b')), 'a\n--- gap: 8 lines lost (retention) ---\nb');
  assert.equal(text(wholeLines(0, 1), gap(0, 0), gap(1, 1, 'corrupt')), '--- gap: 1 line lost (retention) ---\n--- gap: 1 line lost (corrupt) ---');
});

test('where the list has some lines alone, only these are copied', () => {
  const span = {...wholeLines(0, 3), isOnList: (seq: number) => seq !== 1};
  assert.equal(text(span, line(0, 'a'), line(1, 'b', {partial: true}), line(2, 'c'), line(3, 'd')), 'a\nc\nd');
});

test('what the gateway says of the source is not copied', () => {
  assert.equal(text(wholeLines(0, 2), line(0, 'a'), {kind: 'state', state: {seq: 1, time: '', state: 'exited'}}, line(2, 'b')), 'a\nb');
});

test('lines that are not here are fetched in pieces, no further than the end of the last one', async () => {
  const asked: string[] = [];
  const read = async (first: number, last: number): Promise<Entry[]> => {
    asked.push(`${first}-${last}`);
    return Array.from({length: last - first + 1}, (_, i) => line(first + i, String(first + i)));
  };
  const all = (await fetchLines(wholeLines(10, 5000), 9999, read)).text;
  assert.deepEqual(asked, ['10-4105', '4106-5064']);
  assert.equal(all.split('\n').length, 4991);
  assert.ok(all.endsWith('\n5000'));
});

test('an address points at lines of one log, and keeps what else it says', () => {
  const route = parseRoute('#/s/web?at=15&to=12&log=k3v9x2ab&q=a');
  assert.deepEqual(placeOf(route), {at: 12, to: 15, epoch: 'k3v9x2ab'});
  assert.equal(addressOf('web', between(9, 4, 'k3v9x2ab'), route.query), '#/s/web?at=4&to=9&log=k3v9x2ab&q=a');
  assert.equal(addressOf('web', between(4, 4, 'k3v9x2ab'), route.query), '#/s/web?at=4&log=k3v9x2ab&q=a');
  assert.equal(addressOf('web', undefined, route.query), '#/s/web?q=a');
  assert.equal(placeOf(parseRoute('#/s/web')), undefined);
});

test('a download is of what is shown, of what is looked for, or of everything', () => {
  const query = {text: 'a.b', matchCase: false, isPattern: false, levels: ['error', 'fatal']};
  const visible = {first: 10, last: 40, isFiltered: false};
  assert.equal(pathOf(['web'], 'shown', visible, query), 'streams/web/log?seq=10-40');
  assert.equal(pathOf(['web'], 'everything', visible, query), 'streams/web/log');
  assert.equal(pathOf(['web'], 'filtered', visible, query), 'streams/web/log?grep=%28%3Fi%29a%5C.b&level=error%2Cfatal');
  const filtered = {...visible, isFiltered: true};
  assert.equal(pathOf(['web'], 'shown', filtered, {...query, since: '2026-11-28'}), 'streams/web/log?grep=%28%3Fi%29a%5C.b&level=error%2Cfatal&seq=10-40');
  assert.equal(filterOf({...query, text: '', since: '2026-11-28T09:00:00Z'}).get('grep'), null);
  assert.equal(pathOf(['web'], 'filtered', visible, undefined), 'streams/web/log');
});

test('a file is named after the stream, the moment and the form', () => {
  const now = new Date('2026-11-28T09:20:05.123Z');
  assert.equal(fileName('web', {what: 'shown', form: 'text', gzip: false}, now), 'web-2026-11-28T09-20-05Z.log');
  assert.equal(fileName('web', {what: 'shown', form: 'ndjson', gzip: true}, now), 'web-2026-11-28T09-20-05Z.ndjson.gz');
});

test('a number of bytes is in the largest unit that has one', () => {
  assert.deepEqual([0, 999, 1000, 1_234_567, 5e12].map(bytes), ['0 B', '999 B', '1.0 kB', '1.2 MB', '5.0 TB']);
});
