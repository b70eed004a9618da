import { z } from 'zod';
import { criticality, nodeState } from './states';

/**
 * Alarms by ISA-18.2 / IEC 62682. There is one alarm for each node (a service at a site) that has or had something to
 * say. The alarm's state says what *people* have to do; the condition is the node's own state, which no act of a
 * person ever changes or dims.
 */
export const ALARM_STATES = [
  /** Active, and nobody has taken it. */
  'unacknowledged',
  /** Active, and somebody has said that they have it. */
  'acknowledged',
  /** Back to normal before anybody saw it; latched until somebody has. */
  'returned',
  /** Put aside by a person, with a reason, until a time. */
  'shelved',
  /** Active, and kept quiet by design: maintenance, service hours, a silence, or a cause that explains it. */
  'suppressed',
  /** Taken out of service, with a person responsible and a date of review. */
  'out-of-service',
  'normal',
] as const;
export const alarmState = z.enum(ALARM_STATES);
export type AlarmState = z.infer<typeof alarmState>;

/** Priority, 1 (now, before all else) to 4. */
export const priority = criticality;
export type Priority = z.infer<typeof priority>;

const byAt = { at: z.number(), by: z.string() };

/** Why an alarm is quiet by design. `cause`: the node (`id`) that explains it. */
export const suppression = z.object({
  kind: z.enum(['maintenance', 'hours', 'silence', 'cause']),
  id: z.string(),
});
export type Suppression = Readonly<z.infer<typeof suppression>>;

/** Why somebody shelves an alarm. */
export const SHELF_CODES = [
  'known-fault',
  'nuisance',
  'waiting-for-supplier',
  'being-worked-on',
  'other',
] as const;
export const shelfCode = z.enum(SHELF_CODES);
export type ShelfCode = z.infer<typeof shelfCode>;
/** What it was, said when it is over. */
export const CAUSE_CODES = [
  'supplier',
  'network',
  'capacity',
  'software',
  'change',
  'power',
  'measurement',
  'user-error',
  'unknown',
] as const;
export const causeCode = z.enum(CAUSE_CODES);
export type CauseCode = z.infer<typeof causeCode>;

/**
 * What an alarm's condition rests on. `measured`: its node's own checks and dependencies. `inferred`: nothing watches
 * the node (or what does cannot tell), and what hangs on it says that it is down. `named`: a person says so. `reported`:
 * its checks are well, and users say that it is not. `recovering`: it is back, and not all that it took down is.
 */
export const alarmBasis = z.enum(['measured', 'inferred', 'named', 'reported', 'recovering']);
export type AlarmBasis = z.infer<typeof alarmBasis>;

/** What a cause took down stays with it for so long after it is back, ms; what is not back then speaks for itself. */
export const RECOVERY_MS = 10 * 60_000;

/** A shelf never outlasts this, ms; out of service is reviewed within MAX_REVIEW_MS. */
export const MAX_SHELF_MS = 24 * 3_600_000;
export const MAX_REVIEW_MS = 31 * 24 * 3_600_000;
/** A shelf's end is announced this long before, ms. */
export const SHELF_WARNING_MS = 5 * 60_000;

export const acknowledgement = z.object({
  ...byAt,
  note: z.string().nullable(),
  /** What the person saw: worse than this breaks it. */
  condition: nodeState,
  /** Sites that were hit then: a new one breaks it. */
  sites: z.array(z.string()),
});
export type Acknowledgement = Readonly<z.infer<typeof acknowledgement>>;

export const shelf = z.object({
  ...byAt,
  /** It always ends, ms UTC. */
  until: z.number(),
  code: shelfCode,
  reason: z.string(),
  condition: nodeState,
  sites: z.array(z.string()),
  /** An active time longer than this breaks it, ms; null: none does. */
  breakAfterMs: z.number().nullable(),
  /** Its end was announced. */
  warned: z.boolean(),
});
export type Shelf = Readonly<z.infer<typeof shelf>>;

