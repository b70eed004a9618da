import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import { type NodeState, severity, worse } from '../../../shared/model/states';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { nodeName } from '../../desk/model/row';
import { slotState } from '../model/wall-model';
import { nodeWords } from './board-words';
import { type CauseEntry, entryOf, type Standing, standingsIn } from './cause-entries';
import { headOf } from './causes';
import type { PanelContext } from './panel';

/** A service below a cause, by the worst of its places that follow from it. */
export interface Followed {
  readonly id: string;
  readonly name: string;
  readonly criticality: number;
  readonly state: NodeState;
}

/** The one cause that a panel is about. */
export interface Focus {
  /** What it was asked about follows from another cause, and that is what is told of; null: it is the cause itself. */
  readonly via: string | null;
  readonly entry: CauseEntry;
  /** Services that follow, the most critical and worst first. */
  readonly services: readonly Followed[];
  /** Sites that it hits, of those that the room has. */
  readonly sites: readonly string[];
  readonly allSites: number;
  /** How much of what it took down is back; null: it took nothing down. */
  readonly recovery: {
    readonly back: number;
    readonly all: number;
    readonly unit: 'checks' | 'services';
  } | null;
}

/** What it is about: the entry of `about`, else that of what explains it; null: neither is wrong. */
export function focusOf(context: PanelContext, about: string | null): Focus | null {
  const standings = standingsIn(context);
  if (about === null) {
    const [first] = standings;
    return first ? focused(first, null, context) : null;
  }
  const own = standingAbout(standings, about);
  if (own) return focused(own, null, context);
  for (const root of rootsOf(context, about)) {
    const one = standingAbout(standings, root);
    if (one) return focused(one, nodeName(context.state, about), context);
  }
  return null;
}

/** Why there is nothing to say about a node or service by itself: the hub sees nothing, or it is gone; null: neither. */
export function blankWords(context: PanelContext, about: string | null): string | null {
  const { state, t } = context;
  const { stale } = headOf(context);
  if (stale !== null || about === null) return stale;
  const known = state.graph.nodes.has(about) || state.catalogue.has(`service:${about}`);
  return known ? null : t('panels:dependencies.gone', { what: about });
}

/** What stands in place of a cause: that one thing is well does not mean that nothing is wrong. */
export function noneWords(context: PanelContext, about: string | null): string {
  const blank = blankWords(context, about);
  if (blank !== null) return blank;
  const { length: count } = standingsIn(context);
  if (about === null || count === 0) return context.t('panels:causes.none');
  return context.t('panels:cause.noneAbout', { what: nodeWords(context.state.catalogue, about), count });
}

/** The nodes at the root of what is wrong with a node, or with a service at any of its sites. */
export function rootsOf({ model, state }: PanelContext, about: string): readonly string[] {
  const nodes = state.graph.nodes.has(about)
    ? [about]
    : [...model.abnormal.keys()].filter((id) => parseNodeId(id).service === about);
  const roots = nodes.flatMap((node) => {
    const quiet = readAlarm(state.alarms, node)?.suppressed;
    return [...(quiet?.kind === 'cause' ? [quiet.id] : []), ...(model.causes.explained(node)?.roots ?? [])];
  });
  return [...new Set(roots)];
}

/** What stands for a node; for a service as a whole; or for an incident about it. */
function standingAbout(standings: readonly Standing[], about: string): Standing | undefined {
  return (
    standings.find(({ callout }) => callout?.nodes.includes(about)) ??
    standings.find(({ callout }) => callout?.nodes.some((node) => parseNodeId(node).service === about)) ??
    standings.find(({ incident }) => incident?.cause === about || incident?.services.includes(about))
  );
}

function focused(standing: Standing, via: string | null, context: PanelContext): Focus | null {
  const entry = entryOf(standing, context);
  if (entry === null) return null;
  const nodes = entry.callout?.nodes ?? [];
  const { model } = context;
  const services = new Map<string, Followed>();
  const sites = new Set<string>();
  for (const node of nodes) {
    const { site } = parseNodeId(node);
    if (site !== null) sites.add(site);
    for (const follower of model.causes.following(node)?.nodes ?? []) {
      const slot = model.slot(follower);
      if (!slot) continue;
      if (slot.node.site !== null) sites.add(slot.node.site);
      const { id, name, criticality } = slot.node.service;
      const known = services.get(id)?.state ?? 'normal';
      services.set(id, { id, name, criticality, state: worse(known, slotState(slot)) });
    }
  }
  const alarms = nodes.flatMap((node) => readAlarm(context.state.alarms, node) ?? []);
  for (const alarm of alarms) for (const site of alarm.sites) sites.add(site);
  for (const site of entry.callout ? [] : (entry.incident?.sites ?? [])) sites.add(site);
  return {
    via,
    entry,
    services: [...services.values()].sort(
      (a, b) =>
        a.criticality - b.criticality ||
        severity(b.state) - severity(a.state) ||
        a.name.localeCompare(b.name, 'nb'),
    ),
    sites: [...sites],
    allSites: model.axes.rows.filter(({ site }) => site !== null).length,
    recovery: recoveryOf(alarms),
  };
}

function recoveryOf(alarms: readonly Alarm[]): Focus['recovery'] {
  const took = alarms.filter(({ condition, symptomsMost }) => condition !== 'normal' && symptomsMost > 0);
  if (took.length === 0) return null;
  const byChecks = took.every(({ checksMost }) => checksMost > 0);
  const all = took.reduce((sum, one) => sum + (byChecks ? one.checksMost : one.symptomsMost), 0);
  const left = took.reduce((sum, one) => sum + (byChecks ? one.checks : one.symptoms), 0);
  return { back: Math.max(0, all - left), all, unit: byChecks ? 'checks' : 'services' };
}
