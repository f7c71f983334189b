import assert from 'node:assert/strict';
import test from 'node:test';
import {fieldValue, momentOf} from '../../main/web/go/moment.ts';
import {Run, runBeside} from '../../main/web/runs.ts';

function run(number: number, first?: number): Run {
  return {run: number, started: '', ...(first !== undefined && {first})};
}

test('the run before and the next one are those that began around a record', () => {
  const runs = [run(1), run(2, 10), run(3, 20), run(4, 30)];
  assert.equal(runBeside(runs, 20, 'before')?.run, 2);
  assert.equal(runBeside(runs, 25, 'before')?.run, 3);
  assert.equal(runBeside(runs, 20, 'after')?.run, 4);
  assert.equal(runBeside(runs, 30, 'after'), undefined);
  assert.equal(runBeside(runs, 10, 'before'), undefined);
});

test('a moment is written and read in the zone that is shown', () => {
  const moment = new Date('2026-03-04T05:06:07.890Z');
  assert.equal(fieldValue(moment, true), '2026-03-04T05:06:07');
  for (const isUtc of [true, false]) {
    assert.equal(momentOf(fieldValue(moment, isUtc), isUtc)?.toISOString(), '2026-03-04T05:06:07.000Z');
  }
  assert.equal(momentOf('', true), undefined);
});
