import type { Alarm } from '../../../shared/model/alarms';
import type { Person } from '../../../shared/model/people';
import { dayKey, formatAge, formatSeconds, formatSince, formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { basisWords } from './causes/cause-words';

/** What an alarm's words are made from. */
export interface AlarmWordView {
  /** A node's name. */
  readonly name: (node: string) => string;
  readonly person: (id: string) => Person | undefined;
  readonly alarm: (node: string) => Alarm | undefined;
  /** Why the node is as it is, worst first. */
  readonly reasons: readonly string[];
  /** The hub's time, ms UTC. */
  readonly now: number;
}

/** To the second today, with its date on any other day. */
export function formatMoment(at: number, now: number): string {
  return dayKey(at) === dayKey(now) ? formatSeconds(at) : formatSince(at, now);
}

/** A person's name as the room calls them; of one who is gone, the id. */
export function nameOf(id: string, view: Pick<AlarmWordView, 'person'>): string {
  return view.person(id)?.name ?? id;
}

/** Two or three characters for a person; of one who is gone, the first of the id. */
export function initialsOf(id: string, view: Pick<AlarmWordView, 'person'>): string {
  return view.person(id)?.initials ?? id.slice(0, 2).toUpperCase();
}

/** As many comings and goings as make an alarm's history worth more than its last measurement. */
const CHATTERS = 3;

/** How often it has come and gone, and for how long each time: `10 ganger siden 22:40, median 40 s`; null: seldom. */
export function chatterWords(alarm: Alarm, now: number, { t, lang }: Speech): string | null {
  const { episodes } = alarm;
  const [first] = episodes;
  const times = episodes.length + (alarm.returnedAt === null ? 1 : 0);
  if (!first || times < CHATTERS) return null;
  const lengths = episodes.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const median = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  return t('alarms:row.chatter', {
    count: times,
    time: formatSince(first.from, now),
    median: formatAge(median, lang),
  });
}

/** What stands under the alarm's name: what matters most of it, in its present state. */
export function secondLine(alarm: Alarm, view: AlarmWordView, speech: Speech): string {
  const { t, lang } = speech;
  const { now } = view;
  const chatter = chatterWords(alarm, now, speech);
  const why = view.reasons[0] ?? '';
  const parts: (string | null)[] = [];
  switch (alarm.state) {
    case 'shelved':
      if (alarm.shelf) {
        const { shelf } = alarm;
        parts.push(`${t(`alarms:shelfCode.${shelf.code}`)}: ${shelf.reason}`);
        parts.push(chatter);
        if (shelf.breakAfterMs !== null) {
          parts.push(t('alarms:row.breaksAfter', { age: formatAge(shelf.breakAfterMs, lang) }));
        }
      }
      break;
    case 'out-of-service':
      parts.push(alarm.outOfService?.reason ?? '');
      if (alarm.outOfService?.due) parts.unshift(t('alarms:row.reviewDue'));
      break;
    case 'normal':
    case 'returned':
      parts.push(
        t('alarms:row.was', {
          from: formatMoment(alarm.raisedAt, now),
          to: formatSeconds(alarm.returnedAt ?? alarm.since),
          age: formatAge((alarm.returnedAt ?? alarm.since) - alarm.raisedAt, lang),
        }),
        chatter,
        alarm.ack === null ? t('alarms:row.nobodyActed') : null,
        alarm.state === 'normal' ? (alarm.note?.text ?? null) : null,
      );
      break;
    case 'suppressed':
      parts.push(suppressionWords(alarm, view, speech), reasonPast(alarm, view, speech));
      break;
    default:
      parts.push(basisWords(alarm, now, speech));
      if (alarm.broken) {
        parts.push(t(`alarms:row.broken.${alarm.broken.why}`, { time: formatSince(alarm.broken.at, now) }));
      }
      // That nothing measures it is what "inferred" says.
      parts.push(chatter, alarm.basis === 'inferred' ? null : why);
  }
  if (alarm.ticket !== null) parts.push(t('alarms:row.ticket', { ticket: alarm.ticket }));
  if (alarm.bad) parts.push(t('alarms:row.bad'));
  return parts.filter((part) => part !== null && part !== '').join('. ');
}

/** The first reason that says more than whose consequence it is: that stands there already, with the alarm's number. */
function reasonPast(alarm: Alarm, view: AlarmWordView, { t }: Speech): string | null {
  const cause = alarm.suppressed?.kind === 'cause' ? alarm.suppressed.id : null;
  const said = cause === null ? null : t('desk:reason.need', { name: view.name(cause) });
  return view.reasons.find((reason) => reason !== said) ?? null;
}

/** Why an alarm makes no sound by design, where another alarm is the reason; planned work is told by its mark. */
function suppressionWords(alarm: Alarm, view: AlarmWordView, { t }: Speech): string | null {
  if (alarm.suppressed?.kind !== 'cause') return null;
  const { id } = alarm.suppressed;
  const cause = view.alarm(id);
  return t('alarms:row.explainedBy', { alarm: cause?.id ?? '', name: view.name(id) }).replace('  ', ' ');
}

/** What stands in the column of time: since when, or how much is left of what was put aside. */
export function whenWords(
  alarm: Alarm,
  now: number,
  { t, lang }: Speech,
): readonly [strong: string, more: string] {
  const left = (until: number): readonly [string, string] => [
    until > now ? formatAge(until - now, lang) : t('alarms:row.over'),
    t('alarms:row.left', { time: formatUntil(until, now, lang) }),
  ];
  if (alarm.shelf) return left(alarm.shelf.until);
  if (alarm.outOfService) return left(alarm.outOfService.reviewAt);
  const back = alarm.state === 'returned' || alarm.state === 'normal';
  const at = back ? (alarm.returnedAt ?? alarm.since) : alarm.raisedAt;
  return [formatMoment(at, now), formatAge(now - at, lang)];
}

/** Whose it is, in the column of owners: initials, and what to say beside them. */
export function ownerWords(
  alarm: Alarm,
  view: AlarmWordView,
  { t, lang }: Speech,
): {
  readonly initials: string | null;
  readonly strong: boolean;
  readonly text: string;
  readonly time: string;
  readonly more: string;
} {
  const { now } = view;
  const timer =
    alarm.timer === null
      ? null
      : alarm.timer.due
        ? t('alarms:row.timerDue', { time: formatUntil(alarm.timer.until, now, lang) })
        : t('alarms:row.timer', { time: formatUntil(alarm.timer.until, now, lang) });
  const more = [alarm.id, timer].filter((part) => part !== null && part !== '').join(' · ');
  const owner = alarm.owner === null ? null : initialsOf(alarm.owner, view);
  switch (alarm.state) {
    case 'unacknowledged':
      return { initials: owner, strong: true, text: t('alarms:state.unacknowledged'), time: '', more };
    case 'returned':
      return { initials: owner, strong: true, text: t('alarms:state.returned'), time: '', more };
    case 'shelved': {
      const by = alarm.shelf?.by ?? '';
      const text = t('alarms:row.shelvedBy', { name: nameOf(by, view) });
      return { initials: initialsOf(by, view), strong: false, text, time: '', more };
    }
    case 'out-of-service':
      return { initials: null, strong: false, text: alarm.outOfService?.responsible ?? '', time: '', more };
    case 'suppressed':
      return { initials: owner, strong: false, text: t('alarms:state.suppressed'), time: '', more };
    default: {
      const who = alarm.owner ?? alarm.ack?.by ?? null;
      if (who === null)
        return { initials: null, strong: false, text: t('alarms:state.acknowledged'), time: '', more };
      const time = alarm.ack ? formatSince(alarm.ack.at, now) : '';
      return { initials: initialsOf(who, view), strong: false, text: nameOf(who, view), time, more };
    }
  }
}
