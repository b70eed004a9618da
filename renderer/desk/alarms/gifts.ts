import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Alarm } from '../../../shared/model/alarms';
import type { NodeState } from '../../../shared/model/states';
import { instantOf, wallTime } from '../../../shared/time/oslo';

type AlarmGift = Gift<CommandKind>;

/** An alarm as it was drawn when somebody chose to act on it: the hub refuses what has become another thing since. */
export interface Drawn {
  readonly node: string;
  readonly alarm: string;
  readonly condition: NodeState;
}

/** What is on the screen of an alarm now. */
export function drawnOf(alarm: Alarm): Drawn {
  return { node: alarm.node, alarm: alarm.id, condition: alarm.condition };
}

const words = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const seen = ({ alarm, condition }: Drawn) => ({ alarm, condition });

/** Acknowledges, and takes it. */
export function acknowledge(drawn: Drawn, note: string): AlarmGift {
  const payload = { ...seen(drawn), note: words(note), own: true };
  return { kind: 'alarm.acknowledge', subject: drawn.node, payload };
}

/**
 * What goes with the whole cause: the alarm itself, and what is untaken of those that it explains (`explains`). What only
 * lies below it in the graph is left alone: it may be a fault of its own, and that must not go with the rest. The alarm
 * comes first, so that its owner is known even if the rest is refused.
 */
export function causeTargets(
  alarm: Alarm,
  alarms: Iterable<Alarm>,
  explains: (node: string) => boolean,
): readonly Alarm[] {
  const rest = [...alarms].filter(
    (other) =>
      other.node !== alarm.node &&
      isUntaken(other) &&
      (explains(other.node) || (other.suppressed?.kind === 'cause' && other.suppressed.id === alarm.node)),
  );
  return isUntaken(alarm) ? [alarm, ...rest] : rest;
}

/** Active, and nobody's acknowledgement holds: also where it makes no sound because another alarm explains it. */
export function isUntaken(alarm: Alarm): boolean {
  if (alarm.state === 'unacknowledged') return true;
  return (
    alarm.state === 'suppressed' &&
    alarm.suppressed?.kind === 'cause' &&
    alarm.returnedAt === null &&
    (alarm.ack === null || alarm.broken !== null)
  );
}

/** When each watch ends by the clock on the wall, ms since midnight (the night watch is 22:00–07:15). */
const SHIFT_ENDS = [7.25, 15.25, 22].map((hours) => hours * 3_600_000);
/** A shelf to an end nearer than this goes to the next one: it would be back before it was of use, ms. */
const TOO_SOON_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** When this watch is over, ms UTC; right across the change to and from summer time. */
export function endOfShift(now: number): number {
  const midnight = Math.floor(wallTime(now) / DAY_MS) * DAY_MS;
  const ends = [midnight, midnight + DAY_MS].flatMap((day) => SHIFT_ENDS.map((ms) => instantOf(day + ms)));
  return Math.min(...ends.filter((at) => at - now >= TOO_SOON_MS));
}
