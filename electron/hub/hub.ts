import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Heartbeat } from '../../shared/contract/wire';
import type { LogEvent } from '../../shared/model/events';
import type { Projection } from '../../shared/rules/projection';
import { REDUCER_VERSION } from '../../shared/rules/reduce';
import type { Clock } from '../../shared/time/clock';
import { failure, type Result, success } from '../../shared/util/result';
import { CatalogueKeeper } from './catalogue/catalogue-keeper';
import { CatalogueEditor, historyFolder } from './catalogue/editor/catalogue-editor';
import { createCheckRunner } from './checks/check-runner';
import { scheduledChecks } from './checks/scheduled-checks';
import { CheckScheduler } from './checks/scheduler';
import { CommandDesk } from './commands';
import { Derived } from './derived';
import { DOCUMENTS_FILE } from './documents/document-file';
import { Documents } from './documents/documents';
import { Faults } from './faults';
import { type FigureParts, figuresOf, healthOf, selfFiguresOf } from './figures';
import { sameSecret } from './gateway/admission';
import { ConsoleSource } from './gateway/console-source';
import { Gateway } from './gateway/gateway';
import type { PushedHeartbeat } from './gateway/http-routes';
import { commandHandlers, type HandlerParts, questionHandlers } from './handlers';
import { SelfWatch } from './health/self-watch';
import { HUB_VERSION, type HubOptions, type RunningHub } from './hub-options';
import { Keepers } from './keepers';
import { LogKeeper } from './log/log-keeper';
import { restoreProjection } from './log/restore-projection';
import { openSqliteLog, type SqliteLog } from './log/sqlite-log';
import { HoursKeeper } from './maintenance/hours-keeper';
import { MaintenanceKeeper } from './maintenance/maintenance-keeper';
import { hubMetrics } from './metrics';
import { Observer } from './observer';
import { credentialsFile } from './people/credentials-store';
import { People } from './people/people';
import { Pipeline } from './pipeline/pipeline';
import { answerQuestion } from './questions';
import { ShiftLogKeeper } from './shift-log/shift-log-keeper';
import { SourceKeeper } from './sources/source-keeper';
import { lockDataFolder, removeEndpoint, writeEndpoint } from './store/data-folder';
import { writeHubNote } from './store/hub-note';
import { openSampleStore, type SampleStore } from './store/sample-store';

/** A pause in the watch shorter than this is a restart nobody could have noticed. */
const BLIND_MS = 5_000;

