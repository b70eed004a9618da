import type { SearchKind } from '../../shared/contract/wire';
import type { Statements } from './statements';

/**
 * Full text over a log's events, shared by hub and console. One row for each event that can be searched for, at a
 * row id that is its place in the log: the newest first is then the index's own order, however it was filled.
 *
 * `unicode61 remove_diacritics 0` folds case for every letter and keeps `å`, `ø`, `æ`, `č`, `đ`, `ŋ`, `š`, `ŧ` and `ž`
 * apart from the letters that they resemble. The words are indexed, their text is not kept (`content=''`): it is in the
 * event. Prefixes of two and three letters have an index of their own. The kind is indexed beside the words, and each hour
 * knows its first and last place, so that a search for what is rare does not go through all that is common.
 */
export const EVENT_SEARCH_TABLES = `
  CREATE VIRTUAL TABLE event_words USING fts5 (
    words, kind, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
  );
  CREATE TABLE event_found (place INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL);
  CREATE TABLE event_hours (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
`;

/** Of one origin's log. */
export interface LogPlace {
  readonly epoch: number;
  readonly seq: number;
}

export interface EventQuery {
  /** What a person typed; empty: everything of these kinds and this time, one of which must then be given. */
  readonly text: string;
  readonly kinds: readonly SearchKind[] | null;
  /** ms UTC: from inclusive, to exclusive. */
  readonly from: number | null;
  readonly to: number | null;
  /** Exclusive. */
  readonly before: LogPlace | null;
  readonly limit: number;
}

const HOUR_MS = 3_600_000;
/**
 * A row id is an epoch above and a `seq` below. The first epochs have 40 bits for it; those of a restored hub, which are
 * seconds since 1970, come behind them and have 31.
 */
const LOW_EPOCHS = 2 ** 13 - 1;
const LOW_BITS = 40n;
const HIGH_BITS = 31n;
const MOST_EPOCH = 2 ** 32 - 2 ** 23;
const HIGH_ROW = 2n ** 53n;
const LAST_ROW = 2n ** 63n - 1n;
const PLACE = `
  CASE WHEN place < ${HIGH_ROW} THEN place >> ${LOW_BITS} ELSE ((place - ${HIGH_ROW}) >> ${HIGH_BITS}) + ${LOW_EPOCHS} END AS epoch,
  CASE WHEN place < ${HIGH_ROW} THEN place & ${2n ** LOW_BITS - 1n} ELSE (place - ${HIGH_ROW}) & ${2n ** HIGH_BITS - 1n} END AS seq`;
/** Words of a query that count, and characters of each: more would only make it slow. */
const MOST_WORDS = 12;
const MOST_CHARS = 60;
const LETTER_OR_DIGIT = /[\p{L}\p{N}\p{M}\p{Co}]/u;

/** Puts an event into the index; again makes it what is said now. Returns whether it has a place there. */
export function indexEvent(
  sql: Statements,
  { at, ...place }: LogPlace & { readonly at: number },
  found: { readonly kind: SearchKind; readonly text: string },
): boolean {
  const row = rowOf(place);
  if (row === null) return false;
  sql.run('INSERT OR REPLACE INTO event_found (place, at, kind) VALUES (?, ?, ?)', row, at, found.kind);
  sql.run(
    'INSERT OR REPLACE INTO event_words (rowid, words, kind) VALUES (?, ?, ?)',
    row,
    found.text.normalize('NFC'),
    found.kind,
  );
  sql.run(
    `INSERT INTO event_hours (hour, first, last) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
     WHERE first > excluded.first OR last < excluded.last`,
    Math.floor(at / HOUR_MS),
    row,
    row,
  );
  return true;
}

/** Takes an event out of the index; no harm where it is not there. */
export function forgetIndexed(sql: Statements, place: LogPlace): void {
  const row = rowOf(place);
  if (row === null || sql.run('DELETE FROM event_found WHERE place = ?', row) === 0) return;
  sql.run('DELETE FROM event_words WHERE rowid = ?', row);
}

/** Pages that are merged in one step of a purge: a few milliseconds. */
const PURGED_PAGES = 64;

/**
 * One step on the way to an index in which nothing is left of words that were replaced or taken out: FTS5 only marks them
 * until it merges. `first` begins. Returns whether it was the last.
 */
export function purgeIndexed(sql: Statements, first: boolean): boolean {
  const changes = (): number => sql.get<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;
  const before = changes();
  const pages = first ? -PURGED_PAGES : PURGED_PAGES;
  sql.run("INSERT INTO event_words (event_words, rank) VALUES ('merge', ?)", pages);
  return !first && changes() - before < 2;
}

