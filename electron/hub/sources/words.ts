import type { ForeignAlert } from '../../../shared/model/sources';
import type { CheckResult } from '../../../shared/model/states';
import type { Displaced } from '../../../shared/rules/source-mapping';
import { worseSeverity } from '../../../shared/rules/source-mapping';
import { formatAge } from '../../../shared/time/format';
import { cut } from '../checks/output-text';
import type { PushedRun } from '../checks/scheduler';
import type { PlacedAlert } from './alert-book';

/** Alerts that are named in one sentence; the others are counted. */
const NAMED = 5;
const SEVERITY: Readonly<Record<ForeignAlert['severity'], string>> = {
  critical: 'kritisk',
  warning: 'advarsel',
  unknown: 'ukjent',
};
const RANK: Readonly<Record<ForeignAlert['severity'], number>> = { critical: 0, unknown: 1, warning: 2 };

/** What the alerts on a node say of it: the worst of them, by name; quiet when every one is silenced there. */
export function nodeRun(alerts: readonly ForeignAlert[]): PushedRun {
  const [first] = alerts;
  if (!first) return { result: 'ok', output: 'ingen varsler', ms: null, silenced: false };
  const result = alerts.reduce<ForeignAlert['severity']>(
    (worst, { severity }) => worseSeverity(worst, severity),
    'warning',
  );
  const silenced = alerts.every(({ silencedBy }) => silencedBy.length > 0);
  const sorted = [...alerts].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1),
  );
  const only = alerts.length === 1;
  const names = listed(sorted.map((alert) => (only ? alone(alert) : named(alert))));
  const output = `${only ? '' : `${alerts.length} varsler: `}${names}${silenced ? ' – dempet hos kilden' : ''}`;
  return { result, output, ms: null, silenced };
}

function named(alert: ForeignAlert): string {
  const marks = [
    SEVERITY[alert.severity],
    ...(alert.silencedBy.length > 0 ? ['dempet'] : []),
    ...(alert.inhibited ? ['undertrykt av et annet varsel'] : []),
  ];
  return `${cut(alert.name, 80)} (${marks.join(', ')})`;
}

function alone(alert: ForeignAlert): string {
  return alert.summary === '' ? named(alert) : `${named(alert)}: ${alert.summary}`;
}

function listed(items: readonly string[]): string {
  const rest = items.length - NAMED;
  return rest > 0 ? `${items.slice(0, NAMED).join(', ')} og ${rest} til` : items.join(', ');
}

/** How the mapping is doing: a warning with names for what has no place, or more than one. */
export function mappingRun(
  alerts: Iterable<PlacedAlert>,
  unread: number,
): PushedRun & { readonly unmatched: number; readonly ambiguous: number } {
  const nowhere: string[] = [];
  const twice: string[] = [];
  for (const { entity, verdict, displaced } of alerts) {
    const name = cut(entity.name, 80);
    if (verdict === 'unmatched') nowhere.push(`${name} (${displacedText(displaced)})`);
    if (verdict === 'twice') twice.push(`${name} (${entity.nodes.slice(0, 3).join(', ')})`);
  }
  const parts = [
    ...(nowhere.length > 0 ? [`${counted(nowhere.length)} uten plass: ${listed(nowhere.sort())}`] : []),
    ...(twice.length > 0 ? [`${counted(twice.length)} på flere steder: ${listed(twice.sort())}`] : []),
    ...(unread > 0 ? [`${unread} kan ikke leses`] : []),
  ];
  const result: CheckResult = parts.length === 0 ? 'ok' : 'warning';
  return {
    result,
    output: parts.join('; ') || 'alle varsler har sin plass',
    ms: null,
    silenced: false,
    unmatched: nowhere.length,
    ambiguous: twice.length,
  };
}

function counted(count: number): string {
  return count === 1 ? '1 varsel' : `${count} varsler`;
}

/** Why an alert has no place. */
export function displacedText(displaced: Displaced | null): string {
  switch (displaced?.why) {
    case undefined:
    case 'no-rule':
      return 'ingen regel passer';
    case 'no-label':
      return `mangler etiketten ${displaced.label}`;
    case 'no-node':
      return `${cut(displaced.node, 80)} finnes ikke her`;
    case 'not-vouched':
      return `kilden går ikke god for ${cut(displaced.node, 80)}`;
  }
}

/** A clock that is wrong by this much is told, ms. */
const SKEW_TOLD_MS = 5_000;
/** …and by this much makes the pulse a warning: silences and times can no longer be trusted as they are. */
const SKEW_WARNING_MS = 60_000;

/** What is odd about a source that answers; null: nothing. */
export function oddity(
  skewMs: number | null,
  unread: readonly { readonly reason: string; readonly piece: string }[],
): string | null {
  const parts: string[] = [];
  if (skewMs !== null && Math.abs(skewMs) >= SKEW_TOLD_MS) {
    parts.push(`klokken der går ${formatAge(Math.abs(skewMs), 'nb')} ${skewMs > 0 ? 'foran' : 'etter'}`);
  }
  const [first] = unread;
  if (first) parts.push(unread.length === 1 ? first.reason : `${first.reason} (og ${unread.length - 1} til)`);
  return parts.join('; ') || null;
}

/** The pulse of a source that answers. */
export function pulseRun(
  version: string | null,
  skewMs: number | null,
  odd: string | null,
  ms: number,
): PushedRun {
  const wrong = skewMs !== null && Math.abs(skewMs) >= SKEW_WARNING_MS;
  return {
    result: wrong ? 'warning' : 'ok',
    output: `svarer${version === null ? '' : ` (versjon ${version})`}${odd === null ? '' : `; ${odd}`}`,
    ms,
    silenced: false,
  };
}
