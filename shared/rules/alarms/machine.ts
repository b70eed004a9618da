import {
  type Alarm,
  type AlarmAct,
  type AlarmFacts,
  type AlarmMove,
  type AlarmState,
  EPISODES_KEPT,
  type Shelf,
} from '../../model/alarms';
import { severity, worse } from '../../model/states';
import { assertNever } from '../../util/assert-never';

/**
 * One alarm's life, by ISA-18.2 / IEC 62682: what a measurement, time or a person makes of it. Pure; the hub, the
 * console and a test step through the same one. What a person may do is judged before (`judge.ts`): here all that is in
 * the log is applied.
 */
export type AlarmInput =
  | Exclude<AlarmMove, { readonly kind: 'verdict-ended' }>
  | {
      readonly kind: 'act';
      readonly node: string;
      readonly act: AlarmAct;
      /** A person's id. */
      readonly actor: string;
      /** When they acted, ms UTC. */
      readonly actedAt: number;
    };

/** What has come and gone is remembered for so long, ms: "10 times since 22:40" is drawn from it. */
export const EPISODES_KEPT_MS = 24 * 3_600_000;

/** What people have to do with it, derived from all else. The first that holds, in this order. */
export function alarmStateOf(alarm: Omit<Alarm, 'state'>): AlarmState {
  if (alarm.outOfService) return 'out-of-service';
  if (alarm.shelf) return 'shelved';
  if (isActive(alarm)) {
    if (alarm.suppressed) return 'suppressed';
    return holdsAck(alarm) ? 'acknowledged' : 'unacknowledged';
  }
  return isUnseen(alarm) ? 'returned' : 'normal';
}

/** Whether there is something wrong now. */
export function isActive(alarm: Pick<Alarm, 'condition'>): boolean {
  return alarm.condition !== 'normal';
}

/** Whether somebody has acknowledged it, and nothing has broken that. */
export function holdsAck(alarm: Pick<Alarm, 'ack' | 'broken'>): boolean {
  return alarm.ack !== null && alarm.broken === null;
}

/** Whether it came back before anybody saw it, and its class wants it to be seen. */
function isUnseen(alarm: Omit<Alarm, 'state'>): boolean {
  // What never asked for anybody (suppressed all the time) asks for nobody when it is over.
  return alarm.latching && alarm.annunciatedAt !== null && alarm.ended === null && !holdsAck(alarm);
}

/**
 * Whether a condition that is not normal begins a new case, under a new number. What came back and was not seen yet goes
 * on, and so does what is shelved: its ticket, owner and note are what the shelf is about.
 */
export function startsCase(before: Alarm | undefined): boolean {
  if (!before || before.id === '') return true;
  return !isActive(before) && (before.state === 'normal' || before.state === 'out-of-service');
}

/** Whether nobody needs it any more at `at`: nothing is said of it that holds, and it has not come and gone lately. */
export function isForgotten(alarm: Alarm, at: number): boolean {
  const last = alarm.episodes.at(-1);
  return (
    alarm.state === 'normal' &&
    alarm.bad === null &&
    alarm.timer === null &&
    (last === undefined || last.to + EPISODES_KEPT_MS <= at)
  );
}

/**
 * The alarm after `input`, at `at` (the hub's time, ms UTC). Null: there is none. What makes no sense (an act on an alarm
 * that is not there) changes nothing.
 */
export function stepAlarm(before: Alarm | undefined, input: AlarmInput, at: number): Alarm | null {
  switch (input.kind) {
    case 'facts': {
      const next = follow(before, input, at);
      return next === null || isForgotten(next, at) ? null : next;
    }
    case 'removed':
      return null;
    case 'act':
      return act(before, input, at);
    default:
      return before ? settle(before, pass(before, input, at), at) : null;
  }
}

/** The alarm follows what is measured. */
function follow(
  before: Alarm | undefined,
  { node, id, facts }: Extract<AlarmMove, { kind: 'facts' }>,
  at: number,
): Alarm | null {
  if (facts.condition === 'normal') return before ? comeBack(before, facts, at) : null;
  const measured = {
    condition: facts.condition,
    conditionSince: facts.conditionSince,
    suppressed: facts.suppressed,
    priority: facts.priority,
    latching: facts.latching,
    sites: facts.sites,
    symptoms: facts.symptoms,
    checks: facts.checks,
    basis: facts.basis,
    recovery: facts.recovery,
    returnedAt: null,
  };
  const raised = { activeSince: Math.min(facts.conditionSince, at), movedAt: at };
  if (startsCase(before)) {
    const fresh = newCase(before, node, at);
    const most = { symptomsMost: facts.symptoms, checksMost: facts.checks };
    const next = { ...fresh, ...measured, ...most, ...raised, id, worst: facts.condition };
    return settle(fresh, breakOf(next, at), at);
  }
  // `startsCase` holds whenever there is none.
  const known = before as Alarm;
  const moved = known.condition !== facts.condition || !sameList(known.sites, facts.sites);
  const next = {
    ...known,
    ...measured,
    ...(isActive(known) ? {} : { ...raised, ended: null }),
    worst: worse(known.worst, facts.condition),
    symptomsMost: Math.max(known.symptomsMost, facts.symptoms),
    checksMost: Math.max(known.checksMost, facts.checks),
    movedAt: moved ? at : known.movedAt,
  };
  return settle(known, breakOf(next, at), at);
}

