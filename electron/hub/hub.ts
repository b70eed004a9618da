import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubConfig } from '../../shared/contract/hub-config';
import type { Command, CommandOutcome, Heartbeat, Question } from '../../shared/contract/wire';
import type { LogEvent } from '../../shared/model/events';
import { NODE_STATES } from '../../shared/model/states';
import { decide, type Observation } from '../../shared/rules/decide';
import type { Projection } from '../../shared/rules/projection';
import { REDUCER_VERSION, readCheck } from '../../shared/rules/reduce';
import { judgeVantage } from '../../shared/rules/vantage';
import type { Clock } from '../../shared/time/clock';
import { failure, type Result, success } from '../../shared/util/result';
import { CatalogueKeeper } from './catalogue/catalogue-keeper';
import { createCheckRunner } from './checks/check-runner';
import { scheduledChecks } from './checks/scheduled-checks';
import { CheckScheduler } from './checks/scheduler';
import { runCommand } from './commands';
import { sameSecret } from './gateway/admission';
import { ConsoleSource } from './gateway/console-source';
import { Gateway } from './gateway/gateway';
import type { PushedHeartbeat } from './gateway/http-routes';
import type { Log } from './log/log';
import { restoreProjection } from './log/restore-projection';
import { openSqliteLog } from './log/sqlite-log';
import { type HubFigures, hubMetrics } from './metrics';
import { Pipeline } from './pipeline/pipeline';
import { lockDataFolder, removeEndpoint, writeEndpoint } from './store/data-folder';
import { openSampleStore, type SampleStore } from './store/sample-store';

export const HUB_VERSION = '0.1.0';

const ALIVE_MS = 2_000;
/** A pause in the watch shorter than this is a restart nobody could have noticed. */
const BLIND_MS = 5_000;
const SNAPSHOT_CHECK_MS = 30_000;
const SNAPSHOT_EVERY_EVENTS = 2_000;
const RESULT_NUMBER = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

export type HubLogger = (
  level: 'info' | 'warn' | 'error',
  message: string,
  detail?: Record<string, unknown>,
) => void;

export interface HubOptions {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly log: HubLogger;
  /** The hub cannot go on (another writer has its log): the process should end. */
  readonly onFatal: (reason: string) => void;
}

