import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberKind, suspects } from '../../../shared/rules/watch/sensitive';

const FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const check = (weights: readonly number[], digits: readonly number[]): number =>
  (11 - (weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0) % 11)) % 11;

/** Numbers as they are given out: a day that is, a series, and both check digits, which some series have none of. */
const numbers = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 0, max: 99 }),
    series: fc.integer({ min: 0, max: 999 }),
    dNumber: fc.boolean(),
  })
  .map(({ day, month, year, series, dNumber }) => {
    const two = (value: number): string => String(value).padStart(2, '0');
    const nine = `${two(dNumber ? day + 40 : day)}${two(month)}${two(year)}${String(series).padStart(3, '0')}`;
    const digits = [...nine].map(Number);
    const first = check(FIRST, digits);
    const second = check(SECOND, [...digits, first]);
    return { text: `${nine}${first}${second}`, given: first < 10 && second < 10, dNumber };
  })
  .filter(({ given }) => given);

describe('numbers of people', () => {
  it('are found whichever it is, and whatever stands around it', () => {
    const around = fc.stringMatching(/^[ a-zæøå,.()]{0,20}$/);
    fc.assert(
      fc.property(numbers, around, around, ({ text, dNumber }, before, after) => {
        const kind = dNumber ? 'd-number' : 'birth-number';
        const whole = `${before} ${text} ${after}`;
        const from = before.length + 1;
        expect(suspects(whole)).toContainEqual({ from, to: from + 11, kind });
      }),
    );
  });

  it('are no longer one when any digit was read wrong', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        ({ text }, at, by) => {
          const wrong = [...text]
            .map((one, place) => (place === at ? (Number(one) + by) % 10 : one))
            .join('');
          expect(numberKind(wrong)).toBeNull();
        },
      ),
    );
  });

  it('never are told outside the text, twice, or out of order', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), numbers, (noise, { text }) => {
        const whole = `${noise}${text}${noise}`;
        let last = 0;
        for (const { from, to } of suspects(whole)) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(whole.length);
          last = to;
        }
      }),
    );
  });
});
