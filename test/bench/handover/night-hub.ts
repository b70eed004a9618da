import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AlarmKeeper } from '../../../electron/hub/alarms/alarm-keeper';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CheckRunner } from '../../../electron/hub/checks/check-run';
import { scheduledChecks } from '../../../electron/hub/checks/scheduled-checks';
import { CheckScheduler } from '../../../electron/hub/checks/scheduler';
import { CommandDesk, type CommandHandlers } from '../../../electron/hub/commands';
import { Documents } from '../../../electron/hub/documents/documents';
import { HandoverKeeper } from '../../../electron/hub/handover/handover-keeper';
import { IncidentKeeper } from '../../../electron/hub/incidents/incident-keeper';
import type { Log } from '../../../electron/hub/log/log';
import { memoryDisk, openMemoryLog } from '../../../electron/hub/log/memory-log';
import { restoreProjection } from '../../../electron/hub/log/restore-projection';
import { HoursKeeper } from '../../../electron/hub/maintenance/hours-keeper';
import { MaintenanceKeeper } from '../../../electron/hub/maintenance/maintenance-keeper';
import type { Attempt } from '../../../electron/hub/messages/letter';
import { MessageKeeper } from '../../../electron/hub/messages/message-keeper';
import { NotifyKeeper } from '../../../electron/hub/notify/notify-keeper';
import { Observer } from '../../../electron/hub/observer';
import { Pipeline } from '../../../electron/hub/pipeline/pipeline';
import { RoutineKeeper } from '../../../electron/hub/routines/routine-keeper';
import { ShiftLogKeeper } from '../../../electron/hub/shift-log/shift-log-keeper';
import { openSampleStore, type SampleStore } from '../../../electron/hub/store/sample-store';
import { RosterKeeper } from '../../../electron/hub/watch/roster-keeper';
import type { CommandKind, CommandPayload } from '../../../shared/contract/commands';
import { type Command, PROTOCOL } from '../../../shared/contract/wire';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import type { Metric } from '../../../shared/rules/decide';
import { buildGraph, type Graph } from '../../../shared/rules/graph';
import type { Projection } from '../../../shared/rules/projection';
import type { Region } from '../upset/region';
import { seeded, VirtualClock } from '../upset/virtual-clock';
import { VirtualEstate } from '../upset/virtual-estate';

const CONCURRENCY = 64;
const SELF_MS = 10_000;
const HOUR = 3_600_000;
/** A message is taken by its channel after this, ms. */
const POST_MS = 2_000;

export interface NightHubOptions {
  readonly region: Region;
  /** Samples, attachments, documents and texts lie here. */
  readonly folder: string;
  readonly seed: number;
  /** ms UTC. */
  readonly from: number;
  /** Planned work of the file that this hub knows of. */
  readonly maintenance: readonly MaintenanceWindow[];
  /** What a machine says of itself besides, by the check's node; per cent by what fills up. */
  readonly usage: (node: string, at: number) => readonly Metric[];
}

/** The parts of one life of the hub: they end with its process. */
interface Life {
  readonly log: Log;
  readonly state: Projection;
  readonly pipeline: Pipeline;
  readonly samples: SampleStore;
  readonly scheduler: CheckScheduler;
  readonly commands: CommandDesk;
  readonly documents: Documents;
  readonly handovers: HandoverKeeper;
  readonly stop: () => Promise<void>;
}

/**
 * A whole hub in virtual time, but for its sockets: scheduler, observer, pipeline, log and every keeper that a handover is
 * drawn from are the real ones, and it can be stopped and started again on what its disk holds. What stands outside
 * (services, the ways out of the room) is the estate's.
 */
export class NightHub {
  readonly clock: VirtualClock;
  readonly estate: VirtualEstate;
  readonly faults: string[] = [];
  readonly #options: NightHubOptions;
  readonly #graph: Graph;
  readonly #disk = memoryDisk('night');
  readonly #checks = new Map<CheckTarget, { readonly node: string; readonly slowMs: number }>();
  readonly #random: () => number;
  #life: Life | null = null;
  #commands = 0;

  private constructor(options: NightHubOptions) {
    this.#options = options;
    this.clock = new VirtualClock(options.from);
    this.#random = seeded(options.seed);
    const { region } = options;
    this.#graph = buildGraph(region.entities).graph;
    for (const [id, target] of region.targets) {
      const check = this.#graph.checks.get(id);
      if (check?.node == null) continue;
      const expectedMs = this.#graph.nodes.get(check.node)?.service.expectedMs ?? 0;
      this.#checks.set(target, { node: check.node, slowMs: Math.max(check.warnMs ?? 1_000, expectedMs) });
    }
    this.estate = new VirtualEstate({
      clock: this.clock,
      graph: this.#graph,
      targets: region.targets,
      random: this.#random,
    });
  }

