import { z } from 'zod';
import { incidentSeverity, madeId } from './incidents';
import { panelContent } from './panels';
import { criticality } from './states';

/**
 * The wall: its displays (from the catalogue), scenes that lay panels out over them, and what it shows now, by whom and
 * why, until when, and what it returns to. All times are ms UTC by the hub's clock.
 */

const byAt = { at: z.number(), by: z.string() };

/** Each display is divided into so many columns and rows: scenes lay panels out in these units. */
export const GRID = 12;
/** Displays of a wall, across and down, at most. */
export const WALL_COLS_MOST = 8;
export const WALL_ROWS_MOST = 4;

const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9æøåäöáčđŋšŧž][a-z0-9æøåäöáčđŋšŧž_-]*$/, 'lower-case letters, digits, "-" and "_"');

/** A display of the wall. Its id stays when displays are re-ordered; column and row say where it hangs now, from 0. */
export const wallDisplay = z.object({
  id: slug,
  name: z.string().max(80),
  col: z
    .number()
    .int()
    .min(0)
    .max(WALL_COLS_MOST - 1),
  row: z
    .number()
    .int()
    .min(0)
    .max(WALL_ROWS_MOST - 1),
  /** The wall computer that it hangs on, by the name that computer calls itself; null: whichever has it. */
  computer: z.string().max(200).nullable(),
  /** Pixels, and the millimetres from one to the next. */
  width: z.number().int().min(320).max(16_384),
  height: z.number().int().min(240).max(16_384),
  pitchMm: z.number().min(0.05).max(10),
  /** Frame around the picture on each side, mm. */
  bezelMm: z.number().min(0).max(100),
});
export type WallDisplay = Readonly<z.infer<typeof wallDisplay>>;

/** Lasting so long each, in turn. */
export const sceneTurn = z.object({
  scene: slug,
  forMs: z
    .number()
    .int()
    .min(5_000)
    .max(24 * 3_600_000),
});
export type SceneTurn = Readonly<z.infer<typeof sceneTurn>>;
export const TURNS_MOST = 12;
const turns = z.array(sceneTurn).min(1).max(TURNS_MOST);

/** What brings up a scene by itself: alarms that match, or open incidents. Empty lists: all; `*`: all services. */
export const takeOverRule = z.object({
  id: slug,
  name: z.string().max(120),
  priorities: z.array(criticality).max(4),
  services: z.array(z.string()),
  sites: z.array(z.string()),
  /** Open incidents of these severities bring it up too. */
  incidents: z.array(incidentSeverity),
  scene: slug,
  /** It stays so long after the last that matched is over, ms. */
  holdMs: z.number(),
});
export type TakeOverRule = Readonly<z.infer<typeof takeOverRule>>;

/** The wall as the catalogue file has it (`wall:`). One: `wall-plan:room`. */
export const wallPlan = z.object({
  id: z.literal('room'),
  displays: z.array(wallDisplay).max(WALL_COLS_MOST * WALL_ROWS_MOST),
  /** From where it is read, metres. */
  distanceM: z.number().min(0.5).max(50),
  /** What it rests on when nobody and nothing asks for another scene. */
  rest: slug,
  /** Scenes in turn instead; empty: it rests. */
  rotation: z.array(sceneTurn).max(TURNS_MOST),
  /** An unacknowledged alarm of these priorities stops any rotation. */
  stopAt: z.array(criticality).max(4),
  takeOver: z.array(takeOverRule).max(20),
});
export type WallPlan = Readonly<z.infer<typeof wallPlan>>;

/** A rectangle in units of the grid: of a whole arrangement, or of one display. */
export const gridRect = z.object({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  w: z.number().int().positive(),
  h: z.number().int().positive(),
});
export type GridRect = Readonly<z.infer<typeof gridRect>>;

/** A panel in its place. `priority`: 1 is the last to be left out when displays are gone. */
export const panel = panelContent.extend({
  id: slug,
  at: gridRect,
  priority: z.number().int().min(1).max(99),
});
export type Panel = Readonly<z.infer<typeof panel>>;

/** How a scene looks on a wall of so many displays across and down. */
export const arrangement = z.object({
  cols: z.number().int().min(1).max(WALL_COLS_MOST),
  rows: z.number().int().min(1).max(WALL_ROWS_MOST),
  panels: z.array(panel).min(1).max(60),
});
export type Arrangement = Readonly<z.infer<typeof arrangement>>;

const sceneFields = {
  name: z.string().trim().min(1).max(80),
  arrangements: z.array(arrangement).min(1).max(12),
};
/** A scene as people write it. */
export const sceneDraft = z.object(sceneFields);
export type SceneDraft = Readonly<z.infer<typeof sceneDraft>>;

