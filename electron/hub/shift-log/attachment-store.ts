import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BLOB_PIECE_BYTES, type BlobAnswer, type BlobRequest } from '../../../shared/contract/blobs';
import type { AttachmentType } from '../../../shared/model/shift-log';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { judgeContent } from '../../attachments/judge-content';
import { syncToDisk } from '../backup/manifest';
import type { CommandSource } from '../commands';
import type { AttachmentRecords } from './attachment-records';

/** A command may come so long after its files; who has not come then is not coming, ms. */
const UNUSED_KEPT_MS = 31 * 24 * 3_600_000;
/** An upload that nobody went on with is dropped after this, ms. */
const PARTIAL_KEPT_MS = 24 * 3_600_000;
/** What may lie here that nothing names, bytes: a console that only uploads must not fill the disk. */
const MOST_UNUSED_BYTES = 512 * 1024 * 1024;
const MOST_PARTIALS = 64;

export interface AttachmentStoreOptions {
  readonly folder: string;
  readonly records: AttachmentRecords;
  readonly clock: Clock;
  /** Files that something besides entries names now, by hash: scenes of the wall. */
  readonly named: () => ReadonlySet<string>;
}

/** Where a data folder keeps attachments: `HASH` whole, in folders by its first two letters, `incoming/HASH` in part. */
export const attachmentsFolder = (dataFolder: string): string => join(dataFolder, 'attachments');

/**
 * Files that people attach, by the SHA-256 of their content. One comes in pieces, in order, and can be gone on with after
 * any break; it is taken when it is whole, and its content what its hash says and of a type that is taken.
 */
