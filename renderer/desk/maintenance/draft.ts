import { z } from 'zod';
import { expectedEffect, type MaintenanceWindow, maintenanceWindow } from '../../../shared/model/maintenance';
import { instantOf, parseWallTime, wallTime } from '../../../shared/time/oslo';
import { NTHS, type Recurrence, recurrenceOf, ruleOf, WEEKDAYS, type Weekday } from './recurrence';

/**
 * What a person has written of a window and not yet been told to be saved. Fields hold what was typed, right or
 * wrong. Parsed when it is read back from the disk.
 */
export const draft = z.object({
  /** The window's id: the same however often it is sent. */
  id: z.string(),
  /** It is not in the room yet: when it was begun (ms UTC), and what it was asked for; null: it is. */
  begun: z.object({ at: z.number(), match: z.string().nullable() }).nullable(),
  title: z.string(),
  description: z.string(),
  ticket: z.string(),
  owner: z.string(),
  /** As typed: `23.11.2026` and `22:00`, by Europe/Oslo's wall clock. */
  date: z.string(),
  time: z.string(),
  /** Whether its end is told by its length or by a time. */
  ending: z.enum(['length', 'end']),
  /** Hours and minutes: `2:00`. */
  length: z.string(),
  endDate: z.string(),
  endTime: z.string(),
  repeat: z.enum(['none', 'daily', 'weekly', 'monthly', 'rule']),
  days: z.array(z.enum(WEEKDAYS)),
  nth: z.enum(NTHS),
  nthDay: z.enum(WEEKDAYS),
  rule: z.string(),
  effects: z.array(expectedEffect),
  /** Somebody asked for it to be saved: what is missing is told from then on. */
  tried: z.boolean(),
  /** The command that it went out with last; null: none. */
  command: z.string().nullable(),
});
export type Draft = Readonly<z.infer<typeof draft>>;

/** A field of the form that something can be wrong with. */
export type Field = 'title' | 'start' | 'length' | 'end' | 'rrule' | 'effects';
export type FaultCode =
  | 'noTitle'
  | 'noStart'
  | 'badLength'
  | 'badEnd'
  | 'endFirst'
  | 'tooLong'
  | 'noRule'
  | 'noDays'
  | 'noEffects';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const LONGEST_MS = 31 * 24 * HOUR_MS;
/** A new window is proposed for the next whole hour, for so long. */
const USUAL_MS = 2 * HOUR_MS;

/** A new draft at `now` (ms UTC), for a node where one is given. */
export function newDraft(id: string, now: number, match: string | null): Draft {
  // Hub time, as a window reckons it, has fractions; calendars have none.
  const start = Math.ceil(wallTime(Math.floor(now)) / HOUR_MS) * HOUR_MS;
  const weekday = weekdayOf(start);
  return {
    id,
    begun: { at: now, match },
    title: '',
    description: '',
    ticket: '',
    owner: '',
    ...dateAndTime(start),
    ending: 'length',
    length: lengthText(USUAL_MS),
    endDate: dateAndTime(start + USUAL_MS).date,
    endTime: dateAndTime(start + USUAL_MS).time,
    repeat: 'none',
    days: [weekday],
    nth: '1',
    nthDay: weekday,
    rule: '',
    effects: match === null ? [] : [{ match, worst: 'down' }],
    tried: false,
    command: null,
  };
}

/** A draft of a window as it is. */
export function draftOf(window: MaintenanceWindow): Draft {
  const start = parseWallTime(window.start) ?? 0;
  const recurrence = recurrenceOf(window.rrule);
  const end = dateAndTime(wallTime(instantOf(start) + window.durationMs));
  const weekday = weekdayOf(start);
  return {
    id: window.id,
    begun: null,
    title: window.title,
    description: window.description ?? '',
    ticket: window.ticket ?? '',
    owner: window.owner ?? '',
    ...dateAndTime(start),
    ending: 'length',
    length: lengthText(window.durationMs),
    endDate: end.date,
    endTime: end.time,
    repeat: recurrence.kind,
    days: recurrence.kind === 'weekly' ? [...recurrence.days] : [weekday],
    nth: recurrence.kind === 'monthly' ? recurrence.nth : '1',
    nthDay: recurrence.kind === 'monthly' ? recurrence.day : weekday,
    rule: window.rrule ?? '',
    effects: [...window.effects],
    tried: false,
    command: null,
  };
}

