import assert from 'node:assert/strict';
import test from 'node:test';
import {anchorAt, clamp, isSmall, MAX_SPACER, scrollTopOf, spacerHeight} from '../../main/web/rows/anchor.ts';

const VIEW = {height: 800, row: 20};

test('a short log is as high as its rows, and no lower than the view', () => {
  assert.equal(spacerHeight({first: 0, next: 100}, VIEW), 2000);
  assert.equal(spacerHeight({first: 5, next: 7}, VIEW), 800);
  assert.equal(scrollTopOf({seq: 6, offset: 10}, {first: 5, next: 7}, VIEW), 0);
});

test('a long log is no higher than browsers bear', () => {
  assert.equal(spacerHeight({first: 0, next: 10_000_000}, VIEW), MAX_SPACER);
});

test('the scroll bar of a short log is exact', () => {
  const extent = {first: 1000, next: 1100};
  assert.equal(scrollTopOf({seq: 1000, offset: 0}, extent, VIEW), 0);
  assert.equal(scrollTopOf({seq: 1010, offset: 5}, extent, VIEW), 205);
  assert.deepEqual(anchorAt(205, extent, VIEW), {seq: 1010, offset: 5});
  assert.equal(scrollTopOf({seq: 1060, offset: 0}, extent, VIEW), 2000 - 800);
});

test('the scroll bar of ten million lines reaches the first, the middle and the last page', () => {
  const extent = {first: 0, next: 10_000_000};
  const track = MAX_SPACER - VIEW.height;
  assert.deepEqual(anchorAt(0, extent, VIEW), {seq: 0, offset: 0});
  assert.equal(anchorAt(track / 2, extent, VIEW).seq, 4_999_979);
  assert.deepEqual(anchorAt(track, extent, VIEW), {seq: 9_999_960, offset: 0});
  assert.deepEqual(anchorAt(track + 500, extent, VIEW), {seq: 9_999_960, offset: 0});
});

test('a step of the wheel is as long on the bar as in the log for three views at its ends', () => {
  const extent = {first: 0, next: 10_000_000};
  assert.equal(scrollTopOf({seq: 50, offset: 3}, extent, VIEW), 1003);
  assert.equal(scrollTopOf({seq: 9_999_910, offset: 0}, extent, VIEW), MAX_SPACER - VIEW.height - 1000);
  assert.deepEqual(anchorAt(1003, extent, VIEW), {seq: 50, offset: 3});
});

test('where the scroll bar is put it points at the same place', () => {
  const extent = {first: 17, next: 3_000_017};
  for (const seq of [17, 1000, 1_234_567, 2_999_977]) {
    const found = anchorAt(scrollTopOf({seq, offset: 0}, extent, VIEW), extent, VIEW);
    assert.ok(Math.abs(found.seq - seq) <= 1, `${found.seq} for ${seq}`);
  }
});

test('three views are a small move', () => {
  assert.ok(isSmall(2400, VIEW));
  assert.ok(isSmall(-2400, VIEW));
  assert.ok(!isSmall(2401, VIEW));
});

test('a seq that is not there is the nearest that is', () => {
  assert.equal(clamp(5, {first: 10, next: 20}), 10);
  assert.equal(clamp(25, {first: 10, next: 20}), 19);
  assert.equal(clamp(15, {first: 10, next: 20}), 15);
});
