import { COMMAND_PAYLOADS } from '../../../shared/contract/commands';
import type { Answers, Args, OutboxEntry } from '../../../shared/contract/ipc';
import { ATTACHMENT_BYTES, type Attachment } from '../../../shared/model/shift-log';
import { pictureOf, picturesOfScene } from '../../../shared/rules/wall/pictures';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { attachmentName } from '../../attachments/attachment-name';
import { judgeContent } from '../../attachments/judge-content';
import { hashOf, OwnFiles } from './own-files';
import { type AskBlob, Uploads } from './uploads';

/** What a picture of the wall is called on its way to the hub, which knows it by its content alone. */
const PICTURE = 'bilde';
/** What is more than may be kept is looked for so often, ms. */
const TIDY_MS = 3_600_000;

export interface AttachmentsOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly ask: AskBlob;
  /** Commands that wait to be sent. */
  readonly pending: () => readonly OutboxEntry[];
  /** Something that waited for a file may go on. */
  readonly onSettled: () => void;
  /** The disk does not take them, and why; null: it does. */
  readonly onFault: (detail: string | null) => void;
}

/** What of a command stands in its way: nothing, a file that the hub lacks, or one that it refuses. */
export type Hold = 'go' | 'wait' | { readonly refused: string };

/** Pictures and files of this console: kept on its own disk first, brought to the hub before the command that names them. */
export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #files: OwnFiles;
  readonly #uploads: Uploads;
  readonly #fetching = new Map<string, Promise<Result<Answers['blob:read']>>>();
  /** Erased in this run: what was being fetched of it then is not kept, nor shown. */
  readonly #erased = new Set<string>();
  /** Named by a command in this run. */
  readonly #said = new Set<string>();
  #failing = false;
  #cancel: () => void = () => {};

  constructor(options: AttachmentsOptions) {
    this.#options = options;
    this.#files = new OwnFiles(options.folder, options.clock);
    this.#uploads = new Uploads({ files: this.#files, ask: options.ask, onSettled: options.onSettled });
    this.#tidyLater();
  }

  /** Keeps a file. Refused with the codes of `judgeContent`, or `disk`. */
  async add({ name, bytes }: Args<'blob:add'>): Promise<Result<Omit<Attachment, 'erased'>>> {
    const judged = await judgeContent(bytes);
    if (!judged.ok) return judged;
    try {
      const hash = await this.#files.add(bytes, true);
      this.#said.delete(hash);
      this.#note(null);
      return success({
        hash,
        name: attachmentName(name, judged.value),
        type: judged.value,
        bytes: bytes.length,
      });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#note(detail);
      return failure('disk', detail);
    }
  }

  /** A file's content: from this disk, else from the hub, and then kept here. */
  read(hash: string): Promise<Result<Answers['blob:read']>> {
    const already = this.#fetching.get(hash);
    if (already) return already;
    const reading = this.#read(hash).finally(() => this.#fetching.delete(hash));
    this.#fetching.set(hash, reading);
    return reading;
  }

  /** Whether a command may be sent now. */
  hold(entry: OutboxEntry): Hold {
    let hold: Hold = 'go';
    for (const { hash, name } of attachmentsOf(entry)) {
      if (!this.#said.has(hash)) {
        this.#said.add(hash);
        // Where that fails it goes after a day, and is fetched when somebody looks at it.
        void this.#files.said(hash).catch(() => {});
      }
      const state = this.#uploads.stateOf(hash, name);
      if (typeof state === 'object') return state;
      if (state === 'waiting') hold = 'wait';
    }
    return hold;
  }

  /** The hub is there, and in step. */
  live(): void {
    this.#uploads.live();
  }

  cut(): void {
    this.#uploads.cut();
  }

  /** Content that was erased is no longer here either. */
  async erased(hash: string): Promise<void> {
    this.#erased.add(hash);
    await this.#files.remove(hash).catch((error: unknown) => this.#note(String(error)));
  }

  stop(): void {
    this.#cancel();
  }

  async #read(hash: string): Promise<Result<Answers['blob:read']>> {
    const own = await this.#files.read(hash).catch(() => null);
    if (own) return success({ bytes: own, erased: false });
    const parts: Uint8Array[] = [];
    for (let at = 0; ; ) {
      const got = await this.#options.ask({ do: 'get', hash, at });
      if (!got.ok) return got.error.code === 'unknown' ? success({ bytes: null, erased: false }) : got;
      const { size, bytes, erased } = got.value;
      if (erased) return success({ bytes: null, erased });
      parts.push(bytes);
      at += bytes.length;
      if (at >= size) break;
      if (bytes.length === 0 || at > ATTACHMENT_BYTES)
        return failure('malformed', 'the hub answered nonsense');
    }
    const whole = Buffer.concat(parts);
    if (hashOf(whole) !== hash) return failure('malformed', 'the file is not what it should be');
    if (this.#erased.has(hash)) return success({ bytes: null, erased: true });
    // To be looked at while the hub is away; a disk that is full is no reason not to show it now.
    await this.#files.add(whole).catch((error: unknown) => this.#note(String(error)));
    return success({ bytes: whole, erased: false });
  }

  #note(detail: string | null): void {
    if (detail === null && !this.#failing) return;
    this.#failing = detail !== null;
    this.#options.onFault(detail);
  }

  #tidyLater(): void {
    this.#cancel = this.#options.clock.after(TIDY_MS, () => {
      const wanted = new Set(
        this.#options.pending().flatMap((entry) => attachmentsOf(entry).map(({ hash }) => hash)),
      );
      void this.#files.tidy(wanted).catch(() => {});
      this.#tidyLater();
    });
  }
}

function attachmentsOf(entry: OutboxEntry): readonly { readonly hash: string; readonly name: string }[] {
  const { kind, payload } = entry;
  if (kind === 'log.write') {
    const parsed = COMMAND_PAYLOADS[kind].safeParse(payload);
    return parsed.success ? parsed.data.attachments : [];
  }
  return picturesOf(entry).map((hash) => ({ hash, name: PICTURE }));
}

/** Pictures that a command puts on the wall, or into a scene. */
function picturesOf({ kind, payload }: OutboxEntry): readonly string[] {
  if (kind === 'scene.set') {
    const parsed = COMMAND_PAYLOADS[kind].safeParse(payload);
    return parsed.success ? picturesOfScene(parsed.data.scene) : [];
  }
  if (kind !== 'wall.send') return [];
  const parsed = COMMAND_PAYLOADS[kind].safeParse(payload);
  const picture = parsed.success ? pictureOf(parsed.data.panel) : null;
  return picture === null ? [] : [picture];
}
