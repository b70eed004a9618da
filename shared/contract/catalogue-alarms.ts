import { z } from 'zod';
import { clockTime, duration, id, rank, webLink, weekday } from './catalogue-words';

/** The parts of the catalogue file that say what an alarm means, whom to call and what may be run. */

const sentence = z.string().trim().min(1).max(1_000);

/**
 * What is said of alarms at one place of the file. Each field by itself is inherited: the nearest word wins, from the
 * service outwards to its template, its family and the room. A class stands right behind the block that names it.
 */
const alarmWords = {
  priority: rank
    .optional()
    .describe('1 (now) to 4. Missing everywhere: from criticality, sites and users hit.'),
  meaning: sentence.optional().describe('What it means that this alarm is there.'),
  consequence: sentence.optional().describe('What follows from it, for patients and staff.'),
  do: z.array(sentence).max(20).optional().describe('What to do, in order.'),
  timeAvailable: duration.optional().describe('Until somebody at a bedside is worse off. From 1m to 7d.'),
  runbook: webLink.optional().describe('Default: the service’s own.'),
  emergencyRoutine: webLink.optional().describe('Nødrutine. Default: the service’s own.'),
  call: z.array(id).max(10).optional().describe('Whom to call, in order: teams of onCall. [] is nobody.'),
  latching: z.boolean().optional().describe('A return to normal must be seen by somebody. Default false.'),
  stalledAfter: duration
    .optional()
    .describe('An acknowledgement breaks when nothing has moved for so long. From 1m to 24h; default 20m.'),
  actions: z.array(id).max(20).optional().describe('Runbook actions that are offered, by id.'),
};

/** `alarm:` of the room, a family, a template, a service, a source or the hub. */
export const alarmSpec = z.strictObject({
  class: id.optional().describe('A class of alarmClasses; the nearest one that is named holds.'),
  ...alarmWords,
});
export type AlarmSpec = Readonly<z.infer<typeof alarmSpec>>;

export const alarmClassSpec = z.strictObject({
  id,
  under: id.optional().describe('Another class, which says what this one does not.'),
  ...alarmWords,
});
export type AlarmClassSpec = Readonly<z.infer<typeof alarmClassSpec>>;

const DAY = 'mon|tue|wed|thu|fri|sat|sun';
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written 2026-12-24');

const turnSpec = z.strictObject({
  days: z
    .union([
      z.array(weekday).min(1).max(7),
      z.string().regex(new RegExp(`^(${DAY})(-(${DAY}))?$`), 'days are a list, or a range such as mon-fri'),
    ])
    .optional()
    .describe('[mon, wed] or mon-fri. Default every day.'),
  from: clockTime.optional().describe('By Europe/Oslo’s wall clock. Default 00:00.'),
  to: clockTime
    .optional()
    .describe('At or before the beginning: on the next day; the same as it: a whole day. Default 00:00.'),
  dates: z
    .strictObject({ from: isoDate, to: isoDate })
    .optional()
    .describe('Only within these dates, both included.'),
  contacts: z.array(id).min(1).max(20).optional().describe('Whom to call, in order. Default all.'),
});

export const teamSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  contacts: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1).max(120).describe('A function rather than a person.'),
        phone: z
          .string()
          .regex(
            /^\+?[0-9][0-9 ()*#/-]{1,58}$/,
            'a telephone number is digits in quotes: "4410", "+47 77 00 00 00"',
          ),
        email: z
          .string()
          .max(320)
          .regex(/^[^\s<>@,;]+@[^\s<>@,;]+$/, 'an e-mail address is written name@example.no')
          .optional()
          .describe('For notifications. It stays in the hub.'),
        position: id
          .optional()
          .describe('A watch position: whoever has the watch there answers this telephone.'),
      }),
    )
    .min(1)
    .max(50),
  turns: z
    .array(turnSpec)
    .min(1)
    .max(200)
    .optional()
    .describe('The first that holds now wins. Default: all contacts, always.'),
});
export type TeamSpec = Readonly<z.infer<typeof teamSpec>>;
export type TurnSpec = NonNullable<TeamSpec['turns']>[number];

const argName = z.string().min(1).max(120).optional();
const argSpec = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('choice'),
    name: argName,
    options: z.array(z.string().min(1).max(200)).min(1).max(100),
  }),
  z.strictObject({ type: z.literal('integer'), name: argName, min: z.number().int(), max: z.number().int() }),
  z.strictObject({
    type: z.literal('text'),
    name: argName,
    pattern: z
      .string()
      .min(1)
      .max(300)
      .describe('Regular expression (RE2) that the whole value must match. A value never begins with "-".'),
  }),
  z.strictObject({ type: z.literal('boolean'), name: argName }).describe('Filled in as true or false.'),
]);
export type ArgSpec = Readonly<z.infer<typeof argSpec>>;

const argv = z.array(z.string().min(1).max(2_000)).min(1).max(100);

export const actionSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  description: sentence.optional(),
  command: argv.describe(
    'Program (absolute path, in a folder that the hub’s own configuration allows) and arguments; no shell reads them. {name} is filled in with an argument.',
  ),
  dryRun: argv.optional().describe('The same without effect. Missing: it cannot be tried.'),
  args: z
    .record(
      z
        .string()
        .regex(/^[a-zæøå][a-z0-9æøå_-]{0,39}$/, 'an argument is lower-case letters, digits, "-" and "_"'),
      argSpec,
    )
    .optional()
    .describe('What the person fills in, by name.'),
  approval: z.boolean().optional().describe('A second person must approve it. Default false.'),
  timeout: duration.optional().describe('Then it is ended. From 1s to 10m; default 30s.'),
  cooldown: duration.optional().describe('Not again sooner than this. At most 24h; default 10s.'),
});
export type ActionSpec = Readonly<z.infer<typeof actionSpec>>;
