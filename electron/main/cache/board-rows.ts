import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { PROTOCOL } from '../../../shared/contract/wire';
import { position } from '../../../shared/model/events';
import {
  type CollectionName,
  type CollectionTypes,
  forEachCollection,
  type Patch,
} from '../../../shared/model/room';
import { parsePatch } from '../../../shared/rules/parse-patch';
import { StorageError } from '../../sqlite/errors';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Statements } from '../../sqlite/statements';

/** Where cached state stands; written in the transaction that brings its entities there. */
export const cachedState = z.object({
  position,
  reducer: z.number().int(),
  /** The protocol whose schemas its entities had. */
  protocol: z.number().int(),
  /** When a hub last vouched for it, by the hub's clock, ms UTC. */
  knownAt: z.number().nullable(),
  /** The oldest last observation at that time, ms UTC. */
  oldestObservedAt: z.number().nullable(),
  /** How many entities there are, and the sum of their sums: a row that is missing is noticed. */
  rows: z.number().int(),
  total: z.number(),
});
export type CachedState = Readonly<z.infer<typeof cachedState>>;

/** A value by its key, of any collection; null: it is gone. */
export type EntityChange = readonly [collection: CollectionName, key: string, entity: unknown];

/** How many rows there are, and the sum of their sums. */
export interface Tally {
  rows: number;
  total: number;
}

/** What is in the cache does not fit what it says of itself. */
export class CacheDamaged extends StorageError {
  constructor(reason: string) {
    super('corrupt', 'cache', reason);
    this.name = 'CacheDamaged';
  }
}

/** What the file says of its rows. Throws CacheDamaged. */
export function readTally(sql: Statements): Tally {
  const state = readState(sql);
  return { rows: state?.rows ?? 0, total: state?.total ?? 0 };
}

function readState(sql: Statements): CachedState | null {
  const text = readMeta(sql, 'state');
  return text === null ? null : parsed(() => cachedState.parse(JSON.parse(String(text))), 'state');
}

/**
 * Everything there is, or null: nothing, or entities of another protocol's shape. Throws CacheDamaged.
 *
 * Entities of this protocol are not parsed by their schemas again: they were when they came over the wire, the
 * sums show that they are what was written, and 25,000 of them would cost a cold start a third of its reading
 * time. Those of another protocol are, which gives them what that protocol did not know; they are only used when all
 * of them fit.
 */
export function readBoard(
  sql: Statements,
): { readonly state: CachedState; readonly patch: Required<Patch> } | null {
  const state = readState(sql);
  if (!state) return null;
  const tally: Tally = { rows: 0, total: 0 };
  const patch = forEachCollection((name) => ({
    put: readCollection(sql, name, tally),
    drop: [],
  })) as unknown as Required<Patch>;
  if (tally.rows !== state.rows || tally.total !== state.total) {
    throw new CacheDamaged(`its ${tally.rows} entities are not the ${state.rows} that were written`);
  }
  if (state.protocol === PROTOCOL) return { state, patch };
  const upgraded = parsePatch(patch);
  return upgraded && { state, patch: upgraded };
}

function readCollection<K extends CollectionName>(
  sql: Statements,
  name: K,
  tally: Tally,
): (readonly [string, CollectionTypes[K]])[] {
  type Row = { key: string; json: string };
  return sql.all<Row>('SELECT key, json FROM entities WHERE collection = ?', name).map(({ key, json }) => {
    tally.rows += 1;
    tally.total += sumOf(name, key, json);
    return [key, parsed(() => JSON.parse(json) as CollectionTypes[K], `${name} ${key}`)] as const;
  });
}

/** Writes one change and keeps the tally. */
export function writeEntity(sql: Statements, [collection, key, entity]: EntityChange, tally: Tally): void {
  const before = sql.get<{ sum: number }>(
    'SELECT sum FROM entities WHERE collection = ? AND key = ?',
    collection,
    key,
  );
  if (before) {
    tally.rows -= 1;
    tally.total -= before.sum;
  }
  if (entity === null) {
    if (before) sql.run('DELETE FROM entities WHERE collection = ? AND key = ?', collection, key);
    return;
  }
  const json = JSON.stringify(entity);
  const sum = sumOf(collection, key, json);
  sql.run(
    'INSERT OR REPLACE INTO entities (collection, key, json, sum) VALUES (?, ?, ?, ?)',
    collection,
    key,
    json,
    sum,
  );
  tally.rows += 1;
  tally.total += sum;
}

/** Forgets all entities; the caller writes the new ones in the same transaction. */
export function clearEntities(sql: Statements, tally: Tally): void {
  sql.run('DELETE FROM entities');
  tally.rows = 0;
  tally.total = 0;
}

export function writeState(sql: Statements, state: CachedState): void {
  writeMeta(sql, 'state', JSON.stringify(state));
}

function sumOf(collection: string, key: string, json: string): number {
  return crc32(`${collection}\n${key}\n${json}`);
}

function parsed<T>(parse: () => T, what: string): T {
  try {
    return parse();
  } catch (error) {
    throw new CacheDamaged(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
