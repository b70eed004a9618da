import { z } from 'zod';
import { actionRun, alarmAct, alarmMove, call, notice, verdict } from './alarms';
import { catalogueEntity } from './catalogue';
import { followUp, handover, routineRun } from './handover';
import {
  callers,
  incident,
  incidentTask,
  knownError,
  notification,
  outMessage,
  timelineEntry,
  userReport,
} from './incidents';
import { maintenanceKey, maintenanceRun, maintenanceWindow } from './maintenance';
import { enrolledConsole, person, session, watchPost } from './people';
import { absence, assignment, duty } from './roster';
import { erasable, logEntry, SHIFT_LOG_SUBJECT } from './shift-log';
import { sourceEntity } from './sources';
import { checkResult } from './states';
import { scene, WALL_SUBJECT, wallChange, wallState } from './wall';
import { wallCare } from './wall-health';

/** A place in one origin's log. `seq` is contiguous inside an epoch; a position is never reused. */
export const position = z.object({
  origin: z.string(),
  epoch: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
});
export type Position = Readonly<z.infer<typeof position>>;

/** A fault in a file, with its place (1-based). */
export const fileIssue = z.object({
  file: z.string(),
  line: z.number(),
  col: z.number(),
  reason: z.string(),
});
export type FileIssue = Readonly<z.infer<typeof fileIssue>>;

/** The hub began to run. `blindFrom`: it had watched before, until then (ms UTC), and saw nothing since. */
const hubStarted = z.object({
  type: z.literal('hub.started'),
  version: z.string(),
  reducer: z.number(),
  blindFrom: z.number().nullable(),
});
/** The hub ended in good order. */
const hubStopped = z.object({ type: z.literal('hub.stopped') });
const catalogueChanged = z.object({
  type: z.literal('catalogue.changed'),
  name: z.string(),
  /** True for the demonstration estate: every screen says so. */
  demo: z.boolean(),
  put: z.array(catalogueEntity),
  /** Keys (`kind:id`) of what is no longer there. */
  drop: z.array(z.string()),
});
/** A catalogue file that was refused on reload; the one before still applies. */
const catalogueRejected = z.object({
  type: z.literal('catalogue.rejected'),
  issues: z.array(fileIssue),
});
/** A check's state moved: by result, by attempt, or by coming back from overdue. */
const checkChanged = z.object({
  type: z.literal('check.changed'),
  check: z.string(),
  result: checkResult,
  /** Confirmed (hard), or still being re-tried (soft). */
  hard: z.boolean(),
  attempt: z.number(),
  /** First line for people; may be long, already bounded by the hub. */
  output: z.string(),
  /** Response time, ms. */
  ms: z.number().nullable(),
  /** When it was measured, ms UTC. */
  observedAt: z.number(),
  /** The last observation before this one, ms UTC; null: none is known. "Last good" of a first failure. */
  beforeAt: z.number().nullable().default(null),
  /** Everything that speaks for the fault is silenced at its source. */
  silenced: z.boolean().default(false),
});
/**
 * A check's results began to change too often to mean anything one by one, or ceased to (Icinga 2: above 30 % of
 * the last 20 states, until below 25 %). While it flaps, it is held at the worst that was confirmed.
 */
const checkFlapping = z.object({
  type: z.literal('check.flapping'),
  check: z.string(),
  flapping: z.boolean(),
  /** Weighted share of changes among the last 20 states, 0 to 100. */
  percent: z.number(),
});
/** No observation within the freshness budget. */
const checkOverdue = z.object({
  type: z.literal('check.overdue'),
  check: z.string(),
  /** The last observation, ms UTC; null when there never was one. */
  lastObservedAt: z.number().nullable(),
});
/** All reference points failed (the hub's own view is gone), or one answers again. */
const vantageChanged = z.object({ type: z.literal('vantage.changed'), lost: z.boolean() });
/** What became of a person's command. */
const commandSettled = z.object({
  type: z.literal('command.settled'),
  command: z.string(),
  kind: z.string(),
  subject: z.string(),
  actor: z.string(),
  /** When the person acted, ms UTC by the hub's clock as the console knew it. */
  actedAt: z.number(),
  outcome: z.enum(['done', 'refused', 'expired']),
  reason: z.string().nullable(),
});

