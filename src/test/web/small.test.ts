import assert from 'node:assert/strict';
import test from 'node:test';
import {area, RateHistory} from '../../main/web/rate.ts';
import {hashOf, parseRoute} from '../../main/web/route.ts';
import {runWords} from '../../main/web/runs.ts';
import {cut, grown} from '../../main/web/rows/cut.ts';
import {age, timeWords} from '../../main/web/times.ts';

test('an address names a stream, a place in it, and what parts of the page add', () => {
  const route = parseRoute('#/s/web?at=12&to=15&q=a%2Bb');
  assert.deepEqual([route.stream, route.at, route.to, route.query.get('q')], ['web', 12, 15, 'a+b']);
  assert.equal(hashOf('web', {at: 12, to: undefined, q: 'a+b'}), '#/s/web?at=12&q=a%2Bb');
  assert.equal(parseRoute('#/s/web?beside=api').beside, 'api');
  assert.equal(parseRoute('#web').stream, 'web');
  assert.equal(parseRoute('').stream, undefined);
  assert.equal(parseRoute('#/s/web?at=x').at, undefined);
  assert.equal(parseRoute('#/s/100%').stream, '100%');
});

test('times are off, ages, or of a day in UTC', () => {
  const time = '2026-11-26T18:35:50.277471694Z';
  assert.equal(timeWords(time, 'off', 0), '');
  assert.equal(timeWords(time, 'utc', 0), '2026-11-26 18:35:50.277Z');
  assert.equal(timeWords(time, 'relative', Date.parse(time) + 65_000), '1 min');
  assert.match(timeWords(time, 'local', 0), /^2026-11-2\d \d\d:\d\d:50\.277 [+-]\d\d:\d\d$/);
});

test('an age is in the largest whole unit, and never negative', () => {
  assert.deepEqual([-5, 59_999, 60_000, 7_200_000, 3 * 86_400_000].map(age), ['0 s', '59 s', '1 min', '2 h', '3 d']);
});

test('a run is told with how long it lasts, or how it ended', () => {
  const started = '2026-11-26T18:00:00Z';
  const now = Date.parse('2026-11-29T18:00:00Z');
  assert.equal(runWords({run: 4, started}, now), 'run 4, for 3 d');
  const ended = '2026-11-29T17:58:00Z';
  assert.equal(runWords({run: 4, started, ended, code: 137, signal: 9}, now), 'run 4 exited with 137 (signal 9), 2 min ago');
  assert.equal(runWords({run: 4, started, ended}, now), 'run 4 ended, 2 min ago');
});

test('a cut tears no character', () => {
  assert.deepEqual(cut('abc', 3), {shown: 'abc', hidden: 0});
  assert.deepEqual(cut('ab\u{1f600}c', 3), {shown: 'ab', hidden: 3});
  assert.ok(grown(4096) > 4096);
  assert.equal(grown(1_000_000), 1_065_536);
});

test('a rate is told between two looks of one log', () => {
  const history = new RateHistory();
  history.add(100, 'a', 0);
  history.add(130, 'a', 3000);
  assert.equal(history.now, 10);
  history.add(5, 'b', 6000);
  assert.deepEqual(history.points, [10]);
  history.add(8, 'b', 9000);
  assert.deepEqual(history.points, [10, 1]);
  assert.match(area(history.points, 60, 18), /^58\.\d,18 .* 60,18$/);
  assert.equal(area([], 60, 18), '');
});
