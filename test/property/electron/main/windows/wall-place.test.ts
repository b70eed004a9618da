import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type WallWindow, wallPlaces } from '../../../../../electron/main/windows/wall-place';
import { type WallDisplay, wallDisplay } from '../../../../../shared/model/wall';
import { PRESET_PLAN } from '../../../../../shared/rules/wall/read-wall';

const computers = [null, 'vegg', 'annen'] as const;
const display = (col: number, row: number) =>
  fc.record({
    id: fc.constant(`d-${col}-${row}`),
    name: fc.constant(''),
    col: fc.constant(col),
    row: fc.constant(row),
    computer: fc.constantFrom(...computers),
    width: fc.integer({ min: 640, max: 7_680 }),
    height: fc.integer({ min: 480, max: 4_320 }),
    pitchMm: fc.double({ min: 0.1, max: 2, noNaN: true }),
    bezelMm: fc.integer({ min: 0, max: 20 }),
  });
const places = Array.from({ length: 32 }, (_, turn) => [turn % 8, Math.floor(turn / 8)] as const);
const displays: fc.Arbitrary<WallDisplay[]> = fc
  .subarray([...places], { minLength: 0, maxLength: 12 })
  .chain((chosen) => fc.tuple(...chosen.map(([col, row]) => display(col, row))))
  .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
/** Anything that displays may do: share a place, hang askew, be tiny or have vanished. */
const windows: fc.Arbitrary<WallWindow[]> = fc
  .array(
    fc.record({
      home: fc.option(
        fc.record({
          x: fc.integer({ min: -8_000, max: 8_000 }),
          y: fc.constantFrom(0, 30, 1_080, 1_100, 5_000),
          width: fc.constantFrom(0, 800, 1_920, 3_840),
          height: fc.constantFrom(0, 600, 1_080, 2_160),
        }),
      ),
      whole: fc.boolean(),
      width: fc.double({ min: 0, max: 40_000, noNaN: true }),
      height: fc.double({ min: 0, max: 40_000, noNaN: true }),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((one, index) => ({ ...one, name: `wall-${index + 1}`, index })));

it('the wall is always one that scenes can be laid out on: each display once, in its own place, as the model has it', () => {
  fc.assert(
    fc.property(displays, windows, (planned, open) => {
      const plan = { ...PRESET_PLAN, displays: planned };
      const { displays: there, shownBy } = wallPlaces(plan, 'vegg', open, 0.6);
      for (const one of there) expect(wallDisplay.safeParse(one).error).toBeUndefined();
      expect(new Set(there.map(({ id }) => id)).size).toBe(there.length);
      expect(new Set(there.map(({ col, row }) => `${col},${row}`)).size).toBe(there.length);
      // No two windows show one display, and each shows one that there is.
      expect(new Set(shownBy.values()).size).toBe(shownBy.size);
      for (const id of shownBy.values()) expect(there.some((one) => one.id === id)).toBe(true);
      for (const name of shownBy.keys()) expect(open.some((one) => one.name === name)).toBe(true);
    }),
  );
});

it('a planned wall has all displays of others, and of its own exactly those that a window shows, by number', () => {
  fc.assert(
    fc.property(displays, windows, (planned, open) => {
      fc.pre(planned.length > 0);
      const { displays: there, shownBy } = wallPlaces(
        { ...PRESET_PLAN, displays: planned },
        'vegg',
        open,
        0.6,
      );
      const others = planned.filter(
        ({ computer }) => computer === 'annen' || (computer === null && open.length === 0),
      );
      for (const other of others) expect(there).toContainEqual(other);
      const own = planned
        .filter((one) => !others.includes(one))
        .sort((a, b) => a.row - b.row || a.col - b.col)
        .map(({ id }) => id);
      expect([...shownBy.values()]).toEqual(own.slice(0, open.length));
      expect(there).toHaveLength(others.length + shownBy.size);
    }),
  );
});
