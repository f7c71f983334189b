import assert from 'node:assert/strict';
import test from 'node:test';
import {fieldsOf} from '../../main/web/rows/fields.ts';

function pairs(text: string): string[] | undefined {
  return fieldsOf(text)?.fields.map(({name, value}) => `${name}: ${value}`);
}

test('a line of JSON has a message and fields, nested ones by names with dots', () => {
  const text = '{"level":"info","msg":"paid","user":{"id":7,"name":"a b"},"tags":["eu",1],"none":null,"empty":{}}';
  assert.equal(fieldsOf(text)!.message, 'paid');
  assert.deepEqual(pairs(text), ['level: info', 'user.id: 7', 'user.name: a b', 'tags: ["eu",1]', 'none: null', 'empty: {}']);
});

test('a number is shown as it was written', () => {
  assert.deepEqual(pairs('{"id":12345678901234567890,"price":1.50,"ids":[12345678901234567890]}'), [
    'id: 12345678901234567890',
    'price: 1.50',
    'ids: [12345678901234567890]',
  ]);
});

test('a line of logfmt has them, too, with what is quoted', () => {
  const text = 'level=warn msg="slow \\"query\\"" took=12ms empty= path=/a?b';
  assert.equal(fieldsOf(text)!.message, 'slow "query"');
  assert.deepEqual(pairs(text), ['level: warn', 'took: 12ms', 'empty: ', 'path: /a?b']);
});

test('what the row says elsewhere is known', () => {
  assert.deepEqual(fieldsOf('ts=1 level=info a=b')!.fields.map((each) => each.isElsewhere), [true, true, false]);
});

test('any other line is no such line', () => {
  for (const text of ['', 'GET / 200', 'a=b', 'see a=b c=d', 'a=b "c', '{"a":', '[1]', '{}', 'null', '{"a":1} tail', `{"a":"${'x'.repeat(70_000)}"}`]) {
    assert.equal(fieldsOf(text), undefined, text.slice(0, 20));
  }
});

test('a message may have another name, and may be missing', () => {
  assert.equal(fieldsOf('{"message":"m","a":1}')!.message, 'm');
  assert.equal(fieldsOf('a=b c=d')!.message, '');
});
