import { z } from 'zod';
import { isoDate } from '../model/roster';
import { clockTime, duration, id, WEEKDAYS, webLink, weekday } from './catalogue-words';

/**
 * The parts of the catalogue file that say who keeps the watch, and what every watch does: `watch:` and `routines:`. All
 * times and dates are those of the clock on the wall (Europe/Oslo).
 */
const DAY = WEEKDAYS.join('|');
const days = z
  .union([
    z.array(weekday).min(1).max(7),
    z.string().regex(new RegExp(`^(${DAY})(-(${DAY}))?$`), 'days are a list, or a range such as mon-fri'),
  ])
  .optional();
const timeOfDay = clockTime.refine((time) => time !== '24:00', '24:00 is written 00:00, on the next day');

const positionSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  role: z
    .enum(['operator', 'leader', 'support'])
    .optional()
    .describe(
      'leader: told of what a watch does not do in time. support: the user-support desk. Default operator.',
    ),
});

const shiftSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  days: days.describe('On which it begins: [mon, wed] or mon-fri. Default every day.'),
  from: timeOfDay,
  to: clockTime.describe('At or before the beginning: on the next day. With the time for the handover.'),
  positions: z
    .array(id)
    .min(1)
    .max(20)
    .describe('In order: the first of those that are kept is responsible.'),
});

const rotaSpec = z.strictObject({
  shift: id,
  position: id,
  from: isoDate.describe('The first date, on which the round begins.'),
  until: isoDate.optional().describe('The last date. Missing: on and on.'),
  by: z.enum(['day', 'week']).describe('The round goes on by one with each day, or with each week (Monday).'),
  turns: z
    .array(z.string().min(1).max(60).nullable())
    .min(1)
    .max(104)
    .describe('Ids of people, in order. null: nobody, and that is planned.'),
});

export const watchSpec = z.strictObject({
  overlap: duration.optional().describe('Two shifts meet for at most so long. Up to 2h; default 15m.'),
  draft: duration
    .optional()
    .describe('The draft of a handover begins so long before a shift ends. From 15m to 12h; default 2h.'),
  late: duration
    .optional()
    .describe('A handover is late so long after the shift has ended. Up to 4h; default 15m.'),
  readBack: z
    .boolean()
    .optional()
    .describe('Whether a handover is whole only when it was read back. Default true.'),
  positions: z.array(positionSpec).min(1).max(50).describe('Watch positions: roles, never people.'),
  shifts: z
    .array(shiftSpec)
    .min(1)
    .max(50)
    .describe('Every moment of the week belongs to one; two meet only for the handover.'),
  rota: z.array(rotaSpec).min(1).max(1_000).describe('Whose turn it is, for each position of each shift.'),
});
export type WatchSpec = Readonly<z.infer<typeof watchSpec>>;

export const routineSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  days: days.describe('On which it is due: [mon, wed] or mon-fri. Default every day.'),
  opens: timeOfDay.optional().describe('It can be done from then. Default 00:00.'),
  before: clockTime.describe('Overdue from then. At or before the opening: on the next day.'),
  position: id.optional().describe('The watch position that does it. Default whoever has the watch.'),
  steps: z.array(z.string().trim().min(1).max(300)).max(40).optional(),
  service: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('What it is about: a central service, or service@site.'),
  runbook: webLink.optional(),
});
export type RoutineSpec = Readonly<z.infer<typeof routineSpec>>;
