import type { ShiftLogAnswer } from '../../../shared/contract/wire';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import { type LogEntry, SHIFT_LOG_SUBJECT } from '../../../shared/model/shift-log';
import { erasePart } from '../../../shared/rules/watch/reduce-watch';
import type { LogPlace } from '../../sqlite/event-search';
import type { Log } from '../log/log';

/** An answer ends where its bodies reach this, characters: heartbeats pass between two. */
const ANSWER_CHARS = 400_000;
/** What is ever said of one entry. */
const EVENTS_OF_ENTRY = 500;

type Reading = Pick<Log, 'history'>;
type Placed = ShiftLogAnswer['entries'][number];

/** An entry as it stands now, wherever its events are; null: there is none. */
export async function entryNow(log: Reading, id: string): Promise<LogEntry | null> {
  return (await placedEntry(log, id))?.entry ?? null;
}

/**
 * Entries as they stand now, newest first, written before `before`. With `since`: those alone of which something was said
 * after that place, and `complete` only if there are no more of them than `limit`.
 */
export async function readEntries(
  log: Reading,
  asked: { readonly before: LogPlace | null; readonly since: LogPlace | null; readonly limit: number },
): Promise<ShiftLogAnswer> {
  const entries: Placed[] = [];
  const seen = new Set<string>();
  let chars = 0;
  let before: LogPlace | null = asked.before;
  for (;;) {
    const page = await log.history([SHIFT_LOG_SUBJECT], before, asked.limit, { maxChars: ANSWER_CHARS });
    if (page.length === 0) return { entries, complete: true };
    for (const event of page) {
      before = { epoch: event.epoch, seq: event.seq };
      if (asked.since !== null && !isAfter(event, asked.since)) return { entries, complete: true };
      const id = entryOf(event.body);
      const wanted = asked.since !== null || event.body.type === 'log.written';
      if (id === null || !wanted || seen.has(id)) continue;
      if (entries.length >= asked.limit || chars >= ANSWER_CHARS) return { entries, complete: false };
      seen.add(id);
      const placed = await placedEntry(log, id);
      if (!placed) continue;
      entries.push(placed);
      chars += JSON.stringify(placed.entry).length;
    }
  }
}

async function placedEntry(log: Reading, id: string): Promise<Placed | null> {
  const events = [...(await log.history([`entry/${id}`], null, EVENTS_OF_ENTRY))].reverse();
  for (const [at, { epoch, seq, body }] of events.entries()) {
    if (body.type !== 'log.written' || body.entry.id !== id) continue;
    const later = events.slice(at + 1);
    return {
      place: { epoch, seq },
      entry: later.reduce((entry, event) => withEvent(entry, event.body), body.entry),
    };
  }
  return null;
}

/** The entry after an event about it. */
function withEvent(entry: LogEntry, body: EventBody): LogEntry {
  if (body.type === 'log.corrected')
    return { ...entry, corrections: [...entry.corrections, body.correction] };
  if (body.type !== 'log.erased') return entry;
  const { part, why, hash, actor, actedAt } = body;
  const erasures = [...entry.erasures, { at: actedAt, by: actor, part, why, hash }];
  return { ...erasePart(entry, part), erasures };
}

function entryOf(body: EventBody): string | null {
  if (body.type === 'log.written') return body.entry.id;
  return body.type === 'log.corrected' || body.type === 'log.erased' ? body.entry : null;
}

function isAfter(event: LogEvent, place: LogPlace): boolean {
  return event.epoch > place.epoch || (event.epoch === place.epoch && event.seq > place.seq);
}
