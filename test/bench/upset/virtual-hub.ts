import { AlarmKeeper } from '../../../electron/hub/alarms/alarm-keeper';
import { scheduledChecks } from '../../../electron/hub/checks/scheduled-checks';
import { CheckScheduler } from '../../../electron/hub/checks/scheduler';
import { openMemoryLog } from '../../../electron/hub/log/memory-log';
import { Observer } from '../../../electron/hub/observer';
import { Pipeline } from '../../../electron/hub/pipeline/pipeline';
import { openSampleStore, type SampleStore } from '../../../electron/hub/store/sample-store';
import type { Alarm, Priority } from '../../../shared/model/alarms';
import type { LogEvent } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { Projection } from '../../../shared/rules/projection';
import { readCheck } from '../../../shared/rules/reduce';
import type { Region } from './region';
import { seeded, VirtualClock } from './virtual-clock';
import { VirtualEstate } from './virtual-estate';

/** The hub's usual number of places for checks. */
const CONCURRENCY = 64;
/** How often the hub says that it is well itself, ms. */
const SELF_MS = 10_000;

/** An alarm that asked for somebody. */
export interface Asked {
  readonly node: string;
  readonly alarm: string;
  readonly at: number;
  readonly priority: Priority;
}

/**
 * A hub that watches the estate in virtual time: scheduler, observer, pipeline and keeper of alarms are the real ones,
 * the log is in memory, and nobody is at a desk.
 */
export class VirtualHub {
  readonly clock: VirtualClock;
  readonly state: Projection;
  readonly estate: VirtualEstate;
  readonly asked: Asked[] = [];
  readonly faults: string[] = [];
  readonly #scheduler: CheckScheduler;
  readonly #keeper: AlarmKeeper;
  readonly #samples: SampleStore;
  #stopped = false;

  private constructor(parts: {
    readonly clock: VirtualClock;
    readonly state: Projection;
    readonly pipeline: Pipeline;
    readonly samples: SampleStore;
    readonly region: Region;
    readonly random: () => number;
    readonly keeper: { it: AlarmKeeper | null };
  }) {
    const { clock, state, pipeline, region, random } = parts;
    this.clock = clock;
    this.state = state;
    this.#samples = parts.samples;
    const observer = new Observer(state, pipeline, parts.samples);
    pipeline.submit(() => ({
      type: 'catalogue.changed',
      name: 'Demonstrasjonsregionen',
      demo: true,
      put: [...region.entities],
      drop: [],
    }));
    this.estate = new VirtualEstate({ clock, graph: state.graph, targets: region.targets, random });
    this.#scheduler = new CheckScheduler({
      clock,
      run: this.estate.run,
      observe: (seen) => observer.observe(seen),
      overdue: (check, lastObservedAt) => observer.overdue(check, lastObservedAt),
      isSoft: (check) => observer.isSoft(check),
      concurrency: CONCURRENCY,
      random,
      log: (_level, message, detail) => this.faults.push(`${message} ${JSON.stringify(detail)}`),
    });
    this.#scheduler.setChecks(scheduledChecks(state.graph, region.targets));
    this.#keeper = new AlarmKeeper({
      clock,
      pipeline,
      state,
      recheck: (checks, withinMs) => this.#scheduler.recheck(checks, withinMs),
      seenAt: (check) => this.#scheduler.lastObservedAt(check),
      onFault: (reason) => this.faults.push(reason ?? 'over'),
    });
    parts.keeper.it = this.#keeper;
  }

  /** Starts one on the region, and lets `calmMs` pass in which nothing is wrong. `folder`: for its samples. */
  static async start(region: Region, folder: string, seed: number, calmMs: number): Promise<VirtualHub> {
    const clock = new VirtualClock();
    const keeper: { it: AlarmKeeper | null } = { it: null };
    const state = new Projection();
    const heard: { it: (event: LogEvent, patch: Patch) => void } = { it: () => {} };
    const pipeline = new Pipeline({
      log: await openMemoryLog({ clock }),
      projection: state,
      clock,
      onApplied: (event, patch) => {
        heard.it(event, patch);
        keeper.it?.applied(event, patch);
      },
      onGather: () => keeper.it?.gather(),
      onDurable: () => {},
      onFault: (reason) => void hub.faults.push(reason ?? 'over'),
      onTellFault: (reason) => void hub.faults.push(reason),
      onFenced: (reason) => void hub.faults.push(reason),
    });
    const samples = openSampleStore({ file: `${folder}/samples-${seed}.db`, clock, onFault: () => {} });
    const hub = new VirtualHub({ clock, state, pipeline, samples, region, random: seeded(seed), keeper });
    heard.it = (event, patch) => hub.#hear(event, patch);
    hub.#keeper.start();
    hub.#scheduler.start();
    hub.#beat();
    await clock.pass(calmMs);
    return hub;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#keeper.stop();
    const stopping = this.#scheduler.stop();
    await this.clock.pass(5_000);
    await stopping;
    this.#samples.close();
  }

  /** Alarms, those of the calm past left out. */
  alarms(): readonly Alarm[] {
    return [...this.state.alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' && entity.value.condition !== 'normal' ? [entity.value] : [],
    );
  }

  /** Checks whose failure is confirmed. */
  failing(): number {
    let count = 0;
    for (const { id, node } of this.state.graph.checks.values()) {
      const result = node === null ? null : readCheck(this.state.status, id)?.confirmed;
      if (result === 'critical' || result === 'warning') count += 1;
    }
    return count;
  }

  #hear({ at }: LogEvent, patch: Patch): void {
    for (const [, entity] of patch.alarms?.put ?? []) {
      if (entity.kind !== 'alarm' || entity.value.annunciatedAt !== at) continue;
      const { node, id, priority } = entity.value;
      const again = this.asked.some((one) => one.alarm === id && one.at === at);
      if (!again) this.asked.push({ node, alarm: id, at, priority });
    }
  }

  #beat(): void {
    if (this.#stopped) return;
    for (const check of this.state.graph.checks.values()) {
      if (check.kind === 'self')
        this.#scheduler.pushed(check.id, { result: 'ok', output: 'frisk', ms: null });
    }
    this.clock.after(SELF_MS, () => this.#beat());
  }
}
