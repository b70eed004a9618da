import { z } from 'zod';
import { INCIDENT_SEVERITIES } from '../model/incidents';
import { TURNS_MOST, WALL_COLS_MOST, WALL_ROWS_MOST } from '../model/wall';
import { duration, id, rank } from './catalogue-words';

/** The part of the catalogue file that says how the wall hangs, what it rests on, and what takes it over: `wall:`. */

const size = z
  .string()
  .regex(/^\d{3,5}x\d{3,5}$/, 'a size is written 1920x1080')
  .describe('Pixels: 1920x1080.');
const millimetres = z.number().min(0).max(100);

const displaySpec = z.strictObject({
  id: id.describe('Stays with the display when others come and go.'),
  name: z.string().min(1).max(80).optional(),
  col: z.number().int().min(1).max(WALL_COLS_MOST).describe('Its place across, from 1 on the left.'),
  row: z.number().int().min(1).max(WALL_ROWS_MOST).optional().describe('From 1 at the top. Default 1.'),
  computer: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The wall computer it hangs on, by its name. Default whichever has it.'),
  size: size.optional(),
  pitch: z.number().min(0.05).max(10).optional().describe('Millimetres from one pixel to the next.'),
  bezel: millimetres.optional().describe('Frame on each side, mm.'),
});

const turnSpec = z.strictObject({ scene: id, for: duration.describe('From 5s to 24h.') });

const takeOverSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120).optional(),
  priorities: z
    .array(rank)
    .min(1)
    .max(4)
    .optional()
    .describe('Of alarms. Default [1] where no incidents are named.'),
  services: z.array(z.string().min(1).max(200)).min(1).max(500).optional().describe('Default all.'),
  sites: z.array(id).min(1).max(500).optional().describe('Default all.'),
  incidents: z
    .array(z.enum(INCIDENT_SEVERITIES))
    .max(3)
    .optional()
    .describe('Open incidents of these severities bring it up too. Default none.'),
  scene: id.optional().describe('Must show the status mosaic. Default hendelse.'),
  hold: duration.optional().describe('It stays so long after all is over. Up to 1h; default 2m.'),
});

export const wallSpec = z.strictObject({
  displays: z
    .array(displaySpec)
    .min(1)
    .max(WALL_COLS_MOST * WALL_ROWS_MOST)
    .describe('All of them, on every computer: no place may hold two.'),
  size: size.optional().describe('Of displays that say none. Default 1920x1080.'),
  pitch: z
    .number()
    .min(0.05)
    .max(10)
    .optional()
    .describe('Of displays that say none, mm. Default 0.634 (55 inches).'),
  bezel: millimetres.optional().describe('Of displays that say none, mm. Default 0.'),
  distance: z.number().min(0.5).max(50).optional().describe('From where it is read, metres. Default 7.'),
  rest: id.optional().describe('The scene when nothing asks for another. Default normal.'),
  rotation: z
    .array(turnSpec)
    .min(2)
    .max(TURNS_MOST)
    .optional()
    .describe('Scenes in turn instead, until an alarm stops them.'),
  stopAt: z
    .array(rank)
    .max(4)
    .optional()
    .describe('Unacknowledged alarms of these priorities stop every rotation. Default [1, 2].'),
  takeOver: z
    .array(takeOverSpec)
    .max(20)
    .optional()
    .describe('What brings up a scene by itself. Default: priority 1 and major incidents bring up hendelse.'),
});
export type WallSpec = Readonly<z.infer<typeof wallSpec>>;
