import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../../../electron/main/app/settings';
import { refreshedHome } from '../../../../../electron/main/windows/own-displays';
import {
  type DisplayInfo,
  type Placement,
  placeWindows,
  type Rect,
  type Wanted,
  wallHomes,
  wholeDisplay,
} from '../../../../../electron/main/windows/placement';

/** A screen that hangs on the wall: what is plugged into it, and how it is set, comes and goes. */
interface Screen {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  plugged: boolean;
  scale: number;
}

type Act =
  | { readonly what: 'unplug' | 'plug' | 'rescale'; readonly which: number }
  | { readonly what: 'reorder'; readonly seed: number };

const SCALES = [1, 1.25, 1.5, 2];
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('unplug' as const), which: fc.nat(7) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('plug' as const), which: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('rescale' as const), which: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('reorder' as const), seed: fc.nat(10_000) }) },
);

/**
 * Screens in a row, as a system lays them out: those that are left close up, so that one stands where another was;
 * the first that is there is the primary one.
 */
class System {
  readonly screens: Screen[];
  order: Screen[];

  constructor(count: number) {
    this.screens = Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      width: index % 3 === 2 ? 3840 : 1920,
      height: index % 3 === 2 ? 2160 : 1080,
      plugged: true,
      scale: 1,
    }));
    this.order = [...this.screens];
  }

  displays(): DisplayInfo[] {
    let x = 0;
    return this.order
      .filter((screen) => screen.plugged)
      .map((screen, index) => {
        const width = Math.round(screen.width / screen.scale);
        const bounds = { x, y: 0, width, height: Math.round(screen.height / screen.scale) };
        x += width;
        return { id: screen.id, bounds, workArea: bounds, primary: index === 0 };
      });
  }

  do(what: Act): void {
    const screen = this.screens['which' in what ? what.which % this.screens.length : 0];
    if (!screen) return;
    if (what.what === 'unplug') screen.plugged = false;
    if (what.what === 'plug') screen.plugged = true;
    if (what.what === 'rescale')
      screen.scale = SCALES[(SCALES.indexOf(screen.scale) + 1) % SCALES.length] ?? 1;
    if (what.what !== 'reorder') return;
    const by = (id: number): number => Math.imul(id * 2_654_435_761, what.seed + 1) >>> 0;
    this.order = [...this.screens].sort((a, b) => by(a.id) - by(b.id));
  }
}

/** The windows of a console: where they live and where they are. */
class Room {
  readonly homes = new Map<string, Place>();
  readonly known = new Set<number>();
  readonly names: readonly { readonly name: string; readonly kind: 'wall' | 'desk' }[];
  placed: Placement[] = [];

  constructor(displays: readonly DisplayInfo[], withDesk: boolean) {
    const walls = wallHomes(displays, withDesk, null, null);
    for (const [index, order] of walls.entries()) {
      const home = wholeDisplay(displays, order);
      if (home) this.homes.set(`wall-${index + 1}`, home);
    }
    this.names = [
      ...walls.map((_, index) => ({ name: `wall-${index + 1}`, kind: 'wall' as const })),
      ...(withDesk ? [{ name: 'desk-1', kind: 'desk' as const }] : []),
    ];
    this.reconcile(displays);
  }

  reconcile(displays: readonly DisplayInfo[]): void {
    const wanted: Wanted[] = this.names.map(({ name, kind }) => ({
      name,
      kind,
      home: this.homes.get(name) ?? null,
    }));
    const placed = placeWindows(displays, wanted, this.known);
    for (const { id } of displays) this.known.add(id);
    // Without any display windows stay where they are.
    if (placed.length > 0) this.placed = placed;
    for (const placement of placed) {
      const home = this.homes.get(placement.name) ?? placement.home;
      this.homes.set(placement.name, refreshedHome(home, placement, displays));
    }
  }
}

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (a: Rect, b: Rect): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

