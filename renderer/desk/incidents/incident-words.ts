import { CAUSE_CODES } from '../../../shared/model/alarms';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import {
  INCIDENT_FIELDS,
  INCIDENT_SEVERITIES,
  INCIDENT_TIMES,
  type Incident,
  type IncidentField,
  routineState,
  type TimelineEntry,
} from '../../../shared/model/incidents';
import { formatAge, formatSince } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName, subjectName } from '../events/command-words';
import { heardWords, type Words, worded } from './heard-words';

/** What an incident is called: its number, or that it has none yet. */
export function incidentNumber({ number }: Pick<Incident, 'number'>, { t }: Pick<Speech, 't'>): string {
  return number === '' ? t('incidents:unnumbered') : number;
}

type Catalogue = ReadonlyMap<string, CatalogueEntity>;

/** A service's name; its id where the catalogue has none. */
export function serviceName(catalogue: Catalogue, id: string): string {
  const entity = catalogue.get(`service:${id}`);
  return entity?.kind === 'service' ? entity.value.name : id;
}

/** A site's name; its id where the catalogue has none. */
export function siteName(catalogue: Catalogue, id: string): string {
  const entity = catalogue.get(`site:${id}`);
  return entity?.kind === 'site' ? entity.value.name : id;
}

/** When the next word is due, and how soon: `14:15, om 16 min`; that it is overdue, and since when. */
export function updateWords(incident: Incident, now: number, { t, lang }: Speech): string {
  const { update } = incident;
  if (update === null) return t('incidents:update.none');
  const time = formatSince(update.until, now);
  const left = update.until - now;
  return left > 0
    ? t('incidents:update.in', { time, age: formatAge(left, lang) })
    : t('incidents:update.over', { time, age: formatAge(-left, lang) });
}

/** Whether the next word about an incident is owed now. */
export function isUpdateDue({ update }: Pick<Incident, 'update'>, now: number): boolean {
  return update !== null && update.until <= now;
}

type Facts = TimelineEntry['facts'];
const text = (facts: Facts, name: string): string => String(facts[name] ?? '');

/** A line of a timeline, in words. `now`: the hub's time, ms UTC: times of other days are told with their day. */
export function entryWords(entry: TimelineEntry, names: EventNames, speech: Speech, now: number): string {
  const { t } = speech;
  const { facts } = entry;
  const said = entry.text === null ? '' : ` «${entry.text}»`;
  switch (entry.kind) {
    case 'note':
      return entry.text ?? '';
    case 'field':
      return fieldWords(facts, names, speech) + said;
    case 'late':
      return t('incidents:line.late', { what: fieldWords(facts, names, speech) }) + said;
    case 'time':
      return timeWords(facts, speech, now) + said;
    case 'update-set':
      return t('incidents:line.update-set', { time: moment(facts.until, now) }) + said;
    case 'routine':
      return (
        t('incidents:line.routine', {
          site: siteName(names.catalogue, text(facts, 'site')),
          state: routineWords(text(facts, 'state'), speech),
        }) + said
      );
    case 'task':
    case 'task-done':
    case 'task-undone':
      return t(`incidents:line.${entry.kind}`, {
        text: entry.text ?? text(facts, 'text'),
        owner: facts.owner == null ? '' : ` (${personName(names.people, text(facts, 'owner'))})`,
      });
    case 'closed':
      return t('incidents:line.closed', { code: codeWords(text(facts, 'code'), speech) }) + said;
    case 'restored':
      return t('incidents:line.restored', { time: moment(facts.at ?? entry.at, now) }) + said;
    case 'opened':
      return titled(t('incidents:line.opened'), facts) + said;
    case 'merged': {
      const other = text(facts, 'number') || t('incidents:unnumbered');
      return titled(t('incidents:line.merged', { other }), facts) + said;
    }
    case 'alarm':
    case 'acknowledged':
    case 'recovered':
    case 'cause-changed':
    case 'call':
    case 'callers':
    case 'message':
    case 'notification':
    case 'run':
      return heardWords(entry, names, speech) + said;
    default:
      return t(`incidents:line.${entry.kind}`) + said;
  }
}

/** What an incident was called in a line about it. */
function titled(line: string, facts: Facts): string {
  return facts.title == null ? line : `${line}: ${text(facts, 'title')}`;
}

const moment = (at: unknown, now: number): string => (typeof at === 'number' ? formatSince(at, now) : '');

function fieldWords(facts: Facts, names: EventNames, speech: Speech): string {
  const { t } = speech;
  const field = text(facts, 'field');
  const known = INCIDENT_FIELDS.find((name) => name === field);
  const label = known === undefined ? registerName(field, names, speech) : t(`incidents:field.${known}`);
  const named = (name: 'value' | 'before'): string =>
    facts[name] == null ? '' : fieldValue(known, text(facts, name), names, speech);
  const [value, before] = [named('value'), named('before')];
  if (value === '') return t('incidents:line.fieldEmptied', { field: label });
  return before === ''
    ? t('incidents:line.field', { field: label, value })
    : t('incidents:line.fieldChanged', { field: label, value, before });
}

/** What else an incident remembers of, each by itself: `time:restored`, `routine:mo`, `state`, `task`, `done`. */
function registerName(register: string, names: EventNames, { t }: Speech): string {
  const [kind, of = ''] = register.split(':');
  if (kind === 'time') {
    const which = INCIDENT_TIMES.find((name) => name === of);
    return which === undefined ? register : t(`incidents:time.${which}`);
  }
  if (kind === 'routine') return t('incidents:register.routine', { site: siteName(names.catalogue, of) });
  const known = REGISTERS.find((name) => name === kind);
  return known === undefined ? register : t(`incidents:register.${known}`);
}

const REGISTERS = ['state', 'task', 'done', 'update'] as const;

/** A field's value as people know it: names for ids, words for codes. */
export function fieldValue(
  field: IncidentField | undefined,
  value: string,
  names: EventNames,
  speech: Speech,
): string {
  const { t } = speech;
  const each = (name: (id: string) => string): string =>
    value
      .split(/,\s*/)
      .filter((id) => id !== '')
      .map(name)
      .join(', ');
  switch (field) {
    case 'severity':
      return severityWords(value, { t });
    case 'commander':
      return value === '' ? '' : personName(names.people, value);
    case 'services':
      return each((id) => serviceName(names.catalogue, id));
    case 'sites':
      return each((id) => siteName(names.catalogue, id));
    case 'cause':
      return value === '' ? '' : subjectName(names, value, speech);
    default:
      return value;
  }
}

function timeWords(facts: Facts, { t }: Speech, now: number): string {
  const which = INCIDENT_TIMES.find((name) => name === facts.which);
  const name = which === undefined ? text(facts, 'which') : t(`incidents:time.${which}`);
  return facts.at == null
    ? t('incidents:line.timeGone', { name })
    : t('incidents:line.time', { name, time: moment(facts.at, now) });
}

/** What it was, by its cause code. */
export function codeWords(code: string, { t }: Words): string {
  return worded(CAUSE_CODES, code, (known) => t(`alarms:causeCode.${known}`));
}

/** How bad an incident is, by its code. */
export function severityWords(code: string, { t }: Words): string {
  return worded(INCIDENT_SEVERITIES, code, (known) => t(`incidents:severity.${known}`));
}

/** Whether a site works by its emergency routine, by its code. */
export function routineWords(code: string, { t }: Words): string {
  return worded(routineState.options, code, (known) => t(`incidents:routine.${known}`));
}
