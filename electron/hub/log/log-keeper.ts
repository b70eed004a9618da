import type { HubConfig } from '../../../shared/contract/hub-config';
import type { LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import type { Faults } from '../faults';
import { archiveOld } from './archive-old';
import type { SqliteLog } from './sqlite-log';

const ALIVE_MS = 2_000;
const SNAPSHOT_CHECK_MS = 30_000;
const SNAPSHOT_EVERY_EVENTS = 2_000;
const ARCHIVE_CHECK_MS = 600_000;

export interface LogKeeperOptions {
  readonly log: SqliteLog;
  readonly clock: Clock;
  readonly config: HubConfig['log'];
  /** What is on disk: where the log stands, and state at that place. */
  readonly durable: {
    head(): Position;
    dump(): Promise<{ readonly patch: Required<Patch>; readonly position: Position }>;
  };
  readonly faults: Faults;
  readonly say: (level: 'info', message: string, detail?: Record<string, unknown>) => void;
}

/** What the log needs as time passes: marks of life, snapshots to start from, old events put into segments. */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  readonly #cancels: (() => void)[] = [];
  #writeMs: number | null = null;
  #snapshotAt = 0;
  #stopping = false;

  constructor(options: LogKeeperOptions) {
    this.#options = options;
  }

  /** How long the last mark of life took, ms: one small write with a sync of the disk. Null: none yet. */
  get writeMs(): number | null {
    return this.#writeMs;
  }

  /** Resolves after the first mark of life. */
  async start(): Promise<void> {
    this.#repeat(ALIVE_MS, () => this.markAlive());
    this.#repeat(SNAPSHOT_CHECK_MS, () => this.#keepSnapshot());
    this.#repeat(ARCHIVE_CHECK_MS, () => this.#archive());
    await this.markAlive();
    await this.#erase();
  }

  /** Hears what is on disk: what was erased goes out of the archived segments too. */
  heard(events: readonly LogEvent[]): void {
    if (events.some(({ body }) => body.type === 'log.erased')) void this.#erase();
  }

  stop(): void {
    this.#stopping = true;
    for (const cancel of this.#cancels) cancel();
  }

  /** Notes that the hub watches now. Never rejects. */
  async markAlive(): Promise<void> {
    const { clock, log } = this.#options;
    const from = clock.mono();
    await this.#try('alive', async () => {
      await log.markAlive(clock.now());
      this.#writeMs = clock.mono() - from;
    });
  }

  /** Keeps state as it is now, so that the next start need not replay it. Never rejects. */
  async saveSnapshot(): Promise<void> {
    await this.#try('snapshot', async () => {
      const { patch, position } = await this.#options.durable.dump();
      await this.#options.log.saveSnapshot({ position, reducer: REDUCER_VERSION, patch });
      this.#snapshotAt = position.seq;
    });
  }

  async #keepSnapshot(): Promise<void> {
    const { seq } = this.#options.durable.head();
    if (seq - this.#snapshotAt >= SNAPSHOT_EVERY_EVENTS) await this.saveSnapshot();
  }

  async #erase(): Promise<void> {
    await this.#try('erasures', async () => {
      const files = await this.#options.log.finishErasures();
      if (files > 0) this.#options.say('info', 'segments written without what was erased', { files });
    });
  }

  async #archive(): Promise<void> {
    const { log, config, clock, say } = this.#options;
    await this.#erase();
    await this.#try('segments', async () => {
      const events = await archiveOld(log, config, clock, () => this.#stopping);
      if (events > 0) say('info', 'events archived', { events });
    });
  }

  async #try(part: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.#options.faults.note(part, null);
    } catch (error) {
      this.#options.faults.note(part, String(error));
    }
  }

  #repeat(ms: number, run: () => Promise<void>): void {
    let cancel: () => void = () => {};
    const again = (): void => {
      cancel = this.#options.clock.after(ms, () => {
        void run().finally(() => {
          if (!this.#stopping) again();
        });
      });
    };
    again();
    this.#cancels.push(() => cancel());
  }
}