/** What holds whatever is plugged in. */
function holdsNow(room: Room, displays: readonly DisplayInfo[]): void {
  const walls = room.placed.filter(({ name }) => name.startsWith('wall'));
  const onDesk = (id: number): boolean =>
    room.placed.some(({ name, displayId }) => name.startsWith('desk') && displayId === id);
  const sharers = (id: number): number => walls.filter(({ displayId }) => displayId === id).length;
  for (const [rank, wall] of walls.entries()) {
    const display = displays.find(({ id }) => id === wall.displayId);
    expect(display).toBeDefined();
    if (!display) continue;
    expect(inside(wall.bounds, display.bounds)).toBe(true);
    if (!onDesk(wall.displayId)) {
      for (const other of walls.slice(rank + 1)) expect(meet(wall.bounds, other.bounds)).toBe(false);
    } else if (wall.displaced) expect(wall.fullscreen).toBe(false);
    if (wall.fullscreen) expect(wall.bounds).toEqual(display.bounds);
    // A guest that shares has nobody below it who is seen whole.
    if (wall.fullscreen) continue;
    const lesser = walls
      .slice(rank + 1)
      .filter(({ fullscreen, displayId }) => fullscreen && !onDesk(displayId));
    if (sharers(wall.displayId) > 1 && wall.displaced) expect(lesser).toEqual([]);
  }
  // While there are displays enough, every wall has one to itself.
  const free = displays.filter(({ id }) => !onDesk(id)).length;
  if (free >= walls.length) expect(walls.every(({ fullscreen }) => fullscreen)).toBe(true);
}

describe('windows and displays that come and go', () => {
  it.each([false, true])(
    'has every window back on its own display after 120 cycles (with a desk: %s)',
    (withDesk) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 8 }),
          fc.array(act, { minLength: 120, maxLength: 160 }),
          (count, acts) => {
            const system = new System(count);
            const room = new Room(system.displays(), withDesk);
            const own = new Map(room.placed.map(({ name, displayId }) => [name, displayId]));
            for (const what of acts) {
              system.do(what);
              const displays = system.displays();
              room.reconcile(displays);
              if (displays.length > 0) holdsNow(room, displays);
            }
            for (const screen of system.screens) screen.plugged = true;
            room.reconcile(system.displays());
            expect(new Map(room.placed.map(({ name, displayId }) => [name, displayId]))).toEqual(own);
            expect(room.placed.filter(({ displaced }) => displaced)).toEqual([]);
            for (const { name, fullscreen } of room.placed)
              if (name.startsWith('wall')) expect(fullscreen).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('knows its displays again after a new start with numbers dealt anew, or with one missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.array(act, { maxLength: 40 }),
        fc.oneof(fc.constant(null), fc.nat(7)),
        fc.nat(10_000),
        (count, acts, missing, seed) => {
          const system = new System(count);
          const room = new Room(system.displays(), false);
          for (const what of acts) {
            system.do(what);
            room.reconcile(system.displays());
          }
          for (const screen of system.screens) screen.plugged = true;
          room.reconcile(system.displays());
          const own = new Map(room.placed.map(({ name, displayId }) => [name, displayId]));
          room.known.clear();
          if (missing === null) {
            // The same displays in the same places, under other numbers.
            const dealt = system
              .displays()
              .map((display) => ({ ...display, id: ((display.id + seed) % count) + 1 }));
            const before = new Map(system.displays().map((display, index) => [display.id, dealt[index]?.id]));
            room.reconcile(dealt);
            for (const { name, displayId } of room.placed)
              expect(displayId).toBe(before.get(own.get(name) ?? -1));
            return;
          }
          const gone = system.order[missing % count];
          if (!gone || count < 3) return;
          gone.plugged = false;
          room.reconcile(system.displays());
          gone.plugged = true;
          room.reconcile(system.displays());
          const now = new Map(room.placed.map(({ name, displayId }) => [name, displayId]));
          expect(now).toEqual(own);
        },
      ),
      { numRuns: 200 },
    );
  });
});
