import { wallTime } from '../../../shared/time/oslo';

/** What a change between summer and winter time does to an occurrence. */
export type ClockChange = 'forward' | 'back' | 'skipped';

/**
 * Whether the clock is changed during an occurrence (`forward` in spring, `back` in autumn), or its hour does not
 * exist that night (`skipped`: it begins an hour later by the clock). Null: neither. `time`: the beginning that was planned, `02:30`.
 */
export function clockChange(
  { start, end }: { readonly start: number; readonly end: number },
  time: string,
): ClockChange | null {
  const offset = (at: number): number => wallTime(at) - at;
  if (new Date(wallTime(start)).toISOString().slice(11, 16) !== time) return 'skipped';
  if (offset(end) === offset(start)) return null;
  return offset(end) > offset(start) ? 'forward' : 'back';
}
