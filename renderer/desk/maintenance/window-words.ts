import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { dayKey, formatAge, formatClock, formatDate, formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import type { BoardState } from '../../stores/board-store';
import { effectName } from './effect-options';
import { sectionOf } from './windows';

/** When a window is, in one line, seen from `now` (hub time, ms UTC). */
export function whenWords(status: MaintenanceStatus, now: number, { t, lang }: Speech): string {
  const { run, next, last } = status;
  const until = (at: number): string => formatUntil(at, now, lang);
  switch (sectionOf(status, now)) {
    case 'overrun':
      return t('maintenance:when.overrun', {
        time: until(run?.end ?? now),
        age: formatAge(now - (run?.end ?? now), lang),
      });
    case 'running':
      return t('maintenance:when.running', {
        time: until(run?.end ?? now),
        left: formatAge((run?.end ?? now) - now, lang),
      });
    case 'past':
      return last === null
        ? t('maintenance:when.never')
        : t('maintenance:when.past', { time: spanWords(last, now, lang) });
    default:
      return next === null ? '' : spanWords(next, now, lang);
  }
}

/** A stretch of time: `man. 22:00–02:00`, with the second day where it is further off than the next morning. */
export function spanWords(
  { start, end }: { readonly start: number; readonly end: number },
  now: number,
  lang: Speech['lang'],
): string {
  const far = end - start > 20 * 3_600_000;
  return `${formatUntil(start, now, lang)}–${far ? formatUntil(end, now, lang) : formatClock(end)}`;
}

/** A stretch of time in full: `mandag 23.11.2026 22:00–02:00`. */
export function fullSpanWords(
  { start, end }: { readonly start: number; readonly end: number },
  lang: Speech['lang'],
): string {
  const sameDay = dayKey(start) === dayKey(end);
  const last = sameDay || end - start < 20 * 3_600_000 ? '' : `${formatDate(end, lang)} `;
  return `${formatDate(start, lang)} ${formatClock(start)}–${last}${formatClock(end)}`;
}

/** What a window is expected to break, by name: the first few, and how many more. */
export function coversWords(
  { window }: MaintenanceStatus,
  board: Pick<BoardState, 'catalogue' | 'graph'>,
  speech: Speech,
  most: number,
): string {
  const names = window.effects.map(({ match }) => effectName(match, board, speech));
  const shown = names.slice(0, most).join('; ');
  const more = names.length - most;
  return more > 0 ? `${shown} ${speech.t('maintenance:more', { count: more })}` : shown;
}