  static async start(options: NightHubOptions): Promise<NightHub> {
    const hub = new NightHub(options);
    hub.#life = await hub.#begin(null);
    hub.#beat();
    return hub;
  }

  get state(): Projection {
    return this.#present().state;
  }

  get log(): Log {
    return this.#present().log;
  }

  get samples(): SampleStore {
    return this.#present().samples;
  }

  get documents(): Documents {
    return this.#present().documents;
  }

  async stop(): Promise<void> {
    await this.#present().stop();
    this.#life = null;
  }

  /** The hub ends, nobody watches for so long, and another one starts on the same disk. */
  async restart(downMs: number): Promise<void> {
    const blindFrom = this.clock.now();
    await this.stop();
    await this.clock.pass(downMs);
    this.#life = await this.#begin(blindFrom);
  }

  /** Until this time, ms UTC. */
  async passTo(at: number): Promise<void> {
    const left = at - this.clock.now();
    if (left > 0) await this.clock.pass(left);
  }

  say(body: EventBody): void {
    this.#present().pipeline.submit(() => body);
  }

  /** Does what somebody asks at a desk. A refusal is a fault of the script. */
  async give<K extends CommandKind>(
    kind: K,
    subject: string,
    payload: CommandPayload<K>,
    actor: string,
  ): Promise<void> {
    this.#commands += 1;
    const now = this.clock.now();
    const command = {
      id: `command-${this.#options.seed}-${this.#commands}`,
      kind,
      subject,
      payload,
      actor,
      session: 's',
      proof: '',
      actedAt: now,
      expiresAt: now + HOUR,
    } as Command;
    const from = {
      console: 'pult-1',
      kind: 'desk',
      enrolled: true,
      loopback: true,
      protocol: PROTOCOL,
    } as const;
    const settled = this.#present().commands.settle(command, from);
    // A letter goes after its record is on disk; all that is under way needs a little time.
    await this.clock.pass(50);
    const outcome = await settled;
    if (outcome.outcome !== 'done')
      throw new Error(`${kind} ${subject}: ${outcome.reason ?? outcome.outcome}`);
  }

  #present(): Life {
    if (!this.#life) throw new Error('the hub does not run');
    return this.#life;
  }

