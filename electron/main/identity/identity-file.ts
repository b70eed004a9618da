import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { openedSession } from '../../../shared/contract/auth';
import { moveAside } from '../../sqlite/move-aside';
import type { Failures } from './attempts';
import { type Keyring, noKeyring } from './keyring';
import { type SealedLeave, sealedLeave } from './sealed-leave';

/** A larger file is not one of ours, bytes. */
const MOST_BYTES = 1_000_000;
/** People with a leave at one console, at most; the oldest go. */
const MOST_LEAVES = 100;

const fileSchema = z.object({
  version: z.literal(1),
  /** Failures at each person's secrets at this console since they were last right. */
  failures: z.record(z.string().max(100), z.number().int().min(0)),
  /** The latest time at which a leave was used, by the hub's clock: time does not go back behind it, ms UTC. */
  usedAt: z.number(),
  leaves: z.array(sealedLeave).max(MOST_LEAVES),
  /** What only the system's keyring opens, base64; null: there is none. */
  kept: z.string().max(MOST_BYTES).nullable(),
});
type IdentityContent = Readonly<z.infer<typeof fileSchema>>;

const keptSchema = z.object({
  credential: z.string().max(500).nullable(),
  sessions: z.array(openedSession).max(MOST_LEAVES),
});
/** The console's credential, and sessions that a PIN opens again after a restart. */
export type Kept = Readonly<z.infer<typeof keptSchema>>;

const EMPTY: IdentityContent = { version: 1, failures: {}, usedAt: 0, leaves: [], kept: null };
const NOTHING_KEPT: Kept = { credential: null, sessions: [] };

export interface IdentityFileOptions {
  readonly file: string;
  /** Goes into the name of a file that is moved aside, ms UTC. */
  readonly now: () => number;
  /** What is wrong with the file, in words; null: it serves again. */
  readonly onFault: (detail: string | null) => void;
}

/**
 * What a console remembers of who acts here, in one file that only its user can read. Written whole and synced; what
 * does not read as such a file is moved aside and reported. Never throws: what cannot be written holds in memory.
 */
export class IdentityFile {
  readonly #options: IdentityFileOptions;
  #content: IdentityContent;
  #keyring: Keyring = noKeyring('the system’s keyring has not answered yet');
  #kept: Kept = NOTHING_KEPT;
  #sealing: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(options: IdentityFileOptions) {
    this.#options = options;
    this.#content = this.#read();
  }

  get keyring(): Keyring {
    return this.#keyring;
  }

  get failures(): Failures {
    return this.#content.failures;
  }
  get usedAt(): number {
    return this.#content.usedAt;
  }
  get leaves(): readonly SealedLeave[] {
    return this.#content.leaves;
  }
  get kept(): Kept {
    return this.#kept;
  }

  setFailures(failures: Failures): void {
    if (!isDeepStrictEqual(failures, this.#content.failures)) this.#change({ failures });
  }

  used(at: number): void {
    if (at > this.#content.usedAt) this.#change({ usedAt: at });
  }

  /** One for each person: the newest. */
  putLeave(leave: SealedLeave): void {
    const others = this.#content.leaves.filter(({ person }) => person !== leave.person);
    this.#change({ leaves: [...others, leave].slice(-MOST_LEAVES) });
  }

  dropLeaves(goes: (leave: SealedLeave) => boolean): void {
    const leaves = this.#content.leaves.filter((leave) => !goes(leave));
    if (leaves.length < this.#content.leaves.length) this.#change({ leaves });
  }

  /** Keeps secrets: on the disk where the keyring is safe, else for this run. */
  keep(change: Partial<Kept>): void {
    const before = JSON.stringify(this.#kept);
    this.#kept = { ...this.#kept, ...change };
    if (JSON.stringify(this.#kept) === before || !this.#keyring.safe) return;
    this.#sealLater();
  }

  /**
   * The keyring has answered: what it kept is there, for whatever this run has not said otherwise about. Resolves with
   * what was kept.
   */
  async takeKeyring(keyring: Keyring): Promise<Kept> {
    const { kept } = this.#content;
    const old = kept === null || !keyring.safe ? NOTHING_KEPT : await this.#open(keyring, kept);
    this.#keyring = keyring;
    const { credential, sessions } = this.#kept;
    const here = new Set(sessions.map(({ person }) => person));
    const restored = old.sessions.filter(({ person }) => !here.has(person));
    this.#kept = { credential: credential ?? old.credential, sessions: [...sessions, ...restored] };
    if (keyring.safe && JSON.stringify(this.#kept) !== JSON.stringify(old)) this.#sealLater();
    return { credential: old.credential, sessions: restored };
  }

  /** Resolves when everything so far is on the disk, or was refused by it. */
  async settled(): Promise<void> {
    await this.#sealing;
  }

  #read(): IdentityContent {
    const { file } = this.#options;
    try {
      const { size } = statSync(file);
      if (size > MOST_BYTES) throw new Error(`it has ${size} bytes`);
      return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return EMPTY;
      this.#aside(error);
      return EMPTY;
    }
  }

  #aside(error: unknown): void {
    const { file, now, onFault } = this.#options;
    // The first line of what a parser says is enough for people.
    const why = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200);
    try {
      onFault(`${file}: ${why}; moved to ${moveAside(file, now())}: sign in again while the hub is there`);
    } catch (second) {
      onFault(`${file}: ${why}; it could not be moved aside: ${String(second)}`);
    }
  }

  async #open(keyring: Keyring, kept: string): Promise<Kept> {
    const lost = (why: string): Kept => {
      this.#options.onFault(`what the system’s keyring kept cannot be read: ${why}`);
      return NOTHING_KEPT;
    };
    let text: string;
    try {
      text = await keyring.open(Buffer.from(kept, 'base64'));
    } catch (error) {
      // Another keyring than the one it was sealed by: it is of no use to anybody.
      return lost(error instanceof Error ? error.message : String(error));
    }
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch {
      // What a parser says quotes what it read, and that is secret.
      return lost('it opens to something else');
    }
  }

  #sealLater(): void {
    this.#sealing = this.#sealing.then(() => this.#seal(this.#kept));
  }

  async #seal(kept: Kept): Promise<void> {
    try {
      const sealed = await this.#keyring.seal(JSON.stringify(kept));
      this.#change({ kept: Buffer.from(sealed).toString('base64') });
    } catch (error) {
      this.#failed(error);
    }
  }

  #change(change: Partial<IdentityContent>): void {
    this.#content = { ...this.#content, ...change };
    try {
      writeWhole(this.#options.file, `${JSON.stringify(this.#content)}\n`);
      if (this.#failing) this.#options.onFault(null);
      this.#failing = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#failing = true;
    this.#options.onFault(`${this.#options.file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Beside, synced, then renamed: a power cut leaves the old file or the new one, whole. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    // An older draft keeps the mode that it was made with.
    fchmodSync(handle, 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}