/** A hub that runs. */
export interface RunningHub {
  readonly url: string;
  readonly origin: string;
  /** Ends in good order: what was decided is on disk, the lock is free. */
  stop(): Promise<void>;
}

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
  readonly #log: Log;
  readonly #state: Projection;
  readonly #pipeline: Pipeline;
  readonly #source: ConsoleSource;
  readonly #scheduler: CheckScheduler;
  readonly #samples: SampleStore;
  readonly #catalogue: CatalogueKeeper;
  readonly #gateway: Gateway;
  readonly #faults = new Map<string, string>();
  #cancels: (() => void)[] = [];
  #observations = 0;
  #snapshotAt = 0;
  #stopping = false;

  constructor(options: HubOptions, log: Log, state: Projection) {
    this.#options = options;
    this.#clock = options.clock;
    this.#log = log;
    this.#state = state;
    this.#pipeline = new Pipeline({
      log,
      projection: state,
      clock: options.clock,
      onDurable: (events) => this.#tell(events),
      onFault: (reason) => this.#fault('log', reason),
      onTellFault: (reason) => this.#fault('gateway', reason),
      onFenced: (reason) => options.onFatal(reason),
    });
    this.#source = new ConsoleSource(log, this.#pipeline, state, () => this.#beat());
    this.#samples = openSampleStore({
      file: join(options.config.data, 'samples.db'),
      clock: options.clock,
      onFault: (reason) => this.#fault('samples', reason),
    });
    this.#scheduler = new CheckScheduler({
      clock: options.clock,
      run: createCheckRunner({ pluginFolders: options.config.pluginFolders, clock: options.clock }),
      observe: (seen) => this.#observe(seen),
      overdue: (check, lastObservedAt) => {
        this.#pipeline.submit(() => ({ type: 'check.overdue', check, lastObservedAt }));
      },
      isSoft: (check) => readCheck(state.status, check)?.hard === false,
      concurrency: options.config.concurrency,
      log: options.log,
    });
    this.#catalogue = new CatalogueKeeper({
      file: options.config.catalogue,
      clock: options.clock,
      pipeline: this.#pipeline,
      state,
      schedule: (targets) => this.#scheduler.setChecks(scheduledChecks(state.graph, targets)),
      log: options.log,
    });
    const metrics = hubMetrics(() => this.#figures());
    this.#gateway = new Gateway({
      config: options.config,
      version: HUB_VERSION,
      clock: options.clock,
      source: this.#source,
      routes: {
        health: () => this.#health(),
        metrics: () => metrics.text(),
        heartbeat: (check, key, beat) => this.#takeHeartbeat(check, key, beat),
      },
      command: (command) => this.#command(command),
      answer: (question) => this.#answer(question),
      log: options.log,
    });
  }

  async start(): Promise<string> {
    const url = await this.#gateway.start();
    try {
      const lastAlive = await this.#log.lastAlive();
      const now = this.#clock.now();
      const blindFrom = lastAlive !== null && now - lastAlive > BLIND_MS ? lastAlive : null;
      this.#pipeline.submit(() => ({
        type: 'hub.started',
        version: HUB_VERSION,
        reducer: REDUCER_VERSION,
        blindFrom,
      }));
      await this.#catalogue.start();
      this.#scheduler.start();
      this.#repeat(ALIVE_MS, () => this.#markAlive());
      this.#repeat(SNAPSHOT_CHECK_MS, () => this.#keepSnapshot());
      await this.#markAlive();
      await writeEndpoint(this.#options.config.data, {
        pid: process.pid,
        url,
        origin: this.#log.head().position.origin,
        startedAt: this.#clock.now(),
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
    for (const cancel of this.#cancels) cancel();
    this.#catalogue.stop();
    await this.#scheduler.stop();
    const last = this.#pipeline.submit(() => ({ type: 'hub.stopped' }));
    // A log that cannot be written must not keep the process alive.
    if (last && !this.#faults.has('log')) await this.#pipeline.whenDurable(last.seq);
    await this.#gateway.stop();
    await this.#pipeline.stop();
    await this.#markAlive();
    if (!this.#faults.has('log')) {
      await this.#saveSnapshot().catch((error: unknown) => this.#fault('snapshot', String(error)));
    }
    this.#samples.close();
    await this.#log.close();
    await removeEndpoint(this.#options.config.data);
  }

  // ── observe ► decide

  #observe(seen: Observation): void {
    this.#observations += 1;
    const check = this.#state.graph.checks.get(seen.check);
    if (!check) return;
    this.#samples.add(seen.check, seen.observedAt, seen.ms, RESULT_NUMBER[seen.result]);
    const event = this.#pipeline.submit((state) => {
      const known = readCheck(state.status, seen.check);
      // Runs of a check come one after the other: if this one seems older than the log, the clock was set back
      // while nobody watched. Dropping it as old news would leave the last state standing as if it were fresh.
      const observedAt = Math.max(seen.observedAt, known?.observedAt ?? 0);
      return decide(known, check, { ...seen, observedAt });
    });
    if (event && check.node === null) this.#pipeline.submit(judgeVantage);
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
  }

  #beat(): Omit<Heartbeat, 'behind'> {
    const { position, digests, chain } = this.#pipeline.durable;
    return {
      at: this.#clock.now(),
      position,
      // A hub whose log fails knows more than it may tell: it must not vouch for what consoles show.
      digests: this.#faults.has('log') ? null : digests,
      chain,
      oldestObservedAt: this.#scheduler.oldestObservedAt(),
      unobserved: this.#scheduler.unobserved() + this.#catalogue.untended().length,
    };
  }

  #command(command: Command): Promise<CommandOutcome> {
    return runCommand(command, {
      log: this.#log,
      pipeline: this.#pipeline,
      clock: this.#clock,
      state: this.#state,
      recheck: (checks) => this.#scheduler.recheck(checks),
    });
  }

  async #answer(asked: Question): Promise<unknown> {
    switch (asked.ask) {
      case 'time':
        return { hubTime: this.#clock.now() };
      case 'history':
        return this.#source.history(asked.node, asked.before, asked.limit);
      case 'samples': {
        const checks = [...this.#state.graph.checks.values()].filter(
          (check) => check.node === asked.service || check.node?.startsWith(`${asked.service}@`),
        );
        return {
          series: this.#samples.read(
            checks.map((check) => check.id),
            asked.since,
          ),
        };
      }
    }
  }

  // ── keep

  #repeat(ms: number, run: () => Promise<void>): void {
    let cancel: () => void = () => {};
    const again = (): void => {
      cancel = this.#clock.after(ms, () => {
        void run().finally(() => {
          if (!this.#stopping) again();
        });
      });
    };
    again();
    this.#cancels.push(() => cancel());
  }

  async #markAlive(): Promise<void> {
    try {
      await this.#log.markAlive(this.#clock.now());
      this.#fault('alive', null);
    } catch (error) {
      this.#fault('alive', String(error));
    }
  }

  async #keepSnapshot(): Promise<void> {
    if (this.#pipeline.durable.position.seq - this.#snapshotAt < SNAPSHOT_EVERY_EVENTS) return;
    try {
      await this.#saveSnapshot();
      this.#fault('snapshot', null);
    } catch (error) {
      this.#fault('snapshot', String(error));
    }
  }

  async #saveSnapshot(): Promise<void> {
    const { patch, position } = await this.#source.dump();
    await this.#log.saveSnapshot({ position, reducer: REDUCER_VERSION, patch });
    this.#snapshotAt = position.seq;
  }

  #fault(part: string, reason: string | null): void {
    if (reason === null) {
      if (this.#faults.delete(part)) this.#options.log('info', `${part} works again`);
      return;
    }
    if (this.#faults.get(part) !== reason) this.#options.log('error', `${part} fails`, { reason });
    this.#faults.set(part, reason);
  }

  #health(): { readonly ok: boolean } & Readonly<Record<string, unknown>> {
    const { position } = this.#pipeline.durable;
    return {
      ok: !this.#faults.has('log'),
      version: HUB_VERSION,
      position,
      backlog: this.#pipeline.backlog,
      faults: Object.fromEntries(this.#faults),
      checks: this.#state.graph.checks.size,
      unobserved: this.#scheduler.unobserved(),
      consoles: this.#gateway.stats().consoles,
    };
  }

  #figures(): HubFigures {
    const states: Record<string, number> = Object.fromEntries(NODE_STATES.map((state) => [state, 0]));
    for (const entity of this.#state.status.values()) {
      if (entity.kind === 'node') states[entity.value.state] = (states[entity.value.state] ?? 0) + 1;
    }
    const stats = this.#scheduler.stats();
    const gateway = this.#gateway.stats();
    return {
      checks: this.#state.graph.checks.size,
      running: stats.running,
      queued: stats.queued,
      runs: stats.runs,
      timeouts: stats.timeouts,
      abandoned: stats.abandoned,
      unobserved: this.#scheduler.unobserved(),
      consoles: gateway.consoles,
      refusedConsoles: gateway.refusedConsoles,
      rejectedMessages: gateway.rejected,
      logSeq: this.#pipeline.durable.position.seq,
      backlog: this.#pipeline.backlog,
      observations: this.#observations,
      states,
    };
  }
}
