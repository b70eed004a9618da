import { Gauge, Registry } from 'prom-client';

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
  readonly logSeq: number;
  readonly backlog: number;
  readonly observations: number;
  readonly states: Readonly<Record<string, number>>;
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
  gauge('log_seq', 'Last durable position in the log', (figures) => figures.logSeq);
  gauge('log_backlog', 'Events decided and not yet on disk', (figures) => figures.backlog);
  new Gauge({
    name: 'vaktrom_hub_nodes',
    help: 'Services at sites, by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(read().states)) this.set({ state }, count);
    },
  });
  return { text: () => registry.metrics() };
}
