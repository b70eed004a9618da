import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/time/clock';

/** What is kept here at most, bytes: what was looked at longest ago goes first, and can be fetched again. */
const MOST_BYTES = 512 * 1024 * 1024;
/** What was pasted and not said of within this is not going to be, ms: until then it is never let go, and then always. */
const FRESH_MS = 24 * 3_600_000;
/** Beside a file that no command named yet: it may have been pasted, and thought better of. */
const UNSAID = '.unsaid';

/**
 * Attachments on this console's own disk, by the SHA-256 of their content: those that wait for the hub, and those that were
 * looked at. Rejects with what the file system says.
 */
export class OwnFiles {
  readonly #folder: string;
  readonly #clock: Clock;
  /** One change after the other: the same may be pasted twice, or erased while it is fetched. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  has(hash: string): boolean {
    return existsSync(this.#path(hash));
  }

  /** On the disk when it resolves. Returns the hash. `unsaid`: it goes after a day, unless `said` comes first. */
  async add(bytes: Uint8Array, unsaid = false): Promise<string> {
    const hash = hashOf(bytes);
    await this.#inTurn(() => this.#write(hash, bytes, unsaid));
    return hash;
  }

  /** A command names it. */
  async said(hash: string): Promise<void> {
    await this.#inTurn(() => rm(`${this.#path(hash)}${UNSAID}`, { force: true }));
  }

  async #write(hash: string, bytes: Uint8Array, unsaid: boolean): Promise<void> {
    const path = this.#path(hash);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (unsaid && !existsSync(path)) await writeFile(`${path}${UNSAID}`, '', { mode: 0o600 });
    const draft = `${path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const now = this.#clock.now() / 1_000;
    await utimes(draft, now, now);
    await rename(draft, path);
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** A file's content; null: it is not here, or not what it was. */
  async read(hash: string): Promise<Uint8Array | null> {
    const path = this.#path(hash);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (bytes === null) return null;
    if (hashOf(bytes) !== hash) {
      await rm(path, { force: true });
      return null;
    }
    const now = this.#clock.now() / 1_000;
    await utimes(path, now, now).catch(() => {});
    return bytes;
  }

  async remove(hash: string): Promise<void> {
    await this.#inTurn(async () => {
      for (const end of ['', '.new', UNSAID]) await rm(`${this.#path(hash)}${end}`, { force: true });
    });
  }

  /** Lets go of what was never said and of what is more than may be kept, but for what waits (`wanted`) and what is fresh. */
  tidy(wanted: ReadonlySet<string>, mostBytes = MOST_BYTES): Promise<void> {
    return this.#inTurn(() => this.#tidy(wanted, mostBytes));
  }

  async #tidy(wanted: ReadonlySet<string>, mostBytes: number): Promise<void> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const files: { readonly name: string; readonly bytes: number; readonly at: number }[] = [];
    for (const name of names) {
      const found = await stat(join(this.#folder, name)).catch(() => null);
      if (found) files.push({ name, bytes: found.size, at: found.mtimeMs });
    }
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((a, b) => a.at - b.at)) {
      const fresh = this.#clock.now() - file.at < FRESH_MS;
      const [hash = ''] = file.name.split('.');
      const spare = file.name !== hash || names.includes(`${hash}${UNSAID}`);
      if (fresh || wanted.has(hash) || (bytes <= mostBytes && !spare)) continue;
      await rm(join(this.#folder, file.name), { force: true });
      bytes -= file.bytes;
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #path(hash: string): string {
    return join(this.#folder, hash);
  }
}

/** SHA-256 of a file's content, hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
