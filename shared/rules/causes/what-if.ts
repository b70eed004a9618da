import type { Criticality, NodeState } from '../../model/states';
import { severity } from '../../model/states';
import type { Graph, GraphNode } from '../graph';
import { type RoomView, readNode } from '../reduce';

/** What it is worked out in. */
export type WhatIfView = Pick<RoomView, 'graph' | 'status'>;

/** A node that would be worse than it is. */
export interface WhatIfNode {
  readonly node: string;
  /** What it would be. */
  readonly state: NodeState;
  /** What it is now. */
  readonly before: NodeState;
}

/** What would come of it if some nodes went down, all at once. */
export interface WhatIf {
  /** Everything that would be worse than it is, those asked about included: the worst and most critical first. */
  readonly nodes: readonly WhatIfNode[];
  /** How many would become what, by criticality of their service; only what is not zero. */
  readonly counts: readonly {
    readonly state: NodeState;
    readonly criticality: Criticality;
    readonly count: number;
  }[];
  /** Sites where something would be worse, most that is down first. */
  readonly sites: readonly { readonly site: string; readonly down: number; readonly worse: number }[];
  /** Nodes that would run on their last leg. */
  readonly redundancyLost: readonly string[];
  /** Checks that would fail: those of everything that would be down and is not. */
  readonly checks: number;
  /** The most people that one service which would go down leaves without; null: nobody has said. */
  readonly users: number | null;
  /** Asked about, and down already: nothing more comes of these. */
  readonly already: readonly string[];
  /** Asked about, and in no catalogue. */
  readonly missing: readonly string[];
}

/**
 * What would come of it if `nodes` went down now: any-of, soft dependencies and redundancy lost as in the roll-up, on top
 * of what is down already. Pure; costs what depends on them.
 */
export function whatIf(view: WhatIfView, nodes: Iterable<string>): WhatIf {
  const { graph } = view;
  const asked = [...new Set(nodes)];
  const known = asked.filter((id) => graph.nodes.has(id));
  // Each is asked about by all that need it.
  const looked = new Map<string, boolean>();
  const isDown = (id: string): boolean => {
    let down = looked.get(id);
    if (down === undefined) {
      down = readNode(view.status, id)?.hard === 'down';
      looked.set(id, down);
    }
    return down;
  };
  const already = known.filter(isDown);
  const fallen = fall(graph, known, isDown);
  const gone = (id: string): boolean => fallen.has(id) || isDown(id);
  const found: (WhatIfNode & { readonly at: GraphNode })[] = [];
  for (const id of around(graph, fallen)) {
    const at = graph.nodes.get(id);
    if (!at) continue;
    const before = readNode(view.status, id)?.state ?? 'unknown';
    const state = fallen.has(id) ? 'down' : harmOf(at, gone);
    if (severity(state) > severity(before)) found.push({ node: id, state, before, at });
  }
  found.sort(byWeight);
  return {
    nodes: found.map(({ node, state, before }) => ({ node, state, before })),
    counts: countsOf(found),
    sites: sitesOf(found),
    redundancyLost: found.filter(({ state }) => state === 'redundancy-lost').map(({ node }) => node),
    checks: found.reduce((sum, { state, at }) => sum + (state === 'down' ? at.checks.length : 0), 0),
    users: usersOf(found),
    already,
    missing: asked.filter((id) => !graph.nodes.has(id)),
  };
}

/** What would be down and is not: the nodes named, and whatever cannot do without them. */
function fall(graph: Graph, nodes: readonly string[], isDown: (id: string) => boolean): ReadonlySet<string> {
  const fallen = new Set(nodes.filter((id) => !isDown(id)));
  // A set is walked in the order in which it grows; of alternatives, the one that falls last takes the node with it.
  for (const id of fallen) {
    for (const next of graph.nodes.get(id)?.dependants ?? []) {
      if (fallen.has(next) || isDown(next)) continue;
      const needs = graph.nodes.get(next)?.needs ?? [];
      if (needs.some(({ soft, of }) => !soft && of.every((need) => fallen.has(need) || isDown(need))))
        fallen.add(next);
    }
  }
  return fallen;
}

/** Everything that falls, and what depends on it directly. */
function around(graph: Graph, fallen: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set(fallen);
  for (const id of fallen) {
    const node = graph.nodes.get(id);
    for (const next of node?.dependants ?? []) reached.add(next);
    for (const next of node?.softDependants ?? []) reached.add(next);
  }
  return reached;
}

/** What its dependencies would make of a node that does not go down. */
function harmOf(node: GraphNode, gone: (id: string) => boolean): NodeState {
  let harm: NodeState = 'normal';
  for (const { soft, of } of node.needs) {
    if (soft && of.every(gone)) return 'degraded';
    if (!soft && of.some(gone)) harm = 'redundancy-lost';
  }
  return harm;
}

type Found = readonly (WhatIfNode & { readonly at: GraphNode })[];

function byWeight(a: Found[number], b: Found[number]): number {
  return (
    severity(b.state) - severity(a.state) ||
    a.at.service.criticality - b.at.service.criticality ||
    a.at.order - b.at.order
  );
}

function countsOf(found: Found): WhatIf['counts'] {
  const counts = new Map<string, { state: NodeState; criticality: Criticality; count: number }>();
  for (const { state, at } of found) {
    const { criticality } = at.service;
    const known = counts.get(`${state}/${criticality}`);
    if (known) known.count += 1;
    else counts.set(`${state}/${criticality}`, { state, criticality, count: 1 });
  }
  return [...counts.values()];
}

function sitesOf(found: Found): WhatIf['sites'] {
  const sites = new Map<string, { site: string; down: number; worse: number }>();
  for (const { state, at } of found) {
    if (at.site === null) continue;
    const known = sites.get(at.site) ?? { site: at.site, down: 0, worse: 0 };
    known.worse += 1;
    if (state === 'down') known.down += 1;
    sites.set(at.site, known);
  }
  return [...sites.values()].sort(
    (a, b) => b.down - a.down || b.worse - a.worse || (a.site < b.site ? -1 : 1),
  );
}

/** As for an alarm's priority: a service's people at each site that would go down. */
function usersOf(found: Found): number | null {
  const sums = new Map<string, number>();
  for (const { state, at } of found) {
    if (state !== 'down' || at.service.users === null) continue;
    sums.set(at.service.id, (sums.get(at.service.id) ?? 0) + at.service.users);
  }
  return sums.size === 0 ? null : Math.max(...sums.values());
}
