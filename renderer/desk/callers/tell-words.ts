import { formatClock, formatSince, formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName, subjectName } from '../events/command-words';
import type { Telling } from './tell';

/** What is said of a service to whoever asks: to the one at the telephone, and, word by word, to the caller. */
export interface TellWords {
  /** Whether it is known, and how. */
  readonly known: string;
  /** What to say, sentence by sentence; empty: the last message says it. */
  readonly say: readonly string[];
  /** What to do at this desk. */
  readonly act: string | null;
}

/** The words for what there is to tell. `now`: the hub's time, ms UTC. */
export function tellWords(telling: Telling, names: EventNames, speech: Speech, now: number): TellWords {
  const { t, lang } = speech;
  const { subject, known, alarm, incident, state, since, planned, report, next, owner } = telling;
  const name = subject.whole ? subject.service.name : subjectName(names, subject.id, speech);
  const states = t(`callers:sayState.${state}`);
  const what =
    since === null || state === 'normal'
      ? t('callers:say.is', { name, state: states })
      : t('callers:say.isSince', { name, state: states, time: formatSince(since, now) });
  const cause =
    alarm === null || alarm.node === subject.id || alarm.condition === 'normal'
      ? []
      : [t('callers:say.cause', { name: subjectName(names, alarm.node, speech) })];
  const word =
    next === null
      ? []
      : [
          t(next.late ? 'callers:say.nextLate' : 'callers:say.next', {
            time: formatUntil(next.at, now, lang),
          }),
        ];
  const working = t(owner === null ? 'callers:say.nobody' : 'callers:say.working');
  switch (known) {
    case 'incident':
      return {
        known: t(incident?.state === 'restored' ? 'callers:known.restored' : 'callers:known.incident', {
          number: incident?.number || t('callers:known.unnumbered'),
          title: incident?.title ?? '',
        }),
        say:
          incident?.state === 'restored'
            ? [t('callers:say.restored', { name })]
            : state === 'normal'
              ? [t('callers:say.maybe', { name, title: incident?.title ?? '' }), working, ...word]
              : [t('callers:say.weKnow'), what, ...cause, working, ...word],
        act: null,
      };
    case 'alarm':
      return {
        known: t(owner === null ? 'callers:known.untaken' : 'callers:known.alarm', {
          alarm: alarm?.id ?? '',
          name: owner === null ? '' : personName(names.people, owner),
        }),
        say: [t('callers:say.weKnow'), what, ...cause, working, ...word],
        act: owner === null ? t('callers:act.untaken') : null,
      };
    case 'planned':
      return {
        known: t('callers:known.planned', { title: planned?.title ?? '' }),
        say: [
          t('callers:say.planned', { name }),
          ...(planned?.until == null
            ? []
            : [t('callers:say.plannedUntil', { time: formatUntil(planned.until, now, lang) })]),
        ],
        act: null,
      };
    case 'reported':
      return {
        known: t('callers:known.reported', {
          name: report === null ? '' : personName(names.people, report.by),
          time: report === null ? '' : formatClock(report.at),
        }),
        say: [t('callers:say.reported', { name }), ...word],
        act: t('callers:act.reported', { time: report === null ? '' : formatUntil(report.until, now, lang) }),
      };
    case 'measured':
      return {
        known: t('callers:known.measured'),
        say: [t('callers:say.weSee'), what],
        act: t('callers:act.untaken'),
      };
    case 'no':
      return {
        known: t('callers:known.no'),
        say: [t('callers:say.unknown', { name })],
        act: t('callers:act.no'),
      };
  }
}

/** The same in a few words, for a row: which incident or alarm it is, and who has it; empty: it is not known. */
export function knownShort(
  { known, incident, alarm, owner, planned }: Telling,
  names: EventNames,
  { t }: Pick<Speech, 't'>,
): string {
  const who = owner === null ? t('callers:tell.nobodyHas') : personName(names.people, owner);
  switch (known) {
    case 'incident':
      return `${incident?.number || t('callers:known.unnumbered')} · ${who}`;
    case 'alarm':
      return [alarm?.id ?? '', who].filter((part) => part !== '').join(' · ');
    case 'planned':
      return planned?.title ?? '';
    case 'measured':
      return t('callers:known.measured');
    default:
      return '';
  }
}