export const outOfService = z.object({
  ...byAt,
  /** Who sees to it, in words: a person, a team. */
  responsible: z.string(),
  reason: z.string(),
  /** ms UTC. */
  reviewAt: z.number(),
  /** The review is due. */
  due: z.boolean(),
});
export type OutOfService = Readonly<z.infer<typeof outOfService>>;

/** From raised to returned, ms UTC. */
export const episode = z.object({ from: z.number(), to: z.number() });
export type Episode = Readonly<z.infer<typeof episode>>;

export const alarm = z.object({
  /** The node it speaks for. */
  node: z.string(),
  /** What people call it: `A-4127`. A new one each time it is raised from normal; empty before the first. */
  id: z.string(),
  state: alarmState,
  /** Since when it is in that state, ms UTC. */
  since: z.number(),
  /** The node's state now, less what the alarm of another node explains (`shared/rules/alarms/decide.ts`). */
  condition: nodeState,
  /** Since when, ms UTC. */
  conditionSince: z.number(),
  /** When this case began, ms UTC. */
  raisedAt: z.number(),
  /** Since when it has been active without a break, ms UTC; null: it is not active. */
  activeSince: z.number().nullable(),
  /** When the condition became normal again, ms UTC; null: it is active. */
  returnedAt: z.number().nullable(),
  /** The worst condition of this case. */
  worst: nodeState,
  priority,
  /**
   * When it last asked for somebody: became unacknowledged, or while it was, worse than ever in this case. ms UTC; null:
   * this case never did.
   */
  annunciatedAt: z.number().nullable(),
  /** The last act or change: what "nothing has moved" is counted from, ms UTC. */
  movedAt: z.number(),
  /** Holds while it is acknowledged; kept as what was said last when it is broken. */
  ack: acknowledgement.nullable(),
  /** Why the acknowledgement in `ack` holds no longer; null: it does, or there is none. */
  broken: z.object({ at: z.number(), why: z.enum(['worse', 'spread', 'stalled']) }).nullable(),
  /** Whose it is: a person's id. */
  owner: z.string().nullable(),
  shelf: shelf.nullable(),
  outOfService: outOfService.nullable(),
  suppressed: suppression.nullable(),
  /** Its class wants a return to normal to be seen by somebody. */
  latching: z.boolean(),
  /** Sites that it hits, its symptoms included; sorted. While it is not active: those that it hit last. */
  sites: z.array(z.string()),
  /** Nodes that are not normal because of this one. */
  symptoms: z.number().int(),
  /** The most there were in this case: "279 of 312 are back" is counted from it. */
  symptomsMost: z.number().int().default(0),
  /** Checks that fail, its own and its symptoms'; and the most of them in this case. */
  checks: z.number().int().default(0),
  checksMost: z.number().int().default(0),
  basis: alarmBasis.default('measured'),
  /** Its node is well again, what it took down is not: since when, until when it keeps that together (ms UTC), and what. */
  recovery: z
    .object({ at: z.number(), until: z.number(), left: z.array(z.string()) })
    .nullable()
    .default(null),
  /** Its last ended episodes, oldest first, at most EPISODES_KEPT. */
  episodes: z.array(episode),
  /** The next word is due; a person's promise. */
  timer: z.object({ ...byAt, until: z.number(), due: z.boolean() }).nullable(),
  /** On the list of bad alarms, for the day shift. */
  bad: z.object({ ...byAt, note: z.string().nullable() }).nullable(),
  /** What it was, said by whoever ended the case. */
  ended: z.object({ ...byAt, code: causeCode.nullable() }).nullable(),
  /** The last note. */
  note: z.object({ ...byAt, text: z.string() }).nullable(),
  /** Number in another system. */
  ticket: z.string().nullable(),
});
export type Alarm = Readonly<z.infer<typeof alarm>>;

