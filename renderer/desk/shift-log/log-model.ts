import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { ShiftRef } from '../../../shared/model/roster';
import type { Erasable, LogEntry } from '../../../shared/model/shift-log';
import { type ShiftPlan, shiftsBetween } from '../../../shared/rules/watch/turns';
import { dayKey } from '../../../shared/time/format';
import { instantsAround, parseWallTime, wallTime } from '../../../shared/time/oslo';
import { fold } from '../model/row';

const DAY_MS = 24 * 3_600_000;
/** Older than this, entries stand by the day alone: today's plan says little about the shifts of then. */
const PLAN_HOLDS_MS = 31 * DAY_MS;
/** Of a long text the list shows so much; the whole stands beside. */
const EXCERPT_CHARS = 420;
const EXCERPT_LINES = 5;

/** What the entry says now: its newest correction, else what was written first. */
export function wordsNow(entry: LogEntry): Erasable {
  return entry.corrections[entry.corrections.length - 1]?.body ?? entry.body;
}

/** A text as it stood, before what stands now. */
export interface EarlierWords {
  /** `text`, or the correction's id. */
  readonly part: string;
  readonly body: Erasable;
  readonly at: number;
  readonly by: string;
}

/** What the entry said before, the newest first; the last is what was written first. */
export function wordsBefore(entry: LogEntry): readonly EarlierWords[] {
  const all: EarlierWords[] = [
    { part: 'text', body: entry.body, at: entry.writtenAt, by: entry.by },
    ...entry.corrections.map(({ id, body, at, by }) => ({ part: id, body, at, by })),
  ];
  return all.slice(0, -1).reverse();
}

/** So much of a text as the list has room for. `more`: there is more of it. */
export function excerpt(text: string): { readonly text: string; readonly more: boolean } {
  const lines = text.split('\n');
  const few = lines.slice(0, EXCERPT_LINES).join('\n');
  if (few.length <= EXCERPT_CHARS) return { text: few, more: lines.length > EXCERPT_LINES };
  const cut = few.lastIndexOf(' ', EXCERPT_CHARS);
  return { text: few.slice(0, cut > EXCERPT_CHARS / 2 ? cut : EXCERPT_CHARS), more: true };
}

/** Newest first, by when it happened; of the same moment, what was written last comes first. */
export function newestFirst(a: LogEntry, b: LogEntry): number {
  return b.at - a.at || b.writtenAt - a.writtenAt || (a.id < b.id ? 1 : -1);
}

/** Entries of one shift, or of one day where there is no plan. */
export interface EntryGroup {
  readonly key: string;
  /** A moment of its day. */
  readonly at: number;
  /** Null: there is no plan, or it was too long ago. */
  readonly shift: ShiftRef | null;
  readonly entries: readonly LogEntry[];
}

/** Entries (newest first) by day and shift. While two shifts meet, what happens belongs to the one that came. */
export function groupEntries(
  entries: readonly LogEntry[],
  plan: ShiftPlan | null,
  now: number,
): readonly EntryGroup[] {
  const from = Math.max(now - PLAN_HOLDS_MS, entries[entries.length - 1]?.at ?? now);
  const shifts = plan === null ? [] : shiftsBetween(plan, from, Math.max(now, entries[0]?.at ?? now) + 1);
  const groups: { key: string; at: number; shift: ShiftRef | null; entries: LogEntry[] }[] = [];
  for (const entry of entries) {
    const shift = shifts.findLast(({ start, end }) => start <= entry.at && entry.at < end) ?? null;
    const key = shift?.id ?? dayKey(entry.at);
    const last = groups[groups.length - 1];
    if (last?.key === key) last.entries.push(entry);
    else groups.push({ key, at: shift?.start ?? entry.at, shift, entries: [entry] });
  }
  return groups;
}

/** Whether every word of a search begins a word of the entry: its number, what it says and said, its files. */
export function saysAll(entry: LogEntry, search: string): boolean {
  const bodies = [entry.body, ...entry.corrections.map(({ body }) => body)];
  const said = [
    entry.number,
    ...bodies.map(({ said: words }) => words?.text ?? ''),
    ...entry.attachments.filter(({ erased }) => !erased).map(({ name }) => name),
  ];
  const words = fold(said.join(' ')).split(/[^\p{L}\p{N}]+/u);
  return fold(search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((wanted) => wanted !== '')
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** What an entry can be about, to be found by: a node and its service, an alarm's number, an incident. */
export interface About {
  /** Node or service ids. */
  readonly nodes?: readonly string[];
  /** Numbers. */
  readonly alarms?: readonly string[];
  /** An incident's id, and those that it has been known by. */
  readonly incidents?: readonly string[];
}

/** Whether an entry says that it is about one of these. */
export function isAbout(entry: LogEntry, { nodes = [], alarms = [], incidents = [] }: About): boolean {
  return entry.links.some(({ kind, id }) => {
    if (kind === 'node') return nodes.includes(id);
    if (kind === 'alarm') return alarms.includes(id);
    return kind === 'incident' && incidents.includes(id);
  });
}

/** A clock that is ahead by so much is no mistake, ms. */
const AHEAD_MS = 60_000;

/**
 * When it happened, as somebody writes it: nothing (now), `02:10`, `0210` (the last time that the wall showed it), `22.11. 02:10`
 * or `22.11.2026 02:10`. Null: it cannot be read, or has not been yet. `now`: the hub's time, ms UTC.
 */
export function readWhen(text: string, now: number): number | null {
  const typed = text.trim();
  if (typed === '') return Math.floor(now);
  const match = /^(?:(\d{1,2})\.(\d{1,2})\.?(\d{4})? +)?(\d{1,2})[:.]?(\d{2})$/.exec(typed);
  if (!match) return null;
  const [, day, month, year, hour = '', minute = ''] = match;
  const time = `${hour.padStart(2, '0')}:${minute}`;
  const before = (date: string): number | null => {
    const wall = parseWallTime(`${date}T${time}`);
    if (wall === null) return null;
    // In the doubled hour, the last that has been.
    return instantsAround(wall).findLast((at) => at <= now + AHEAD_MS) ?? null;
  };
  if (day === undefined || month === undefined) return before(dayKey(now)) ?? before(dayKey(now - DAY_MS));
  const date = (of: string): string => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (year !== undefined) return before(date(year));
  const thisYear = new Date(wallTime(now)).getUTCFullYear();
  return before(date(String(thisYear))) ?? before(date(String(thisYear - 1)));
}

/** What was given of the shift log here and was not done, oldest first. */
export function unmetEntries(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return outbox
    .filter(({ kind, fate }) => kind.startsWith('log.') && (fate === 'refused' || fate === 'expired'))
    .sort((a, b) => a.actedAt - b.actedAt);
}
