import { join } from 'node:path';
import type { Verdict } from '../../../../../electron/hub/commands';
import { Documents } from '../../../../../electron/hub/documents/documents';
import { HandoverKeeper } from '../../../../../electron/hub/handover/handover-keeper';
import { type MemoryDisk, memoryDisk, openMemoryLog } from '../../../../../electron/hub/log/memory-log';
import { Pipeline } from '../../../../../electron/hub/pipeline/pipeline';
import { type Command, PROTOCOL } from '../../../../../shared/contract/wire';
import type { EventBody } from '../../../../../shared/model/events';
import type { Handover } from '../../../../../shared/model/handover';
import type { HandoverCommandKind } from '../../../../../shared/rules/handover/decision';
import type { HandoverDocument } from '../../../../../shared/rules/handover/document';
import { handoverOf } from '../../../../../shared/rules/handover/read-handovers';
import { Projection } from '../../../../../shared/rules/projection';
import type { ManualClock } from '../../../../../shared/time/clock';
import { HandoverBench, THE_NIGHT } from '../../../../fixtures/handover-bench';

/** A hub's keeper of handovers with its own files, over a log in memory; `restart` is another hub on the same disk. */
export class HandoverRoom {
  readonly clock: ManualClock;
  readonly faults: (string | null)[] = [];
  readonly #folder: string;
  readonly #disk: MemoryDisk = memoryDisk();
  readonly #begin: readonly EventBody[];
  #commands = 0;
  state = new Projection();
  documents!: Documents;
  keeper!: HandoverKeeper;
  pipeline!: Pipeline;

  constructor(folder: string) {
    this.#folder = folder;
    const bench = new HandoverBench();
    bench.onDuty('eva');
    this.clock = bench.clock;
    this.#begin = bench.events.map(({ body }) => body);
  }

  async open(): Promise<this> {
    const { clock } = this;
    const log = await openMemoryLog({ clock, disk: this.#disk });
    this.state = new Projection();
    for (const event of await log.read(0, 100_000)) this.state.apply(event);
    const fail = (reason: string | null): void => {
      if (reason !== null) throw new Error(reason);
    };
    this.pipeline = new Pipeline({
      log,
      projection: this.state,
      clock,
      onApplied: (event, patch) => this.keeper.applied(event, patch),
      onDurable: (events) => this.keeper.heard(events),
      onFault: fail,
      onTellFault: fail,
      onFenced: fail,
    });
    this.documents = new Documents({
      file: join(this.#folder, 'documents.db'),
      clock,
      state: this.state,
      mayWrite: () => null,
      onFault: fail,
      log: () => {},
    });
    this.documents.start();
    this.keeper = new HandoverKeeper({
      folder: this.#folder,
      clock,
      pipeline: this.pipeline,
      state: this.state,
      eventLog: log,
      samples: { chart: async () => ({ at: [], stepMs: 1, series: [], more: 0 }) },
      documents: this.documents,
      gatherAlarms: () => {},
      onFault: (reason) => {
        this.faults.push(reason);
      },
      log: () => {},
    });
    if (log.head().position.seq === 0) for (const body of this.#begin) this.say(body);
    this.keeper.start();
    await this.settle();
    return this;
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async close(): Promise<void> {
    this.keeper.stop();
    await this.pipeline.stop();
    this.keeper.close();
    this.documents.stop();
  }

  say(body: EventBody): void {
    this.pipeline.submit(() => body);
  }

  /** Lets a time pass, and all that it brings: in steps, because what is read and written takes turns of its own. */
  async pass(ms: number): Promise<void> {
    const step = Math.max(1_000, ms / 200);
    for (let left = ms; left > 0; left -= step) {
      this.clock.advance(Math.min(step, left));
      await this.settle();
    }
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Does what a person asks; why not, null: done. */
  async act(kind: HandoverCommandKind, payload: unknown, actor: string, subject = `handover/${THE_NIGHT}`) {
    this.#commands += 1;
    const now = this.clock.now();
    const id = `command-${this.#commands}`;
    const command = {
      id,
      kind,
      subject,
      payload,
      actor,
      session: 's',
      proof: '',
      actedAt: now,
      expiresAt: now + 1,
    };
    const from = {
      console: 'pult-1',
      kind: 'desk',
      enrolled: true,
      loopback: true,
      protocol: PROTOCOL,
    } as const;
    const verdict = (await this.keeper.handlers[kind](command as Command, payload as never, from)) as Verdict;
    for (const body of verdict.events ?? []) this.say(body);
    await this.settle();
    return verdict.outcome === 'refused' ? verdict.reason : null;
  }

  get handover(): Handover {
    const one = handoverOf(this.state.watch, THE_NIGHT);
    if (!one) throw new Error('no handover');
    return one;
  }

  get document(): HandoverDocument {
    const read = this.documents.read(THE_NIGHT);
    if (!read) throw new Error('no document');
    return read;
  }
}
