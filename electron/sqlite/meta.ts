import type { Statements } from './statements';

/** The `meta (name, value)` table that files keep their single facts in. Null where there is none. */
export function readMeta(sql: Statements, name: string): string | number | null {
  const row = sql.get<{ value: string | number | null }>('SELECT value FROM meta WHERE name = ?', name);
  return row?.value ?? null;
}

/** Notes a single fact; part of whatever transaction is open. */
export function writeMeta(sql: Statements, name: string, value: string | number | null): void {
  sql.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', name, value);
}
