import { join } from 'node:path';
import type { BlobAnswer, BlobRequest } from '../../../shared/contract/blobs';
import type { QuestionOf, ShiftLogAnswer } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import { SHIFT_LOG_SUBJECT } from '../../../shared/model/shift-log';
import type { Projection } from '../../../shared/rules/projection';
import { picturesOnWall } from '../../../shared/rules/wall/pictures';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import type { LogPlace } from '../../sqlite/event-search';
import type { CommandHandlers, CommandSource } from '../commands';
import type { Log } from '../log/log';
import { type AttachmentRecords, openRecords } from './attachment-records';
import { AttachmentStore, attachmentsFolder } from './attachment-store';
import { entryNow, readEntries } from './entries';
import { type ShiftLogCommandKind, shiftLogCommands } from './shift-log-commands';

/** What nobody came back for is looked for so often, ms. */
const TIDY_MS = 6 * 3_600_000;
/** Events that are read at once after a start. */
const PAGE = 200;

export interface ShiftLogKeeperOptions {
  /** The hub's data folder. */
  readonly folder: string;
  readonly log: Pick<Log, 'head' | 'history'>;
  readonly clock: Clock;
  readonly state: Projection;
  /** Attachments cannot be kept, and why; null: they can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * The shift log's keeper: entries, their corrections and erasures, and the files that people attach. Which entries name a
 * file, and which files are erased, follows from the log: what happened while it did not listen it reads at the start.
 */
export class ShiftLogKeeper {
  readonly handlers: Pick<CommandHandlers, ShiftLogCommandKind>;
  readonly #options: ShiftLogKeeperOptions;
  readonly #records: AttachmentRecords;
  readonly #store: AttachmentStore;
  #given = 0;
  /** All that the log says is known: from now on what is heard follows on it. False again where some of it was not done. */
  #caughtUp = false;
  /** What was heard is done one after the other: the place that is noted is never past something that is not. */
  #hearing: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(options: ShiftLogKeeperOptions) {
    const { folder, clock, log, state } = options;
    this.#options = options;
    this.#records = openRecords(
      recordsFile(folder),
      () => clock.now(),
      (aside) =>
        options.onFault(
          `what is known of attachments was damaged and moved to ${aside}; it is read from the log anew`,
        ),
    );
    this.#store = new AttachmentStore({
      folder: attachmentsFolder(folder),
      records: this.#records,
      clock,
      named: () => picturesOnWall(state.wall),
    });
    this.handlers = shiftLogCommands({
      state,
      clock,
      attachments: this.#store,
      entry: (id) => entryNow(log, id),
      nextNumber: () => {
        this.#given = Math.max(state.room?.entryCount ?? 0, this.#given) + 1;
        return this.#given;
      },
      entriesWith: (hash) => this.#records.entriesWith(hash),
    });
  }

  /** Resolves when it knows what the log says. Never rejects. */
  async start(): Promise<void> {
    await this.#attempt(async () => {
      await this.#catchUp();
      await this.#store.tidy();
    });
    this.#tidyLater();
  }

  /** Nothing of it is used any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
    this.#records.close();
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    const about = events.filter(({ body }) => body.type === 'log.written' || body.type === 'log.erased');
    if (about.length === 0 || this.#stopped) return;
    void this.#attempt(async () => this.#records.hear(about, null));
    this.#hearing = this.#hearing.then(async () => {
      const done = await this.#attempt(() =>
        this.#hear(about, this.#caughtUp ? (about.at(-1) ?? null) : null),
      );
      this.#caughtUp &&= done;
    });
  }

  /** Answers `shift-log`. */
  answer({ before, since, limit }: QuestionOf<'shift-log'>): Promise<ShiftLogAnswer> {
    return readEntries(this.#options.log, { before, since, limit });
  }

  /** Answers a console about attachments. Refusals come as failures; rejects where the disk fails. */
  blob(from: CommandSource, request: BlobRequest): Promise<Result<BlobAnswer<BlobRequest['do']>>> {
    return this.#store.answer(from, request);
  }

  async #hear(events: readonly LogEvent[], last: LogEvent | null): Promise<void> {
    for (const { body } of events) {
      if (body.type === 'log.erased' && isHash(body.part)) await this.#store.erase(body.part);
    }
    // Last: what a crash interrupts is heard again.
    if (!this.#stopped) this.#records.hear(events, last);
  }

  /** Reads what was said since it last listened, newest first. */
  async #catchUp(): Promise<void> {
    const { log } = this.#options;
    const { origin } = log.head().position;
    const known = this.#records.heardTo(origin);
    let newest: LogEvent | null = null;
    for (let before: LogPlace | null = null; ; ) {
      const page: readonly LogEvent[] = await log.history([SHIFT_LOG_SUBJECT], before, PAGE);
      const fresh = page.filter((event) => known === null || isAfter(event, known));
      newest ??= fresh[0] ?? null;
      await this.#hear(fresh, null);
      const last = page.at(-1);
      if (!last || fresh.length < page.length) break;
      before = { epoch: last.epoch, seq: last.seq };
    }
    if (newest) await this.#hear([], newest);
    this.#caughtUp = true;
  }

  #tidyLater(): void {
    if (this.#stopped) return;
    this.#cancel = this.#options.clock.after(TIDY_MS, () => {
      void this.#attempt(async () => {
        if (!this.#caughtUp) await this.#catchUp();
        await this.#store.tidy();
      }).finally(() => this.#tidyLater());
    });
  }

  /** Returns whether it was done. */
  async #attempt(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      if (this.#caughtUp) this.#options.onFault(null);
      return true;
    } catch (error) {
      if (!this.#stopped) this.#options.onFault(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}

/** Where a data folder keeps what it knows of its attachments. */
export const recordsFile = (dataFolder: string): string => join(dataFolder, 'attachments.db');

function isHash(part: string): boolean {
  return /^[0-9a-f]{64}$/.test(part);
}

function isAfter(event: LogEvent, place: LogPlace): boolean {
  return event.epoch > place.epoch || (event.epoch === place.epoch && event.seq > place.seq);
}
