import { describe, expect, it } from 'vitest';
import type { Place } from '../../../../../electron/main/app/settings';
import {
  type DisplayInfo,
  isAstray,
  placeWindows,
  readingOrder,
  type Wanted,
  wallHomes,
  wholeDisplay,
} from '../../../../../electron/main/windows/placement';

const display = (id: number, x: number, y = 0, primary = false): DisplayInfo => {
  const bounds = { x, y, width: 1920, height: 1080 };
  return { id, bounds, workArea: { ...bounds, height: 1040 }, primary };
};
const one = [display(1, 0, 0, true)];
const three = [display(1, 0, 0, true), display(2, 1920), display(3, 3840)];
const home = (displays: readonly DisplayInfo[], order: number): Place =>
  wholeDisplay(displays, order) as Place;
const wall = (number: number, place: Place | null): Wanted => ({
  name: `wall-${number}`,
  kind: 'wall',
  home: place,
});
const desk = (place: Place | null = null): Wanted => ({ name: 'desk-1', kind: 'desk', home: place });
const room = [wall(1, home(three, 1)), wall(2, home(three, 2)), desk(home(three, 0))];
const byName = (displays: readonly DisplayInfo[], windows: readonly Wanted[]) =>
  Object.fromEntries(placeWindows(displays, windows).map((placement) => [placement.name, placement]));

