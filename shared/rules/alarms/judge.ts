import { type Alarm, type AlarmAct, type AlarmState, MAX_REVIEW_MS, MAX_SHELF_MS } from '../../model/alarms';
import { type NodeState, severity } from '../../model/states';
import { assertNever } from '../../util/assert-never';
import { holdsAck, isActive } from './machine';

/** Why an act is refused. */
export type ActRefusal =
  /** There is no alarm, and never was one that is remembered. */
  | 'no-alarm'
  /** What was drawn is over; another case runs under another number. */
  | 'other-case'
  /** It is worse now than it was drawn. */
  | 'worse'
  /** It has asked for somebody anew after the person acted (`at`): nobody has seen why yet. */
  | 'asked-again'
  /** Somebody else was first (`by`, `at`). */
  | 'already'
  /** It is not over: nothing to have seen yet. */
  | 'active'
  /** It is back, and what it took down is not all (`left`): nothing to close yet. */
  | 'not-all-back'
  /** The case is over: nothing to hand on, or to promise a word about. */
  | 'ended'
  /** The time is past (`limit`: now). */
  | 'past'
  /** The time is too far away (`limit`: the latest that is taken). */
  | 'too-long'
  | 'not-shelved'
  | 'not-out-of-service';

/** What the person did not know, to be said in the refusal. */
export interface ActNews {
  /** The number of the case that runs now, or ran last; null: none. */
  readonly alarm: string | null;
  readonly state: AlarmState | null;
  readonly condition: NodeState | null;
  /** Since when it is in that condition, ms UTC. */
  readonly since: number | null;
  /** Who was first, and when (ms UTC). */
  readonly by: string | null;
  readonly at: number | null;
  /** The latest time that would have been taken, or now, ms UTC. */
  readonly limit: number | null;
  /** What is not back yet: how many, and the nodes that are named, the most critical first. */
  readonly left: { readonly count: number; readonly nodes: readonly string[] } | null;
}

export type ActVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: ActRefusal; readonly news: ActNews };

/** An act and what the person had before their eyes. */
export interface AskedAct {
  readonly act: AlarmAct;
  /** The number and the condition as they were drawn; null where the act is about no case, or a condition is not told. */
  readonly drawn: { readonly alarm: string; readonly condition: NodeState | null } | null;
  readonly actor: string;
  /** When they acted, ms UTC; left out: now. */
  readonly actedAt?: number;
}

/**
 * Whether a person may do this to the alarm as it is at `at` (the hub's time, ms UTC). Roles are judged elsewhere
 * (`permissions.ts`), and so is whether somebody of that name exists.
 */
export function judgeAct(alarm: Alarm | undefined, asked: AskedAct, at: number): ActVerdict {
  const { act } = asked;
  const refuse = (code: ActRefusal, more: Partial<ActNews> = {}): ActVerdict => ({
    ok: false,
    code,
    news: { ...newsOf(alarm), ...more },
  });
  const late = (until: number, longest: number): ActVerdict | null => {
    if (until <= at) return refuse('past', { limit: at });
    return until > at + longest ? refuse('too-long', { limit: at + longest }) : null;
  };
  const actedAt = asked.actedAt ?? at;
  /** What was put in place after the person acted is not replaced: they had not seen it. */
  const replaces = (known: { readonly by: string; readonly at: number } | null | undefined): ActVerdict =>
    known && isLater(known.at, actedAt, at) ? refuse('already', { by: known.by, at: known.at }) : OK;
  // About the node rather than a case.
  switch (act.kind) {
    case 'unshelve':
      return alarm?.shelf ? OK : refuse('not-shelved');
    case 'in-service':
      return alarm?.outOfService ? OK : refuse('not-out-of-service');
    case 'out-of-service':
      return late(act.reviewAt, MAX_REVIEW_MS) ?? replaces(alarm?.outOfService);
    default:
      break;
  }
  if (!alarm || alarm.id === '') return refuse('no-alarm');
  const { drawn } = asked;
  if (drawn && drawn.alarm !== alarm.id) return refuse('other-case');
  const worse = drawn?.condition != null && severity(alarm.condition) > severity(drawn.condition);
  const asks = alarm.annunciatedAt;
  const unseen = (): ActVerdict | null => {
    if (worse) return refuse('worse');
    return isLater(asks, actedAt + SAME_MOMENT_MS, at) ? refuse('asked-again', { at: asks }) : null;
  };
  const over = !isActive(alarm) && alarm.state === 'normal';
  switch (act.kind) {
    case 'acknowledge':
      if (alarm.ack && holdsAck(alarm)) return refuse('already', { by: alarm.ack.by, at: alarm.ack.at });
      return unseen() ?? OK;
    case 'seen': {
      if (alarm.recovery) {
        return refuse('not-all-back', { left: { count: alarm.symptoms, nodes: alarm.recovery.left } });
      }
      if (isActive(alarm)) return refuse('active');
      const { ended } = alarm;
      // Whoever says afterwards what it was adds to what is known.
      const adds = ended?.code === null && act.code !== null;
      return ended && !adds ? refuse('already', { by: ended.by, at: ended.at }) : OK;
    }
    case 'hand':
      return over ? refuse('ended') : (unseen() ?? OK);
    case 'shelve':
      return late(act.until, MAX_SHELF_MS) ?? unseen() ?? replaces(alarm.shelf);
    case 'timer':
      if (act.until === null) return OK;
      return over ? refuse('ended') : (late(act.until, MAX_REVIEW_MS) ?? OK);
    case 'note':
    case 'bad':
    case 'ticket':
      return OK;
    default:
      return assertNever(act, 'alarm act');
  }
}

/** A console knows the hub's time to within this, ms. */
const SAME_MOMENT_MS = 1_000;

const OK: ActVerdict = { ok: true };

/**
 * Whether something came after a moment. What lies ahead of the hub's own time (`now`) was written before its clock was
 * set back, and says nothing: else nobody could act until that time has come again.
 */
function isLater(what: number | null, than: number, now: number): what is number {
  return what !== null && what <= now && what > than;
}

function newsOf(alarm: Alarm | undefined): ActNews {
  const none = { by: null, at: null, limit: null, left: null };
  if (!alarm) return { alarm: null, state: null, condition: null, since: null, ...none };
  const { id, state, condition, conditionSince } = alarm;
  return { alarm: id === '' ? null : id, state, condition, since: conditionSince, ...none };
}
