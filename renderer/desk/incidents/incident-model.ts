import type { OutboxEntry } from '../../../shared/contract/ipc';
import {
  INCIDENT_SEVERITIES,
  INCIDENT_TIMES,
  type Incident,
  type IncidentSeverity,
  type IncidentTime,
} from '../../../shared/model/incidents';

/** The list's groups, in the order in which they are owed something. */
export const INCIDENT_GROUPS = ['open', 'restored', 'closed'] as const;
export type IncidentGroup = (typeof INCIDENT_GROUPS)[number];

/** Incidents by group: the gravest first among those that are open, then whose word is due first; else the newest. */
export function groupIncidents(
  incidents: Iterable<Incident>,
): readonly { readonly group: IncidentGroup; readonly incidents: readonly Incident[] }[] {
  const all = [...incidents];
  return INCIDENT_GROUPS.map((group) => ({
    group,
    incidents: all
      .filter(({ state }) => state === group)
      .sort(
        (a, b) => (group === 'open' ? byNeed(a, b) : 0) || b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1),
      ),
  })).filter((one) => one.incidents.length > 0);
}

const rankOf = (severity: IncidentSeverity): number => INCIDENT_SEVERITIES.indexOf(severity);

function byNeed(a: Incident, b: Incident): number {
  const due = ({ update }: Incident): number => update?.until ?? Number.MAX_SAFE_INTEGER;
  return rankOf(a.severity) - rankOf(b.severity) || due(a) - due(b);
}

/** Open major incidents, the oldest first: who leads them is told on every page. */
export function openMajor(incidents: Iterable<Incident>): readonly Incident[] {
  return [...incidents]
    .filter(({ severity, state }) => severity === 'major' && state === 'open')
    .sort((a, b) => a.openedAt - b.openedAt);
}

/** How long it took from one timestamp to another, ms; null: one of them is not known. */
export interface Span {
  readonly id: 'detection' | 'diagnosis' | 'repair' | 'restoration' | 'outage';
  readonly ms: number | null;
}

/** The durations of an incident by ITIL: to detect, to find, to mend, to restore, and how long users were without. */
export function spansOf(times: Incident['times']): readonly Span[] {
  const between = (from: IncidentTime, to: IncidentTime): number | null => {
    const [a, b] = [times[from] ?? null, times[to] ?? null];
    return a === null || b === null || b < a ? null : b - a;
  };
  return [
    { id: 'detection', ms: between('occurred', 'detected') },
    { id: 'diagnosis', ms: between('detected', 'diagnosed') },
    { id: 'repair', ms: between('repair', 'recovered') },
    { id: 'restoration', ms: between('detected', 'restored') },
    { id: 'outage', ms: between('occurred', 'restored') },
  ];
}

/** The first pair of timestamps that stand in the wrong order; null: none do. */
export function outOfOrder(times: Incident['times']): readonly [IncidentTime, IncidentTime] | null {
  let last: IncidentTime | null = null;
  for (const which of INCIDENT_TIMES) {
    const at = times[which] ?? null;
    if (at === null) continue;
    if (last !== null && at < (times[last] ?? 0)) return [last, which];
    last = which;
  }
  return null;
}

/** What was given about an incident here and was not done, newest last. `ids`: the incident's id and its aliases. */
export function unmetOf(
  outbox: readonly OutboxEntry[],
  subjects: ReadonlySet<string>,
): readonly OutboxEntry[] {
  return outbox.filter(
    ({ fate, subject }) => (fate === 'refused' || fate === 'expired') && subjects.has(subject),
  );
}
