import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import type { IncidentSeverity } from '../../../shared/model/incidents';
import { CauseIndex } from '../../../shared/rules/alarms/causes';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { type RoomView, readNode } from '../../../shared/rules/reduce';

/** What a proposal is made from. */
export type OpeningView = Pick<RoomView, 'graph' | 'status' | 'alarms' | 'catalogue'>;

/** What is proposed for a new incident; people change what is wrong. */
export interface Opening {
  readonly severity: IncidentSeverity;
  /** Service ids: its own, and what it takes down of criticality 1. */
  readonly services: readonly string[];
  readonly sites: readonly string[];
  readonly consequence: string | null;
  /** The alarm's number; null: there is none. */
  readonly alarm: string | null;
  /** When it began, as far as is measured, ms UTC. */
  readonly occurredAt: number | null;
}

const BY_HAND: Opening = {
  severity: 'high',
  services: [],
  sites: [],
  consequence: null,
  alarm: null,
  occurredAt: null,
};
/** This many sites without something of criticality 1 is a major incident until somebody says otherwise. */
const MAJOR_SITES = 3;
/** Services that are proposed; more than these is read by nobody. */
const MAX_SERVICES = 12;

/** What a new incident about a node begins with; by hand (null), with nothing. */
export function openingOf(view: OpeningView, node: string | null): Opening {
  if (node === null) return BY_HAND;
  const alarm = readAlarm(view.alarms, node);
  const index = new CauseIndex();
  index.update(view, null);
  const nodes = [node, ...(index.following(node)?.nodes ?? [])];
  const critical = nodes.filter((id) => {
    const state = readNode(view.status, id)?.state;
    return view.graph.nodes.get(id)?.service.criticality === 1 && (state === 'down' || state === 'degraded');
  });
  const { service } = parseNodeId(node);
  const services = [...new Set([service, ...critical.map((id) => parseNodeId(id).service)])]
    .filter((id) => view.catalogue.has(`service:${id}`))
    .slice(0, MAX_SERVICES);
  const sites = sitesOf(alarm, nodes).filter((id) => view.catalogue.has(`site:${id}`));
  const guidance = view.catalogue.get(`alarm-class:${service}`);
  return {
    severity: severityOf(alarm, sites, critical),
    services,
    sites,
    consequence: guidance?.kind === 'alarm-class' ? guidance.value.consequence : null,
    alarm: alarm === undefined || alarm.id === '' ? null : alarm.id,
    occurredAt: beganAt(view, node, alarm),
  };
}

function sitesOf(alarm: Alarm | undefined, nodes: readonly string[]): readonly string[] {
  const named = nodes.flatMap((id) => parseNodeId(id).site ?? []);
  return [...new Set([...(alarm?.sites ?? []), ...named])].sort();
}

function severityOf(
  alarm: Alarm | undefined,
  sites: readonly string[],
  critical: readonly string[],
): IncidentSeverity {
  if (critical.length > 0 && sites.length >= MAJOR_SITES) return 'major';
  return alarm?.priority === 1 || critical.length > 0 ? 'high' : 'moderate';
}

/** The first failure of its checks that is known; else since when its alarm is active. */
function beganAt(view: OpeningView, node: string, alarm: Alarm | undefined): number | null {
  const failing = (view.graph.nodes.get(node)?.checks ?? []).flatMap((id) => {
    const entity = view.status.get(`check:${id}`);
    if (entity?.kind !== 'check') return [];
    const { result, resultSince } = entity.value;
    return result === 'ok' || result === null ? [] : [resultSince];
  });
  return failing.length > 0 ? Math.min(...failing) : (alarm?.activeSince ?? alarm?.raisedAt ?? null);
}