  async #begin(blindFrom: number | null): Promise<Life> {
    const { region, folder, seed, maintenance: windows } = this.#options;
    const { clock } = this;
    const log = await openMemoryLog({ clock, disk: this.#disk });
    const state = await restoreProjection(log);
    const noted = (what: string) => (reason: string | null) => {
      if (reason !== null) this.faults.push(`${what}: ${reason}`);
    };
    const heard: ((events: readonly LogEvent[]) => void)[] = [];
    const keepers: { alarms?: AlarmKeeper; incidents?: IncidentKeeper; more: RoutineKeeper[] } = { more: [] };
    let handovers: HandoverKeeper | null = null;
    const pipeline = new Pipeline({
      log,
      projection: state,
      clock,
      onApplied: (event, patch) => {
        keepers.alarms?.applied(event, patch);
        keepers.incidents?.applied(event, patch);
        for (const keeper of keepers.more) keeper.applied(event, patch);
        handovers?.applied(event, patch);
      },
      onGather: () => {
        keepers.alarms?.gather();
        keepers.incidents?.gather();
      },
      onDurable: (events) => {
        for (const hear of heard) hear(events);
      },
      onFault: noted('log'),
      onTellFault: noted('telling'),
      onFenced: noted('fenced'),
    });
    const samples = openSampleStore({
      file: join(folder, `samples-${seed}.db`),
      clock,
      onFault: noted('samples'),
    });
    const observer = new Observer(state, pipeline, samples);
    const say = (
      level: 'info' | 'warn' | 'error',
      message: string,
      detail?: Record<string, unknown>,
    ): void => {
      if (level !== 'info') this.faults.push(`${message} ${JSON.stringify(detail ?? {})}`);
    };
    const scheduler = new CheckScheduler({
      clock,
      run: this.#run,
      observe: (seen) => observer.observe(seen),
      overdue: (check, lastObservedAt) => observer.overdue(check, lastObservedAt),
      isSoft: (check) => observer.isSoft(check),
      concurrency: CONCURRENCY,
      random: this.#random,
      log: say,
    });
    const keeping = { clock, pipeline, state, log: say };
    const alarms = new AlarmKeeper({
      ...keeping,
      recheck: (checks, withinMs) => scheduler.recheck(checks, withinMs),
      seenAt: (check) => scheduler.lastObservedAt(check),
      onFault: noted('alarms'),
    });
    const incidents = new IncidentKeeper({
      ...keeping,
      gatherAlarms: () => alarms.gather(),
      rootsOf: (node) => alarms.causes.explained(node)?.roots ?? [],
      onFault: noted('incidents'),
    });
    const channels = {
      leads: () => true,
      email: () => null,
      writePages: () => {},
      deliver: () =>
        new Promise<Attempt>((resolve) => {
          clock.after(POST_MS, () => resolve({ outcome: 'sent', detail: null }));
        }),
    };
    const messages = new MessageKeeper({ ...keeping, channels });
    const notify = new NotifyKeeper({ ...keeping, channels });
    const roster = new RosterKeeper(keeping);
    const routines = new RoutineKeeper({ ...keeping, onFault: noted('routines') });
    const data = join(folder, `data-${seed}`);
    const shiftLog = new ShiftLogKeeper({ folder: data, log, clock, state, onFault: noted('shift log') });
    const maintenance = new MaintenanceKeeper({ ...keeping, onRun: (band) => samples.putBand(band) });
    const hours = new HoursKeeper({ clock, pipeline, state });
    const documents = new Documents({
      ...keeping,
      file: join(data, 'documents.db'),
      mayWrite: () => null,
      onFault: noted('documents'),
    });
    handovers = new HandoverKeeper({
      ...keeping,
      folder: data,
      eventLog: log,
      samples,
      documents,
      gatherAlarms: () => alarms.gather(),
      onFault: noted('handovers'),
    });
    const keeper = handovers;
    keepers.alarms = alarms;
    keepers.incidents = incidents;
    keepers.more.push(routines);
    heard.push(
      (events) => maintenance.heard(events),
      (events) => hours.heard(events),
      (events) => notify.heard(events),
      (events) => shiftLog.heard(events),
      (events) => documents.heard(events),
      (events) => keeper.heard(events),
    );
    documents.start();
    pipeline.submit(() => ({ type: 'hub.started', version: '0', reducer: 0, blindFrom }));
    if (blindFrom === null) {
      const put = [...region.entities];
      pipeline.submit(() => ({
        type: 'catalogue.changed',
        name: 'Demonstrasjonsregionen',
        demo: true,
        put,
        drop: [],
      }));
    }
    scheduler.setChecks(scheduledChecks(state.graph, region.targets));
    maintenance.applyFile(windows);
    hours.start();
    maintenance.start();
    incidents.start();
    alarms.start();
    messages.start();
    notify.start();
    roster.start();
    void shiftLog.start();
    routines.start();
    keeper.start();
    scheduler.start();
    const handlers = {
      ...alarms.handlers,
      ...incidents.handlers,
      ...messages.handlers,
      ...notify.handlers,
      ...roster.handlers,
      ...shiftLog.handlers,
      ...keeper.handlers,
      'maintenance.set': (command, payload) => maintenance.set(command, payload),
      'maintenance.end': (command, payload) => maintenance.end(command, payload),
    } as Partial<CommandHandlers> as CommandHandlers;
    const commands = new CommandDesk({
      log,
      pipeline,
      clock,
      authority: { forged: () => null, forbidden: () => null },
      handlers,
    });
    const stop = async (): Promise<void> => {
      for (const part of [alarms, incidents, roster, routines, keeper, maintenance, hours]) part.stop();
      const ending = Promise.all([messages.stop(), notify.stop(), scheduler.stop()]);
      await clock.pass(6_000);
      await ending;
      await pipeline.stop();
      samples.close();
      documents.stop();
      shiftLog.stop();
      keeper.close();
      await log.close();
      await nextTurn();
    };
    return { log, state, pipeline, samples, scheduler, commands, documents, handovers: keeper, stop };
  }

  /** What the estate answers, with what its machines say of themselves; what is slow answers slowly. */
  readonly #run: CheckRunner = async (target, limits, signal) => {
    const seen = await this.estate.run(target, limits, signal);
    const check = this.#checks.get(target);
    if (!check) return seen;
    if (target.kind === 'host')
      return { ...seen, metrics: [...this.#options.usage(check.node, this.clock.now())] };
    // As the estate's own services do: some times what is expected.
    if (seen.result === 'warning' && seen.output === 'feil: slow')
      return { ...seen, ms: check.slowMs * (1.5 + this.#random()), output: 'svarer for tregt' };
    return seen;
  };

  #beat(): void {
    for (const check of this.#graph.checks.values()) {
      if (check.kind === 'self')
        this.#life?.scheduler.pushed(check.id, { result: 'ok', output: 'frisk', ms: null });
    }
    this.clock.after(SELF_MS, () => this.#beat());
  }
}
