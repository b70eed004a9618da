/**
 * Times for people. UTC inside, Europe/Oslo on the glass (DESIGN.md, rule 7). All functions take ms since the
 * Unix epoch, or a duration in ms.
 */
const ZONE = 'Europe/Oslo';

export type Language = 'nb' | 'en';

const clockFormat = new Intl.DateTimeFormat('nb-NO', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const secondsFormat = new Intl.DateTimeFormat('nb-NO', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dateFormats: Record<Language, Intl.DateTimeFormat> = {
  nb: new Intl.DateTimeFormat('nb-NO', {
    timeZone: ZONE,
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }),
};
const dayKeyFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });
const weekdayFormats: Record<Language, Intl.DateTimeFormat> = {
  nb: new Intl.DateTimeFormat('nb-NO', { timeZone: ZONE, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short' }),
};
const shortDayFormat = new Intl.DateTimeFormat('nb-NO', { timeZone: ZONE, day: '2-digit', month: '2-digit' });

/** `14:02` in Europe/Oslo. */
export function formatClock(at: number): string {
  return clockFormat.format(at).replaceAll('.', ':');
}

/** `14:02:11` in Europe/Oslo. */
export function formatSeconds(at: number): string {
  return secondsFormat.format(at).replaceAll('.', ':');
}

/** `mandag 23.11.2026` or `Monday 23 Nov 2026`. */
export function formatDate(at: number, lang: Language): string {
  return dateFormats[lang].format(at).replace(',', '');
}

/** The local calendar day as `2026-11-23`: a key to compare days by. */
export function dayKey(at: number): string {
  return dayKeyFormat.format(at);
}

/** `14:02` on the day of `now`, `22.11. 14:02` on any other: a time alone must never mean yesterday. */
export function formatSince(at: number, now: number): string {
  const clock = formatClock(at);
  return dayKey(at) === dayKey(now) ? clock : `${shortDayFormat.format(at)} ${clock}`;
}

/** Within so many ms a weekday alone names the day. */
const WEEKDAY_MS = 6 * 86_400_000;

/** A time to come (or just past): `07:00` today, `man. 07:00` within six days, `14.12. 07:00` beyond. */
export function formatUntil(at: number, now: number, lang: Language): string {
  const clock = formatClock(at);
  if (dayKey(at) === dayKey(now)) return clock;
  if (Math.abs(at - now) < WEEKDAY_MS) return `${weekdayFormats[lang].format(at)} ${clock}`;
  return `${shortDayFormat.format(at)} ${clock}`;
}

/** A duration as people say it: `8 s`, `12 min`, `3 t 05 min`, `2 d 4 t` (`h` for hours in English). */
export function formatAge(ms: number, lang: Language): string {
  const hour = lang === 'nb' ? 't' : 'h';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} ${hour} ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} ${hour}`;
}

/** A response time: `84 ms`, `4,1 s` (decimal point in English). */
export function formatResponse(ms: number, lang: Language): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const text = (ms / 1000).toFixed(1);
  return `${lang === 'nb' ? text.replace('.', ',') : text} s`;
}
