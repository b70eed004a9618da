import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from './write-file';

/** Versions that are kept. */
export const MAX_VERSIONS = 500;
/** Bytes of text that are kept. The newest version is kept whatever its size. */
const MAX_BYTES = 256 * 1024 * 1024;

const versionRecord = z.object({
  /** Counts up, and is never used again. */
  seq: z.number().int().positive(),
  /** SHA-256 of the file's bytes, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** That of the version before; null: there was none. */
  before: z.string().nullable(),
  at: z.number(),
  /** The watch position; null: the file was changed by other means. */
  actor: z.string().nullable(),
  summary: z.string(),
  /** The command that asked for it; null: none did. */
  command: z.string().nullable(),
  /** The version that it went back to; null: it is no undo. */
  undoneTo: z.string().nullable(),
  services: z.array(z.string()),
  /** The draft that had not taken the file's place when this was written; null: it has. */
  draft: z.string().nullable(),
});
/** One version of the file, or (with a draft) one that is about to be. */
export type VersionRecord = Readonly<z.infer<typeof versionRecord>>;
const indexFile = z.object({ next: z.number().int().positive(), records: z.array(versionRecord) });

/** SHA-256 of a file's bytes, hexadecimal. */
export function versionOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The versions of the catalogue file, in a folder of the hub's own (`catalogue-history/`): each text once, by its
 * hash, and an index that is written anew in one step. Texts hold the file's secrets: only this user may read them.
 * A damaged index is moved aside, and history begins anew.
 */
export class VersionStore {
  readonly #folder: string;
  readonly #onFault: (reason: string) => void;
  #next = 1;
  #records: readonly VersionRecord[] = [];
  #key: Buffer = randomBytes(32);

  constructor(folder: string, onFault: (reason: string) => void) {
    this.#folder = folder;
    this.#onFault = onFault;
  }

  /** Reads what is there. Throws when the folder cannot be made or read. */
  async open(): Promise<void> {
    await mkdir(join(this.#folder, 'texts'), { recursive: true, mode: 0o700 });
    await this.#openKey();
    const file = this.#file('index.json');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    try {
      const index = indexFile.parse(JSON.parse(text));
      this.#next = index.next;
      this.#records = index.records;
    } catch {
      this.#onFault('katalogens historikk er skadet og lagt til side: index.json.bad');
      await rename(file, `${file}.bad`);
    }
  }

  /** What masks of secrets are made with: of this folder, so that a mask outlives the process. */
  get key(): Buffer {
    return this.#key;
  }

  /** Versions that the file has had, oldest first. */
  written(): readonly VersionRecord[] {
    return this.#records.filter(({ draft }) => draft === null);
  }

  /** Versions that were about to be when the hub last wrote of them. */
  pending(): readonly VersionRecord[] {
    return this.#records.filter(({ draft }) => draft !== null);
  }

  byCommand(command: string): VersionRecord | undefined {
    return this.#records.findLast((record) => record.command === command);
  }

  /** Its text, or null when it is no longer kept. */
  async bytes(hash: string): Promise<Buffer | null> {
    try {
      const bytes = await readFile(this.#file(`texts/${hash}`));
      return versionOf(bytes) === hash ? bytes : null;
    } catch {
      return null;
    }
  }

  /** Writes down a version, text first. Durable when the promise resolves. */
  async add(bytes: Buffer, record: Omit<VersionRecord, 'seq' | 'hash'>): Promise<VersionRecord> {
    const hash = versionOf(bytes);
    const added = { ...record, seq: this.#next, hash };
    if ((await this.bytes(hash)) === null) await this.#write(`texts/${hash}`, bytes);
    await this.#save(this.#next + 1, [...this.#records, added]);
    await this.#trim();
    return added;
  }

  /** A draft took the file's place. */
  async settle(seq: number): Promise<void> {
    await this.#save(
      this.#next,
      this.#records.map((record) => (record.seq === seq ? { ...record, draft: null } : record)),
    );
  }

  /** A draft never took the file's place. */
  async forget(seq: number): Promise<void> {
    await this.#save(
      this.#next,
      this.#records.filter((record) => record.seq !== seq),
    );
  }

  async #save(next: number, records: readonly VersionRecord[]): Promise<void> {
    await this.#write('index.json', Buffer.from(`${JSON.stringify({ next, records })}\n`));
    this.#next = next;
    this.#records = records;
  }

  async #write(name: string, bytes: Buffer): Promise<void> {
    const file = this.#file(name);
    const draft = `${file}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(join(file, '..'));
  }

  /** Drops the oldest versions, and the texts that no version has. */
  async #trim(): Promise<void> {
    const names = await readdir(this.#file('texts'));
    const sizes = new Map<string, number>();
    for (const name of names) sizes.set(name, (await stat(this.#file(`texts/${name}`))).size);
    let kept = this.#records.slice(-MAX_VERSIONS);
    const bytesOf = (records: readonly VersionRecord[]): number =>
      [...new Set(records.map(({ hash }) => hash))].reduce((sum, hash) => sum + (sizes.get(hash) ?? 0), 0);
    while (kept.length > 1 && bytesOf(kept) > MAX_BYTES) kept = kept.slice(1);
    if (kept.length < this.#records.length) await this.#save(this.#next, kept);
    const wanted = new Set(this.#records.map(({ hash }) => hash));
    for (const name of names) if (!wanted.has(name)) await rm(this.#file(`texts/${name}`), { force: true });
  }

  async #openKey(): Promise<void> {
    try {
      const key = await readFile(this.#file('mask.key'));
      if (key.length === 32) {
        this.#key = key;
        return;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await this.#write('mask.key', this.#key);
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
