import assert from 'node:assert/strict';
import test from 'node:test';
import {spanWords, timeTicks} from '../../main/web/histogram/axis.ts';
import {Chooser} from '../../main/web/histogram/chooser.ts';
import {barPaths, Bucket, Grid} from '../../main/web/histogram/grid.ts';
import {histogramWords, sumWords} from '../../main/web/histogram/histogram-state.ts';
import {isRange, Span} from '../../main/web/histogram/selection.ts';

const SINCE = Date.parse('2026-11-28T09:00:00Z');

function bucket(lines: number, levels: Bucket['levels']): Bucket {
  return {time: '', first: 0, lines, levels};
}

test('lines are counted by groups of levels, and those that come live with them', () => {
  const grid = new Grid(SINCE, 1000, 2);
  grid.put([bucket(3, {info: 2, fatal: 1}), bucket(2, {none: 1, warn: 1})]);
  assert.ok(grid.isWhole);
  grid.add(SINCE + 1500, 'error', 9);
  grid.add(SINCE + 4200, undefined, 10);
  assert.deepEqual([grid.lines, grid.of('error'), grid.of('none'), grid.parts.length], [7, 2, 2, 5]);
  assert.equal(grid.parts[4]!.first, 10);
  assert.equal(grid.until, SINCE + 5000);
});

test('a page that stays open has longer parts, and no line is lost', () => {
  const grid = new Grid(SINCE, 1000, 0);
  for (let i = 0; i < 1000; i++) grid.add(SINCE + i * 1000, 'info', i);
  assert.ok(grid.parts.length <= 240);
  assert.deepEqual([grid.lines, grid.step], [1000, 8000]);
  assert.equal(grid.parts[1]!.first, 8);
});

test('one error among a million lines is seen', () => {
  const grid = new Grid(SINCE, 1000, 1);
  grid.put([bucket(1_000_000, {info: 999_999, error: 1})]);
  const paths = barPaths(grid, 100, 50);
  assert.equal(paths.error, 'M0 50.0H99V48.0H0z');
  assert.ok(paths.info.startsWith('M0 48.0H99V0.0'));
  assert.equal(paths.warn, '');
});

test('times on the axis are round in the zone of the reader, and no more than have room', () => {
  const ticks = timeTicks(SINCE + 1000, SINCE + 3_600_000, 7, 3_600_000);
  assert.deepEqual(ticks.map(({words}) => words), ['10:10', '10:20', '10:30', '10:40', '10:50']);
  assert.deepEqual(timeTicks(SINCE, SINCE + 4 * 86_400_000, 5, 0).map(({words}) => words), ['11-29', '11-30', '12-01', '12-02']);
  assert.equal(spanWords(SINCE, SINCE + 60_000, 0), '2026-11-28 09:00:00 – 09:01:00');
  assert.equal(spanWords(SINCE, SINCE + 500, 0), '2026-11-28 09:00:00.000 – 09:00:00.500');
});

test('what it does is said in words', () => {
  const grid = new Grid(SINCE, 1000, 4);
  grid.put([bucket(1, {error: 1})]);
  assert.equal(histogramWords({kind: 'counting', grid}), 'counting lines, 25 %');
  assert.equal(histogramWords({kind: 'whole', grid}), '1 line, 1 error');
  assert.equal(histogramWords({kind: 'whole', grid: new Grid(0, 0, 1)}), 'no lines');
  assert.equal(sumWords({lines: 1200, groups: {error: 2, warn: 1}}), '1,200 lines, 2 errors, 1 warning');
});

test('a part that was pressed is a place to go to, and more than one a time to take', () => {
  const from = {since: 0, until: 10};
  assert.equal(isRange({span: from, from}), false);
  assert.equal(isRange({span: {since: 0, until: 20}, from}), true);
});

test('keys choose a part from where the reader is, widen it, and take it or go there', () => {
  const grid = new Grid(0, 10, 10);
  grid.put(Array.from({length: 10}, () => bucket(1, {})));
  const used: [Span, boolean][] = [];
  const chart = {grid, seen: {since: 55, until: 56}, timeAt: (x: number) => x, use: (span: Span, isPart: boolean) => void used.push([span, isPart]), zoomOut: () => false, requestUpdate: () => {}};
  const chooser = new Chooser(chart);
  let taken = 0;
  const press = (key: string, shiftKey = false): void =>
    chooser.keyed({key, shiftKey, preventDefault: () => taken++} as unknown as KeyboardEvent);
  press('ArrowLeft');
  press('ArrowLeft');
  press('Enter');
  press('ArrowRight');
  press('ArrowRight', true);
  press('Enter');
  press('Escape');
  press('x');
  assert.deepEqual(used, [[{since: 40, until: 50}, false], [{since: 50, until: 70}, true]]);
  assert.equal(taken, 6);
});