/** It is normal again: sites and priority stay what they were, for whoever looks at what came and went. */
function comeBack(before: Alarm, facts: AlarmFacts, at: number): Alarm {
  const calm = {
    ...before,
    conditionSince: facts.conditionSince,
    suppressed: null,
    latching: facts.latching,
    symptoms: 0,
    checks: 0,
    recovery: null,
  };
  if (!isActive(before)) return settle(before, { ...calm, conditionSince: before.conditionSince }, at);
  const from = before.activeSince ?? before.raisedAt;
  const to = Math.max(from, facts.conditionSince);
  const episodes =
    before.annunciatedAt === null
      ? before.episodes
      : [...before.episodes, { from, to }].slice(-EPISODES_KEPT);
  return settle(
    before,
    { ...calm, condition: 'normal', activeSince: null, returnedAt: to, movedAt: at, episodes },
    at,
  );
}

/** A case that has nothing of the one before but what holds beyond a case. */
function newCase(before: Alarm | undefined, node: string, at: number): Alarm {
  return {
    node,
    id: '',
    state: before?.state ?? 'normal',
    since: before?.since ?? at,
    condition: 'normal',
    conditionSince: at,
    raisedAt: at,
    activeSince: null,
    returnedAt: null,
    worst: 'normal',
    priority: 4,
    annunciatedAt: null,
    movedAt: at,
    ack: null,
    broken: null,
    owner: null,
    shelf: before?.shelf ?? null,
    outOfService: before?.outOfService ?? null,
    suppressed: null,
    latching: false,
    sites: [],
    symptoms: 0,
    symptomsMost: 0,
    checks: 0,
    checksMost: 0,
    basis: 'measured',
    recovery: null,
    episodes: before?.episodes ?? [],
    timer: null,
    bad: before?.bad ?? null,
    ended: null,
    note: null,
    ticket: null,
  };
}

/** What no longer holds: a shelf or an acknowledgement of something smaller. */
function breakOf(alarm: Alarm, at: number): Alarm {
  const { shelf } = alarm;
  // Whoever shelved it stands for what they shelved, whatever was acknowledged before.
  if (shelf) return isWorseThan(alarm, shelf) || hitsNewSite(alarm, shelf) ? endShelf(alarm) : alarm;
  if (!alarm.ack || alarm.broken) return alarm;
  if (isWorseThan(alarm, alarm.ack)) return { ...alarm, broken: { at, why: 'worse' } };
  if (hitsNewSite(alarm, alarm.ack)) return { ...alarm, broken: { at, why: 'spread' } };
  return alarm;
}

type Seen = Pick<Shelf, 'condition' | 'sites'>;

function isWorseThan(alarm: Alarm, seen: Seen): boolean {
  return severity(alarm.condition) > severity(seen.condition);
}

function hitsNewSite(alarm: Alarm, seen: Seen): boolean {
  return alarm.sites.some((site) => !seen.sites.includes(site));
}

/** What is active when its shelf or its time out of service ends asks for somebody, whatever was said before. */
function endShelf(alarm: Alarm): Alarm {
  return isActive(alarm) ? { ...alarm, shelf: null, ack: null, broken: null } : { ...alarm, shelf: null };
}

function endOutOfService(alarm: Alarm): Alarm {
  const back = { ...alarm, outOfService: null };
  return isActive(alarm) ? { ...back, ack: null, broken: null } : back;
}

/** What time, or another alarm, does to it. */
function pass(
  alarm: Alarm,
  move: Exclude<AlarmMove, { kind: 'facts' | 'removed' | 'verdict-ended' }>,
  at: number,
): Alarm {
  switch (move.kind) {
    case 'spread':
      if (alarm.shelf) return alarm.shelf.sites.includes(move.site) ? alarm : endShelf(alarm);
      if (!isActive(alarm) || !alarm.ack || alarm.broken || alarm.ack.sites.includes(move.site)) return alarm;
      return { ...alarm, broken: { at, why: 'spread' }, movedAt: at };
    case 'stalled':
      return alarm.state === 'acknowledged'
        ? { ...alarm, broken: { at, why: 'stalled' }, movedAt: at }
        : alarm;
    case 'shelf-ended':
      return alarm.shelf ? { ...endShelf(alarm), movedAt: at } : alarm;
    case 'shelf-warned':
      return alarm.shelf ? { ...alarm, shelf: { ...alarm.shelf, warned: true } } : alarm;
    case 'review-due':
      return alarm.outOfService ? { ...alarm, outOfService: { ...alarm.outOfService, due: true } } : alarm;
    case 'timer-due':
      return alarm.timer ? { ...alarm, timer: { ...alarm.timer, due: true } } : alarm;
    default:
      return assertNever(move, 'alarm move');
  }
}

