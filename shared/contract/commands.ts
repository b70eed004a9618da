import { z } from 'zod';
import { actionValue, call, causeCode, shelfCode } from '../model/alarms';
import { maintenanceWindow } from '../model/maintenance';
import { person } from '../model/people';
import { silenceMatcher } from '../model/sources';
import { nodeState } from '../model/states';
import { mappingRule } from './source-mapping';

/** The kinds of things that a person can ask the hub to do. */
export const commandKind = z.enum([
  'check.recheck',
  'maintenance.set',
  'maintenance.remove',
  'maintenance.end',
  'maintenance.extend',
  'catalogue.edit',
  'silence.set',
  'silence.end',
  'alarm.acknowledge',
  'alarm.seen',
  'alarm.hand',
  'alarm.shelve',
  'alarm.unshelve',
  'alarm.out-of-service',
  'alarm.in-service',
  'alarm.note',
  'alarm.timer',
  'alarm.bad',
  'alarm.ticket',
  'call.log',
  'run.request',
  'run.approve',
  'notice.seen',
  'watch.take',
  'watch.leave',
  'person.set',
  'console.revoke',
  'session.end',
]);
export type CommandKind = z.infer<typeof commandKind>;

/**
 * A change of the catalogue file. `base` is the SHA-256 of the text that the person saw: an edit of another text is
 * refused, so that nobody overwrites what they have not read.
 */
export const catalogueEdit = z.object({
  base: z.string().max(100),
  change: z.discriminatedUnion('kind', [
    /** Writes a service: in place where it is in the file, at the end where it is new. */
    z.object({ kind: z.literal('service'), id: z.string().max(80), yaml: z.string().max(100_000) }),
    /** Sets single values of a service, and leaves all else, comments and order, as it is. Null removes one. */
    z.object({
      kind: z.literal('fields'),
      id: z.string().max(80),
      set: z
        .array(
          z.object({
            path: z
              .array(z.union([z.string(), z.number()]))
              .min(1)
              .max(8),
            value: z.json(),
          }),
        )
        .min(1)
        .max(200),
    }),
    z.object({ kind: z.literal('remove-service'), id: z.string().max(80) }),
    /** Writes the mapping rules of a foreign source, in place; all else of the source stays as it is. */
    z.object({
      kind: z.literal('source-rules'),
      source: z.string().max(80),
      rules: z.array(mappingRule).max(500),
    }),
    /** Goes back to an earlier version of the file: an undo is a new version. */
    z.object({ kind: z.literal('restore'), version: z.string().max(100) }),
  ]),
  /** Why, for the history. */
  summary: z.string().max(300),
});
export type CatalogueEdit = Readonly<z.infer<typeof catalogueEdit>>;

const words = z.string().trim().min(1).max(1_000);
/** The alarm's number, as it was drawn. */
const alarmId = z.string().max(40);
/**
 * The alarm as it was drawn: its number and its condition. An act on one that has become worse since, or on another
 * case, is refused with the news.
 */
const drawn = { alarm: alarmId, condition: nodeState };

/** What each kind of command takes beside its subject. The subject of `alarm.…` is the alarm's node. */
export const COMMAND_PAYLOADS = {
  /** Subject: a node id. */
  'check.recheck': z.null(),
  /** Subject: `mw/ID`. Writes a window, or changes it. */
  'maintenance.set': z.object({ window: maintenanceWindow }),
  'maintenance.remove': z.null(),
  /** Ends the occurrence that runs. */
  'maintenance.end': z.object({ reason: z.string().max(300).nullable() }),
  /** Moves the end of the occurrence that runs, ms UTC. */
  'maintenance.extend': z.object({ until: z.number(), reason: z.string().max(300).nullable() }),
  /** Subject: the service id, or `catalogue`. */
  'catalogue.edit': catalogueEdit,
  /** Subject: the source's service id. Times are ms UTC. */
  'silence.set': z.object({
    matchers: z.array(silenceMatcher).min(1).max(50),
    endsAt: z.number(),
    comment: z.string().min(1).max(1_000),
  }),
  /** Ends a silence early: its entity id. */
  'silence.end': z.object({ silence: z.string().max(300) }),
  /** `own`: it becomes the actor's. */
  'alarm.acknowledge': z.object({ ...drawn, note: words.nullable(), own: z.boolean() }),
  'alarm.seen': z.object({ alarm: alarmId, code: causeCode.nullable() }),
  /** `to`: a person's id. */
  'alarm.hand': z.object({ ...drawn, to: z.string().max(100), note: words.nullable() }),
  /** `until`: ms UTC; there is no shelf without an end. */
  'alarm.shelve': z.object({
    ...drawn,
    until: z.number(),
    code: shelfCode,
    reason: words,
    breakAfterMs: z.number().positive().nullable(),
  }),
  'alarm.unshelve': z.null(),
  /** Also where there is no alarm now. `reviewAt`: ms UTC. */
  'alarm.out-of-service': z.object({
    responsible: z.string().trim().min(1).max(120),
    reason: words,
    reviewAt: z.number(),
  }),
  'alarm.in-service': z.null(),
  'alarm.note': z.object({ alarm: alarmId, text: words }),
  /** When the next word is due, ms UTC; null: no longer. */
  'alarm.timer': z.object({ alarm: alarmId, until: z.number().nullable() }),
  'alarm.bad': z.object({ alarm: alarmId, on: z.boolean(), note: words.nullable() }),
  'alarm.ticket': z.object({ alarm: alarmId, ticket: z.string().trim().min(1).max(60).nullable() }),
  /** Subject: `oncall/TEAM`. The same call again says what came of it. */
  'call.log': z.object({ call }),
  /** Subject: `action/ID`. */
  'run.request': z.object({
    args: z.record(z.string().max(80), actionValue),
    node: z.string().max(300).nullable(),
    dryRun: z.boolean(),
  }),
  /** Subject: `run/ID`. */
  'run.approve': z.object({ approved: z.boolean(), reason: words.nullable() }),
  /** Subject: `notice/ID`. */
  'notice.seen': z.null(),
  /** Subject: `console/ID`, of the console that acts. */
  'watch.take': z.null(),
  'watch.leave': z.null(),
  /** Subject: `person/ID`. Makes a person, or changes one. Credentials go another way: see `auth.ts`. */
  'person.set': z.object({ person }),
  /** Subject: `console/ID`. */
  'console.revoke': z.null(),
  /** Subject: `session/ID`. */
  'session.end': z.null(),
} as const satisfies Record<CommandKind, z.ZodType>;
export type CommandPayload<K extends CommandKind> = Readonly<z.infer<(typeof COMMAND_PAYLOADS)[K]>>;
