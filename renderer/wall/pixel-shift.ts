/** The picture moves to its next place so often, ms. */
const STEP_MS = 120_000;
/** Places in a row, and rows: a CSS pixel apart. */
const SIDE = 9;

/** So much of the window's width and height is left to the picture's movement, CSS pixels. Nothing is ever cut. */
export const SHIFT_ROOM = SIDE - 1;

/**
 * Where the picture stands now, CSS pixels from the corner of the window: for the sake of displays that show the same
 * lines for years. It goes to every place in turn, row by row and back again, one pixel at a time, so that nobody sees
 * it move; by the hub's clock (`now`, ms UTC), so that a line that goes on from one display to the next moves as one.
 */
export function pixelShift(now: number): { readonly x: number; readonly y: number } {
  const last = SIDE * SIDE - 1;
  const step = Math.floor(now / STEP_MS) % (2 * last);
  const place = step <= last ? step : 2 * last - step;
  const y = Math.floor(place / SIDE);
  const column = place % SIDE;
  return { x: y % 2 === 0 ? column : SIDE - 1 - column, y };
}
