import { describe, expect, it } from 'vitest';
import {
  displaysOfOthers,
  placeOf,
  samePlaces,
  type WallWindow,
  wallPlaces,
} from '../../../../../electron/main/windows/wall-place';
import type { WallDisplay } from '../../../../../shared/model/wall';
import { PRESET_PLAN } from '../../../../../shared/rules/wall/read-wall';

const PITCH = 0.634;
const planOf = (...displays: WallDisplay[]) => ({ ...PRESET_PLAN, displays });
const hung = (id: string, col: number, row = 0, computer: string | null = null): WallDisplay => ({
  id,
  name: id.toUpperCase(),
  col,
  row,
  computer,
  width: 1920,
  height: 1080,
  pitchMm: PITCH,
  bezelMm: 4,
});
const window = (number: number, x: number, y = 0, more: Partial<WallWindow> = {}): WallWindow => ({
  name: `wall-${number}`,
  index: number - 1,
  home: { x, y, width: 1920, height: 1080 },
  whole: true,
  width: 1920,
  height: 1080,
  ...more,
});
const grid = (count: number, cols: number): WallWindow[] =>
  Array.from({ length: count }, (_, turn) =>
    window(turn + 1, 1920 * (turn % cols), 1080 * Math.floor(turn / cols)),
  );
const seats = (windows: readonly WallWindow[]): string =>
  wallPlaces(PRESET_PLAN, 'vegg', windows, PITCH)
    .displays.map(({ id, col, row }) => `${id}:${col},${row}`)
    .join(' ');

