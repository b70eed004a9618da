import { z } from 'zod';

/**
 * How a console's wall windows fare, as the console says it of itself every few seconds. It is telemetry, no part of the
 * log: the hub keeps the last word of each console in memory, and tells desks who ask. Times are ms UTC by the hub's
 * clock unless named otherwise.
 */

/** A display as the system shows it, DIP. */
const shownDisplay = z.object({
  id: z.number(),
  width: z.number().int().nonnegative(),
  height: z.number().int().nonnegative(),
  /** Device pixels in a CSS pixel. */
  scale: z.number().positive(),
  primary: z.boolean(),
});

/** A page of the web on a wall. */
export const webState = z.object({
  /** The panel's id in the scene; of what was sent: its own. */
  panel: z.string().max(100),
  /** `refused`: the panel's own address or a step of its page lies outside the panel's allow-list. */
  phase: z.enum(['loading', 'shown', 'failed', 'refused']),
  /** When that began, and when it is loaded again (null: it is not), both by this machine's wall clock, ms UTC. */
  since: z.number(),
  nextAt: z.number().nullable(),
  /** Where it is now: scheme, host and path without query. */
  address: z.string().max(2_000),
  /** When a page was loaded last (this machine's wall clock, ms UTC), and how long that took, ms; null: none was yet. */
  loadedAt: z.number().nullable(),
  loadMs: z.number().nullable(),
  /**
   * Why it failed: as Chromium names it (`ERR_CONNECTION_REFUSED`), an HTTP status (`HTTP 502`), `CRASHED`, `HUNG` (its page
   * answers no more), `MEMORY` or `FLOOD` (it kept the console busy); of what was refused: the origin it would have gone to. Null: it did not.
   */
  fault: z.string().max(300).nullable(),
  /** Times that the page tried something that it may not: windows, downloads, permissions, foreign addresses. */
  refusals: z.number().int().nonnegative(),
});
export type WebState = Readonly<z.infer<typeof webState>>;

/** One wall window. */
export const wallWindowHealth = z.object({
  /** `wall-1` and so on. */
  window: z.string().max(40),
  /** The wall's display that it shows, by id; null: none. */
  display: z.string().max(80).nullable(),
  /** It stands where another window belongs: its own display is gone. */
  displaced: z.boolean(),
  hidden: z.boolean(),
  /** The scene whose picture was painted last, and when its first frame was; null: none yet. */
  scene: z.string().max(80).nullable(),
  sceneAt: z.number().nullable(),
  /** Frames in the last second. */
  frames: z.number().int().nonnegative(),
  /** Tasks over 50 ms since the last report. */
  longTasks: z.number().int().nonnegative(),
  /** Since the last beat with a frame, ms. */
  silentMs: z.number().nonnegative(),
  /** Private memory of its process, MB; null: not measured. */
  memoryMb: z.number().nonnegative().nullable(),
  troubles: z.number().int().nonnegative(),
  /** Times that it was brought back or replaced since it was opened. */
  revived: z.number().int().nonnegative(),
  width: z.number().int().nonnegative(),
  height: z.number().int().nonnegative(),
  /** Type is as large as the viewing distance asks for. */
  legible: z.boolean(),
  webs: z.array(webState).max(24),
});
export type WallWindowHealth = Readonly<z.infer<typeof wallWindowHealth>>;

/** What a console says of its walls. */
export const wallReport = z.object({
  /** The name the computer calls itself by. */
  computer: z.string().max(200),
  version: z.string().max(40),
  /** When this run of the console began. */
  upSince: z.number(),
  /** Memory of all its processes, MB. */
  memoryMb: z.number().nonnegative().nullable(),
  /** Something brings the app back when it ends (systemd): it can be restarted from afar. */
  supervised: z.boolean(),
  displays: z.array(shownDisplay).max(32),
  windows: z.array(wallWindowHealth).max(32),
});
export type WallReport = Readonly<z.infer<typeof wallReport>>;

/** What can be done about a wall from a desk. `reload`: the page anew; `recreate`: the window anew; `restart`: the whole app. */
export const wallCare = z.enum(['reload', 'recreate', 'restart']);
export type WallCare = z.infer<typeof wallCare>;