export const EPISODES_KEPT = 30;

/** A telephone call to somebody on call. */
export const call = z.object({
  id: z.string().min(8).max(100),
  /** The team's id in the on-call list. */
  team: z.string().min(1).max(80),
  /** Whom: as the list names them. */
  contact: z.string().min(1).max(120),
  phone: z.string().max(60),
  /** The alarm's node that it was about; null: none. */
  node: z.string().max(300).nullable(),
  by: z.string().max(100),
  /** ms UTC. */
  at: z.number(),
  outcome: z.enum(['calling', 'answered', 'no-answer']),
  /** When it was answered or given up, ms UTC. */
  settledAt: z.number().nullable(),
  /** Estimated arrival, ms UTC. */
  etaAt: z.number().nullable(),
  note: z.string().max(500).nullable(),
});
export type Call = Readonly<z.infer<typeof call>>;
/** A call stays in the state for so long, ms; in the log for ever. */
export const CALLS_KEPT_MS = 24 * 3_600_000;

/** What an argument of a runbook action may be. */
export const actionValue = z.union([z.string().max(500), z.number(), z.boolean()]);
export type ActionValue = z.infer<typeof actionValue>;

/** A run of a runbook action, from the wish to what came of it. */
export const actionRun = z.object({
  /** The id of the command that asked for it: it is never run twice. */
  id: z.string(),
  action: z.string(),
  args: z.record(z.string(), actionValue),
  /** The alarm's node that it was started from; null: none. */
  node: z.string().nullable(),
  dryRun: z.boolean(),
  requestedBy: z.string(),
  requestedAt: z.number(),
  /** A second person's word; null: none was given yet, or none is needed. */
  approval: z
    .object({ by: z.string(), at: z.number(), approved: z.boolean(), reason: z.string().nullable() })
    .nullable(),
  /**
   * `starting` is in the log before anything runs. `unknown`: the hub ended in between, so that nobody knows whether
   * it ran; it is not run again.
   */
  state: z.enum([
    'waiting',
    'rejected',
    'expired',
    'starting',
    'succeeded',
    'failed',
    'timed-out',
    'unknown',
  ]),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  exit: z.number().int().nullable(),
  /** What it said, bounded. */
  output: z.string(),
});
export type ActionRun = Readonly<z.infer<typeof actionRun>>;
/** An ended run stays in the state for so long, ms, and while it is among so many last ones of its action; in the log for ever. */
export const RUNS_KEPT_MS = 7 * 24 * 3_600_000;
export const RUNS_KEPT = 20;

/** Something that the shift leader must know, until one of them has seen it. */
export const notice = z.object({
  id: z.string(),
  /** `refused-act`: an act by somebody who was no longer signed in, or no longer allowed to. */
  kind: z.enum(['refused-act']),
  at: z.number(),
  /** Who acted, on what, and why it was refused. */
  actor: z.string(),
  command: z.string(),
  subject: z.string(),
  actedAt: z.number(),
  reason: z.string(),
});
export type Notice = Readonly<z.infer<typeof notice>>;

/**
 * A person's word on what explains a node, over the graph's: `cause` is the node that does; null: it stands alone. It
 * holds until the node is normal again, or somebody takes it back.
 */
export const verdict = z.object({
  node: z.string().min(1).max(300),
  cause: z.string().min(1).max(300).nullable(),
  ...byAt,
  note: z.string().nullable(),
});
export type Verdict = Readonly<z.infer<typeof verdict>>;

/** Every entity of the `alarms` collection. */
export const alarmEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alarm'), value: alarm }),
  z.object({ kind: z.literal('call'), value: call }),
  z.object({ kind: z.literal('run'), value: actionRun }),
  z.object({ kind: z.literal('notice'), value: notice }),
  z.object({ kind: z.literal('verdict'), value: verdict }),
]);
export type AlarmEntity = Readonly<z.infer<typeof alarmEntity>>;

