import type { Place } from '../app/settings';
import { type DisplayInfo, type Placement, readingOrder, sameRect, type Wanted } from './placement';

type Same = (display: DisplayInfo, home: Place) => boolean;

const sameId: Same = (display, home) => display.id === home.display.id;
const sameBounds: Same = (display, home) => sameRect(display.bounds, home.display.bounds);

/**
 * Which windows have their own display among those that are there. `known`: numbers of displays that this run of the
 * system has shown before.
 *
 * A display's number holds while the system runs: a display that moved, or was given another scale, is known by it,
 * and where one is unplugged the others may move into its place without being it. Between two runs numbers may be
 * dealt anew: when every remembered place is there, nothing has moved and places are right; when some are missing,
 * numbers are the better guess. No display is taken for two different ones.
 */
export function ownDisplays(
  displays: readonly DisplayInfo[],
  windows: readonly Wanted[],
  known: ReadonlySet<number>,
): Map<string, DisplayInfo> {
  const chosen = new Map<string, DisplayInfo>();
  /** By the display's number: the number under which it is remembered by those who have taken it. */
  const taken = new Map<number, number>();
  const round = (who: (home: Place) => boolean, ...same: readonly Same[]): void => {
    for (const { name, home } of windows) {
      if (!home || chosen.has(name) || !who(home)) continue;
      const own = displays.find(
        (display) =>
          same.every((rule) => rule(display, home)) &&
          (taken.get(display.id) ?? home.display.id) === home.display.id,
      );
      if (!own) continue;
      chosen.set(name, own);
      taken.set(own.id, home.display.id);
    }
  };
  const seen = (home: Place): boolean => known.has(home.display.id);
  const unseen = (home: Place): boolean => !seen(home);
  const isNew: Same = (display) => !known.has(display.id);
  const nothingMoved = windows.every(
    ({ home }) => !home || seen(home) || displays.some((display) => sameBounds(display, home)),
  );
  round(() => true, sameId, sameBounds);
  round(seen, sameId);
  round(unseen, nothingMoved ? sameBounds : sameId);
  round(unseen, nothingMoved ? sameId : sameBounds);
  // It was plugged in elsewhere, and got another number for it.
  round(seen, sameBounds, isNew);
  return chosen;
}

/**
 * The home of a window that stands on its own display, as that display is now: with its number, place and order. Its
 * own bounds there move with it. A guest's home stays as it was.
 */
export function refreshedHome(home: Place, placement: Placement, displays: readonly DisplayInfo[]): Place {
  const order = readingOrder(displays).findIndex(({ id }) => id === placement.displayId);
  const display = displays.find(({ id }) => id === placement.displayId);
  if (!display || placement.displaced) return home;
  const bounds = home.bounds && {
    ...home.bounds,
    x: home.bounds.x - home.display.bounds.x + display.bounds.x,
    y: home.bounds.y - home.display.bounds.y + display.bounds.y,
  };
  return { display: { id: display.id, bounds: display.bounds, order }, bounds };
}
