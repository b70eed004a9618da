import type { TeamSpec, TurnSpec } from '../../../shared/contract/catalogue-alarms';
import { WEEKDAYS } from '../../../shared/contract/catalogue-words';
import type { Team } from '../../../shared/model/catalogue';
import type { Notes } from './notes';
import type { Path } from './yaml-source';

const WEEK: readonly string[] = WEEKDAYS;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** A team on call as the room knows it: whole weeks spelled out, every contact checked. */
export function expandTeam(spec: TeamSpec, index: number, notes: Notes): Team {
  const path: Path = ['onCall', index];
  const known = spec.contacts.map(({ id }) => id);
  const turns = (spec.turns ?? [{}]).map((turn, place) => {
    const at: Path = [...path, 'turns', place];
    for (const [which, contact] of (turn.contacts ?? []).entries()) {
      if (!known.includes(contact))
        notes.fault([...at, 'contacts', which], `unknown contact "${contact}" in team "${spec.id}"`);
    }
    if (turn.from === '24:00') notes.fault([...at, 'from'], 'a turn begins before 24:00');
    checkDates(turn, at, notes);
    return {
      days: daysOf(turn.days),
      from: turn.from ?? '00:00',
      // Midnight has two names; the room uses one.
      to: turn.to === undefined || turn.to === '24:00' ? '00:00' : turn.to,
      dates: turn.dates ?? null,
      contacts: [...new Set(turn.contacts ?? known)],
    };
  });
  // E-mail addresses are the hub's alone (`expand-incidents.ts`).
  const contacts = spec.contacts.map(({ id, name, phone, position }, place) => {
    if (position !== undefined)
      notes.refer('watch', position, [...path, 'contacts', place, 'position'], 'watch position');
    return { id, name, phone, position: position ?? null };
  });
  return { id: spec.id, name: spec.name, order: index, contacts, turns };
}

/** ISO 8601 numbers, in the order of the week; every day where nothing is said. `fri-mon` runs over the week's end. */
export function daysOf(days: TurnSpec['days']): number[] {
  if (days === undefined) return EVERY_DAY;
  if (typeof days !== 'string') return numbersOf(days);
  const [first = '', last = first] = days.split('-');
  const from = WEEK.indexOf(first);
  const to = WEEK.indexOf(last);
  const length = ((to - from + 7) % 7) + 1;
  return numbersOf(Array.from({ length }, (_, step) => WEEK[(from + step) % 7] ?? ''));
}

function numbersOf(days: readonly string[]): number[] {
  return EVERY_DAY.filter((day) => days.includes(WEEK[day - 1] ?? ''));
}

function checkDates({ dates }: TurnSpec, path: Path, notes: Notes): void {
  if (!dates) return;
  for (const end of ['from', 'to'] as const) {
    if (!isDate(dates[end]))
      notes.fault([...path, 'dates', end], `"${dates[end]}" is no day of the calendar`);
  }
  if (dates.to < dates.from) notes.fault([...path, 'dates', 'to'], 'it ends before it begins');
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
