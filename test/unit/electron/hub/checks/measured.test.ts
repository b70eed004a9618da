import { expect, it } from 'vitest';
import { boundedMetrics } from '../../../../../electron/hub/checks/measured';
import { quote, quoteAround, quoteEnd } from '../../../../../electron/hub/checks/quote';

it('keeps metrics that are fit to be kept: finite, once each, clean, not too many', () => {
  expect(
    boundedMetrics([
      { label: 'a', value: 1.23456, unit: 'ms' },
      { label: 'a', value: 2, unit: 'ms' },
      { label: 'nan', value: Number.NaN, unit: '' },
      { label: 'inf', value: Number.POSITIVE_INFINITY, unit: '' },
      { label: 'huge', value: 1e307, unit: '' },
      { label: 'b\u001b[31m <i>\n', value: -1, unit: 'weird\u0000unit' },
      { label: '\u0000', value: 1, unit: '' },
      { label: '/var/ø', value: 3, unit: '%' },
    ]),
  ).toEqual([
    { label: 'a', value: 1.235, unit: 'ms' },
    { label: 'b <i>', value: -1, unit: 'weirduni' },
    { label: '/var/ø', value: 3, unit: '%' },
  ]);
  const many = Array.from({ length: 500 }, (_, value) => ({ label: `m${value}`, value, unit: '' }));
  expect(boundedMetrics(many)).toHaveLength(64);
  expect(boundedMetrics([{ label: 'x'.repeat(500), value: 1, unit: '' }])[0]?.label).toHaveLength(80);
});

it('quotes foreign text clean and short, from its start, its end or a place', () => {
  const long = Array.from({ length: 60 }, (_, index) => `w${index}`).join(' ');
  expect(quote('a\u0007\nb')).toBe('«a b»');
  expect(quote(long)).toHaveLength(82);
  expect(quoteEnd(long)).toMatch(/^«….*w59»$/);
  expect(quoteEnd('short')).toBe('«short»');
  expect(quoteAround(long, 150)).toMatch(/^«….*…»$/);
  expect(quoteAround(long, 150).length).toBeLessThanOrEqual(83);
  expect(quoteAround('x', 0)).toBe('«x»');
});
