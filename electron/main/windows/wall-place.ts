import type { WallPlace } from '../../../shared/contract/ipc';
import { WALL_COLS_MOST, WALL_ROWS_MOST, type WallDisplay, type WallPlan } from '../../../shared/model/wall';
import type { Rect } from './placement';

/** A wall window that is open, as far as its place on the wall goes. */
export interface WallWindow {
  /** `wall-1` and so on. */
  readonly name: string;
  /** Its number among the walls, from 0. */
  readonly index: number;
  /** Where its home display stands, DIP; null: it has none yet. */
  readonly home: Rect | null;
  /** It fills its own display: its size is that display's. */
  readonly whole: boolean;
  /** What it shows, device pixels. */
  readonly width: number;
  readonly height: number;
}

/** Displays of the wall that somebody shows, and which of them each of this computer's wall windows shows, by its name. */
export interface WallPlaces {
  readonly displays: readonly WallDisplay[];
  readonly shownBy: ReadonlyMap<string, string>;
}

export const NO_PLACES: WallPlaces = { displays: [], shownBy: new Map() };

/** The smallest and largest that a display of the wall can be (`WallDisplay`). */
const LEAST = { width: 320, height: 240, pitchMm: 0.05 };
const MOST = { width: 16_384, height: 16_384, pitchMm: 10 };

/**
 * The wall as this computer knows it. Displays of the plan that are this computer's (its name, or nobody's) are dealt to
 * its wall windows by number, in reading order, with the windows' real pixels; one without a window is left out, so that
 * scenes fold onto what is left. Other computers' are as the plan has them; so are nobody's where this computer has no
 * wall. A room that plans no displays has one for each window.
 *
 * `away`: displays of others that nobody shows. They are left out like those of its own without a window; where nobody
 * shows any, the wall is as it is planned.
 */
export function wallPlaces(
  plan: WallPlan,
  computer: string,
  windows: readonly WallWindow[],
  pitchMm: number,
  away: ReadonlySet<string> = new Set(),
): WallPlaces {
  const walls = [...windows].sort((a, b) => a.index - b.index);
  return plan.displays.length > 0 ? planned(plan, computer, walls, away) : unplanned(walls, pitchMm);
}

/** Displays of the plan that other computers have to show, by id. */
export function displaysOfOthers(
  { displays }: WallPlan,
  computer: string,
  hasWall: boolean,
): readonly string[] {
  return displays.filter((display) => !isOurs(display, computer, hasWall)).map(({ id }) => id);
}

const isOurs = (display: WallDisplay, computer: string, hasWall: boolean): boolean =>
  display.computer === computer || (display.computer === null && hasWall);

/** What one window is told of it. */
export function placeOf({ displays, shownBy }: WallPlaces, window: string): WallPlace {
  return { display: shownBy.get(window) ?? null, displays };
}

/** Whether nobody need be told. */
export function samePlaces(a: WallPlaces, b: WallPlaces): boolean {
  return (
    JSON.stringify(a.displays) === JSON.stringify(b.displays) &&
    JSON.stringify([...a.shownBy]) === JSON.stringify([...b.shownBy])
  );
}

function planned(
  { displays }: WallPlan,
  computer: string,
  walls: readonly WallWindow[],
  away: ReadonlySet<string>,
): WallPlaces {
  const ordered = [...displays].sort((a, b) => a.row - b.row || a.col - b.col || (a.id < b.id ? -1 : 1));
  const ours = (display: WallDisplay): boolean => isOurs(display, computer, walls.length > 0);
  const own = ordered.filter(ours);
  const shownBy = new Map<string, string>();
  const real = new Map<string, WallDisplay>();
  for (const [turn, window] of walls.entries()) {
    const display = own[turn];
    if (!display) break;
    shownBy.set(window.name, display.id);
    real.set(display.id, asSeen(display, window));
  }
  const there = ordered.flatMap((display) => (ours(display) ? (real.get(display.id) ?? []) : display));
  const shown = there.filter(({ id }) => real.has(id) || !away.has(id));
  return { displays: shown.length > 0 ? shown : there, shownBy };
}

/** A display with the pixels that are really there: where they are finer than planned, it is no larger for it. */
function asSeen(display: WallDisplay, window: WallWindow): WallDisplay {
  const { width, height } = pixels(window);
  const finer = window.whole ? (display.width * display.pitchMm) / width : display.pitchMm;
  const pitchMm = Math.min(MOST.pitchMm, Math.max(LEAST.pitchMm, finer));
  return { ...display, width, height, pitchMm };
}

function unplanned(walls: readonly WallWindow[], pitchMm: number): WallPlaces {
  const shown = walls.slice(0, WALL_COLS_MOST * WALL_ROWS_MOST);
  const seats = seatsByHome(shown) ?? seatsByNumber(shown);
  const displays = shown.map((window, turn): WallDisplay => {
    const { col, row } = seats[turn] ?? { col: 0, row: 0 };
    const { width, height } = pixels(window);
    const pitch = Math.min(MOST.pitchMm, Math.max(LEAST.pitchMm, pitchMm));
    return { id: window.name, name: '', col, row, computer: null, width, height, pitchMm: pitch, bezelMm: 0 };
  });
  return {
    displays: displays.sort((a, b) => a.row - b.row || a.col - b.col),
    shownBy: new Map(shown.map(({ name }) => [name, name])),
  };
}

interface Seat {
  readonly col: number;
  readonly row: number;
}

/** Where their home displays stand, row by row; null: that is no wall of so many columns and rows. */
function seatsByHome(windows: readonly WallWindow[]): readonly Seat[] | null {
  const homes = windows.flatMap((window) => (window.home ? [{ window, home: window.home }] : []));
  if (homes.length < windows.length) return null;
  const rows: (typeof homes)[] = [];
  for (const one of [...homes].sort((a, b) => a.home.y - b.home.y || a.home.x - b.home.x)) {
    const first = rows.at(-1)?.[0];
    // Mounted a little lower is still the same row.
    if (first && one.home.y < first.home.y + first.home.height / 2) rows.at(-1)?.push(one);
    else rows.push([one]);
  }
  const cols = rows[0]?.length ?? 0;
  if (rows.length > WALL_ROWS_MOST || cols > WALL_COLS_MOST) return null;
  const seats = new Map<WallWindow, Seat>();
  for (const [row, list] of rows.entries()) {
    const across = [...list].sort((a, b) => a.home.x - b.home.x);
    const apart = across.every(({ home }, col) => {
      const before = across[col - 1]?.home;
      return before === undefined || home.x >= before.x + before.width / 2;
    });
    if (across.length !== cols || !apart) return null;
    for (const [col, { window }] of across.entries()) seats.set(window, { col, row });
  }
  return windows.map((window) => seats.get(window) ?? { col: 0, row: 0 });
}

/** As so many displays are most often hung. */
function seatsByNumber(windows: readonly WallWindow[]): readonly Seat[] {
  const usual: Readonly<Record<number, number>> = { 4: 2, 6: 3, 8: 4 };
  const cols = usual[windows.length] ?? Math.min(Math.max(1, windows.length), WALL_COLS_MOST);
  return windows.map((_window, turn) => ({ col: turn % cols, row: Math.floor(turn / cols) }));
}

function pixels({ width, height }: WallWindow): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(MOST.width, Math.max(LEAST.width, Math.round(width))),
    height: Math.min(MOST.height, Math.max(LEAST.height, Math.round(height))),
  };
}
