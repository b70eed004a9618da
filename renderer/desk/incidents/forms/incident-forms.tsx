import { type ReactNode, useRef, useState } from 'react';
import { CAUSE_CODES, type CauseCode } from '../../../../shared/model/alarms';
import {
  INCIDENT_TIMES,
  type Incident,
  type IncidentSeverity,
  type IncidentTime,
} from '../../../../shared/model/incidents';
import { openIncidents, updateMsOf } from '../../../../shared/rules/incidents/read-incidents';
import { formatUntil } from '../../../../shared/time/format';
import { instantOf, wallTime } from '../../../../shared/time/oslo';
import { useT } from '../../../i18n/react';
import { useBoardStore } from '../../../stores/board-react';
import { DigitChoice } from '../../alarms/digit-choice';
import { Line } from '../../alarms/form-line';
import { useDeskStore } from '../../desk-context';
import { dateAndTime, readMoment } from '../../maintenance/draft';
import { MomentFields } from '../../maintenance/moment-fields';
import { incidentNumber } from '../incident-words';
import { newId } from '../made-id';
import { useHubSeconds, useIncidents } from '../use-incidents';
import { NamesField, readNames, SeverityChoice, Somebody, useNamed, Words, writeNames } from './fields';
import { FormDialog, type Made } from './form-dialog';

export interface IncidentFormProps {
  readonly incident: Incident;
  readonly onClose: () => void;
}

const MINUTE_MS = 60_000;
const useMake = () => useRef<() => Made>(() => []);
const subjectOf = ({ id }: Pick<Incident, 'id'>): string => `incident/${id}`;
const wordsOrNull = (text: string): string | null => text.trim() || null;

/** What people say of an incident: only what they changed is given, so that nobody's word is undone unseen. */
export function FieldsForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const make = useMake();
  const named = { services: useNamed('service'), sites: useNamed('site') };
  const [title, setTitle] = useState(incident.title);
  const [severity, setSeverity] = useState<IncidentSeverity>(incident.severity);
  const [commander, setCommander] = useState(incident.commander);
  const [ticket, setTicket] = useState(incident.ticket ?? '');
  const [consequence, setConsequence] = useState(incident.consequence ?? '');
  const [before] = useState(() => ({
    incident,
    services: writeNames(incident.services, named.services),
    sites: writeNames(incident.sites, named.sites),
  }));
  const [services, setServices] = useState(before.services);
  const [sites, setSites] = useState(before.sites);
  make.current = () => {
    if (title.trim() === '') return t('incidents:form.needTitle');
    const read = { services: readNames(services, named.services), sites: readNames(sites, named.sites) };
    const unknown = [...read.services.unknown, ...read.sites.unknown];
    if (unknown.length > 0) return t('incidents:form.unknownNames', { names: unknown.join(', ') });
    const was = before.incident;
    const payload = {
      ...(title.trim() !== was.title && { title: title.trim() }),
      ...(severity !== was.severity && { severity }),
      ...(commander !== was.commander && { commander }),
      ...(wordsOrNull(ticket) !== was.ticket && { ticket: wordsOrNull(ticket) }),
      ...(wordsOrNull(consequence) !== was.consequence && { consequence: wordsOrNull(consequence) }),
      ...(services !== before.services && { services: [...read.services.ids] }),
      ...(sites !== before.sites && { sites: [...read.sites.ids] }),
    };
    if (Object.keys(payload).length === 0) return [];
    return [{ kind: 'incident.set' as const, subject: subjectOf(incident), payload }];
  };
  return (
    <FormDialog
      title={t('incidents:act.fields')}
      kind="incident.set"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      <SeverityChoice chosen={severity} onChoose={setSeverity} />
      <Line label={t('incidents:field.title')} max={200} value={title} onChange={setTitle} />
      <div className="inc-pair">
        <Somebody
          lead
          label={t('incidents:field.commander')}
          nobody={t('incidents:nobody')}
          chosen={commander}
          onChoose={setCommander}
        />
        <Line label={t('incidents:field.ticket')} max={60} value={ticket} onChange={setTicket} />
      </div>
      <NamesField
        kind="service"
        label={t('incidents:field.services')}
        text={services}
        onChange={setServices}
      />
      <NamesField kind="site" label={t('incidents:field.sites')} text={sites} onChange={setSites} />
      <Words label={t('incidents:field.consequence')} value={consequence} onChange={setConsequence} />
    </FormDialog>
  );
}