describe('reading order', () => {
  it('goes row by row, though one display hangs a little lower', () => {
    const displays = [display(4, 1920, 1100), display(2, 1920, 30), display(3, 0, 1080), display(1, 0, 0)];
    expect(readingOrder(displays).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });
});

describe('how many walls and where', () => {
  it('gives every display but the desk’s a wall', () =>
    expect(wallHomes(three, true, null, null)).toEqual([1, 2]));
  it('gives every display one when there is no desk', () =>
    expect(wallHomes(three, false, null, null)).toEqual([0, 1, 2]));
  it('has one wall on the only display', () => expect(wallHomes(one, true, null, null)).toEqual([0]));
  it('has as many as were asked for, from the first again', () => {
    expect(wallHomes(three, true, 3, null)).toEqual([1, 2, 1]);
    expect(wallHomes(three, true, 1, null)).toEqual([1]);
  });
  it('begins on the display that was asked for', () => {
    expect(wallHomes(three, true, 1, 2)).toEqual([2]);
    expect(wallHomes(three, true, 2, 2)).toEqual([2, 1]);
    expect(wallHomes(three, true, 1, 0)).toEqual([0]);
  });
});

describe('placement', () => {
  it('opens a handover beside the desk on the primary display, a step aside, and fills no display with it', () => {
    const handover: Wanted = { name: 'handover-1', kind: 'handover', home: null };
    const placed = byName(three, [...room, handover]);
    const { 'desk-1': pult, 'handover-1': skifte, 'wall-1': first } = placed;
    expect(skifte).toMatchObject({ displayId: 1, fullscreen: false, displaced: false });
    expect(skifte?.bounds.x).toBe((pult?.bounds.x ?? 0) + 32);
    expect(first).toMatchObject({ displayId: 2, fullscreen: true });
  });

  it('fills the walls’ displays and leaves the desk its own', () => {
    const { 'wall-1': first, 'wall-2': second, 'desk-1': pult } = byName(three, room);
    expect(first).toMatchObject({
      displayId: 2,
      fullscreen: true,
      displaced: false,
      bounds: three[1]?.bounds,
    });
    expect(second).toMatchObject({ displayId: 3, fullscreen: true, displaced: false });
    expect(pult).toMatchObject({ displayId: 1, fullscreen: false, displaced: false });
  });

  it('puts a wall whose display went beside another, so that neither covers the other, and back again', () => {
    const without = byName(three.slice(0, 2), room);
    expect(without['wall-2']).toMatchObject({ displayId: 2, displaced: true, fullscreen: false });
    expect(without['wall-1']?.bounds).toMatchObject({ x: 1920, width: 960 });
    expect(without['wall-2']?.bounds).toMatchObject({ x: 2880, width: 960 });
    expect(byName(three, room)['wall-2']).toMatchObject({ displayId: 3, displaced: false, fullscreen: true });
  });

  it('prefers a free display to one with a wall, and that to the desk’s', () => {
    const two = [wall(1, home(three, 2)), desk(home(three, 0))];
    expect(byName(three.slice(0, 2), two)['wall-1']).toMatchObject({
      displayId: 2,
      fullscreen: true,
      displaced: true,
    });
  });

  it('gives the most important walls the displays that are left, whole, and has the least share', () => {
    const four = [display(1, 0, 0, true), display(2, 1920), display(3, 3840), display(4, 5760)];
    const walls = four.map((_, order) => wall(order + 1, home(four, order)));
    const where = (displays: readonly DisplayInfo[]) =>
      placeWindows(displays, walls).map(({ displayId, fullscreen }) => [displayId, fullscreen]);
    expect(where(four)).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, true],
    ]);
    expect(where(four.slice(1))).toEqual([
      [4, true],
      [2, true],
      [3, false],
      [3, false],
    ]);
    expect(where(four.slice(0, 3))).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [3, false],
    ]);
    expect(where(four.slice(2)).map(([id]) => id)).toEqual([4, 3, 3, 4]);
  });

  it('never covers the desk with a wall that is a guest there', () => {
    const left = byName(three.slice(0, 2), [
      ...room.slice(0, 2),
      wall(3, { ...home(three, 2), display: { ...home(three, 2).display, id: 4 } }),
      desk(home(three, 0)),
    ]);
    const guests = Object.values(left).filter(({ displayId, name }) => displayId === 1 && name !== 'desk-1');
    expect(guests.every(({ fullscreen }) => !fullscreen)).toBe(true);
  });

  it('makes everything windows on the only display that is left, the desk where it was', () => {
    const left = byName(one, room);
    expect(left['wall-1']).toMatchObject({ displayId: 1, fullscreen: false });
    expect(left['wall-2']?.bounds).not.toEqual(left['wall-1']?.bounds);
    expect(left['desk-1']).toEqual(byName(three, room)['desk-1']);
  });

  it('fills the only display of a wall computer', () => {
    expect(byName(one, [wall(1, home(one, 0))])['wall-1']).toMatchObject({ fullscreen: true });
  });

  it('knows a display by its bounds when the system has numbered it anew', () => {
    const renumbered = three.map((known) => ({ ...known, id: known.id + 100 }));
    expect(byName(renumbered, room)['wall-2']).toMatchObject({ displayId: 103, displaced: false });
  });

  it('goes by places when a new run of the system has dealt the numbers anew, by numbers within a run', () => {
    const dealt = [display(1, 0, 0, true), display(3, 1920), display(2, 3840)];
    expect(byName(dealt, room)['wall-1']).toMatchObject({ displayId: 3, displaced: false });
    const known = new Set([1, 2, 3]);
    const [first, second] = placeWindows(dealt, room, known);
    expect([first?.displayId, second?.displayId]).toEqual([2, 3]);
  });

  it('does not take a display that moved into the place of one that is gone for that one', () => {
    // The system has moved the others to the left.
    const rest = [display(2, 0, 0, true), display(3, 1920)];
    for (const known of [new Set<number>(), new Set([1, 2, 3])]) {
      const placed = placeWindows(rest, room, known);
      expect(placed.map(({ displayId, displaced }) => [displayId, displaced])).toEqual([
        [2, false],
        [3, false],
        [2, true],
      ]);
    }
  });

  it('knows a display that was plugged in elsewhere by its place, once its number is new', () => {
    const known = new Set([1, 2, 3]);
    const again = [...three.slice(0, 2), display(7, 3840)];
    expect(placeWindows(again, room, known)[1]).toMatchObject({ displayId: 7, displaced: false });
  });

  it('knows a display by its id when it has moved', () => {
    const moved = [display(1, 0, 0, true), display(2, 1920), display(3, 0, -1080)];
    expect(byName(moved, room)['wall-2']).toMatchObject({ displayId: 3, displaced: false });
  });

  it('takes a display’s order when it knows neither, each wall another', () => {
    const others = [display(11, 0, 0, true), display(12, 1800), display(13, 3600)];
    const placed = byName(others, room);
    expect(placed['wall-1']).toMatchObject({ displayId: 12, fullscreen: true });
    expect(placed['wall-2']).toMatchObject({ displayId: 13, fullscreen: true });
  });

  it('keeps a desk’s own bounds, moved with its display and never out of sight', () => {
    const bounds = { x: 100, y: 100, width: 900, height: 700 };
    const place: Place = { ...home(three, 0), bounds };
    expect(byName(three, [desk(place)])['desk-1']?.bounds).toEqual(bounds);
    const moved = [display(1, 500, 0, true)];
    expect(byName(moved, [desk(place)])['desk-1']?.bounds).toEqual({ ...bounds, x: 600 });
    const far: Place = { ...place, bounds: { ...bounds, x: 5_000, y: -900 } };
    expect(byName(one, [desk(far)])['desk-1']?.bounds).toEqual({ ...bounds, x: 1_020, y: 0 });
  });

  it('does not carry a desk’s own bounds to a display that is not its own', () => {
    const place: Place = {
      display: { id: 9, bounds: { x: -1920, y: 0, width: 1920, height: 1080 }, order: 0 },
      bounds: { x: -1900, y: 0, width: 900, height: 700 },
    };
    const { bounds, displaced } = byName(three, [desk(place)])['desk-1'] ?? {};
    expect(displaced).toBe(true);
    expect(bounds).toMatchObject({ width: 1440, height: 900 });
  });

  it('says of a wall that fills its display when it is somewhere else, a pixel aside', () => {
    const placed = byName(three, room)['wall-1'];
    if (!placed) throw new Error('no wall');
    expect(isAstray(placed, placed.bounds, true)).toBe(false);
    expect(isAstray(placed, { ...placed.bounds, height: 1079 }, true)).toBe(false);
    expect(isAstray(placed, { ...placed.bounds, x: 0 }, true)).toBe(true);
    expect(isAstray(placed, placed.bounds, false)).toBe(true);
    const pult = byName(three, room)['desk-1'];
    expect(pult && isAstray(pult, { ...pult.bounds, x: 9_000 }, false)).toBe(false);
  });

  it('has no place to give when there is no display', () => expect(placeWindows([], room)).toEqual([]));
});
