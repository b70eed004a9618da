import type { Contact, Team } from '../model/catalogue';
import { instantOf, instantsAround, nextTransition, wallTime } from '../time/oslo';

/**
 * Who is on call. The rule is what the clock on the wall shows (Europe/Oslo), as with service hours: a turn until 02:30
 * ends whenever an Oslo clock shows 02:30, and on the night when that hour is skipped, at 03:00. A turn that ends at or
 * before its beginning ends on the next day, and belongs, with its weekday and its dates, to the day on which it began.
 */
export interface OnCall {
  /** Index in the team's `turns`. */
  readonly turn: number;
  /** Whom to call, in order. */
  readonly contacts: readonly Contact[];
  /** When another turn, or none, takes over, ms UTC; null: never (within a year). */
  readonly until: number | null;
}

type Turn = Team['turns'][number];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Turns repeat by the week; dates may bound them. Whoever holds the watch for longer than this holds it. */
const HORIZON_DAYS = 370;

/** The turn that holds at an instant (ms UTC); the first of several wins. Null: nobody is on call. */
export function onCallNow(team: Team, at: number): OnCall | null {
  const turn = turnOnWall(team, wallTime(at));
  const held = team.turns[turn];
  if (!held) return null;
  return { turn, contacts: contactsOf(team, held), until: changeAfter(team, at, turn) };
}

/**
 * Whom to call at an instant (ms UTC), in order; empty: nobody is on call. Without until when, which is found by looking
 * ahead for as long as nothing changes: who asks several times a second asks this.
 */
export function contactsNow(team: Team, at: number): readonly Contact[] {
  const held = team.turns[turnOnWall(team, wallTime(at))];
  return held ? contactsOf(team, held) : [];
}

function contactsOf(team: Team, { contacts }: Turn): readonly Contact[] {
  return contacts.flatMap((id) => team.contacts.find((contact) => contact.id === id) ?? []);
}

/** Index of the turn that holds when the wall shows this; -1: none. */
function turnOnWall(team: Team, wall: number): number {
  return team.turns.findIndex((turn) => holds(turn, wall));
}

function holds(turn: Turn, wall: number): boolean {
  const minute = Math.floor(wall / MINUTE_MS) % (24 * 60);
  const begin = minuteOf(turn.from);
  const end = minuteOf(turn.to);
  if (begin < end) return minute >= begin && minute < end && beginsOn(turn, wall);
  return (minute >= begin && beginsOn(turn, wall)) || (minute < end && beginsOn(turn, wall - DAY_MS));
}

/** Whether it begins on the day of this wall time. */
function beginsOn({ days, dates }: Turn, wall: number): boolean {
  const day = new Date(wall);
  if (!days.includes(day.getUTCDay() || 7)) return false;
  if (!dates) return true;
  const date = day.toISOString().slice(0, 10);
  return date >= dates.from && date <= dates.to;
}

/** When something else than `turn` holds, ms UTC; null: not within a year. */
function changeAfter(team: Team, at: number, turn: number): number | null {
  const minutes = edgeMinutes(team);
  const firstDay = Math.floor(wallTime(at) / DAY_MS) * DAY_MS;
  let transition = nextTransition(at);
  for (let day = 0; day <= HORIZON_DAYS; day++) {
    const midnight = firstDay + day * DAY_MS;
    const jumps = transition !== null && wallTime(transition - 1) < midnight + DAY_MS;
    if (day > 0 && !jumps) {
      // Every time of such a day comes once: what the wall shows is all that there is to ask.
      const minute = minutes.find((edge) => turnOnWall(team, midnight + edge * MINUTE_MS) !== turn);
      if (minute !== undefined) return instantOf(midnight + minute * MINUTE_MS);
      continue;
    }
    // Where the clock on the wall jumps, or has jumped already today, some times come twice, or never.
    const instants = minutes.flatMap((minute) => instantsAround(midnight + minute * MINUTE_MS));
    if (transition !== null && jumps) {
      instants.push(transition);
      transition = nextTransition(transition);
    }
    instants.sort((a, b) => a - b);
    const change = instants.find((instant) => instant > at && turnOnWall(team, wallTime(instant)) !== turn);
    if (change !== undefined) return change;
  }
  return null;
}

/** Minutes of the day at which something may change: every edge, and midnight for weekdays and dates. */
function edgeMinutes(team: Team): readonly number[] {
  const minutes = team.turns.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to) % (24 * 60)]);
  return [...new Set([0, ...minutes])].sort((a, b) => a - b);
}

/** `07:30` → 450; `24:00` → 1440. */
function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}
