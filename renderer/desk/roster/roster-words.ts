import type { PeopleEntity } from '../../../shared/model/people';
import type { Duty } from '../../../shared/model/roster';
import type { OnWatch, PlannedShift } from '../../../shared/rules/watch/duty';
import type { ShiftPlan } from '../../../shared/rules/watch/turns';
import type { Language } from '../../../shared/time/format';
import { formatClock } from '../../../shared/time/format';
import { personName } from '../events/command-words';

type People = ReadonlyMap<string, PeopleEntity> | undefined;

/** A position's name; its id where the plan has it no more. */
export function positionName(plan: ShiftPlan | null, id: string): string {
  return plan?.positions.find((one) => one.id === id)?.name ?? id;
}

/** A shift's name; its id where the plan has it no more. */
export function shiftName(plan: ShiftPlan | null, id: string): string {
  return plan?.patterns.find((one) => one.id === id)?.name ?? id;
}

/** `22:00–07:15`. */
export function hoursText({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${formatClock(start)}–${formatClock(end)}`;
}

/** Who has the watch, the responsible one first: `nattoperatør`, `dagoperatør 1, dagoperatør 2`. */
export function holderNames(duty: Duty, people: People): string {
  return duty.holders.map(({ person }) => personName(people, person)).join(', ');
}

/** Who keeps a planned shift, those who do: empty where nobody does. */
export function staffNames({ staff }: PlannedShift, people: People): string {
  return staff.flatMap(({ person }) => (person === null ? [] : [personName(people, person)])).join(', ');
}

/** The shift that it is, or that comes, in which a person is planned and has not the watch yet; null: in none. */
export function plannedFor(at: OnWatch, person: string): PlannedShift | null {
  const shifts = [...at.planned, ...(at.next === null ? [] : [at.next])];
  return shifts.find(({ staff }) => staff.some((turn) => turn.person === person)) ?? null;
}

const weekdayFormats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  nb: new Intl.DateTimeFormat('nb-NO', { timeZone: 'UTC', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' }),
};

/** `man. 23.11.` of an ISO date. */
export function dayText(date: string, lang: Language): string {
  const at = Date.parse(`${date}T12:00:00Z`);
  return `${weekdayFormats[lang].format(at)} ${date.slice(8, 10)}.${date.slice(5, 7)}.`;
}
