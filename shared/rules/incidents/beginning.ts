import type { Incident, TimelineEntry } from '../../model/incidents';
import { readAlarm } from '../alarms/reduce-alarms';
import type { IncidentView } from './decision';

/**
 * What had happened before somebody opened it: its alarm, who took that, and who was called about it. Each line has the
 * same id wherever it is written.
 */
export function beginningLines(view: IncidentView, incident: Incident): readonly TimelineEntry[] {
  const { id, cause, openedAt } = incident;
  const alarm = cause === null ? undefined : readAlarm(view.alarms, cause);
  if (cause === null || !alarm || alarm.id === '') return [];
  const line = (
    name: string,
    at: number,
    rest: Pick<TimelineEntry, 'by' | 'kind' | 'facts' | 'text'>,
  ): readonly TimelineEntry[] => (at > openedAt ? [] : [{ id: `${id}/${name}`, incident: id, at, ...rest }]);
  const lines: TimelineEntry[] = [
    ...line('raised', alarm.raisedAt, {
      by: null,
      kind: 'alarm',
      facts: { node: cause, alarm: alarm.id, what: 'raised', condition: alarm.worst, basis: alarm.basis },
      text: null,
    }),
  ];
  if (alarm.ack && alarm.ack.at >= alarm.raisedAt) {
    lines.push(
      ...line('acknowledged', alarm.ack.at, {
        by: alarm.ack.by,
        kind: 'acknowledged',
        facts: { node: cause, alarm: alarm.id },
        text: alarm.ack.note,
      }),
    );
  }
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'call' || entity.value.node !== cause || entity.value.at < alarm.raisedAt) continue;
    const { team, contact, outcome, by, note, etaAt } = entity.value;
    lines.push(
      ...line(`call-${entity.value.id}`.slice(0, 90), entity.value.at, {
        by,
        kind: 'call',
        facts: { call: entity.value.id, team, contact, outcome, etaAt },
        text: note,
      }),
    );
  }
  return lines;
}
