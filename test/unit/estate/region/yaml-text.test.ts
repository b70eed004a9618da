import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { flow, scalar } from '../../../estate/region/yaml-text';

test.each([
  'Mo',
  'Kjernenett datasenter 1',
  'a: b',
  '~wan',
  'core1|core2',
  '{wan-port}',
  'true',
  'No',
  '12',
  '10s',
  'x # y',
  ' x',
  'x ',
  '',
  'Drift – døgn',
  '"q"',
  '[a, b]',
  '2026-01-06T02:30',
])('scalar: %j comes back as it was', (text) => {
  expect(parse(`x: ${scalar(text)}`)).toEqual({ x: text });
  expect(parse(`x: { y: ${scalar(text)} }`)).toEqual({ x: { y: text } });
});

test('flow writes plain data on one line and leaves out what is undefined', () => {
  const data = {
    id: 'x',
    list: [1, 'a, b'],
    none: undefined,
    inner: { 'x-y': true, nothing: null },
    empty: {},
  };
  const text = flow(data);
  expect(text).not.toContain('\n');
  expect(parse(text)).toEqual({
    id: 'x',
    list: [1, 'a, b'],
    inner: { 'x-y': true, nothing: null },
    empty: {},
  });
});
