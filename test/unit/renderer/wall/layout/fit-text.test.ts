import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ellipsis, fitText } from '../../../../../renderer/wall/layout/fit-text';
import { measure } from '../wall-fixture';

const room = { size: 20, minSize: 10, weight: 400, width: 110, maxLines: 2 };

test('fits on one line, else on two, else smaller, and is cut only then', () => {
  expect(fitText('Mo', room, measure)).toEqual({ lines: ['Mo'], size: 20 });
  expect(fitText('Active Directory', room, measure)).toEqual({ lines: ['Active', 'Directory'], size: 20 });
  const smaller = fitText('Integrasjonsmotor', { ...room, maxLines: 1 }, measure);
  expect(smaller.lines).toEqual(['Integrasjonsmotor']);
  expect(smaller.size).toBeLessThan(20);
  expect(
    fitText('Helhetlig informasjonssikkerhet i nord', { ...room, maxLines: 1 }, measure).lines[0],
  ).toMatch(/…$/u);
});

test('never wider than its room, never more lines than allowed, never larger than asked', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60 }),
      fc.integer({ min: 30, max: 400 }),
      fc.integer({ min: 1, max: 3 }),
      (value, width, maxLines) => {
        const fit = fitText(value, { ...room, width, maxLines }, measure);
        expect(fit.lines.length).toBeLessThanOrEqual(maxLines);
        expect(fit.size).toBeLessThanOrEqual(20);
        for (const line of fit.lines) expect(measure(line, fit.size, 400)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('an ellipsis keeps as much as there is room for', () => {
  const wide = (text: string): number => text.length;
  expect(ellipsis('vesterålen', 10, wide)).toBe('vesterålen');
  expect(ellipsis('vesterålen', 6, wide)).toBe('veste…');
});