/** A scene. Version 0 came with the program; people's own count from 1. */
export const scene = z.object({ id: slug, ...sceneFields, version: z.number().int().nonnegative(), ...byAt });
export type Scene = Readonly<z.infer<typeof scene>>;
/** A version that can be gone back to. `removedAt`: the scene is gone since then, ms UTC; null: it is there. */
export const sceneVersion = z.object({ id: z.string(), scene, removedAt: z.number().nullable() });
export type SceneVersion = Readonly<z.infer<typeof sceneVersion>>;

/** Scenes of people's own, at most; versions of each that are kept in the state; how long those of a removed one, ms. */
export const SCENES_MOST = 60;
export const VERSIONS_KEPT = 10;
export const REMOVED_KEPT_MS = 90 * 24 * 3_600_000;

/** Why the wall shows what it shows. `held`: a rotation was stopped by an alarm. */
export const shownWhy = z.enum(['rest', 'rotation', 'held', 'take-over', 'choice']);
export type ShownWhy = z.infer<typeof shownWhy>;

/** What all computers of the wall show. */
export const shownScene = z.object({
  scene: slug,
  /** Scenes in turn, from `at` on; null: `scene` alone. Which one is a matter of the hub's clock: see `sceneAt`. */
  turns: turns.nullable(),
  why: shownWhy,
  /** Who chose it; null: nobody. */
  by: z.string().nullable(),
  /** The node that it is about; null: none. */
  about: z.string().nullable(),
  /** When it goes away by itself; null: something else must happen. */
  until: z.number().nullable(),
  /** When every computer changes to it, a little after it was written. */
  at: z.number(),
  /** What is shown until then. */
  before: slug.nullable(),
});
export type ShownScene = Readonly<z.infer<typeof shownScene>>;

const lasting = { by: z.string(), from: z.number(), until: z.number() };

/** A cell that somebody sent something to: a display, or a part of one in units of its grid. */
export const wallCell = z.object({ display: z.string().min(1).max(80), at: gridRect.nullable() });
export type WallCell = Readonly<z.infer<typeof wallCell>>;
export const sentPanel = z.object({ id: madeId, panel: panelContent, cell: wallCell, ...lasting });
export type SentPanel = Readonly<z.infer<typeof sentPanel>>;

/** What holds for the wall now. One: `wall:room`. What is shown follows from what lies beneath it (`followWall`). */
export const wallState = z.object({
  id: z.literal('room'),
  shown: shownScene,
  /** The scene that a person chose. Nothing but a person, or its time, undoes it. */
  choice: z.object({ scene: slug, about: z.string().nullable(), ...lasting }).nullable(),
  /** Scenes in turn, by a person. */
  rotation: z.object({ turns, ...lasting }).nullable(),
  /** What a rule brought up, for what (`node`), and what calls for it: alarms (`A-12`) and incidents by id. */
  takeOver: z
    .object({
      rule: z.string(),
      scene: slug,
      node: z.string().nullable(),
      because: z.array(z.string()),
      from: z.number(),
      /** All that called for it is over: it goes then. */
      endsAt: z.number().nullable(),
    })
    .nullable(),
  /** What a person sent away: it takes the wall over no more. */
  dismissed: z.array(z.string()),
  sent: z.array(sentPanel),
  spotlight: z.object({ node: z.string(), ...lasting }).nullable(),
  message: z.object({ text: z.string(), ...lasting }).nullable(),
});
export type WallState = Readonly<z.infer<typeof wallState>>;

/** Panels that are sent at the same time, at most. */
export const SENT_MOST = 12;
/** The shortest and longest that anything stays by a person's word, ms; a rotation may go on for longer. */
export const STAY_LEAST_MS = 5_000;
export const STAY_MOST_MS = 24 * 3_600_000;
export const ROTATION_MOST_MS = 31 * 24 * 3_600_000;

/** What happened to the wall. */
export const wallChange = z.enum([
  'scene',
  'rotate',
  'send',
  'spotlight',
  'message',
  'clear',
  /** By itself: a rule took over, let go, an alarm stopped a rotation, it goes on, a time is up, a scene or rule is gone. */
  'take-over',
  'returned',
  'held',
  'resumed',
  'ended',
  'changed',
]);
export type WallChange = z.infer<typeof wallChange>;

/** Every entity of the `wall` collection. */
export const wallEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wall'), value: wallState }),
  z.object({ kind: z.literal('scene'), value: scene }),
  z.object({ kind: z.literal('version'), value: sceneVersion }),
]);
export type WallEntity = Readonly<z.infer<typeof wallEntity>>;

/** The key of an entity in the `wall` collection: `wall:room`, `scene:ID`, `version:ID/N`. */
export function wallKey(entity: WallEntity): string {
  return `${entity.kind}:${entity.value.id}`;
}
/** What commands and history about the wall as a whole name as their subject. */
export const WALL_SUBJECT = 'wall';
