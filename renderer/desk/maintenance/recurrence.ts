import type { Speech } from '../../i18n/react';

/** Weekdays as RFC 5545 writes them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** Which of a month's weekdays: the first to the fourth, or the last. */
export const NTHS = ['1', '2', '3', '4', '-1'] as const;
export type Nth = (typeof NTHS)[number];

/** A recurrence as the form offers it. `rule`: anything that RFC 5545 can say and the form cannot. */
export type Recurrence =
  | { readonly kind: 'none' }
  | { readonly kind: 'daily' }
  | { readonly kind: 'weekly'; readonly days: readonly Weekday[] }
  | { readonly kind: 'monthly'; readonly nth: Nth; readonly day: Weekday }
  | { readonly kind: 'rule'; readonly text: string };

/** The RRULE of a recurrence; null: once. */
export function ruleOf(recurrence: Recurrence): string | null {
  switch (recurrence.kind) {
    case 'none':
      return null;
    case 'daily':
      return 'FREQ=DAILY';
    case 'weekly': {
      const days = WEEKDAYS.filter((day) => recurrence.days.includes(day));
      return days.length === 0 ? 'FREQ=WEEKLY' : `FREQ=WEEKLY;BYDAY=${days.join(',')}`;
    }
    case 'monthly':
      return `FREQ=MONTHLY;BYDAY=${recurrence.nth}${recurrence.day}`;
    case 'rule':
      return recurrence.text.trim();
  }
}

/** The recurrence of an RRULE, as plainly as the form can say it. */
export function recurrenceOf(rrule: string | null): Recurrence {
  if (rrule === null) return { kind: 'none' };
  const parts = partsOf(rrule);
  const other: Recurrence = { kind: 'rule', text: rrule };
  const only = (...names: readonly string[]): boolean =>
    [...parts.keys()].every((name) => names.includes(name));
  const byDay = parts.get('BYDAY') ?? '';
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return only('FREQ') ? { kind: 'daily' } : other;
    case 'WEEKLY': {
      const days = byDay.split(',').filter(isWeekday);
      const plain = days.length > 0 && days.length === byDay.split(',').length;
      return only('FREQ', 'BYDAY') && plain ? { kind: 'weekly', days } : other;
    }
    case 'MONTHLY': {
      const [nth, day] = nthDay(byDay);
      return only('FREQ', 'BYDAY') && nth && day ? { kind: 'monthly', nth, day } : other;
    }
    default:
      return other;
  }
}

/** A recurrence in words: `hver tirsdag og torsdag`. What has no words here is told as the rule that it is. */
export function recurrenceWords(rrule: string | null, { t, lang }: Speech): string {
  if (rrule === null) return t('maintenance:repeat.once');
  const parts = partsOf(rrule);
  const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'COUNT', 'UNTIL', 'WKST'];
  const rule = t('maintenance:repeat.byRule', { rule: rrule });
  if (![...parts.keys()].every((name) => known.includes(name))) return rule;
  const words = frequencyWords(parts, { t, lang });
  if (words === null) return rule;
  const count = parts.get('COUNT');
  if (count !== undefined) return t('maintenance:repeat.times', { words, count: Number(count) });
  const until = parts.get('UNTIL');
  if (until === undefined) return words;
  const date = `${until.slice(6, 8)}.${until.slice(4, 6)}.${until.slice(0, 4)}`;
  return t('maintenance:repeat.until', { words, date });
}

function frequencyWords(parts: ReadonlyMap<string, string>, { t, lang }: Speech): string | null {
  const every = Number(parts.get('INTERVAL') ?? '1');
  const byDay = parts.get('BYDAY') ?? '';
  const monthDay = parts.get('BYMONTHDAY');
  const list = new Intl.ListFormat(lang === 'nb' ? 'nb-NO' : 'en-GB');
  switch (parts.get('FREQ')) {
    case 'DAILY':
      if (byDay !== '' || monthDay !== undefined) return null;
      return every === 1
        ? t('maintenance:repeat.eachDay')
        : t('maintenance:repeat.eachDays', { count: every });
    case 'WEEKLY': {
      if (monthDay !== undefined) return null;
      if (byDay === '') {
        return every === 1
          ? t('maintenance:repeat.eachWeek')
          : t('maintenance:repeat.eachWeeks', { count: every });
      }
      const named = byDay.split(',');
      if (!named.every(isWeekday)) return null;
      const days = list.format(named.map((day) => t(`maintenance:day.${day}`)));
      return every === 1
        ? t('maintenance:repeat.onDays', { days })
        : t('maintenance:repeat.onDaysWeeks', { days, count: every });
    }
    case 'MONTHLY': {
      if (every !== 1) return null;
      if (monthDay !== undefined) {
        if (byDay !== '' || !/^\d{1,2}$/.test(monthDay)) return null;
        return t('maintenance:repeat.onDate', { date: Number(monthDay) });
      }
      if (byDay === '') return t('maintenance:repeat.eachMonth');
      const [nth, day] = nthDay(byDay);
      if (!nth || !day) return null;
      return t('maintenance:repeat.onNth', {
        nth: t(`maintenance:nth.${nth}`),
        day: t(`maintenance:day.${day}`),
      });
    }
    case 'YEARLY':
      return every === 1 && byDay === '' && monthDay === undefined ? t('maintenance:repeat.eachYear') : null;
    default:
      return null;
  }
}

function partsOf(rrule: string): ReadonlyMap<string, string> {
  return new Map(
    rrule
      .toUpperCase()
      .split(';')
      .map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim()] as const;
      }),
  );
}

function nthDay(byDay: string): readonly [Nth | null, Weekday | null] {
  const match = /^(-?\d)([A-Z]{2})$/.exec(byDay);
  const nth = NTHS.find((item) => item === match?.[1]) ?? null;
  const day = match?.[2] ?? '';
  return [nth, isWeekday(day) ? day : null];
}

function isWeekday(text: string): text is Weekday {
  return (WEEKDAYS as readonly string[]).includes(text);
}
