import { type Alarm, alarmKey } from '../../model/alarms';
import type { Incident, TimelineEntry } from '../../model/incidents';
import { severity } from '../../model/states';
import { isActive } from '../alarms/machine';
import { readAlarm } from '../alarms/reduce-alarms';
import type { RoomView } from '../reduce';

/** What a timeline tells of an alarm: it has a line when one of these changes. */
export interface SeenAlarm {
  readonly id: string;
  readonly active: boolean;
  readonly condition: Alarm['condition'];
  /** Its node is well again, what it took down is not. */
  readonly recovering: boolean;
  /** The node that explains it; null: none does. */
  readonly cause: string | null;
}

/** A line, before it has its place in a timeline. */
export type NewLine = Pick<TimelineEntry, 'at' | 'by' | 'kind' | 'facts' | 'text'>;

/** The nodes whose alarms an incident is about: its cause, and what was split out of it or joined to it. */
export function nodesOf({ cause, alarms }: Pick<Incident, 'cause' | 'alarms'>): readonly string[] {
  return [...new Set([...(cause === null ? [] : [cause]), ...alarms.map(({ node }) => node)])];
}

export function seenOf(alarms: RoomView['alarms'], node: string): SeenAlarm {
  const alarm = alarms.has(alarmKey(node)) ? readAlarm(alarms, node) : undefined;
  return {
    id: alarm?.id ?? '',
    active: alarm !== undefined && isActive(alarm),
    condition: alarm?.condition ?? 'normal',
    recovering: alarm?.recovery != null,
    cause: alarm?.suppressed?.kind === 'cause' ? alarm.suppressed.id : null,
  };
}

/** What a change of an alarm says in a timeline. `at`: ms UTC. */
export function alarmLines(
  node: string,
  before: SeenAlarm,
  now: SeenAlarm,
  left: number,
  at: number,
): readonly NewLine[] {
  const lines: NewLine[] = [];
  const base = { node, alarm: now.id || before.id };
  const line = (kind: NewLine['kind'], facts: NewLine['facts']): void => {
    lines.push({ at, by: null, kind, facts: { ...base, ...facts }, text: null });
  };
  if (now.active && (!before.active || now.id !== before.id))
    line('alarm', { what: now.id === before.id ? 'again' : 'raised', condition: now.condition });
  else if (now.active && now.recovering && !before.recovering) line('recovered', { left });
  else if (now.active && before.recovering && !now.recovering)
    line('alarm', { what: 'again', condition: now.condition });
  else if (now.active && !now.recovering && now.condition !== before.condition) {
    const isWorse = severity(now.condition) > severity(before.condition);
    line('alarm', { what: isWorse ? 'worse' : 'better', condition: now.condition, before: before.condition });
  }
  if (before.active && !now.active) line('recovered', { left: 0 });
  if (now.active && before.active && now.cause !== before.cause)
    line('cause-changed', { what: now.cause === null ? 'alone' : 'explained', cause: now.cause });
  return lines;
}