/** Empties the index. */
export function clearIndex(sql: Statements): void {
  sql.run('DELETE FROM event_found');
  sql.run('DELETE FROM event_hours');
  sql.run("INSERT INTO event_words (event_words) VALUES ('delete-all')");
}

/**
 * The places of the events that have all the words, newest first. A text without words finds nothing; no text at all
 * finds what the kinds and the time ask for.
 */
export function searchEvents(
  sql: Statements,
  query: EventQuery,
): readonly (LogPlace & { readonly kind: SearchKind })[] {
  const match = wantedOf(query);
  if (match === null) return [];
  const before = query.before === null ? LAST_ROW : (rowOf(query.before) ?? rowAfter(query.before));
  const { first, last } = boundsOf(sql, query);
  const bounds = [
    before,
    first,
    last,
    query.from ?? Number.MIN_SAFE_INTEGER,
    query.to ?? Number.MAX_SAFE_INTEGER,
    query.limit,
  ];
  return match === 'anything'
    ? sql.all<LogPlace & { kind: SearchKind }>(
        `SELECT ${PLACE}, kind FROM event_found
           WHERE place < ? AND place >= ? AND place <= ? AND at >= ? AND at < ?
           ORDER BY place DESC LIMIT ?`,
        ...bounds,
      )
    : sql.all<LogPlace & { kind: SearchKind }>(
        `SELECT ${PLACE}, f.kind FROM event_words JOIN event_found f ON f.place = event_words.rowid
           WHERE event_words MATCH ? AND event_words.rowid < ? AND event_words.rowid >= ? AND event_words.rowid <= ?
             AND f.at >= ? AND f.at < ?
           ORDER BY event_words.rowid DESC LIMIT ?`,
        match.fts,
        ...bounds,
      );
}

/** Between which places all events of that time are, whatever the hub's clock did. */
function boundsOf(
  sql: Statements,
  { from, to }: Pick<EventQuery, 'from' | 'to'>,
): { readonly first: bigint; readonly last: bigint } {
  if (from === null && to === null) return { first: 0n, last: LAST_ROW };
  // As text: a number of JavaScript would lose the last digits of a row id.
  const found = sql.get<{ first: string | null; last: string | null }>(
    `SELECT CAST(min(first) AS TEXT) AS first, CAST(max(last) AS TEXT) AS last FROM event_hours
     WHERE hour >= ? AND hour <= ?`,
    from === null ? Number.MIN_SAFE_INTEGER : Math.floor(from / HOUR_MS),
    to === null ? Number.MAX_SAFE_INTEGER : Math.floor(to / HOUR_MS),
  );
  return { first: BigInt(found?.first ?? 0), last: BigInt(found?.last ?? -1) };
}

/** What the index is asked for; null: nothing can be found by it. */
function wantedOf({ text, kinds, from, to }: EventQuery): { readonly fts: string } | 'anything' | null {
  if (kinds?.length === 0) return null;
  const ofKinds = kinds && `{kind} : (${kinds.map((kind) => `"${kind}"`).join(' OR ')})`;
  if (text.trim() === '') {
    if (ofKinds !== null) return { fts: ofKinds };
    return from === null && to === null ? null : 'anything';
  }
  const match = matchOf(text);
  if (match === null) return null;
  const words = `{words} : (${match})`;
  return { fts: ofKinds === null ? words : `${words} AND ${ofKinds}` };
}

/**
 * What FTS5 is asked: every word that was typed must be there, as the beginning of a word. Each is quoted, so that
 * nothing in it is an operator; what the tokenizer parts inside it (`A-4127`, `dips@mo`) must stand together. Null:
 * there is no word in it.
 */
export function matchOf(text: string): string | null {
  const words = text
    .normalize('NFC')
    .replaceAll('\0', ' ')
    .split(/\s+/u)
    .filter((word) => LETTER_OR_DIGIT.test(word))
    .slice(0, MOST_WORDS)
    .map((word) => `"${[...word].slice(0, MOST_CHARS).join('').replaceAll('"', '""')}" *`);
  return words.length > 0 ? words.join(' AND ') : null;
}

/** Null: no log comes that far. */
function rowOf({ epoch, seq }: LogPlace): bigint | null {
  const bits = epoch < LOW_EPOCHS ? LOW_BITS : HIGH_BITS;
  return epoch <= MOST_EPOCH && BigInt(seq) < 2n ** bits ? firstRow(epoch) + BigInt(seq) : null;
}

/** The first row after all that can be before a place which has none. */
function rowAfter({ epoch }: LogPlace): bigint {
  return firstRow(Math.min(epoch, MOST_EPOCH) + 1);
}

function firstRow(epoch: number): bigint {
  return epoch < LOW_EPOCHS
    ? BigInt(epoch) << LOW_BITS
    : HIGH_ROW + (BigInt(epoch - LOW_EPOCHS) << HIGH_BITS);
}
