import { z } from 'zod';
import { actionValue, call, causeCode, shelfCode } from '../model/alarms';
import { handoverSection, signedText, transfer } from '../model/handover';
import { incidentSeverity, incidentTime, madeId, routineState } from '../model/incidents';
import { maintenanceWindow } from '../model/maintenance';
import { panelContent } from '../model/panels';
import { person } from '../model/people';
import { absence, assignment } from '../model/roster';
import { ATTACHMENTS_MOST, attachment, entryLink } from '../model/shift-log';
import { silenceMatcher } from '../model/sources';
import { nodeState } from '../model/states';
import { sceneDraft, sceneTurn, TURNS_MOST, wallCell } from '../model/wall';
import { wallCare } from '../model/wall-health';
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
  'cause.join',
  'cause.split',
  'cause.free',
  'cause.recheck',
  'incident.open',
  'incident.set',
  'incident.note',
  'incident.time',
  'incident.update',
  'incident.routine',
  'incident.merge',
  'incident.restore',
  'incident.close',
  'incident.reopen',
  'task.set',
  'task.done',
  'caller.add',
  'caller.reset',
  'report.set',
  'report.end',
  'known-error.set',
  'known-error.retire',
  'message.draft',
  'message.approve',
  'message.discard',
  'message.again',
  'notification.answer',
  'log.write',
  'log.correct',
  'log.erase',
  'roster.set',
  'roster.remove',
  'duty.take',
  'duty.leave',
  'handover.begin',
  'handover.exchange',
  'handover.people',
  'handover.item',
  'handover.read-back',
  'handover.sign',
  'handover.unsign',
  'handover.accept',
  'handover.amendment',
  'follow-up.set',
  'follow-up.close',
  'follow-up.reopen',
  'routine.tick',
  'routine.settle',
  'routine.reopen',
  'wall.scene',
  'wall.rotate',
  'wall.send',
  'wall.spotlight',
  'wall.message',
  'wall.clear',
  'scene.set',
  'scene.remove',
  'scene.restore',
  'wall.care',
]);
export type CommandKind = z.infer<typeof commandKind>;

/** Signatures: they need the PIN of whoever gives them, always. */
export const SIGNED_KINDS: ReadonlySet<CommandKind> = new Set(['handover.sign', 'handover.accept']);

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
    /** Writes the shift plan (`watch:`), whole. */
    z.object({ kind: z.literal('watch-plan'), yaml: z.string().max(200_000) }),
    /** Goes back to an earlier version of the file: an undo is a new version. */
    z.object({ kind: z.literal('restore'), version: z.string().max(100) }),
  ]),
  /** Why, for the history. */
  summary: z.string().max(300),
});
export type CatalogueEdit = Readonly<z.infer<typeof catalogueEdit>>;

const sceneId = z.string().min(1).max(80);
const words = z.string().trim().min(1).max(1_000);
/** The alarm's number, as it was drawn. */
const alarmId = z.string().max(40);
/**
 * The alarm as it was drawn: its number and its condition. An act on one that has become worse since, or on another
 * case, is refused with the news.
 */
const drawn = { alarm: alarmId, condition: nodeState };

