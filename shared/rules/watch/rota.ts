import type { RotaLine } from '../../model/roster';
import type { ShiftPlan } from './plan';
import { dayNumber, mondayOf } from './wall-dates';

/** Who the rota says keeps a position of the shift that begins on a date; null: nobody. */
export function plannedAt(plan: ShiftPlan, shift: string, position: string, date: string): string | null {
  const day = dayNumber(date);
  const line = plan.rota.find(
    (one) => one.shift === shift && one.position === position && isValidOn(one, date),
  );
  return line === undefined || day === null ? null : turnOn(line, day);
}

/** Whether a line of the rota speaks of a date. */
export function isValidOn({ from, until }: RotaLine, date: string): boolean {
  return date >= from && (until === null || date <= until);
}

/** Whose turn it is on a day (a day number) by one line of the rota. */
export function turnOn(line: RotaLine, day: number): string | null {
  return turnReader(line)(day);
}

/** The same for many days of one line. */
export function turnReader({ from, by, turns }: RotaLine): (day: number) => string | null {
  const first = dayNumber(from) ?? 0;
  const monday = mondayOf(first);
  return (day) => {
    const steps = by === 'day' ? day - first : (mondayOf(day) - monday) / 7;
    return turns[((steps % turns.length) + turns.length) % turns.length] ?? null;
  };
}

/** After so many days the round of a line is where it was, weekday and all. */
export function roundDays({ by, turns }: RotaLine): number {
  return by === 'week' ? 7 * turns.length : turns.length;
}