/** The window that a draft describes, or null and what is wrong with it, by field. */
export function windowOf(written: Draft): {
  readonly window: MaintenanceWindow | null;
  readonly faults: Readonly<Partial<Record<Field, FaultCode>>>;
} {
  const faults: Partial<Record<Field, FaultCode>> = {};
  if (written.title.trim() === '') faults.title = 'noTitle';
  const start = readMoment(written.date, written.time);
  if (start === null) faults.start = 'noStart';
  const length = lengthOf(written, start);
  if (typeof length === 'string') faults[written.ending] = length;
  const recurrence = recurrenceFrom(written);
  if (recurrence.kind === 'rule' && recurrence.text.trim() === '') faults.rrule = 'noRule';
  if (recurrence.kind === 'weekly' && recurrence.days.length === 0) faults.rrule = 'noDays';
  if (written.effects.length === 0) faults.effects = 'noEffects';
  if (Object.keys(faults).length > 0 || start === null) return { window: null, faults };
  const parsed = maintenanceWindow.safeParse({
    id: written.id,
    title: written.title.trim(),
    description: textOrNull(written.description),
    ticket: textOrNull(written.ticket),
    owner: textOrNull(written.owner),
    origin: 'desk',
    effects: written.effects,
    start: new Date(start).toISOString().slice(0, 16),
    durationMs: length,
    rrule: ruleOf(recurrence),
  });
  return { window: parsed.success ? parsed.data : null, faults };
}

/**
 * Whether a person has written anything that a fresh draft would not have. `window`: the one that is being changed,
 * as the room has it.
 */
export function isTouched(written: Draft, window: MaintenanceWindow | null): boolean {
  const { begun, id } = written;
  const fresh = begun ? newDraft(id, begun.at, begun.match) : window ? draftOf(window) : null;
  if (fresh === null) return true;
  const plain = (value: Draft): string => JSON.stringify({ ...value, tried: false, command: null });
  return plain(written) !== plain(fresh);
}

/** `2:30`, `2`, `90 min`, `2 t 30 min` (or `h`) as ms; null: it is no length. */
export function parseLength(text: string): number | null {
  const plain = text.trim().toLowerCase();
  const clock = /^(\d{1,3})(?::([0-5]\d))?$/.exec(plain);
  if (clock) return Number(clock[1]) * HOUR_MS + Number(clock[2] ?? '0') * MINUTE_MS;
  const words = /^(?:(\d{1,3})\s*(?:t|h|timer|hours?))?\s*(?:(\d{1,4})\s*(?:m|min))?$/.exec(plain);
  if (!words || (words[1] === undefined && words[2] === undefined)) return null;
  return Number(words[1] ?? '0') * HOUR_MS + Number(words[2] ?? '0') * MINUTE_MS;
}

function lengthOf(written: Draft, start: number | null): number | FaultCode {
  if (written.ending === 'length') {
    const length = parseLength(written.length);
    if (length === null || length < MINUTE_MS) return 'badLength';
    return length > LONGEST_MS ? 'tooLong' : length;
  }
  const end = readMoment(written.endDate, written.endTime);
  if (end === null) return 'badEnd';
  if (start === null) return USUAL_MS;
  const length = instantOf(end) - instantOf(start);
  if (length < MINUTE_MS) return 'endFirst';
  return length > LONGEST_MS ? 'tooLong' : length;
}

function recurrenceFrom(written: Draft): Recurrence {
  switch (written.repeat) {
    case 'weekly':
      return { kind: 'weekly', days: written.days };
    case 'monthly':
      return { kind: 'monthly', nth: written.nth, day: written.nthDay };
    case 'rule':
      return { kind: 'rule', text: written.rule };
    default:
      return { kind: written.repeat };
  }
}

/** Hours and minutes of a length: `2:00`. */
export function lengthText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The date and the time of a wall time, as fields hold them: `23.11.2026`, `22:00`. */
export function dateAndTime(wall: number): { readonly date: string; readonly time: string } {
  const text = new Date(wall).toISOString();
  return { date: `${text.slice(8, 10)}.${text.slice(5, 7)}.${text.slice(0, 4)}`, time: text.slice(11, 16) };
}

/**
 * Reads a date (`23.11.2026`, `2026-11-23`) and a time (`22:00`, `22.00`, `2200`, `22`) as a wall time; null: one of
 * them is none.
 */
export function readMoment(date: string, time: string): number | null {
  const local = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(date.trim());
  const day = local ? `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}` : date.trim();
  const clock = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(time.trim());
  if (!clock) return null;
  return parseWallTime(`${day}T${clock[1]?.padStart(2, '0')}:${clock[2] ?? '00'}`);
}

function weekdayOf(wall: number): Weekday {
  return WEEKDAYS[(new Date(wall).getUTCDay() + 6) % 7] ?? 'MO';
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