/** What a person does to it. */
function act(
  before: Alarm | undefined,
  { node, act: said, actor, actedAt }: Extract<AlarmInput, { kind: 'act' }>,
  at: number,
): Alarm | null {
  const known = before ?? (said.kind === 'out-of-service' ? newCase(undefined, node, at) : undefined);
  if (!known) return null;
  const stamp = { at: actedAt, by: actor };
  return settle(known, { ...acted(known, said, stamp), movedAt: at }, at);
}

/** Who, and when. */
interface Stamp {
  readonly at: number;
  readonly by: string;
}

function acted(alarm: Alarm, act: AlarmAct, stamp: Stamp): Alarm {
  switch (act.kind) {
    case 'acknowledge': {
      // The first one holds.
      if (holdsAck(alarm)) return alarm;
      const taken = acknowledged(alarm, act.note, stamp);
      return withNote({ ...taken, owner: act.owner ?? alarm.owner }, act.note, stamp);
    }
    case 'seen':
      return isActive(alarm) ? alarm : { ...alarm, ended: { ...stamp, code: act.code } };
    case 'hand': {
      const taken = holdsAck(alarm) ? alarm : acknowledged(alarm, act.note, stamp);
      return withNote({ ...taken, owner: act.to }, act.note, stamp);
    }
    case 'shelve': {
      const { until, code, reason, breakAfterMs } = act;
      const seen = { condition: seenCondition(alarm), sites: alarm.sites };
      const shelf = { ...stamp, ...seen, until, code, reason, breakAfterMs, warned: false };
      return { ...seenBy(alarm, stamp), shelf };
    }
    case 'unshelve':
      return alarm.shelf ? endShelf(alarm) : alarm;
    case 'out-of-service': {
      const { responsible, reason, reviewAt } = act;
      return {
        ...seenBy(alarm, stamp),
        outOfService: { ...stamp, responsible, reason, reviewAt, due: false },
      };
    }
    case 'in-service':
      return alarm.outOfService ? endOutOfService(alarm) : alarm;
    case 'note':
      return withNote(alarm, act.text, stamp);
    case 'timer':
      return { ...alarm, timer: act.until === null ? null : { ...stamp, until: act.until, due: false } };
    case 'bad':
      return { ...alarm, bad: act.on ? { ...stamp, note: act.note } : null };
    case 'ticket':
      return { ...alarm, ticket: act.ticket };
    default:
      return assertNever(act, 'alarm act');
  }
}

function acknowledged(alarm: Alarm, note: string | null, stamp: Stamp): Alarm {
  // A site that was known when this case was acknowledged before is no news when it comes and goes.
  const sites = [...new Set([...alarm.sites, ...(alarm.ack?.sites ?? [])])].sort();
  return { ...alarm, ack: { ...stamp, note, condition: seenCondition(alarm), sites }, broken: null };
}

/** What a person has before their eyes: of what is over, the worst that it was. */
function seenCondition(alarm: Alarm): Alarm['condition'] {
  return isActive(alarm) ? alarm.condition : alarm.worst;
}

/** Whoever puts it aside has seen it. */
function seenBy(alarm: Alarm, stamp: Stamp): Alarm {
  if (holdsAck(alarm) || alarm.id === '') return alarm;
  return acknowledged(alarm, null, stamp);
}

/** The last note is the one that was said last, whenever it arrived. */
function withNote(alarm: Alarm, text: string | null, stamp: Stamp): Alarm {
  if (text === null || (alarm.note && alarm.note.at > stamp.at)) return alarm;
  return { ...alarm, note: { ...stamp, text } };
}

/** Puts `next` in the state that follows from it, and notes when it asks for somebody. */
function settle(before: Alarm, next: Alarm, at: number): Alarm {
  if (next === before) return before;
  const state = alarmStateOf(next);
  const asks = state === 'unacknowledged';
  const again = asks && (before.state !== 'unacknowledged' || isWorseThanEver(before, next));
  return {
    ...next,
    state,
    since: state === before.state ? before.since : at,
    annunciatedAt: again ? at : next.annunciatedAt,
    // A promise about a case that is over binds nobody.
    timer: state === 'normal' ? null : next.timer,
  };
}

function isWorseThanEver(before: Alarm, next: Alarm): boolean {
  return before.id === next.id && severity(next.worst) > severity(before.worst);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
