import type { Source } from '../../../shared/model/catalogue';
import type {
  ForeignAlert,
  ForeignSilence,
  SilenceMatcher,
  SourceEntity,
  SourceStatus,
} from '../../../shared/model/sources';

/** One source with all that is known of it. */
export interface SourceView {
  readonly source: Source;
  /** Null: the hub has not said anything of it yet. */
  readonly status: SourceStatus | null;
  readonly alerts: readonly ForeignAlert[];
  readonly silences: readonly ForeignSilence[];
}

/** What an alert list shows. */
export type AlertFilter = 'all' | 'unmatched' | 'twice' | 'silenced';
export const ALERT_FILTERS: readonly AlertFilter[] = ['all', 'unmatched', 'twice', 'silenced'];

/** Every source of the catalogue, in its order, with its alerts (worst and newest first) and silences. */
export function sourceViews(
  sources: readonly Source[],
  entities: ReadonlyMap<string, SourceEntity>,
): readonly SourceView[] {
  const alerts = new Map<string, ForeignAlert[]>();
  const silences = new Map<string, ForeignSilence[]>();
  const statuses = new Map<string, SourceStatus>();
  for (const entity of entities.values()) {
    if (entity.kind === 'source') statuses.set(entity.value.id, entity.value);
    else if (entity.kind === 'alert') gather(alerts, entity.value);
    else gather(silences, entity.value);
  }
  return [...sources]
    .sort((a, b) => a.order - b.order)
    .map((source) => ({
      source,
      status: statuses.get(source.id) ?? null,
      alerts: (alerts.get(source.id) ?? []).sort(byWeight),
      silences: (silences.get(source.id) ?? []).sort(bySilence),
    }));
}

function gather<T extends { readonly source: string }>(map: Map<string, T[]>, value: T): void {
  const list = map.get(value.source);
  if (list) list.push(value);
  else map.set(value.source, [value]);
}

const WEIGHT = { critical: 2, unknown: 1, warning: 0 } as const;

/** What is heard before what is silenced, critical first, then the newest. */
function byWeight(a: ForeignAlert, b: ForeignAlert): number {
  const heard = Number(isHeld(a)) - Number(isHeld(b));
  if (heard !== 0) return heard;
  return WEIGHT[b.severity] - WEIGHT[a.severity] || b.startsAt - a.startsAt || (a.id < b.id ? -1 : 1);
}

const PHASES: readonly ForeignSilence['phase'][] = [
  'failed',
  'asked',
  'ending',
  'active',
  'pending',
  'expired',
];

function bySilence(a: ForeignSilence, b: ForeignSilence): number {
  return PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || a.endsAt - b.endsAt || (a.id < b.id ? -1 : 1);
}

/** Whether something at the source keeps the alert from being heard. */
export function isHeld(alert: ForeignAlert): boolean {
  return alert.silencedBy.length > 0 || alert.inhibited;
}

/** Whether nothing here belongs to the alert: it is shown all the same. */
export function isUnmatched(alert: ForeignAlert): boolean {
  return alert.nodes.length === 0;
}

/** The alerts that a filter and a search leave. Words must all be found, in any order. */
export function filterAlerts(
  alerts: readonly ForeignAlert[],
  only: AlertFilter,
  search: string,
): readonly ForeignAlert[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return alerts.filter((alert) => passes(alert, only) && words.every((word) => textOf(alert).includes(word)));
}

function passes(alert: ForeignAlert, only: AlertFilter): boolean {
  switch (only) {
    case 'unmatched':
      return isUnmatched(alert);
    case 'twice':
      return alert.rules.length > 1 && alert.nodes.length > 1;
    case 'silenced':
      return isHeld(alert);
    default:
      return true;
  }
}

function textOf(alert: ForeignAlert): string {
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`);
  return [alert.name, alert.summary, ...alert.nodes, ...labels].join('\n').toLowerCase();
}

/** Labels that say which thing it is, before those that say how it was found. */
const TELLING = ['alertname', 'instance', 'host', 'service', 'site', 'job'];
const MATCHERS_OFFERED = 4;

/** What a new silence for an alert begins with: its most telling labels, as they are. */
export function matchersFor(alert: ForeignAlert): readonly SilenceMatcher[] {
  const names = TELLING.filter((name) => alert.labels[name] !== undefined);
  const chosen = names.length > 0 ? names : Object.keys(alert.labels);
  return chosen
    .slice(0, MATCHERS_OFFERED)
    .map((name) => ({ name, value: alert.labels[name] ?? '', isRegex: false, isEqual: true }));
}

/** Past this a pattern of a person's is not tried on thousands of labels while they type. */
const PATTERN_LIMIT = 300;

/**
 * How many alerts all matchers hold for, by Alertmanager's rules (a missing label is empty; patterns are anchored);
 * null: a pattern cannot be read here. Only an estimate beside the form: the source decides.
 */
export function countHits(
  matchers: readonly SilenceMatcher[],
  alerts: readonly ForeignAlert[],
): number | null {
  try {
    const tests = matchers.map((matcher) => {
      if (!matcher.isRegex) return (value: string) => (value === matcher.value) === matcher.isEqual;
      if (matcher.value.length > PATTERN_LIMIT) throw new Error('too long');
      const pattern = new RegExp(`^(?:${matcher.value})$`, 'u');
      return (value: string) => pattern.test(value.slice(0, 200)) === matcher.isEqual;
    });
    return alerts.filter((alert) =>
      matchers.every((matcher, index) => tests[index]?.(alert.labels[matcher.name] ?? '') ?? false),
    ).length;
  } catch {
    return null;
  }
}

/** Whether every alert there can be would match: Alertmanager refuses such a silence, and so does the form. */
export function matchesAll(matchers: readonly SilenceMatcher[]): boolean {
  return matchers.every(({ value, isRegex, isEqual }) =>
    isEqual ? value === '' || (isRegex && ['.*', '.+'].includes(value)) : value !== '' && !isRegex,
  );
}