/** The key of an entity in the `alarms` collection: `alarm:NODE`, `verdict:NODE`, `call:ID`, `run:ID`, `notice:ID`. */
export function alarmsKey(entity: AlarmEntity): string {
  return entity.kind === 'alarm' || entity.kind === 'verdict'
    ? `${entity.kind}:${entity.value.node}`
    : `${entity.kind}:${entity.value.id}`;
}
export const alarmKey = (node: string): string => `alarm:${node}`;

/** What is measured of a node, which its alarm follows. */
export const alarmFacts = z.object({
  condition: nodeState,
  conditionSince: z.number(),
  suppressed: suppression.nullable(),
  priority,
  latching: z.boolean(),
  sites: z.array(z.string()),
  symptoms: z.number().int(),
  checks: z.number().int().default(0),
  basis: alarmBasis.default('measured'),
  recovery: z
    .object({ at: z.number(), until: z.number(), left: z.array(z.string()) })
    .nullable()
    .default(null),
});
export type AlarmFacts = Readonly<z.infer<typeof alarmFacts>>;

/** What time or a measurement did to an alarm: written by the hub, never by a person. */
export const alarmMove = z.discriminatedUnion('kind', [
  /** What is measured changed. `id`: the number that it is raised under when it is raised by this. */
  z.object({ kind: z.literal('facts'), node: z.string(), id: z.string(), facts: alarmFacts }),
  /** The same service became active at another site. */
  z.object({ kind: z.literal('spread'), node: z.string(), site: z.string() }),
  /** Nothing has moved since it was acknowledged. */
  z.object({ kind: z.literal('stalled'), node: z.string() }),
  /** The shelf's time is up; or it was active longer than the shelf allows. */
  z.object({ kind: z.literal('shelf-ended'), node: z.string(), why: z.enum(['time', 'longer']) }),
  z.object({ kind: z.literal('shelf-warned'), node: z.string() }),
  z.object({ kind: z.literal('review-due'), node: z.string() }),
  z.object({ kind: z.literal('timer-due'), node: z.string() }),
  /** The node is no longer in the catalogue. */
  z.object({ kind: z.literal('removed'), node: z.string() }),
  /** A person's word on what explains this node holds no longer: the node is normal again, or its cause is gone. */
  z.object({ kind: z.literal('verdict-ended'), node: z.string() }),
]);
export type AlarmMove = Readonly<z.infer<typeof alarmMove>>;

/** What a person did to an alarm. */
export const alarmAct = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('acknowledge'),
    note: z.string().nullable(),
    /** Whose it becomes; null: nobody's. */
    owner: z.string().nullable(),
  }),
  /** Somebody has seen that it came back: the latch is released. */
  z.object({ kind: z.literal('seen'), code: causeCode.nullable() }),
  z.object({ kind: z.literal('hand'), to: z.string(), note: z.string().nullable() }),
  z.object({
    kind: z.literal('shelve'),
    until: z.number(),
    code: shelfCode,
    reason: z.string(),
    breakAfterMs: z.number().nullable(),
  }),
  z.object({ kind: z.literal('unshelve') }),
  z.object({
    kind: z.literal('out-of-service'),
    responsible: z.string(),
    reason: z.string(),
    reviewAt: z.number(),
  }),
  z.object({ kind: z.literal('in-service') }),
  /** `late`: it was said about an acknowledgement that came second; the words are kept. */
  z.object({ kind: z.literal('note'), text: z.string(), late: z.boolean().default(false) }),
  z.object({ kind: z.literal('timer'), until: z.number().nullable() }),
  z.object({ kind: z.literal('bad'), on: z.boolean(), note: z.string().nullable() }),
  z.object({ kind: z.literal('ticket'), ticket: z.string().nullable() }),
]);
export type AlarmAct = Readonly<z.infer<typeof alarmAct>>;
