import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import type { LogEvent } from '../../../shared/model/events';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName, subjectName } from '../events/command-words';
import { eventWords } from '../events/event-words';

/** A table as `csv:export` takes it: the first row holds the columns' names. */
export type Rows = (string | number | null)[][];

/** Events as a table: time (UTC, ISO 8601), what happened, about what, in words, and the place in the log. */
export function eventRows(events: readonly LogEvent[], names: EventNames, speech: Speech): Rows {
  const { t } = speech;
  return [
    [t('log:csv.time'), t('log:csv.type'), t('log:csv.about'), t('log:csv.text'), t('log:csv.place')],
    ...events.map((event) => {
      const words = eventWords(event, names, speech);
      return [
        new Date(event.at).toISOString(),
        event.body.type,
        words.subject,
        words.text,
        `${event.origin}/${event.epoch}/${event.seq}`,
      ];
    }),
  ];
}

/** Alarms as a table, whatever state they are in; those that never were raised are left out. */
export function alarmRows(alarms: Iterable<Alarm>, names: EventNames, { t }: Speech): Rows {
  const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  const rows = [...alarms]
    .filter(({ id }) => id !== '')
    .sort((a, b) => a.priority - b.priority || b.raisedAt - a.raisedAt)
    .map((alarm) => [
      alarm.id,
      alarm.priority,
      t(`log:alarmState.${alarm.state}`),
      t(`states:${alarm.condition}`),
      subjectName(names, alarm.node, { t }),
      parseNodeId(alarm.node).site ?? '',
      time(alarm.raisedAt),
      time(alarm.returnedAt),
      alarm.owner === null ? '' : personName(names.people, alarm.owner),
      alarm.ack === null ? '' : personName(names.people, alarm.ack.by),
      time(alarm.ack?.at ?? null),
      alarm.symptoms,
      alarm.sites.length,
      alarm.note?.text ?? alarm.ack?.note ?? '',
      alarm.ticket ?? '',
    ]);
  const head = [
    'number',
    'priority',
    'state',
    'condition',
    'about',
    'site',
    'raised',
    'returned',
    'owner',
    'acknowledgedBy',
    'acknowledgedAt',
    'symptoms',
    'sites',
    'note',
    'ticket',
  ] as const;
  return [head.map((column) => t(`log:csv.${column}`)), ...rows];
}
