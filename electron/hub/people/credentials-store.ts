import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { readMeta, writeMeta } from '../../sqlite/meta';
import { closeDatabase, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { CREDENTIALS_MIGRATIONS } from './migrations';

/** Where a data folder keeps its credentials. */
export const credentialsFile = (dataFolder: string): string => join(dataFolder, 'credentials.db');

/** Why nobody can act under a key any more. An act from before its end still counts, unless it was `revoked`. */
export type KeyEnd = 'signed-out' | 'expired' | 'revoked' | 'replaced';

/** What a person acts under: a session, or a leave to act while the hub is away. Times are ms UTC. */
export interface ActingKey {
  readonly id: string;
  readonly kind: 'session' | 'leave';
  readonly person: string;
  readonly console: string;
  /** Hexadecimal. */
  readonly secret: string;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly why: KeyEnd | null;
}

/** What is kept of a person's secrets: PHC strings. */
export interface Credentials {
  readonly password: string | null;
  readonly pin: string | null;
}

export interface EnrolmentCode {
  readonly kind: 'desk' | 'wall';
  readonly madeBy: string;
}

/** Keys are kept this long after their end: longer than an act from before it could still arrive, ms. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Failures are forgotten after this, ms. */
const FAILURES_KEPT_MS = 24 * 3_600_000;
const KEY_COLUMNS = `id, kind, person, console, secret, opened_at AS openedAt, expires_at AS expiresAt,
  ended_at AS endedAt, why`;

/**
 * The hub's credentials: a file of its own (mode 0600), never in the log, the wire's state or a console's cache.
 * Passwords and PINs are kept as Argon2id, console credentials and enrolment codes as SHA-256 (they are random);
 * session secrets as they are, since proofs are checked with them. Every call is one small transaction, on the disk when
 * it returns. Throws StorageError where the file does not serve.
 */
export class CredentialsStore {
  readonly #db: Database;
  readonly #sql: Statements;

  constructor(file: string) {
    // SQLite makes its files with the process's own mask: the mode is there before the first secret is.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    this.#db = openDatabase({ file, migrations: CREDENTIALS_MIGRATIONS, durability: 'full', check: true });
    this.#sql = new Statements(this.#db);
  }

  close(): void {
    closeDatabase(this.#db);
  }

  /** The machine's own secret, hexadecimal; made at the first call. */
  machineSecret(): string {
    const known = readMeta(this.#sql, 'machine');
    if (typeof known === 'string') return known;
    const secret = randomBytes(32).toString('hex');
    writeMeta(this.#sql, 'machine', secret);
    return secret;
  }

  // ── passwords and PINs

  credentials(person: string): Credentials | null {
    return (
      this.#sql.get<Credentials>('SELECT password, pin FROM credentials WHERE person = ?', person) ?? null
    );
  }

  /** People who have a password. */
  withPassword(): ReadonlySet<string> {
    const rows = this.#sql.all<{ person: string }>(
      'SELECT person FROM credentials WHERE password IS NOT NULL',
    );
    return new Set(rows.map(({ person }) => person));
  }

  /** Replaces what is given; null leaves it as it is. */
  setCredentials(person: string, { password, pin }: Credentials, at: number): void {
    this.#sql.run(
      `INSERT INTO credentials (person, password, pin, set_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (person) DO UPDATE SET password = coalesce(excluded.password, password),
         pin = coalesce(excluded.pin, pin), set_at = excluded.set_at`,
      person,
      password,
      pin,
      at,
    );
  }

  // ── sessions and leaves

  addKey(key: Omit<ActingKey, 'endedAt' | 'why'>): void {
    this.#sql.run(
      `INSERT INTO keys (id, kind, person, console, secret, opened_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      key.id,
      key.kind,
      key.person,
      key.console,
      key.secret,
      key.openedAt,
      key.expiresAt,
    );
  }

  key(id: string): ActingKey | null {
    return this.#sql.get<ActingKey>(`SELECT ${KEY_COLUMNS} FROM keys WHERE id = ?`, id) ?? null;
  }

  /** Those that nobody has ended, also where their time is up. */
  openKeys(kind: ActingKey['kind']): readonly ActingKey[] {
    return this.#sql.all<ActingKey>(
      `SELECT ${KEY_COLUMNS} FROM keys WHERE kind = ? AND ended_at IS NULL ORDER BY opened_at`,
      kind,
    );
  }

  endKey(id: string, why: KeyEnd, at: number): void {
    this.#sql.run('UPDATE keys SET ended_at = ?, why = ? WHERE id = ? AND ended_at IS NULL', at, why, id);
  }

  /** Takes away everything that a person, a console, or a person at one console acts or acted under. */
  revokeKeys(of: { readonly person?: string; readonly console?: string }, at: number): void {
    if (of.person === undefined && of.console === undefined) return;
    this.#sql.run(
      `UPDATE keys SET ended_at = coalesce(ended_at, ?), why = 'revoked'
       WHERE (? IS NULL OR person = ?) AND (? IS NULL OR console = ?)`,
      at,
      of.person ?? null,
      of.person ?? null,
      of.console ?? null,
      of.console ?? null,
    );
  }

  /** Ends leaves, such as those that were sealed with a password that holds no longer. */
  endLeaves(of: { readonly person: string; readonly console?: string }, why: KeyEnd, at: number): void {
    this.#sql.run(
      `UPDATE keys SET ended_at = ?, why = ?
       WHERE kind = 'leave' AND ended_at IS NULL AND person = ? AND (? IS NULL OR console = ?)`,
      at,
      why,
      of.person,
      of.console ?? null,
      of.console ?? null,
    );
  }

  // ── consoles

  /** Makes a console's credential, in the place of any that it had. Returns it: it is kept as a hash only. */
  enrol(console: string, at: number): string {
    const credential = randomBytes(32).toString('hex');
    this.#sql.run(
      'INSERT OR REPLACE INTO consoles (console, credential, set_at) VALUES (?, ?, ?)',
      console,
      sha256(credential),
      at,
    );
    return credential;
  }

  /** SHA-256 of a console's credential; null: it has none. */
  consoleHash(console: string): Buffer | null {
    const row = this.#sql.get<{ credential: Buffer }>(
      'SELECT credential FROM consoles WHERE console = ?',
      console,
    );
    return row?.credential ?? null;
  }

  forgetConsole(console: string): void {
    this.#sql.run('DELETE FROM consoles WHERE console = ?', console);
  }

  addCode(code: string, { kind, madeBy }: EnrolmentCode, expiresAt: number): void {
    this.#sql.run(
      'INSERT OR REPLACE INTO enrolment_codes (code, kind, made_by, expires_at) VALUES (?, ?, ?, ?)',
      sha256(code),
      kind,
      madeBy,
      expiresAt,
    );
  }

  /** Takes a code, which is gone then; null: there is none such, or its time is up. */
  takeCode(code: string, now: number): EnrolmentCode | null {
    const row = this.#sql.get<EnrolmentCode & { expiresAt: number }>(
      `DELETE FROM enrolment_codes WHERE code = ? RETURNING kind, made_by AS madeBy, expires_at AS expiresAt`,
      sha256(code),
    );
    return row && row.expiresAt > now ? { kind: row.kind, madeBy: row.madeBy } : null;
  }

  // ── failures

  /** How often something failed since it last succeeded, and when last, ms UTC. `key` is kept as a hash. */
  failures(key: string): { readonly count: number; readonly lastAt: number } {
    return (
      this.#sql.get<{ count: number; lastAt: number }>(
        'SELECT count, last_at AS lastAt FROM failures WHERE key = ?',
        sha256(key),
      ) ?? { count: 0, lastAt: 0 }
    );
  }

  /** Counts a failure. Returns how many there are now. */
  addFailure(key: string, at: number): number {
    const row = this.#sql.get<{ count: number }>(
      `INSERT INTO failures (key, count, last_at) VALUES (?, 1, ?)
       ON CONFLICT (key) DO UPDATE SET count = count + 1, last_at = excluded.last_at RETURNING count`,
      sha256(key),
      at,
    );
    return row?.count ?? 1;
  }

  clearFailures(key: string): void {
    this.#sql.run('DELETE FROM failures WHERE key = ?', sha256(key));
  }

  // ── upkeep

  /** Notes a change that the hub has still to say in the log. */
  addUnsaid(person: string, what: 'password' | 'pin'): void {
    this.#sql.run('INSERT INTO unsaid (person, what) VALUES (?, ?)', person, what);
  }

  /** Takes what is to be said; it is gone then. */
  takeUnsaid(): readonly { readonly person: string; readonly what: 'password' | 'pin' }[] {
    return this.#sql.all('DELETE FROM unsaid RETURNING person, what');
  }

  /** Forgets what nothing asks for any more. */
  prune(now: number): void {
    this.#sql.run('DELETE FROM keys WHERE coalesce(ended_at, expires_at) < ?', now - KEPT_MS);
    this.#sql.run('DELETE FROM enrolment_codes WHERE expires_at < ?', now);
    this.#sql.run('DELETE FROM failures WHERE last_at < ?', now - FAILURES_KEPT_MS);
  }
}

/** The file without what a restored hub must not take over: sessions, leaves, codes and the machine's secret. */
export function stripForBackup(db: Database): void {
  db.exec(`
    DELETE FROM keys;
    DELETE FROM enrolment_codes;
    DELETE FROM failures;
    DELETE FROM meta WHERE name = 'machine';
    VACUUM;
  `);
}

/** SHA-256 of what is random enough to be kept so. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
