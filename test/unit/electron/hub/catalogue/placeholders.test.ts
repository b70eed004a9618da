import { expect, test } from 'vitest';
import { fillIn } from '../../../../../electron/hub/catalogue/placeholders';

test.each([
  ['{site}', 'mo', []],
  ['a{site}b{port}', 'amob80', []],
  ['{{site}}', '{site}', []],
  ['{{{site}}}', '{{site}}', []],
  ['{nødnett-port}', '81', []],
  ['{gone}/{site}', '{gone}/mo', ['gone']],
  ['{constructor}', '{constructor}', ['constructor']],
  ['{"a": {}}', '{"a": {}}', []],
  ['{ site }', '{ site }', []],
  ['{', '{', []],
])('%s becomes %s', (text, filled, missing) => {
  const names: string[] = [];
  expect(fillIn(text, { site: 'mo', port: 80, 'nødnett-port': '81' }, (name) => names.push(name))).toBe(
    filled,
  );
  expect(names).toEqual(missing);
});

test('what is filled in is not itself filled in again', () => {
  expect(fillIn('{a}', { a: '{b}', b: 'x' }, () => {})).toBe('{b}');
});
