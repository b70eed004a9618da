import type { Alarm } from '../../model/alarms';

/** What is owed, in the order in which it is. `quiet`: suppressed by design, or out of service. */
export const ALARM_GROUPS = ['unacknowledged', 'acknowledged', 'returned', 'shelved', 'quiet'] as const;
export type AlarmGroupKey = (typeof ALARM_GROUPS)[number];

/** A part of the alarm list. */
export interface AlarmGroup {
  readonly key: AlarmGroupKey;
  /** By priority, then newest. */
  readonly alarms: readonly Alarm[];
}

/** The part of the list that an alarm is in; null: it is normal, and in none. */
export function groupOf({ state }: Pick<Alarm, 'state'>): AlarmGroupKey | null {
  switch (state) {
    case 'normal':
      return null;
    case 'suppressed':
    case 'out-of-service':
      return 'quiet';
    default:
      return state;
  }
}

/** Order within a group: priority, then the newest case, then by node, so that two screens agree. */
export function compareAlarms(a: Alarm, b: Alarm): number {
  return (
    a.priority - b.priority || b.raisedAt - a.raisedAt || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0)
  );
}

/** The alarm list, whole: every group, also those that are empty, each in order. */
export function alarmGroups(alarms: Iterable<Alarm>): readonly AlarmGroup[] {
  const groups = new Map<AlarmGroupKey, Alarm[]>(ALARM_GROUPS.map((key) => [key, []]));
  for (const alarm of alarms) {
    const key = groupOf(alarm);
    if (key !== null) groups.get(key)?.push(alarm);
  }
  return [...groups].map(([key, list]) => ({ key, alarms: list.sort(compareAlarms) }));
}

/** The unacknowledged alarm that asked last; of several at once the most pressing. Null: none asks. */
export function newestUnacknowledged(alarms: Iterable<Alarm>): Alarm | null {
  let newest: Alarm | null = null;
  for (const alarm of alarms) {
    if (alarm.state !== 'unacknowledged') continue;
    const later = (alarm.annunciatedAt ?? 0) - (newest?.annunciatedAt ?? 0);
    if (!newest || later > 0 || (later === 0 && compareAlarms(alarm, newest) < 0)) newest = alarm;
  }
  return newest;
}
