import type { HistoryTarget, SourceTarget } from '../../../electron/hub/catalogue/loaded';

/** A source as the catalogue gives it to the hub. */
export function sourceTarget(change: Partial<SourceTarget> = {}): SourceTarget {
  return {
    id: 'am',
    name: 'Alertmanager',
    kind: 'alertmanager',
    url: 'http://127.0.0.1:9',
    headers: {},
    ca: null,
    pollMs: 1_000,
    timeoutMs: 1_000,
    webhookKey: null,
    prometheus: null,
    vouchesFor: [],
    rules: [],
    ...change,
  };
}

export function historyTarget(change: Partial<HistoryTarget> = {}): HistoryTarget {
  return { source: 'am', query: 'up', unit: 's', label: 'Svartid', ...change };
}
