import { BLOB_PIECE_BYTES, type BlobAnswer, type BlobRequest } from '../../../shared/contract/blobs';
import type { Result } from '../../../shared/util/result';
import type { OwnFiles } from './own-files';

/** Asks the hub something about a file. Fails with `offline` and `timeout` where it is not there. */
export type AskBlob = <R extends BlobRequest>(request: R) => Promise<Result<BlobAnswer<R['do']>>>;

/** Failures of the way, not of the file: it is tried again. */
const LATER: ReadonlySet<string> = new Set(['offline', 'timeout', 'hub', 'full']);

/** Whether the hub has a file: not yet, all of it (or as much as this console can do about it), or it refuses it. */
export type Upload = 'waiting' | 'done' | { readonly refused: string };

export interface UploadsOptions {
  readonly files: Pick<OwnFiles, 'read' | 'remove'>;
  readonly ask: AskBlob;
  /** One is done or refused. */
  readonly onSettled: () => void;
}

/**
 * Brings files to the hub, one after the other, in pieces; gone on with where the hub is after any break. What the hub knows
 * is asked of it anew on every connection.
 */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #wanted = new Map<string, { readonly name: string; state: Upload }>();
  #running = false;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** A command waits for this file. Returns how it stands; what is new begins with the next `live`. */
  stateOf(hash: string, name: string): Upload {
    const known = this.#wanted.get(hash);
    if (known) return known.state;
    this.#wanted.set(hash, { name, state: 'waiting' });
    this.live();
    return 'waiting';
  }

  /** The hub is there: what waits goes on. */
  live(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
    });
  }

  /** The hub is gone: another may come, which has none of it. */
  cut(): void {
    this.#wanted.clear();
  }

  async #run(): Promise<void> {
    for (;;) {
      const next = [...this.#wanted].find(([, { state }]) => state === 'waiting');
      if (!next) return;
      const [hash, wanted] = next;
      const state = await this.#bring(hash, wanted.name);
      // Tried again when the hub is heard of next.
      if (state === 'waiting') return;
      wanted.state = state;
      if (this.#wanted.get(hash) === wanted) this.#options.onSettled();
    }
  }

  async #bring(hash: string, name: string): Promise<Upload> {
    const { files, ask } = this.#options;
    const found = await ask({ do: 'state', hash });
    if (!found.ok) return afterFailure(found.error);
    if (found.value.whole) return 'done';
    // Where it is not here (any more), the hub says what is missing to whoever named it.
    const bytes = await files.read(hash).catch(() => null);
    if (bytes === null) return 'done';
    let { has } = found.value;
    // More than twice as many pieces as there are: it leads nowhere, and is tried again later.
    let left = 4 + (2 * bytes.length) / BLOB_PIECE_BYTES;
    for (let begunAnew = false; left > 0; left -= 1) {
      const piece = bytes.subarray(has, has + BLOB_PIECE_BYTES);
      const put = await ask({ do: 'put', hash, name, size: bytes.length, at: has, bytes: piece });
      if (put.ok) {
        if (put.value.whole) return 'done';
        has = put.value.has;
      } else if (put.error.code === 'hash' && !begunAnew) {
        // What the hub had of it before was not this: a power cut there, most likely.
        begunAnew = true;
        has = 0;
      } else {
        // It is to be nowhere any more, so not here either.
        if (put.error.code === 'erased') await files.remove(hash).catch(() => {});
        return afterFailure(put.error);
      }
    }
    return 'waiting';
  }
}

function afterFailure({ code, message }: { readonly code: string; readonly message: string }): Upload {
  return LATER.has(code) ? 'waiting' : { refused: message };
}