/** Who leads: one field, because it changes hands in the middle of things. */
export function CommanderForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const store = useBoardStore();
  const make = useMake();
  const me = store.getState().identity?.signedIn?.person ?? null;
  // Whoever asks takes it, unless they have it: then they give it away.
  const [commander, setCommander] = useState(incident.commander === me ? null : me);
  make.current = () =>
    commander === incident.commander
      ? []
      : [{ kind: 'incident.set' as const, subject: subjectOf(incident), payload: { commander } }];
  return (
    <FormDialog
      title={t('incidents:act.commander')}
      kind="incident.set"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      <Somebody
        lead
        first
        label={t('incidents:field.commander')}
        nobody={t('incidents:nobody')}
        chosen={commander}
        onChoose={setCommander}
      />
    </FormDialog>
  );
}

/** When the next word is due: in so many minutes; none: no more words are promised. */
export function UpdateForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t, lang } = useT();
  const store = useBoardStore();
  const make = useMake();
  const now = useHubSeconds();
  const [typed, setTyped] = useState(() =>
    String(Math.round(updateMsOf(store.getState(), incident.severity) / MINUTE_MS)),
  );
  const minutes = typed.trim() === '' ? 0 : Number(typed);
  const valid = Number.isInteger(minutes) && minutes >= 0 && minutes <= 7 * 24 * 60;
  const until = minutes === 0 ? null : now + minutes * MINUTE_MS;
  make.current = () =>
    valid
      ? [{ kind: 'incident.update' as const, subject: subjectOf(incident), payload: { until } }]
      : t('alarms:form.needMinutes');
  const help = (): string => {
    if (!valid) return t('alarms:form.needMinutes');
    return until === null
      ? t('incidents:update.stops')
      : t('incidents:update.sounds', { time: formatUntil(until, now, lang) });
  };
  return (
    <FormDialog
      title={t('incidents:act.update')}
      kind="incident.update"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      <Line first label={t('alarms:form.minutes')} max={5} value={typed} onChange={setTyped} help={help()} />
    </FormDialog>
  );
}

/** A task, and whose it is. */
export function TaskForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const make = useMake();
  const [id] = useState(newId);
  const [text, setText] = useState('');
  const [owner, setOwner] = useState<string | null>(null);
  make.current = () =>
    text.trim() === ''
      ? t('incidents:form.needTask')
      : [
          {
            kind: 'task.set' as const,
            subject: `task/${id}`,
            payload: { incident: incident.id, text: text.trim(), owner },
          },
        ];
  return (
    <FormDialog
      title={t('incidents:act.task')}
      kind="task.set"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      <Line first label={t('incidents:task.text')} max={500} value={text} onChange={setText} />
      <Somebody
        label={t('incidents:task.owner')}
        nobody={t('incidents:nobodyYet')}
        chosen={owner}
        onChoose={setOwner}
      />
    </FormDialog>
  );
}

type Typed = { readonly date: string; readonly time: string };

/** A moment as it was typed; undefined: it is no moment; null: nothing was written. */
export function readTyped({ date, time }: Typed): number | null | undefined {
  if (date.trim() === '' && time.trim() === '') return null;
  const wall = readMoment(date, time);
  return wall === null ? undefined : instantOf(wall);
}

const typedOf = (at: number | null): Typed =>
  at === null ? { date: '', time: '' } : dateAndTime(wallTime(at));

/** ITIL's timestamps. Only those that were changed are given. */
export function TimesForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const make = useMake();
  const now = useHubSeconds();
  const [before] = useState(incident.times);
  const [typed, setTyped] = useState<Readonly<Record<IncidentTime, Typed>>>(
    () =>
      Object.fromEntries(INCIDENT_TIMES.map((which) => [which, typedOf(before[which])])) as Record<
        IncidentTime,
        Typed
      >,
  );
  make.current = () => {
    const changed = INCIDENT_TIMES.filter((which) => {
      const was = typedOf(before[which]);
      return typed[which].date !== was.date || typed[which].time !== was.time;
    });
    const bad = changed.find((which) => readTyped(typed[which]) === undefined);
    if (bad !== undefined) return t('incidents:form.needMoment', { name: t(`incidents:time.${bad}`) });
    const ahead = changed.find((which) => (readTyped(typed[which]) ?? 0) > now + MINUTE_MS);
    if (ahead !== undefined) return t('incidents:form.ahead', { name: t(`incidents:time.${ahead}`) });
    return changed.map((which) => ({
      kind: 'incident.time' as const,
      subject: subjectOf(incident),
      payload: { which, at: readTyped(typed[which]) ?? null },
    }));
  };
  return (
    <FormDialog
      title={t('incidents:act.times')}
      kind="incident.time"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      {INCIDENT_TIMES.map((which) => (
        <fieldset key={which} className="inc-moment">
          <legend>{t(`incidents:time.${which}`)}</legend>
          <MomentFields
            date={typed[which].date}
            time={typed[which].time}
            dateLabel={t('incidents:form.dateOf', { name: t(`incidents:time.${which}`) })}
            timeLabel={t('incidents:form.timeOf', { name: t(`incidents:time.${which}`) })}
            onChange={(date, time) => setTyped((old) => ({ ...old, [which]: { date, time } }))}
          />
          <button
            type="button"
            className="quiet-button"
            onClick={() => setTyped((old) => ({ ...old, [which]: typedOf(now) }))}
          >
            {t('incidents:form.now')}
          </button>
        </fieldset>
      ))}
      <p className="quiet">{t('incidents:form.timesHelp')}</p>
    </FormDialog>
  );
}