export class AttachmentStore {
  readonly #options: AttachmentStoreOptions;
  /** One after the other for each file: two consoles may bring the same. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: AttachmentStoreOptions) {
    this.#options = options;
  }

  /** A file that is here whole: what it is. Null: it is not, or it was erased. */
  find(hash: string): { readonly type: AttachmentType; readonly bytes: number } | null {
    const known = this.#options.records.find(hash);
    return known && known.erasedAt === null && existsSync(this.#pathOf(hash)) ? known : null;
  }

  /** Whether its content was here and was erased. */
  isErased(hash: string): boolean {
    return (this.#options.records.find(hash)?.erasedAt ?? null) !== null;
  }

  /** Answers a console. Refusals come as failures, in Bokmål; rejects where the disk fails. */
  answer(from: CommandSource, request: BlobRequest): Promise<Result<BlobAnswer<BlobRequest['do']>>> {
    switch (request.do) {
      case 'state':
        return this.#inTurn(request.hash, async () => success(await this.#state(request.hash)));
      case 'get':
        return this.#get(request);
      case 'put':
        if (!from.enrolled || from.kind !== 'desk') {
          return Promise.resolve(
            failure('enrol', 'Denne konsollen kan ikke legge ved filer: den er ikke innmeldt som pult.'),
          );
        }
        return this.#inTurn(request.hash, () => this.#put(request));
    }
  }

  /** Erases a file's content. Its hash stays, and is never taken again. */
  erase(hash: string): Promise<void> {
    return this.#inTurn(hash, async () => {
      this.#options.records.erased(hash, this.#options.clock.now());
      await rm(this.#pathOf(hash), { force: true });
      await rm(this.#partOf(hash), { force: true });
    });
  }

  /** Drops what nobody came back for. */
  async tidy(): Promise<void> {
    const { records, clock, folder } = this.#options;
    const named = this.#options.named();
    for (const hash of records.unusedBefore(clock.now() - UNUSED_KEPT_MS)) {
      if (named.has(hash)) continue;
      await this.#inTurn(hash, async () => {
        records.forget(hash);
        await rm(this.#pathOf(hash), { force: true });
      });
    }
    for (const name of await readdir(join(folder, 'incoming')).catch((): string[] => [])) {
      const path = join(folder, 'incoming', name);
      const found = await stat(path).catch(() => null);
      if (found && clock.now() - found.mtimeMs > PARTIAL_KEPT_MS) await rm(path, { force: true });
    }
  }

  async #state(hash: string): Promise<BlobAnswer<'state'>> {
    const whole = this.find(hash);
    return whole
      ? { has: whole.bytes, whole: true }
      : { has: await sizeOf(this.#partOf(hash)), whole: false };
  }

  async #put({ hash, size, at, bytes }: BlobRequest & { do: 'put' }): Promise<Result<BlobAnswer<'put'>>> {
    if (this.isErased(hash)) {
      return failure(
        'erased',
        'Dette vedlegget er slettet, og tas ikke imot igjen. Fjern det fra innførselen.',
      );
    }
    const state = await this.#state(hash);
    if (state.whole) return success(state);
    const part = this.#partOf(hash);
    if (state.has > size) await rm(part, { force: true });
    // The console goes on from where the hub is, whatever it thought.
    const has = state.has > size ? 0 : state.has;
    if (at !== has) return success({ has, whole: false });
    // All of it had come when the hub was killed, or when its disk did not take it.
    if (has === size) return this.#take(hash, part);
    if (bytes.length === 0 || bytes.length > BLOB_PIECE_BYTES || at + bytes.length > size) {
      return failure('malformed', 'Filen kom i biter som ikke passer. Legg den ved på nytt.');
    }
    if (at === 0) {
      const full = await this.#full();
      if (full) return full;
    }
    await mkdir(join(this.#options.folder, 'incoming'), { recursive: true, mode: 0o700 });
    const file = await open(part, 'a', 0o600);
    try {
      await file.appendFile(bytes);
      if (at + bytes.length === size) await file.sync();
    } finally {
      await file.close();
    }
    if (at + bytes.length < size) return success({ has: at + bytes.length, whole: false });
    return this.#take(hash, part);
  }

  /** It has come whole: it is kept if it is what it says. */
  async #take(hash: string, part: string): Promise<Result<BlobAnswer<'put'>>> {
    const bytes = await readFile(part);
    const other = createHash('sha256').update(bytes).digest('hex') !== hash;
    const judged = other
      ? failure('hash', 'Filen kom ikke hel fram. Legg den ved på nytt.')
      : await judgeContent(bytes);
    if (!judged.ok) {
      await rm(part, { force: true });
      return judged;
    }
    const path = this.#pathOf(hash);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await rename(part, path);
    await syncToDisk(join(path, '..'));
    const { records, clock } = this.#options;
    records.add({ hash, type: judged.value, bytes: bytes.length, at: clock.now() });
    return success({ has: bytes.length, whole: true });
  }

  async #full(): Promise<ReturnType<typeof failure> | null> {
    const { folder, records, named } = this.#options;
    const names = await readdir(join(folder, 'incoming')).catch((): string[] => []);
    return names.length >= MOST_PARTIALS || records.unusedBytes(named()) >= MOST_UNUSED_BYTES
      ? failure('full', 'Huben tar ikke imot flere filer akkurat nå. Prøv igjen om litt.')
      : null;
  }

  async #get({ hash, at }: BlobRequest & { do: 'get' }): Promise<Result<BlobAnswer<'get'>>> {
    const known = this.find(hash);
    if (!known) {
      const erased = this.isErased(hash);
      return erased
        ? success({ size: 0, bytes: Buffer.alloc(0), erased })
        : failure('unknown', 'Huben har ikke denne filen.');
    }
    const file = await open(this.#pathOf(hash), 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(BLOB_PIECE_BYTES), 0, BLOB_PIECE_BYTES, at);
      return success({ size: known.bytes, bytes: buffer.subarray(0, bytesRead), erased: false });
    } finally {
      await file.close();
    }
  }

  #pathOf(hash: string): string {
    return join(this.#options.folder, hash.slice(0, 2), hash);
  }

  #partOf(hash: string): string {
    return join(this.#options.folder, 'incoming', hash);
  }

  #inTurn<T>(hash: string, run: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(hash) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(run);
    this.#turns.set(hash, turn);
    const done = (): void => {
      if (this.#turns.get(hash) === turn) this.#turns.delete(hash);
    };
    turn.then(done, done);
    return turn;
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
}