/** The state was put back from a backup: the first event of a new epoch. */
const hubRestored = z.object({
  type: z.literal('hub.restored'),
  /** When the backup was made, ms UTC. */
  backupAt: z.number(),
  /** Where the log stood then. */
  from: position,
});
/** A maintenance window was written or changed. */
const maintenanceSet = z.object({
  type: z.literal('maintenance.set'),
  window: maintenanceWindow,
  next: z.object({ start: z.number(), end: z.number() }).nullable(),
  /** Who did it; null: it came with the file. */
  actor: z.string().nullable(),
});
const maintenanceRemoved = z.object({
  type: z.literal('maintenance.removed'),
  id: z.string(),
  actor: z.string().nullable(),
});
/** An occurrence began, was moved, ran over, or ended (`run` null). */
const maintenanceMoved = z.object({
  type: z.literal('maintenance.moved'),
  id: z.string(),
  title: z.string(),
  run: maintenanceRun.nullable(),
  /** The occurrence that ended with this event. */
  ended: z.object({ start: z.number(), end: z.number() }).nullable(),
  next: z.object({ start: z.number(), end: z.number() }).nullable(),
  /** Who ended or moved it; null: time did. */
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  /** Node ids that it covers. */
  nodes: z.array(z.string()),
});
/** Service hours opened or closed. */
const hoursChanged = z.object({
  type: z.literal('hours.changed'),
  id: z.string(),
  open: z.boolean(),
  /** When that changes next, ms UTC; null: never. */
  nextAt: z.number().nullable(),
});
/** What was learned of a foreign source: its own state, alerts and silences. */
const sourcesChanged = z.object({
  type: z.literal('sources.changed'),
  source: z.string(),
  put: z.array(sourceEntity),
  /** Keys (`kind:id`) of what is no longer there. */
  drop: z.array(z.string()),
  /** Who caused it here; null: it was seen there. */
  actor: z.string().nullable(),
});
/** The catalogue file was changed from a desk. */
const catalogueEdited = z.object({
  type: z.literal('catalogue.edited'),
  actor: z.string(),
  summary: z.string(),
  /** SHA-256 of the text before and after, hexadecimal. */
  before: z.string(),
  after: z.string(),
  /** The version that it went back to; null: it is no undo. */
  undoneTo: z.string().nullable(),
  /** Service ids that it touched. */
  services: z.array(z.string()),
});

/** What measurement and time did to alarms: all that one turn of the hub brought, in order. */
const alarmsMoved = z.object({ type: z.literal('alarms.moved'), moves: z.array(alarmMove).min(1) });
/** What a person did to an alarm. */
const alarmActed = z.object({
  type: z.literal('alarm.acted'),
  node: z.string(),
  /** The alarm's number at that time. */
  alarm: z.string(),
  act: alarmAct,
  /** A person's id. */
  actor: z.string(),
  /** When they acted, by the hub's clock as the console knew it, ms UTC. */
  actedAt: z.number(),
});
/** Somebody on call was telephoned, or what came of it. */
const callLogged = z.object({ type: z.literal('call.logged'), call });
/** A runbook action was asked for, approved, is about to start, or ended. */
const runMoved = z.object({ type: z.literal('run.moved'), run: actionRun });
/** A person's word on what explains a node. `verdict` null: it was taken back. */
const causeSaid = z.object({
  type: z.literal('cause.said'),
  node: z.string(),
  verdict: verdict.nullable(),
  actor: z.string(),
  actedAt: z.number(),
});
/**
 * More alarms ask for somebody than one person can take in (more than 10 in 10 minutes, until fewer than 5: ISA-18.2).
 * `annunciated`: in the last ten minutes.
 */
const floodChanged = z.object({
  type: z.literal('flood.changed'),
  on: z.boolean(),
  annunciated: z.number().int(),
});
/**
 * An incident, and what belongs to it, was written: by a person's act (`actor`), or by time and measurement (null).
 * Whole entities, so that the log says what stood there; all that one act changed is in one event.
 */
const incidentMoved = z.object({
  type: z.literal('incident.moved'),
  /** The incident's id. */
  incident: z.string(),
  /** What was done: the command's kind, or what time did. */
  what: z.string(),
  put: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('incident'), value: incident }),
      z.object({ kind: z.literal('entry'), value: timelineEntry }),
      z.object({ kind: z.literal('task'), value: incidentTask }),
    ]),
  ),
  /** Keys of what is no longer kept in the state. */
  drop: z.array(z.string()),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** Callers were counted. `callers` null: the count began anew. */
