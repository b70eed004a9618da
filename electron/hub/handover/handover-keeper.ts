import { join } from 'node:path';
import type { LogEvent } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import type { HandoverCommandKind } from '../../../shared/rules/handover/decision';
import { dueHandovers } from '../../../shared/rules/handover/due-handovers';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers } from '../commands';
import type { Documents } from '../documents/documents';
import type { Log } from '../log/log';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import type { SampleStore } from '../store/sample-store';
import { handoverCommands } from './handover-commands';
import { HandoverDrafter } from './handover-drafter';
import { HANDOVERS_FILE } from './handover-file';
import { HandoverRecord } from './handover-record';

/** What acts change of what falls due is worked out this long after the first of them, ms. */
const TOGETHER_MS = 200;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** How often what falls due may bring what falls due: one is about nothing any more, and the next begins. */
const MAX_ROUNDS = 4;

export interface HandoverKeeperOptions {
  /** The hub's data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  readonly eventLog: Pick<Log, 'head' | 'history'>;
  readonly samples: Pick<SampleStore, 'chart'>;
  readonly documents: Pick<Documents, 'read' | 'change' | 'onWritten'>;
  /** Brings the alarms in step with what was measured up to now. */
  readonly gatherAlarms: () => void;
  /** Handovers cannot be kept, and why; null: they can again. */
  readonly onFault: (reason: string | null) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Keeps handovers and what is carried on: begins them by the plan, keeps their people and their draft current, says when one
 * is late, and writes down what people do, as the shared rules decide. It never changes who has the watch by itself.
 */
export class HandoverKeeper {
  /** Of routines too: they are decided by the same rules, and kept by `../routines`. */
  readonly handlers: Pick<CommandHandlers, HandoverCommandKind>;
  readonly record: HandoverRecord;
  readonly #options: HandoverKeeperOptions;
  readonly #drafter: HandoverDrafter;
  readonly #timer: WallTimer;
  #soon: (() => void) | null = null;
  #running = false;
  readonly #faults = new Map<string, string>();

  constructor(options: HandoverKeeperOptions) {
    this.#options = options;
    const { clock, state, folder, log, eventLog, gatherAlarms } = options;
    this.record = new HandoverRecord({
      file: join(folder, HANDOVERS_FILE),
      clock,
      state,
      log,
      onFault: (reason) => this.#fault('record', reason),
    });
    this.#drafter = new HandoverDrafter({
      ...options,
      log: eventLog,
      record: this.record,
      onFault: (reason) => this.#fault('draft', reason),
    });
    this.handlers = handoverCommands({
      clock,
      state,
      gather: gatherAlarms,
      keepText: (hash, text) => this.record.keepText(hash, text),
    });
    const look = (): void => this.#look();
    this.#timer = new WallTimer(clock, { due: look, steppedBack: look });
  }

  /** The catalogue has been read, and documents can be. */
  start(): void {
    this.#running = true;
    this.record.start();
    this.#drafter.start();
    this.#timer.start();
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#drafter.stop();
    this.#soon?.();
    this.#soon = null;
  }

  /** Nothing is asked of it any more. */
  close(): void {
    this.record.stop();
  }

  /** Hears what was applied, before it is on disk. */
  applied(event: LogEvent, patch: Patch): void {
    if (!this.#running) return;
    this.record.applied(event, patch);
    if (!patch.watch && !patch.catalogue) return;
    this.#soon ??= this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    if (!this.#running) return;
    this.record.heard(events);
    this.#drafter.heard(events);
  }

  #look(): void {
    if (!this.#running) return;
    const { state, clock, pipeline } = this.#options;
    let nextAt: number | null = clock.now() + AGAIN_MS;
    try {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const due = dueHandovers(state, clock.now());
        if (due.events.length === 0) {
          nextAt = due.nextAt;
          break;
        }
        for (const event of due.events) if (pipeline.submit(() => event) === null) return;
      }
      this.#fault('due', null);
    } catch (error) {
      this.#fault('due', String(error));
    }
    this.#timer.arm(nextAt);
  }

  #fault(what: string, reason: string | null): void {
    if (reason === null) this.#faults.delete(what);
    else this.#faults.set(what, reason);
    const [first] = this.#faults.values();
    this.#options.onFault(first ?? null);
  }
}
