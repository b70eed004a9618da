import type { Translate } from '../../i18n';

const MINUTE = 60_000;
/** How long something may stay on the wall, ms, by name. */
export const LENGTHS = {
  five: 5 * MINUTE,
  quarter: 15 * MINUTE,
  half: 30 * MINUTE,
  hour: 60 * MINUTE,
  four: 4 * 60 * MINUTE,
  watch: 8 * 60 * MINUTE,
  day: 24 * 60 * MINUTE,
} as const;
export type Length = keyof typeof LENGTHS;

/** A length in words: `15 min`, `4 t`. */
export function lengthWords(length: Length, t: Translate): string {
  const minutes = LENGTHS[length] / MINUTE;
  return minutes < 60
    ? t('walls:length.minutes', { count: minutes })
    : t('walls:length.hours', { count: minutes / 60 });
}

/** When something that stays so long goes; a little less than the longest that the hub takes, which the way there eats of. */
export function untilOf(length: Length, now: number): number {
  return now + LENGTHS[length] - (length === 'day' ? MINUTE : 0);
}
