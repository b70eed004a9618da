import { Gauge, Registry } from 'prom-client';
import type { SourceStatus } from '../../shared/model/sources';
import type { SelfNumbers } from './health/self-watch';

/** The figures of a running hub, read when somebody asks. */
export interface HubFigures {
  readonly checks: number;
  readonly running: number;
  readonly queued: number;
  readonly runs: number;
  readonly timeouts: number;
  readonly abandoned: number;
  readonly unobserved: number;
  readonly consoles: number;
  readonly refusedConsoles: number;
  readonly rejectedMessages: number;
  /** Commands that were not what their session's holder said. */
  readonly forgedCommands: number;
  readonly logSeq: number;
  readonly backlog: number;
  readonly observations: number;
  readonly states: Readonly<Record<string, number>>;
  /** Whether the hub really watches. */
  readonly watching: boolean;
  /** The last small write to the log, ms. */
  readonly writeMs: number | null;
  readonly lagMs: number;
  readonly samplesLost: number;
  readonly self: SelfNumbers;
  /** How each foreign source is doing. */
  readonly sources: readonly SourceStatus[];
}

/** Prometheus metrics over `read`; nothing is counted twice, the figures are taken at the scrape. */
export function hubMetrics(read: () => HubFigures): { text(): Promise<string> } {
  const registry = new Registry();
  const gauge = (name: string, help: string, pick: (figures: HubFigures) => number): void => {
    new Gauge({
      name: `vaktrom_hub_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(pick(read()));
      },
    });
  };
  gauge('checks', 'Checks in the catalogue', (figures) => figures.checks);
  gauge('checks_running', 'Checks running now', (figures) => figures.running);
  gauge('checks_queued', 'Checks that wait for a free place', (figures) => figures.queued);
  gauge('check_runs', 'Runs since start', (figures) => figures.runs);
  gauge('check_timeouts', 'Runs ended at their time limit since start', (figures) => figures.timeouts);
  gauge(
    'check_runs_abandoned',
    'Runs that ignored their time limit since start',
    (figures) => figures.abandoned,
  );
  gauge('checks_unobserved', 'Checks overdue or never observed', (figures) => figures.unobserved);
  gauge('observations', 'Observations since start', (figures) => figures.observations);
  gauge('consoles', 'Consoles connected', (figures) => figures.consoles);
  gauge('consoles_refused', 'Consoles refused since start', (figures) => figures.refusedConsoles);
  gauge('messages_rejected', 'Malformed messages since start', (figures) => figures.rejectedMessages);
  gauge(
    'commands_forged',
    'Commands since start that were not what their session’s holder said',
    (figures) => figures.forgedCommands,
  );
  gauge('log_seq', 'Last durable position in the log', (figures) => figures.logSeq);
  gauge('log_backlog', 'Events decided and not yet on disk', (figures) => figures.backlog);
  gauge('watching', '1 while the log can be written and checks run in time', ({ watching }) =>
    watching ? 1 : 0,
  );
  gauge('log_write_seconds', 'The last small write to the log', (figures) => seconds(figures.writeMs));
  gauge('check_lag_seconds', 'How far behind its time a check was started', ({ lagMs }) => seconds(lagMs));
  gauge('samples_lost', 'Samples given up since start', ({ samplesLost }) => samplesLost);
  gauge('disk_free_bytes', 'Free in the data folder', ({ self }) => self.diskFree ?? Number.NaN);
  gauge('loop_delay_p99_seconds', 'Event-loop delay over 10 s', ({ self }) => seconds(self.loop.p99));
  gauge('deadman_sent', 'Dead-man’s signals sent since start', ({ self }) => self.signal.sent);
  gauge('deadman_failed', 'Of these, not answered with success', ({ self }) => self.signal.failed);
  gauge('deadman_last_success_timestamp_seconds', 'When one last got through', ({ self }) =>
    seconds(self.signal.lastSuccessAt),
  );
  new Gauge({
    name: 'vaktrom_hub_nodes',
    help: 'Services at sites, by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(read().states)) this.set({ state }, count);
    },
  });
  const ofSource = (name: string, help: string, pick: (source: SourceStatus) => number): void => {
    new Gauge({
      name: `vaktrom_hub_source_${name}`,
      help,
      labelNames: ['source'],
      registers: [registry],
      collect() {
        this.reset();
        for (const source of read().sources) this.set({ source: source.id }, pick(source));
      },
    });
  };
  ofSource('up', 'Whether the foreign source answers (1) or not (0)', ({ phase }) =>
    phase === 'up' ? 1 : 0,
  );
  ofSource('alerts', 'Alerts of the source', ({ alerts }) => alerts);
  ofSource('unmatched', 'Alerts of the source that no rule puts anywhere', ({ unmatched }) => unmatched);
  ofSource(
    'rejected',
    'Answers of the source that could not be read, since start',
    ({ rejected }) => rejected.count,
  );
  return { text: () => registry.metrics() };
}

/** Prometheus' base unit; what is not known is no number. */
function seconds(ms: number | null): number {
  return (ms ?? Number.NaN) / 1_000;
}