const callersCounted = z.object({
  type: z.literal('callers.counted'),
  node: z.string(),
  by: z.number().int(),
  callers: callers.nullable(),
  /** Null: time did. */
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** Users report a service down while its checks are well; or it no longer holds (`report` null). */
const reportChanged = z.object({
  type: z.literal('report.changed'),
  node: z.string(),
  report: userReport.nullable(),
  why: z.enum(['set', 'asked', 'ended', 'expired']),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
const knownErrorSet = z.object({
  type: z.literal('known-error.set'),
  error: knownError,
  actor: z.string(),
  actedAt: z.number(),
});
/** A message out of the room was drafted, changed, approved, discarded, or moved on at one of its channels. */
const messageMoved = z.object({
  type: z.literal('message.moved'),
  message: outMessage,
  what: z.enum([
    'drafted',
    'changed',
    'approved',
    'discarded',
    'sending',
    'sent',
    'refused',
    'unknown',
    'again',
    /** A refusal that may pass: it is tried again by itself. */
    'waiting',
    'dropped',
  ]),
  /** The channel that it is about; null: none. */
  channel: z.string().nullable(),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** A notification took a step, was answered, or came to its end. */
const notificationMoved = z.object({
  type: z.literal('notification.moved'),
  notification,
  what: z.enum([
    'sending',
    'sent',
    'refused',
    'unknown',
    /** A refusal that may pass: it is tried again by itself. */
    'waiting',
    'answered',
    'stopped',
    'exhausted',
    'dropped',
  ]),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** An entry of the shift log was written. Its body can be erased, and is no part of the chain. */
const logWritten = z.object({ type: z.literal('log.written'), entry: logEntry });
/** An entry was corrected: the original stays. */
const logCorrected = z.object({
  type: z.literal('log.corrected'),
  /** The entry's id and number. */
  entry: z.string(),
  number: z.string(),
  correction: z.object({ id: z.string(), at: z.number(), by: z.string(), body: erasable }),
});
/** What somebody wrote or pasted was erased, wherever it was kept; its hash stays. */
const logErased = z.object({
  type: z.literal('log.erased'),
  entry: z.string(),
  number: z.string(),
  /** `text`, a correction's id, or an attachment's hash. */
  part: z.string(),
  why: z.string(),
  hash: z.string(),
  actor: z.string(),
  actedAt: z.number(),
});
/** Who is away, and who takes whose turn, was changed by a person; or time took away what is over (`actor` null). */
const rosterChanged = z.object({
  type: z.literal('roster.changed'),
  put: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('absence'), value: absence }),
      z.object({ kind: z.literal('assignment'), value: assignment }),
    ]),
  ),
  /** Keys (`kind:id`) of what is no longer there. */
  drop: z.array(z.string()),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** Who has the watch was said without a handover: the first watch, or somebody who took it over outside the plan. */
const dutyChanged = z.object({
  type: z.literal('duty.changed'),
  duty,
  why: z.enum(['began', 'taken', 'joined', 'left']),
  /** Why somebody took it over alone; null or missing: nothing was said. */
  reason: z.string().nullable().optional(),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/**
 * A handover took a step. Accepted: who has the watch, where it sounds, and whose everything is changes with this very
 * event (`transfers` of the handover, `duty`, `posts`).
 */
const handoverMoved = z.object({
  type: z.literal('handover.moved'),
  handover,
  what: z.enum([
    'began',
    'changed',
    'exchange',
    'walked',
    'said',
    'read-back',
    'signed',
    'unsigned',
    'late',
    'accepted',
    'amended',
    'dropped',
  ]),
  /** Null: nothing changes in who has the watch. */
  duty: duty.nullable(),
  /** Consoles that go on watch, and those that go off it; empty but for an accepted one. */
  posts: z.object({ on: z.array(watchPost), off: z.array(z.string()) }),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
const followUpMoved = z.object({
  type: z.literal('follow-up.moved'),
  followUp,
  what: z.enum(['set', 'due', 'closed', 'reopened', 'dropped']),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
const routineMoved = z.object({
  type: z.literal('routine.moved'),
  run: routineRun,
  what: z.enum(['opened', 'ticked', 'overdue', 'done', 'skipped', 'reopened', 'dropped']),
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
const noticeRaised = z.object({ type: z.literal('notice.raised'), notice });
const noticeSeen = z.object({ type: z.literal('notice.seen'), id: z.string(), actor: z.string() });
/** What the wall shows changed, or what somebody put on it: the whole of it, as it is now. */
const wallMoved = z.object({
  type: z.literal('wall.moved'),
  what: wallChange,
  wall: wallState,
  /** Null: a rule or time did. */
  actor: z.string().nullable(),
  actedAt: z.number().nullable(),
});
/** A scene was written. */
const sceneSet = z.object({
  type: z.literal('scene.set'),
  scene,
  /** The version that it was taken from; null: it was written anew. */
  restored: z.number().int().nullable(),
  actor: z.string(),
  actedAt: z.number(),
});
const sceneRemoved = z.object({
  type: z.literal('scene.removed'),
  id: z.string(),
  name: z.string(),
  actor: z.string(),
  actedAt: z.number(),
});
/** Somebody at a desk asked for a wall to be brought back. The console it names does it, once, if it hears of it soon. */
const wallCared = z.object({
  type: z.literal('wall.cared'),
  console: z.string(),
  /** Its name, as the hub knew it. */
  name: z.string(),
  /** `wall-1` and so on; null: all of that console's. */
  window: z.string().nullable(),
  how: wallCare,
  actor: z.string(),
  actedAt: z.number(),
});
const personSet = z.object({ type: z.literal('person.set'), person, actor: z.string() });
const consoleSet = z.object({ type: z.literal('console.set'), console: enrolledConsole, actor: z.string() });
const sessionOpened = z.object({ type: z.literal('session.opened'), session });
const sessionEnded = z.object({
  type: z.literal('session.ended'),
  session,
  why: z.enum(['signed-out', 'expired', 'revoked', 'replaced']),
  /** Who ended it; null: time did. */
  actor: z.string().nullable(),
});
/** Somebody got a new password or PIN, from themselves, from an administrator, or on the hub's own machine. */
const credentialsSet = z.object({
  type: z.literal('credentials.set'),
  person: z.string(),
  what: z.array(z.enum(['password', 'pin'])),
  actor: z.string(),
});
/** Somebody failed to sign in. `person`: `?` where nobody has what was typed, which may have been a password. */
const signInFailed = z.object({
  type: z.literal('signin.failed'),
  person: z.string(),
  console: z.string(),
  /** Since the last success. */
  attempts: z.number().int(),
});
/** A console went on watch (`on`), or off it. */
const watchChanged = z.object({
  type: z.literal('watch.changed'),
  console: z.string(),
  on: z.boolean(),
  person: z.string(),
});

export const eventBody = z.discriminatedUnion('type', [
  hubStarted,
  hubStopped,
  catalogueChanged,
  catalogueRejected,
  checkChanged,
  checkOverdue,
  vantageChanged,
  commandSettled,
  checkFlapping,
  hubRestored,
  maintenanceSet,
  maintenanceRemoved,
  maintenanceMoved,
  hoursChanged,
  sourcesChanged,
  catalogueEdited,
  alarmsMoved,
  alarmActed,
  callLogged,
  runMoved,
  noticeRaised,
  noticeSeen,
  personSet,
  consoleSet,
  sessionOpened,
  sessionEnded,
  credentialsSet,
  signInFailed,
  watchChanged,
  causeSaid,
  floodChanged,
  incidentMoved,
  callersCounted,
  reportChanged,
  knownErrorSet,
  messageMoved,
  notificationMoved,
  logWritten,
  logCorrected,
  logErased,
  rosterChanged,
  dutyChanged,
  handoverMoved,
  followUpMoved,
  routineMoved,
  wallMoved,
  sceneSet,
  sceneRemoved,
  wallCared,
]);
/** What happened, before the log gives it a place. */
export type EventBody = Readonly<z.infer<typeof eventBody>>;
export type CheckChanged = Readonly<z.infer<typeof checkChanged>>;
export type IncidentMoved = Readonly<z.infer<typeof incidentMoved>>;
export type HandoverMoved = Readonly<z.infer<typeof handoverMoved>>;
export type WallMoved = Readonly<z.infer<typeof wallMoved>>;
export type WallCared = Readonly<z.infer<typeof wallCared>>;
export type CommandSettled = Readonly<z.infer<typeof commandSettled>>;

export const logEvent = z.object({
  origin: z.string(),
  epoch: z.number().int().positive(),
  seq: z.number().int().positive(),
  /** The hub's time when it was written, ms UTC. */
  at: z.number(),
  body: eventBody,
});
/** An event in its place in the log. */
export type LogEvent = Readonly<z.infer<typeof logEvent>>;

/** The position of an event. */
export function positionOf(event: LogEvent): Position {
  return { origin: event.origin, epoch: event.epoch, seq: event.seq };
}

/** Whether `a` and `b` are in the same epoch of the same origin, so that their `seq` can be compared. */
export function sameEpoch(a: Position, b: Position): boolean {
  return a.origin === b.origin && a.epoch === b.epoch;
}

/** What an event is about, for history by subject: check ids, command subjects. */
export function subjectsOf(body: EventBody): readonly string[] {
  switch (body.type) {
    case 'check.changed':
    case 'check.overdue':
    case 'check.flapping':
      return [body.check];
    case 'maintenance.set':
      return [maintenanceKey(body.window.id)];
    case 'maintenance.removed':
      return [maintenanceKey(body.id)];
    case 'maintenance.moved':
      return [maintenanceKey(body.id), ...body.nodes];
    case 'sources.changed':
      return [body.source];
    case 'catalogue.edited':
      return body.services;
    case 'command.settled':
      return [body.subject];
    case 'alarms.moved':
      return [
        ...new Set(
          body.moves.flatMap((move) => ('id' in move && move.id !== '' ? [move.node, move.id] : [move.node])),
        ),
      ];
    case 'alarm.acted':
      return [body.node, body.alarm];
    case 'call.logged':
      return [`oncall/${body.call.team}`, ...(body.call.node === null ? [] : [body.call.node])];
    case 'run.moved':
      return [`action/${body.run.action}`, ...(body.run.node === null ? [] : [body.run.node])];
    case 'notice.raised':
      return [`person/${body.notice.actor}`];
    case 'person.set':
      return [`person/${body.person.id}`];
    case 'console.set':
      return [`console/${body.console.id}`];
    case 'session.opened':
    case 'session.ended':
      return [`person/${body.session.person}`, `console/${body.session.console}`];
    case 'credentials.set':
      return [`person/${body.person}`];
    case 'signin.failed':
      return [`person/${body.person}`, `console/${body.console}`];
    case 'watch.changed':
      return [`console/${body.console}`];
    case 'cause.said':
      return [body.node, ...(body.verdict?.cause == null ? [] : [body.verdict.cause])];
    case 'incident.moved':
      return [`incident/${body.incident}`];
    case 'callers.counted':
    case 'report.changed':
      return [body.node];
    case 'known-error.set':
      return [`known-error/${body.error.id}`, ...body.error.services];
    case 'message.moved':
      return [
        `message/${body.message.id}`,
        ...(body.message.node === null ? [] : [body.message.node]),
        ...(body.message.incident === null ? [] : [`incident/${body.message.incident}`]),
      ];
    case 'notification.moved':
      return [
        `notification/${body.notification.id}`,
        body.notification.node,
        ...(body.notification.incident === null ? [] : [`incident/${body.notification.incident}`]),
      ];
    case 'log.written':
      return [
        `entry/${body.entry.id}`,
        ...body.entry.links.map(({ kind, id }) => (kind === 'node' ? id : `${kind}/${id}`)),
        SHIFT_LOG_SUBJECT,
      ];
    case 'log.corrected':
    case 'log.erased':
      return [`entry/${body.entry}`, SHIFT_LOG_SUBJECT];
    case 'handover.moved':
      return [`handover/${body.handover.id}`];
    case 'follow-up.moved':
      return [`follow-up/${body.followUp.id}`, ...(body.followUp.node === null ? [] : [body.followUp.node])];
    case 'routine.moved':
      return [`routine/${body.run.routine}`];
    case 'wall.moved':
      return [WALL_SUBJECT, ...(body.wall.shown.about === null ? [] : [body.wall.shown.about])];
    case 'scene.set':
      return [`scene/${body.scene.id}`, WALL_SUBJECT];
    case 'scene.removed':
      return [`scene/${body.id}`, WALL_SUBJECT];
    case 'wall.cared':
      return [WALL_SUBJECT, `console/${body.console}`];
    default:
      return [];
  }
}
