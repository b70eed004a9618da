import type { Database } from 'better-sqlite3';
import { StorageError } from './errors';

/** One step of a schema. Its number is its place; a step that was ever released is never changed. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** Runs inside a transaction, together with the note that it ran. */
  up(db: Database): void;
}

/**
 * Brings a database to the last of `migrations`, which count from 1 without a gap. All of it, or nothing.
 * Throws StorageError `newer` when the file is past what this program knows, and leaves it untouched.
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  migrations.forEach((step, index) => {
    if (step.number !== index + 1) throw new Error(`migration ${step.name} has number ${step.number}`);
  });
  if (versionOf(db) === migrations.length) return;
  db.transaction(() => {
    // Read again under the lock: another process may have done it meanwhile.
    const version = versionOf(db);
    if (version > migrations.length) {
      throw new StorageError(
        'newer',
        db.name,
        `written by a newer version (schema ${version}; this program knows ${migrations.length})`,
      );
    }
    for (const step of migrations.slice(version)) {
      step.up(db);
      db.pragma(`user_version = ${step.number}`);
    }
  }).immediate();
}

function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}