describe('the wall of a room that plans its displays', () => {
  it('gives this computer’s displays to its windows by number, in reading order, wherever they stand', () => {
    const plan = planOf(hung('d', 1, 1), hung('b', 1), hung('a', 0), hung('c', 0, 1));
    const places = wallPlaces(plan, 'vegg', [window(2, 0), window(1, 1920), window(3, 0, 1080)], PITCH);
    expect([...places.shownBy]).toEqual([
      ['wall-1', 'a'],
      ['wall-2', 'b'],
      ['wall-3', 'c'],
    ]);
    // Nobody shows the fourth: scenes fold onto the three.
    expect(places.displays.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(placeOf(places, 'wall-2').display).toBe('b');
    expect(placeOf(places, 'desk-1')).toEqual({ display: null, displays: places.displays });
  });

  it('has other computers’ displays as planned, and its own with their real pixels, no larger for them', () => {
    const plan = planOf(hung('a', 0, 0, 'annen'), hung('b', 1, 0, 'vegg'));
    const places = wallPlaces(plan, 'vegg', [window(1, 0, 0, { width: 3840, height: 2160 })], PITCH);
    expect(places.displays[0]).toEqual(hung('a', 0, 0, 'annen'));
    expect(places.displays[1]).toEqual({
      ...hung('b', 1, 0, 'vegg'),
      width: 3840,
      height: 2160,
      pitchMm: PITCH / 2,
    });
    expect(places.shownBy.get('wall-1')).toBe('b');
  });

  it('keeps the pitch where a window is a guest beside another, and narrower for it', () => {
    const places = wallPlaces(
      planOf(hung('a', 0)),
      'vegg',
      [window(1, 0, 0, { width: 960, whole: false })],
      PITCH,
    );
    expect(places.displays[0]).toMatchObject({ width: 960, height: 1080, pitchMm: PITCH });
  });

  it('has none for a window too many, and shows all the same which there are', () => {
    const places = wallPlaces(planOf(hung('a', 0)), 'vegg', grid(2, 2), PITCH);
    expect(placeOf(places, 'wall-2')).toEqual({ display: null, displays: places.displays });
    expect(places.displays.map(({ id }) => id)).toEqual(['a']);
  });

  it('takes nobody’s displays for somebody else’s at a desk without a wall, and not its own', () => {
    const plan = planOf(hung('a', 0), hung('b', 1, 0, 'pult'), hung('c', 2, 0, 'annen'));
    expect(wallPlaces(plan, 'pult', [], PITCH).displays.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(wallPlaces(plan, 'tredje', [], PITCH).displays.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('a wall on several computers', () => {
  const plan = planOf(hung('a', 0, 0, 'vegg'), hung('b', 1, 0, 'annen'), hung('c', 2, 0, 'annen'));
  const ids = (computer: string, windows: readonly WallWindow[], ...away: string[]): string =>
    wallPlaces(plan, computer, windows, PITCH, new Set(away))
      .displays.map(({ id }) => id)
      .join('');

  it('is without the displays of others that nobody shows', () => {
    expect(ids('vegg', [window(1, 0)])).toBe('abc');
    expect(ids('vegg', [window(1, 0)], 'c')).toBe('ab');
    expect(ids('vegg', [window(1, 0)], 'b', 'c')).toBe('a');
    expect(displaysOfOthers(plan, 'vegg', true)).toEqual(['b', 'c']);
  });

  it('has its own whatever others say, and is as planned where nobody shows any', () => {
    expect(ids('vegg', [window(1, 0)], 'a')).toBe('abc');
    expect(ids('pult', [], 'a', 'b', 'c')).toBe('abc');
    expect(ids('pult', [], 'a', 'b')).toBe('c');
  });
});

describe('the wall of a room that plans none', () => {
  it('has columns and rows from where its displays stand', () => {
    expect(seats([window(1, 0, 1080), window(2, 0)])).toBe('wall-2:0,0 wall-1:0,1');
    expect(seats([window(1, 1920), window(2, 0), window(3, 3840)])).toBe('wall-2:0,0 wall-1:1,0 wall-3:2,0');
    expect(seats(grid(6, 3))).toBe('wall-1:0,0 wall-2:1,0 wall-3:2,0 wall-4:0,1 wall-5:1,1 wall-6:2,1');
    expect(seats(grid(4, 4))).toBe('wall-1:0,0 wall-2:1,0 wall-3:2,0 wall-4:3,0');
  });

  it('counts displays that hang a little lower as one row', () =>
    expect(seats([window(1, 0, 40), window(2, 1920)])).toBe('wall-1:0,0 wall-2:1,0'));

  it('hangs them as so many are most often hung, where they share a display or rows are ragged', () => {
    const shared = (count: number) => Array.from({ length: count }, (_, turn) => window(turn + 1, 0));
    const form = (count: number) => {
      const { displays } = wallPlaces(PRESET_PLAN, 'vegg', shared(count), PITCH);
      const most = (of: (display: WallDisplay) => number) => Math.max(...displays.map(of)) + 1;
      return `${most(({ col }) => col)}×${most(({ row }) => row)}`;
    };
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(form)).toEqual([
      '1×1',
      '2×1',
      '3×1',
      '2×2',
      '5×1',
      '3×2',
      '7×1',
      '4×2',
    ]);
    expect(seats([...grid(2, 2), window(3, 0, 1080)])).toBe('wall-1:0,0 wall-2:1,0 wall-3:2,0');
    expect(seats([window(1, 0), window(2, 0, 0, { home: null })])).toBe('wall-1:0,0 wall-2:1,0');
  });

  it('has no bezels, and the pitch that the settings say', () =>
    expect(wallPlaces(PRESET_PLAN, 'vegg', [window(1, 0)], 0.3).displays).toEqual([
      {
        id: 'wall-1',
        name: '',
        col: 0,
        row: 0,
        computer: null,
        width: 1920,
        height: 1080,
        pitchMm: 0.3,
        bezelMm: 0,
      },
    ]));

  it('knows none at a desk without a wall', () =>
    expect(wallPlaces(PRESET_PLAN, 'pult', [], PITCH)).toEqual({ displays: [], shownBy: new Map() }));
});

it('tells nobody of what is as it was', () => {
  const one = () => wallPlaces(planOf(hung('a', 0)), 'vegg', [window(1, 0)], PITCH);
  expect(samePlaces(one(), one())).toBe(true);
  expect(samePlaces(one(), wallPlaces(planOf(hung('a', 0)), 'vegg', [], PITCH))).toBe(false);
});