/**
 * Starts a hub on its data folder. Rejects with DataFolderBusy when another has it, and with the log's own
 * errors when it cannot be read: it never starts afresh over a log that it does not understand.
 */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  await mkdir(options.config.data, { recursive: true, mode: 0o700 });
  const lock = await lockDataFolder(options.config.data);
  try {
    const log = await openSqliteLog({ file: join(options.config.data, 'log.db'), clock: options.clock });
    const hub = new Hub(options, log, await restoreProjection(log));
    const url = await hub.start();
    return {
      url,
      origin: log.head().position.origin,
      stop: async () => {
        await hub.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The hub's parts and how a value goes through them: observe ► decide ► log ► project ► tell. */
class Hub {
  readonly #options: HubOptions;
  readonly #clock: Clock;
  readonly #log: SqliteLog;
  readonly #state: Projection;
  readonly #pipeline: Pipeline;
  readonly #source: ConsoleSource;
  readonly #scheduler: CheckScheduler;
  readonly #samples: SampleStore;
  readonly #observer: Observer;
  readonly #catalogue: CatalogueKeeper;
  readonly #editor: CatalogueEditor;
  readonly #sources: SourceKeeper;
  readonly #maintenance: MaintenanceKeeper;
  readonly #hours: HoursKeeper;
  readonly #keepers: Keepers;
  readonly #people: People;
  readonly #documents: Documents;
  readonly #shiftLog: ShiftLogKeeper;
  readonly #derived: Derived;
  readonly #commands: CommandDesk;
  readonly #gateway: Gateway;
  readonly #self: SelfWatch;
  readonly #keeper: LogKeeper;
  readonly #faults: Faults;
  #stopping = false;

  constructor(options: HubOptions, log: SqliteLog, state: Projection) {
    this.#options = options;
    this.#clock = options.clock;
    this.#log = log;
    this.#state = state;
    this.#faults = new Faults(options.log);
    this.#pipeline = new Pipeline({
      log,
      projection: state,
      clock: options.clock,
      onApplied: (event, patch) => this.#keepers.applied(event, patch),
      onGather: () => this.#keepers.gather(),
      onDurable: (events) => this.#tell(events),
      onFault: (reason) => this.#faults.note('log', reason),
      onTellFault: (reason) => this.#faults.note('gateway', reason),
      onFenced: (reason) => options.onFatal(reason),
    });
    this.#source = new ConsoleSource(log, this.#pipeline, state, () => this.#beat());
    this.#samples = openSampleStore({
      file: join(options.config.data, 'samples.db'),
      clock: options.clock,
      onFault: (reason) => this.#faults.note('samples', reason),
    });
    this.#keeper = new LogKeeper({
      log,
      clock: options.clock,
      config: options.config.log,
      durable: this.#source,
      faults: this.#faults,
      say: options.log,
    });
    this.#observer = new Observer(state, this.#pipeline, this.#samples);
    this.#scheduler = new CheckScheduler({
      clock: options.clock,
      run: createCheckRunner({ pluginFolders: options.config.pluginFolders, clock: options.clock }),
      observe: (seen) => this.#observer.observe(seen),
      overdue: (check, lastObservedAt) => this.#observer.overdue(check, lastObservedAt),
      isSoft: (check) => this.#observer.isSoft(check),
      concurrency: options.config.concurrency,
      log: options.log,
    });
    this.#sources = new SourceKeeper({
      clock: options.clock,
      pipeline: this.#pipeline,
      state,
      push: (check, run) => void this.#scheduler.pushed(check, run),
      log: options.log,
    });
    this.#self = new SelfWatch({
      clock: options.clock,
      dataFolder: options.config.data,
      figures: () => selfFiguresOf(this.#parts()),
      push: (check, run) => this.#scheduler.pushed(check, run),
    });
    this.#editor = new CatalogueEditor({
      file: options.config.catalogue,
      history: historyFolder(options.config.data),
      clock: options.clock,
      onFault: (reason) => this.#faults.note('catalogue-history', reason),
    });
    this.#maintenance = new MaintenanceKeeper({
      clock: options.clock,
      pipeline: this.#pipeline,
      state,
      onRun: (band) => this.#samples.putBand(band),
      log: options.log,
    });
    this.#hours = new HoursKeeper({ clock: options.clock, pipeline: this.#pipeline, state });
    this.#catalogue = new CatalogueKeeper({
      file: options.config.catalogue,
      onRead: () => void this.#editor.noticed(),
      onApplied: (catalogue) => {
        this.#sources.apply(catalogue);
        this.#maintenance.applyFile(catalogue.maintenance);
        this.#self.setTarget(catalogue);
        this.#keepers.apply(catalogue);
      },
      clock: options.clock,
      pipeline: this.#pipeline,
      state,
      schedule: (targets) => {
        this.#observer.flaps.keep(state.graph.checks);
        this.#scheduler.setChecks(scheduledChecks(state.graph, targets));
      },
      log: options.log,
    });
    const keeping = { clock: options.clock, pipeline: this.#pipeline, state, log: options.log };
    this.#documents = new Documents({
      ...keeping,
      file: join(options.config.data, DOCUMENTS_FILE),
      mayWrite: (who, from) => this.#people.mayWrite(who, from),
      onFault: (reason) => this.#faults.note('documents', reason),
    });
    this.#keepers = new Keepers({
      ...keeping,
      config: options.config,
      recheck: (checks, withinMs) => this.#scheduler.recheck(checks, withinMs),
      seenAt: (check) => this.#scheduler.lastObservedAt(check),
      faults: this.#faults,
      eventLog: log,
      samples: this.#samples,
      documents: this.#documents,
    });
    this.#people = new People({
      ...keeping,
      file: credentialsFile(options.config.data),
      onRevoked: (console) => this.#gateway.drop(console),
    });
    this.#shiftLog = new ShiftLogKeeper({
      folder: options.config.data,
      log,
      clock: options.clock,
      state,
      onFault: (reason) => this.#faults.note('attachments', reason),
    });
    this.#derived = new Derived({ ...keeping, folder: options.config.data, log, faults: this.#faults });
    const rooms = this.#rooms();
    this.#commands = new CommandDesk({
      log,
      pipeline: this.#pipeline,
      clock: options.clock,
      authority: this.#people.authority,
      handlers: commandHandlers(rooms),
      onForged: ({ kind, actor }, from, reason) =>
        options.log('warn', 'command refused as not proven', { console: from.console, kind, actor, reason }),
    });
    const questions = questionHandlers(rooms);
    const metrics = hubMetrics(() => figuresOf(this.#parts()));
    this.#gateway = new Gateway({
      config: options.config,
      version: HUB_VERSION,
      clock: options.clock,
      source: this.#source,
      routes: {
        health: () => healthOf(this.#parts()),
        metrics: () => metrics.text(),
        heartbeat: (check, key, beat) => this.#takeHeartbeat(check, key, beat),
        webhook: this.#sources,
      },
      register: this.#people.register,
      connected: (from) => {
        this.#people.connected(from);
        this.#keepers.wallHealth.came(from);
      },
      disconnected: (from) => {
        this.#people.disconnected(from);
        this.#keepers.wallHealth.left(from);
      },
      wall: (from, report) => this.#keepers.wallHealth.heard(from, report),
      auth: (from, request) => this.#people.answer(from, request),
      command: (command, from) => this.#commands.settle(command, from),
      answer: (question) => answerQuestion(question, questions),
      blob: (from, request) => this.#shiftLog.blob(from, request),
      documents: this.#documents,
      log: options.log,
    });
  }

  async start(): Promise<string> {
    const url = await this.#gateway.start();
    try {
      const lastAlive = await this.#log.lastAlive();
      const now = this.#clock.now();
      const blindFrom = lastAlive !== null && now - lastAlive > BLIND_MS ? lastAlive : null;
      if (blindFrom !== null) {
        const key = `blind/${blindFrom}`;
        this.#samples.putBand({ key, nodes: null, kind: 'blind', from: blindFrom, to: now, label: '' });
      }
      this.#derived.start();
      this.#documents.start();
      void this.#shiftLog.start();
      this.#pipeline.submit(() => ({
        type: 'hub.started',
        version: HUB_VERSION,
        reducer: REDUCER_VERSION,
        blindFrom,
      }));
      this.#people.start();
      this.#keepers.recover();
      await this.#editor.start();
      await this.#catalogue.start();
      this.#hours.start();
      this.#maintenance.start();
      this.#keepers.start();
      this.#scheduler.start();
      await this.#keeper.start();
      this.#self.start();
      await writeHubNote(this.#options.config.data, { catalogue: this.#options.config.catalogue });
      await writeEndpoint(this.#options.config.data, {
        pid: process.pid,
        url,
        origin: this.#log.head().position.origin,
        startedAt: this.#clock.now(),
        machine: this.#people.machineSecret,
      });
    } catch (error) {
      await this.#gateway.stop();
      throw error;
    }
    this.#options.log('info', 'hub listens', { url, catalogue: this.#options.config.catalogue });
    return url;
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#keeper.stop();
    this.#self.stop();
    this.#people.stop();
    this.#catalogue.stop();
    this.#maintenance.stop();
    this.#hours.stop();
    await this.#keepers.stop();
    await this.#editor.stop();
    await this.#sources.stop();
    await this.#scheduler.stop();
    this.#pipeline.submit(() => ({ type: 'hub.stopped' }));
    // First the log, so that consoles still hear the last word. One that cannot be written is not waited for.
    await this.#pipeline.stop();
    await this.#gateway.stop();
    await this.#keeper.markAlive();
    if (!this.#faults.has('log')) await this.#keeper.saveSnapshot();
    this.#samples.close();
    this.#people.close();
    this.#keepers.close();
    this.#documents.stop();
    this.#shiftLog.stop();
    this.#derived.stop();
    await this.#log.close();
    await removeEndpoint(this.#options.config.data);
  }

  #takeHeartbeat(id: string, key: string | null, beat: PushedHeartbeat): Result<null> {
    const target = this.#catalogue.target(id);
    if (target?.kind !== 'heartbeat') return failure('unknown', `no heartbeat check "${id}"`);
    if (target.key !== null && !sameSecret(key ?? '', target.key))
      return failure('key', 'wrong or missing key');
    this.#scheduler.pushed(id, beat);
    return success(null);
  }

  // ── tell

  #tell(events: readonly LogEvent[]): void {
    this.#source.recent.push(events);
    this.#gateway.advance();
    this.#maintenance.heard(events);
    this.#hours.heard(events);
    this.#people.heard(events);
    this.#derived.heard(events);
    this.#documents.heard(events);
    this.#shiftLog.heard(events);
    this.#keeper.heard(events);
    this.#keepers.heard(events);
    // Reached only where nobody threw: a fault that is over must not stand for ever.
    this.#faults.note('gateway', null);
  }

  #beat(): Omit<Heartbeat, 'behind'> {
    const { position, digests, chain } = this.#pipeline.durable;
    return {
      at: this.#clock.now(),
      position,
      // Whose log fails knows more than it may tell, whose alarms fail less than it should: neither may vouch.
      digests: this.#faults.has('log') || this.#faults.has('alarms') ? null : digests,
      chain,
      oldestObservedAt: this.#scheduler.oldestObservedAt(),
      unobserved: this.#scheduler.unobserved() + this.#catalogue.untended().length,
    };
  }

  #rooms(): HandlerParts {
    return {
      clock: this.#clock,
      state: this.#state,
      source: this.#source,
      samples: this.#samples,
      scheduler: this.#scheduler,
      editor: this.#editor,
      sources: this.#sources,
      maintenance: this.#maintenance,
      keepers: this.#keepers,
      people: this.#people,
      derived: this.#derived,
      shiftLog: this.#shiftLog,
    };
  }

  #parts(): FigureParts {
    return {
      version: HUB_VERSION,
      state: this.#state,
      pipeline: this.#pipeline,
      scheduler: this.#scheduler,
      catalogue: this.#catalogue,
      gateway: this.#gateway,
      commands: this.#commands,
      sources: this.#sources,
      observer: this.#observer,
      samples: this.#samples,
      self: this.#self,
      keeper: this.#keeper,
      faults: this.#faults,
    };
  }
}
