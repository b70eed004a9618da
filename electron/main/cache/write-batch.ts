import type { Database } from 'better-sqlite3';
import { PROTOCOL } from '../../../shared/contract/wire';
import { purgeIndexed } from '../../sqlite/event-search';
import type { Statements } from '../../sqlite/statements';
import { clearEntities, type Tally, writeEntity, writeState } from './board-rows';
import { type EventTally, eraseInEvents, forgetEvents, type TextOf, writeEvent } from './event-rows';
import type { PendingBoard } from './pending-board';

const SLICE_ROWS = 500;
const EVENTS_KEPT = 20_000;
/** Characters of their bodies: a storm of a foreign source's alerts is events of 200,000 each. */
const EVENT_CHARS_KEPT = 64_000_000;
/** Forgotten at a time, while large ones are among them. */
const FORGET_ROWS = 50;

/** What the cache's file holds. */
export interface CacheTally {
  readonly board: Tally;
  readonly events: EventTally;
}

/**
 * Writes what waited in one transaction, held open across turns: the file goes from one whole state to the next or stays.
 * Yields between slices; returns what the file holds then, from what it held (`from`). Throws what SQLite says, the
 * transaction still open.
 */
export function* writeBatch(
  db: Database,
  sql: Statements,
  batch: PendingBoard,
  from: CacheTally,
  textOf: TextOf = () => null,
): Generator<void, CacheTally> {
  const board = { ...from.board };
  let { events, chars } = from.events;
  let rows = 0;
  db.exec('BEGIN IMMEDIATE');
  if (batch.whole) clearEntities(sql, board);
  for (const change of batch.changes()) {
    writeEntity(sql, change, board);
    if (++rows % SLICE_ROWS === 0) yield;
  }
  for (const event of batch.events) {
    const written = writeEvent(sql, event, textOf);
    if (written !== null) {
      events += 1;
      chars += written;
    }
    if (++rows % SLICE_ROWS === 0) yield;
  }
  if (batch.erasures.length > 0) {
    for (const erasure of batch.erasures) eraseInEvents(sql, erasure, textOf);
    for (let first = true; !purgeIndexed(sql, first); first = false) yield;
  }
  while (events > EVENTS_KEPT || (chars > EVENT_CHARS_KEPT && events > 0)) {
    const spare = events > EVENTS_KEPT ? events - EVENTS_KEPT : FORGET_ROWS;
    const gone = forgetEvents(sql, Math.min(spare, SLICE_ROWS));
    events -= gone.events;
    chars -= gone.chars;
    if (gone.events === 0) break;
    yield;
  }
  if (batch.state) writeState(sql, { ...batch.state, ...board, protocol: PROTOCOL });
  db.exec('COMMIT');
  return { board, events: { events, chars } };
}
