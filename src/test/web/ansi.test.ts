import assert from 'node:assert/strict';
import test from 'node:test';
import {parseAnsi, plain} from '../../main/web/ansi.ts';

const styles = (text: string) => parseAnsi(text).map((span) => [span.text, JSON.parse(JSON.stringify(span.style))]);

test('a line without escapes is one span as it is', () => {
  assert.deepEqual(styles('GET /cart <b>200</b>\t12ms'), [['GET /cart <b>200</b>\t12ms', {}]]);
  assert.deepEqual(styles(''), []);
});

test('the 16 colours, bold and underline are styles until they are taken back', () => {
  assert.deepEqual(styles('\x1b[1;31mred\x1b[0m plain \x1b[4;97;104mhigh\x1b[24;39;49m rest'), [
    ['red', {bold: true, fg: 1}],
    [' plain ', {}],
    ['high', {underline: true, fg: 15, bg: 12}],
    [' rest', {}],
  ]);
  assert.deepEqual(styles('\x1b[1ma\x1b[22mb\x1b[mc'), [['a', {bold: true}], ['b', {}], ['c', {}]]);
});

test('256 colours and true colours are said with semicolons or colons', () => {
  assert.deepEqual(styles('\x1b[38;5;208ma'), [['a', {fg: '#ff8700'}]]);
  assert.deepEqual(styles('\x1b[48;5;244ma'), [['a', {bg: '#808080'}]]);
  assert.deepEqual(styles('\x1b[38;5;9ma'), [['a', {fg: 9}]]);
  assert.deepEqual(styles('\x1b[38;2;1;2;255ma'), [['a', {fg: '#0102ff'}]]);
  assert.deepEqual(styles('\x1b[38:2::1:2:255ma'), [['a', {fg: '#0102ff'}]]);
  assert.deepEqual(styles('\x1b[38;2;1;2;255;1ma'), [['a', {fg: '#0102ff', bold: true}]]);
});

test('links, the clipboard, titles, cursor moves and what is torn are dropped', () => {
  assert.equal(plain('\x1b]8;;http://evil.example\x07link\x1b]8;;\x07!'), 'link!');
  assert.equal(plain('\x1b]52;c;aGk=\x1b\\after'), 'after');
  assert.equal(plain('\x1b]0;title\x07a\x1b[2J\x1b[10;5Hb\x1b(Bc\x1bPdcs\x1b\\d'), 'abcd');
  assert.equal(plain('a\x1b['), 'a');
  assert.equal(plain('a\x1b'), 'a');
  assert.equal(plain('a\x1b]8;;never ended'), 'a');
  assert.equal(plain('a\x00\x08b\x07\x7f'), 'ab');
});

test('a carriage return writes over what is there', () => {
  assert.equal(plain('10%\r55%\r100%'), '100%');
  assert.equal(plain('downloading\rdone'), 'doneloading');
  assert.equal(plain('downloading\r\x1b[Kdone'), 'done');
  assert.equal(plain('downloading\x1b[2K\rdone'), 'done');
  assert.equal(plain('ended as on Windows\r'), 'ended as on Windows');
  assert.deepEqual(styles('\x1b[31mabc\x1b[0m\rX'), [['X', {}], ['bc', {fg: 1}]]);
});
