import { NODE_STATES } from '../../shared/model/states';
import type { Projection } from '../../shared/rules/projection';
import type { CatalogueKeeper } from './catalogue/catalogue-keeper';
import type { CheckScheduler } from './checks/scheduler';
import type { CommandDesk } from './commands';
import type { Faults } from './faults';
import type { Gateway } from './gateway/gateway';
import type { SelfFigures } from './health/self-parts';
import type { SelfWatch } from './health/self-watch';
import type { LogKeeper } from './log/log-keeper';
import type { HubFigures } from './metrics';
import type { Observer } from './observer';
import type { Pipeline } from './pipeline/pipeline';
import type { SourceKeeper } from './sources/source-keeper';
import type { SampleStore } from './store/sample-store';

/** The parts whose figures are told. */
export interface FigureParts {
  readonly version: string;
  readonly state: Projection;
  readonly pipeline: Pipeline;
  readonly scheduler: CheckScheduler;
  readonly catalogue: CatalogueKeeper;
  readonly gateway: Gateway;
  readonly commands: CommandDesk;
  readonly sources: SourceKeeper;
  readonly observer: Observer;
  readonly samples: SampleStore;
  readonly self: SelfWatch;
  readonly keeper: LogKeeper;
  readonly faults: Faults;
}

/** For `/healthz`. */
export function healthOf(parts: FigureParts): { readonly ok: boolean } & Readonly<Record<string, unknown>> {
  return {
    ok: !parts.faults.has('log') && !parts.faults.has('alarms'),
    version: parts.version,
    position: parts.pipeline.durable.position,
    backlog: parts.pipeline.backlog,
    faults: parts.faults.all(),
    checks: parts.state.graph.checks.size,
    unobserved: parts.scheduler.unobserved(),
    consoles: parts.gateway.stats().consoles,
  };
}

/** For `/metrics`. */
export function figuresOf(parts: FigureParts): HubFigures {
  const states: Record<string, number> = Object.fromEntries(NODE_STATES.map((state) => [state, 0]));
  for (const entity of parts.state.status.values()) {
    if (entity.kind === 'node') states[entity.value.state] = (states[entity.value.state] ?? 0) + 1;
  }
  const stats = parts.scheduler.stats();
  const gateway = parts.gateway.stats();
  return {
    checks: parts.state.graph.checks.size,
    running: stats.running,
    queued: stats.queued,
    runs: stats.runs,
    timeouts: stats.timeouts,
    abandoned: stats.abandoned,
    unobserved: parts.scheduler.unobserved(),
    consoles: gateway.consoles,
    refusedConsoles: gateway.refusedConsoles,
    rejectedMessages: gateway.rejected,
    forgedCommands: parts.commands.forged,
    logSeq: parts.pipeline.durable.position.seq,
    backlog: parts.pipeline.backlog,
    observations: parts.observer.count,
    states,
    sources: parts.sources.statuses(),
    watching: parts.self.isWatching(),
    writeMs: parts.keeper.writeMs,
    lagMs: stats.lagMs,
    samplesLost: parts.samples.lost,
    self: parts.self.numbers(),
  };
}

/** For the hub's word on itself. */
export function selfFiguresOf(
  parts: Omit<FigureParts, 'self' | 'gateway' | 'commands' | 'sources'>,
): SelfFigures {
  const { running, queued, runs, lagMs } = parts.scheduler.stats();
  const { faults } = parts;
  const lesser = ['snapshot', 'segments', 'search', 'figures', 'incidents', 'documents'].find((part) =>
    faults.has(part),
  );
  return {
    log: {
      // A mark of life is a write to the log: on a quiet day it is the only one that can fail.
      fault: faults.reason('log') ?? faults.reason('alive'),
      lesser: lesser === undefined ? null : `${lesser}: ${faults.reason(lesser)}`,
      backlog: parts.pipeline.backlog,
      writeMs: parts.keeper.writeMs,
    },
    checks: {
      running,
      queued,
      runs,
      lagMs,
      unobserved: parts.scheduler.unobserved(),
      all: parts.state.graph.checks.size,
      untended: parts.catalogue.untended().length,
    },
    samples: { fault: faults.reason('samples'), lost: parts.samples.lost },
    alarms: { fault: faults.reason('alarms') },
  };
}