const ids = z.array(z.string().min(1).max(300)).max(500);
/** What an incident is, as a person sets it: each field by itself. */
const incidentFields = {
  title: z.string().trim().min(1).max(200),
  severity: incidentSeverity,
  commander: z.string().max(100).nullable(),
  services: ids,
  sites: ids,
  consequence: words.nullable(),
  ticket: z.string().trim().min(1).max(60).nullable(),
  cause: z.string().max(300).nullable(),
};
const channels = z.array(z.string().max(80)).max(20);

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
  /** Subject: the node whose alarm is explained by another node, `cause`: a person says so, over the graph. */
  'cause.join': z.object({ cause: z.string().min(1).max(300), note: words.nullable() }),
  /** Subject: a node that is folded under a cause, and stands alone. */
  'cause.split': z.object({ note: words.nullable() }),
  /** Subject: a node. The person's word on it is taken back; the graph decides again. */
  'cause.free': z.null(),
  /** Subject: a cause's node: it and all that follows from it is checked again, spread. */
  'cause.recheck': z.null(),
  /** Subject: `incident/ID`, of the id in the payload. `alarm`: the cause's number as drawn. */
  'incident.open': z.object({
    id: madeId,
    ...incidentFields,
    alarm: alarmId.nullable(),
    occurredAt: z.number().nullable(),
  }),
  /** Subject of these: `incident/ID`. Only what is set is there. */
  'incident.set': z.object(incidentFields).partial(),
  'incident.note': z.object({ id: madeId, text: words }),
  /** `at`: ms UTC; null: it is not known after all. */
  'incident.time': z.object({ which: incidentTime, at: z.number().nullable() }),
  /** When the next word is due, ms UTC; null: no more. */
  'incident.update': z.object({ until: z.number().nullable() }),
  'incident.routine': z.object({ site: z.string().max(80), state: routineState, note: words.nullable() }),
  /** `into`: the id of the incident that goes on. */
  'incident.merge': z.object({ into: madeId }),
  'incident.restore': z.object({ at: z.number() }),
  'incident.close': z.object({ code: causeCode, note: words.nullable() }),
  'incident.reopen': z.object({ note: words.nullable() }),
  /** Subject: `task/ID`. Makes a task, or changes one. */
  'task.set': z.object({
    incident: madeId,
    text: z.string().trim().min(1).max(500),
    owner: z.string().max(100).nullable(),
  }),
  'task.done': z.object({ done: z.boolean() }),
  /** Subject: the node (service at a site) that somebody called about. `by`: 1, or -1 to take one back. */
  'caller.add': z.object({ by: z.union([z.literal(1), z.literal(-1)]) }),
  'caller.reset': z.null(),
  /** Subject: the node that users report down. `until`: ms UTC. */
  'report.set': z.object({ until: z.number(), note: words.nullable() }),
  'report.end': z.null(),
  /** Subject: `known-error/ID`. */
  'known-error.set': z.object({
    title: z.string().trim().min(1).max(200),
    services: z.array(z.string().min(1).max(300)).min(1).max(50),
    symptom: words.nullable(),
    workaround: z.string().trim().min(1).max(2_000).nullable(),
    ticket: z.string().trim().min(1).max(60).nullable(),
  }),
  'known-error.retire': z.null(),
  /** Subject of these: `message/ID`. Makes a draft, or changes one that nobody has approved. */
  'message.draft': z.object({
    kind: z.enum(['first', 'update', 'closing']),
    /** Id of the series' first message; null: this is it. */
    series: madeId.nullable(),
    incident: madeId.nullable(),
    node: z.string().max(300).nullable(),
    subject: z.string().trim().min(1).max(200),
    body: z.string().trim().min(1).max(8_000),
    channels,
    nextAt: z.number().nullable(),
    /** The version that the person changed; null: it is new. */
    version: z.number().int().positive().nullable(),
  }),
  /** What was read is what goes: another version is refused. */
  'message.approve': z.object({ version: z.number().int().positive() }),
  'message.discard': z.null(),
  /** What was refused or is unknown at this channel is tried once more, by a person's word. */
  'message.again': z.object({ channel: z.string().max(80) }),
  /** Subject: `notification/ID`. Somebody on call has answered. */
  'notification.answer': z.object({ note: words.nullable() }),
  /** Subject: `entry/ID`, of the id in the payload. `at`: when it happened, ms UTC. The salt is the console's, random. */
  'log.write': z.object({
    id: madeId,
    at: z.number(),
    text: z.string().trim().max(8_000),
    salt: z.string().min(16).max(64),
    links: z.array(entryLink).max(40),
    attachments: z.array(attachment.omit({ erased: true })).max(ATTACHMENTS_MOST),
    handover: z.boolean(),
  }),
  'log.correct': z.object({
    id: madeId,
    text: z.string().trim().min(1).max(8_000),
    salt: z.string().min(16).max(64),
  }),
  /** `part`: `text`, a correction's id, or an attachment's hash. */
  'log.erase': z.object({ part: z.string().max(100), why: z.string().trim().min(3).max(300) }),
  /** Subject: `absence/ID` or `assignment/DATE/SHIFT/POSITION`. */
  'roster.set': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('absence'), value: absence }),
    z.object({ kind: z.literal('assignment'), value: assignment }),
  ]),
  'roster.remove': z.null(),
  /**
   * Subject: `duty/room`. The actor has the watch, at this position, beside those who have it; `alone`: in their place,
   * where no handover is possible.
   */
  'duty.take': z.object({
    position: z.string().max(80).nullable(),
    alone: z.boolean(),
    reason: words.nullable(),
  }),
  'duty.leave': z.null(),
  /** Subject of these: `handover/ID` (`DATE_SHIFT` of the shift that hands over). */
  'handover.begin': z.null(),
  /** Both are there, and go through it. */
  'handover.exchange': z.null(),
  /** Other people than the plan says hand over, or take over. */
  'handover.people': z.object({
    side: z.enum(['outgoing', 'incoming']),
    people: z
      .array(z.object({ position: z.string().max(80).nullable(), person: z.string().max(100) }))
      .max(30),
  }),
  /** An open critical item: walked through, stated back, or who it goes to. Only what is set is there. */
  'handover.item': z.object({
    key: z.string().max(260),
    walked: z.boolean().optional(),
    said: z.string().trim().max(300).nullable().optional(),
    to: z.string().max(100).nullable().optional(),
  }),
  'handover.read-back': z.object({ hash: z.string().length(64) }),
  /** The outgoing watch signs the text; the first signature freezes it. `exception`: something is missing all the same. */
  'handover.sign': z.object({
    text: signedText,
    transfers: z.array(transfer).max(500),
    exception: z.object({ reason: z.string().trim().min(3).max(300) }).nullable(),
  }),
  /** The outgoing watch takes its signature back: the text is open again. */
  'handover.unsign': z.object({ reason: z.string().trim().min(3).max(300) }),
  /** The incoming watch signs the same text, and is responsible from that moment. `hash`: of what they read. */
  'handover.accept': z.object({
    hash: z.string().length(64),
    exception: z.object({ reason: z.string().trim().min(3).max(300) }).nullable(),
  }),
  /** `hash`: of what they read; one that says something else by now is not decided. */
  'handover.amendment': z.object({
    amendment: z.string().max(200),
    taken: z.boolean(),
    hash: z.string().length(64).optional(),
  }),
  /** Subject: `follow-up/ID`. Makes one, or changes it. */
  'follow-up.set': z.object({
    section: handoverSection,
    text: z.string().trim().min(1).max(1_000),
    node: z.string().max(300).nullable(),
    owner: z.string().max(100).nullable(),
    dueAt: z.number().nullable(),
  }),
  'follow-up.close': z.object({ note: words.nullable() }),
  'follow-up.reopen': z.null(),
  /** Subject: `routine/ROUTINE/DATE`. `step`: its place. */
  'routine.tick': z.object({ step: z.number().int().nonnegative(), on: z.boolean() }),
  'routine.settle': z.object({ state: z.enum(['done', 'skipped']), note: words.nullable() }),
  'routine.reopen': z.null(),
  /**
   * Subject of these: `wall`. What people do with it always ends by itself: `until`, ms UTC. `about`: the node that the scene
   * is about.
   */
  'wall.scene': z.object({ scene: sceneId, about: z.string().max(300).nullable(), until: z.number() }),
  'wall.rotate': z.object({ turns: z.array(sceneTurn).min(2).max(TURNS_MOST), until: z.number() }),
  'wall.send': z.object({ id: madeId, panel: panelContent, cell: wallCell, until: z.number() }),
  'wall.spotlight': z.object({ node: z.string().min(1).max(300), until: z.number() }),
  'wall.message': z.object({ text: z.string().trim().min(1).max(200), until: z.number() }),
  /** `id`: of the one panel that was sent; null: all of them. */
  'wall.clear': z.object({
    what: z.enum(['scene', 'rotation', 'take-over', 'sent', 'spotlight', 'message', 'all']),
    id: madeId.nullable(),
  }),
  /** Subject: `scene/ID`. `base`: the version that the person changed; null: it is new. */
  'scene.set': z.object({ scene: sceneDraft, base: z.number().int().nonnegative().nullable() }),
  'scene.remove': z.null(),
  /** Goes back to an earlier version, which becomes a new one; 0: as it came with the program. */
  'scene.restore': z.object({ version: z.number().int().nonnegative() }),
  /** Subject: `wall`. `console`: by id. `window`: `wall-1` and so on; null: all of that console's, and always so with `restart`. */
  'wall.care': z.object({
    console: z.string().min(1).max(100),
    window: z.string().min(1).max(40).nullable(),
    how: wallCare,
  }),
} as const satisfies Record<CommandKind, z.ZodType>;
export type CommandPayload<K extends CommandKind> = Readonly<z.infer<(typeof COMMAND_PAYLOADS)[K]>>;
