import SqliteDatabase from 'better-sqlite3';
import type { LogEvent } from '../../../shared/model/events';
import type { PeopleEntity } from '../../../shared/model/people';
import { type PeopleEvent, reducePeople } from '../../../shared/rules/reduce-people';
import { closeQuietly } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { logError } from '../log/sqlite-errors';

const TYPES = ['person.set', 'console.set', 'session.opened', 'session.ended', 'watch.changed'] as const;

/**
 * Who is here, by a log file alone: its newest snapshot and the events since. Read-only, also while a hub writes the
 * file. Rejects with the log's own errors.
 */
export function readPeople(file: string): ReadonlyMap<string, PeopleEntity> {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    const sql = new Statements(db);
    db.exec('BEGIN');
    const epoch = sql.get<{ epoch: number }>('SELECT max(epoch) AS epoch FROM epochs')?.epoch ?? 1;
    const snapshot = sql.get<{ seq: number; patch: string }>(
      'SELECT seq, patch FROM snapshots WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
      epoch,
    );
    const start = snapshot
      ? (JSON.parse(snapshot.patch) as { people?: { put: [string, PeopleEntity][] } }).people?.put
      : [];
    const people = new Map<string, PeopleEntity>(start ?? []);
    const events = sql.all<{ at: number; body: string }>(
      `SELECT at, body FROM events WHERE epoch = ? AND seq > ? AND type IN (?, ?, ?, ?, ?) ORDER BY seq`,
      epoch,
      snapshot?.seq ?? 0,
      ...TYPES,
    );
    for (const { at, body } of events) {
      const patch = reducePeople(people, JSON.parse(body) as LogEvent['body'] as PeopleEvent, at).people;
      for (const key of patch?.drop ?? []) people.delete(key);
      for (const [key, entity] of patch?.put ?? []) people.set(key, entity);
    }
    return people;
  } catch (error) {
    throw logError(error, file);
  } finally {
    closeQuietly(db);
  }
}