/** The service is back, since when. */
export function RestoreForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const make = useMake();
  const now = useHubSeconds();
  const [typed, setTyped] = useState<Typed>(() => typedOf(incident.times.recovered ?? now));
  make.current = () => {
    const at = readTyped(typed);
    if (at == null) return t('incidents:form.needMoment', { name: t('incidents:time.restored') });
    if (at > now + MINUTE_MS) return t('incidents:form.ahead', { name: t('incidents:time.restored') });
    // A time by the minute in which it is: never before what recovered in that minute, never after now.
    const recovered = incident.times.recovered ?? null;
    const whole = recovered !== null && recovered > at && recovered - at < MINUTE_MS ? recovered : at;
    return [
      {
        kind: 'incident.restore' as const,
        subject: subjectOf(incident),
        payload: { at: Math.min(whole, now) },
      },
    ];
  };
  return (
    <FormDialog
      title={t('incidents:act.restore')}
      kind="incident.restore"
      label={t('incidents:form.restore')}
      make={make}
      onClose={onClose}
    >
      <fieldset className="inc-moment">
        <legend>{t('incidents:time.restored')}</legend>
        <MomentFields
          date={typed.date}
          time={typed.time}
          dateLabel={t('incidents:form.dateOf', { name: t('incidents:time.restored') })}
          timeLabel={t('incidents:form.timeOf', { name: t('incidents:time.restored') })}
          onChange={(date, time) => setTyped({ date, time })}
        />
      </fieldset>
      <p className="quiet">{t('incidents:form.restoreHelp')}</p>
    </FormDialog>
  );
}

/** It is over, and what it was; or it is not after all. */
export function CloseForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const make = useMake();
  const [code, setCode] = useState<CauseCode | null>(null);
  const [note, setNote] = useState('');
  const closed = incident.state === 'closed';
  make.current = () => {
    const subject = subjectOf(incident);
    if (closed) return [{ kind: 'incident.reopen' as const, subject, payload: { note: wordsOrNull(note) } }];
    if (code === null) return t('incidents:form.needCode');
    return [{ kind: 'incident.close' as const, subject, payload: { code, note: wordsOrNull(note) } }];
  };
  return (
    <FormDialog
      title={t(closed ? 'incidents:act.reopen' : 'incidents:act.close')}
      kind={closed ? 'incident.reopen' : 'incident.close'}
      label={t(closed ? 'incidents:form.reopen' : 'incidents:form.close')}
      make={make}
      onClose={onClose}
    >
      {!closed && (
        <DigitChoice
          label={t('incidents:form.code')}
          options={CAUSE_CODES.map((id) => ({ id, name: t(`alarms:causeCode.${id}`) }))}
          chosen={code}
          onChoose={setCode}
        />
      )}
      <Line first={closed} label={t('alarms:form.noteOptional')} value={note} onChange={setNote} />
    </FormDialog>
  );
}

/** This one becomes part of another one. */
export function MergeForm({ incident, onClose }: IncidentFormProps): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const make = useMake();
  const { incidents } = useIncidents();
  const others = openIncidents(incidents).filter(({ id }) => id !== incident.id);
  const [into, setInto] = useState<string | null>(others[0]?.id ?? null);
  make.current = () =>
    into === null
      ? t('incidents:form.noOther')
      : [{ kind: 'incident.merge' as const, subject: subjectOf(incident), payload: { into } }];
  return (
    <FormDialog
      title={t('incidents:act.merge')}
      kind="incident.merge"
      label={t('incidents:form.merge')}
      make={make}
      onClose={onClose}
      onGiven={() => into !== null && desk.replace({ view: 'incident', incident: into })}
    >
      {others.length === 0 ? (
        <p>{t('incidents:form.noOther')}</p>
      ) : (
        <DigitChoice
          label={t('incidents:form.into')}
          options={others.slice(0, 9).map((other) => ({
            id: other.id,
            name: `${incidentNumber(other, { t })} ${other.title}`,
          }))}
          chosen={into}
          onChoose={setInto}
        />
      )}
      <p className="quiet">{t('incidents:form.mergeHelp')}</p>
    </FormDialog>
  );
}
