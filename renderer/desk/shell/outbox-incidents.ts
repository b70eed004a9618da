import type { OutboxEntry } from '../../../shared/contract/ipc';
import { INCIDENT_FIELDS } from '../../../shared/model/incidents';
import { formatSince, formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { causeName } from '../events/alarm-words';
import { channelName, type EventNames, incidentName, subjectName } from '../events/command-words';
import { fieldValue, routineWords, severityWords, siteName } from '../incidents/incident-words';
import { said } from './outbox-said';
import { wallDetail } from './outbox-wall';
import { watchDetail } from './outbox-watch';

/** What was said with an act on a cause, an incident, callers, a known error or a message. Empty: nothing was. */
export function incidentDetail(entry: OutboxEntry, names: EventNames, speech: Speech, now: number): string {
  const { t, lang } = speech;
  const quoted = (text: string | null | undefined): string =>
    text == null || text === '' ? '' : t('log:outbox.quoted', { text });
  const until = (at: number): string => formatUntil(at, now, lang);
  const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
  switch (entry.kind) {
    case 'cause.join': {
      const join = said(entry, 'cause.join');
      if (join === null) return '';
      return joined(
        t('log:outbox.under', { name: subjectName(names, join.cause, speech) }),
        quoted(join.note),
      );
    }
    case 'cause.split':
      return quoted(said(entry, 'cause.split')?.note);
    case 'incident.open': {
      const opened = said(entry, 'incident.open');
      return opened === null
        ? ''
        : t('log:outbox.severity', { severity: severityWords(opened.severity, speech) });
    }
    case 'incident.set':
      return fieldsOf(entry, names, speech);
    case 'incident.note':
      return quoted(said(entry, 'incident.note')?.text);
    case 'incident.time': {
      const time = said(entry, 'incident.time');
      if (time === null) return '';
      const values = { name: t(`incidents:time.${time.which}`) };
      return time.at === null
        ? t('incidents:line.timeGone', values)
        : t('incidents:line.time', { ...values, time: formatSince(time.at, now) });
    }
    case 'incident.update': {
      const update = said(entry, 'incident.update');
      if (update === null) return '';
      return update.until === null
        ? t('log:outbox.noUpdate')
        : t('log:outbox.by', { time: until(update.until) });
    }
    case 'incident.routine': {
      const routine = said(entry, 'incident.routine');
      if (routine === null) return '';
      const state = routineWords(routine.state, speech);
      return joined(`${siteName(names.catalogue, routine.site)}, ${state}`, quoted(routine.note));
    }
    case 'incident.merge': {
      const into = said(entry, 'incident.merge')?.into;
      return into === undefined
        ? ''
        : t('log:outbox.to', { name: incidentName(names.incidents, into) ?? t('log:subject.incident') });
    }
    case 'incident.close': {
      const close = said(entry, 'incident.close');
      return close === null ? '' : joined(causeName(close.code, t), quoted(close.note));
    }
    case 'incident.reopen':
      return quoted(said(entry, 'incident.reopen')?.note);
    case 'task.done': {
      const done = said(entry, 'task.done')?.done;
      return done === undefined ? '' : t(done ? 'log:outbox.done' : 'log:outbox.undone');
    }
    case 'caller.add': {
      const by = said(entry, 'caller.add')?.by;
      return by === undefined ? '' : t(by === 1 ? 'log:outbox.more' : 'log:outbox.less');
    }
    case 'report.set': {
      const report = said(entry, 'report.set');
      if (report === null) return '';
      return joined(t('log:outbox.untilTime', { time: until(report.until) }), quoted(report.note));
    }
    case 'message.draft': {
      const draft = said(entry, 'message.draft');
      return draft === null ? '' : draft.channels.map((id) => channelName(names.catalogue, id)).join(', ');
    }
    case 'message.approve': {
      const version = said(entry, 'message.approve')?.version;
      return version === undefined ? '' : t('log:outbox.version', { version });
    }
    case 'message.again': {
      const channel = said(entry, 'message.again')?.channel;
      return channel === undefined ? '' : channelName(names.catalogue, channel);
    }
    case 'notification.answer':
      return quoted(said(entry, 'notification.answer')?.note);
    default:
      return wallDetail(entry, names, speech, now) || watchDetail(entry, names, speech, now);
  }
}

/** What was changed of an incident, field by field. */
function fieldsOf(entry: OutboxEntry, names: EventNames, speech: Speech): string {
  const { t } = speech;
  const set = said(entry, 'incident.set');
  if (set === null) return '';
  return INCIDENT_FIELDS.flatMap((field) => {
    const value = set[field];
    if (value === undefined) return [];
    const text = value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);
    const values = { field: t(`incidents:field.${field}`) };
    return [
      text === ''
        ? t('incidents:line.fieldEmptied', values)
        : t('incidents:line.field', { ...values, value: fieldValue(field, text, names, speech) }),
    ];
  }).join(', ');
}
