/** The sample store's measures of time. A slot is a number: ms UTC divided by its length. */
export const FIVE_MS = 5 * 60_000;
export const HOUR_MS = 3_600_000;
/** Slots of one block of a roll-up table, of either length. */
export const BLOCK_SLOTS = 24;

/** How long each is kept, ms. Thirteen months: the same month last year is still there to compare with. */
export const RAW_KEPT_MS = 48 * HOUR_MS;
export const FIVE_KEPT_MS = 14 * 24 * HOUR_MS;
export const HOUR_KEPT_MS = 397 * 24 * HOUR_MS;

/** The two lengths that samples are rolled up to. */
export interface Level {
  /** As the table `pending` has it. */
  readonly number: 0 | 1;
  readonly table: 'rollup_5m' | 'rollup_1h';
  readonly ms: number;
}
export const FIVE: Level = { number: 0, table: 'rollup_5m', ms: FIVE_MS };
export const HOUR: Level = { number: 1, table: 'rollup_1h', ms: HOUR_MS };

/** The slot of five minutes that a time (ms UTC) is in. */
export const fiveOf = (at: number): number => Math.floor(at / FIVE_MS);
/** The hour that a slot of five minutes is in. */
export const hourOfFive = (five: number): number => Math.floor((five * FIVE_MS) / HOUR_MS);
/** The block that a slot of a roll-up table lies in. */
export const blockOf = (slot: number): number => Math.floor(slot / BLOCK_SLOTS);
