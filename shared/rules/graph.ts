import { type CatalogueEntity, type Check, nodeId, type Service } from '../model/catalogue';

/** A resolved dependency of a node: node ids (alternatives), and whether it is soft. */
export interface GraphNeed {
  readonly of: readonly string[];
  readonly soft: boolean;
}

/** A service at a site (or a central service) in the dependency graph. */
export interface GraphNode {
  readonly id: string;
  readonly service: Service;
  readonly site: string | null;
  readonly checks: readonly string[];
  readonly needs: readonly GraphNeed[];
  /** Nodes with a hard dependency (an alternative counts) on this one. */
  readonly dependants: readonly string[];
  /** Nodes with a soft dependency on this one. */
  readonly softDependants: readonly string[];
  /** Place in a topological order over hard dependencies: whatever it needs comes before. */
  readonly order: number;
}

/** The dependency graph that a catalogue describes: derived, never stored. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Node ids in topological order. */
  readonly order: readonly string[];
  readonly checks: ReadonlyMap<string, Check>;
  /** Checks of no node: the reference points, by which the hub knows that its own view is lost. */
  readonly references: readonly string[];
}

export const EMPTY_GRAPH: Graph = { nodes: new Map(), order: [], checks: new Map(), references: [] };

/** A dependency that cannot be resolved, or that closes a hard cycle. */
export interface GraphFault {
  readonly service: string;
  /** Index in the service's `needs`. */
  readonly need: number;
  readonly reason: string;
}

interface Draft {
  readonly id: string;
  readonly service: Service;
  readonly site: string | null;
  readonly checks: string[];
  readonly needs: GraphNeed[];
  readonly dependants: string[];
  readonly softDependants: string[];
  order: number;
}

/**
 * Builds the graph. A dependency of `x` at a site means the dependency at the same site where it is measured
 * by site, and the central one otherwise. Faults are left out of the graph and returned, never thrown: the hub
 * refuses such a catalogue, a console that is handed one still shows the rest.
 */
export function buildGraph(entities: Iterable<CatalogueEntity>): {
  readonly graph: Graph;
  readonly faults: readonly GraphFault[];
} {
  const services = new Map<string, Service>();
  const checks = new Map<string, Check>();
  for (const entity of entities) {
    if (entity.kind === 'service') services.set(entity.value.id, entity.value);
    if (entity.kind === 'check') checks.set(entity.value.id, entity.value);
  }
  const drafts = new Map<string, Draft>();
  for (const service of services.values()) {
    for (const site of service.sites.length > 0 ? service.sites : [null]) {
      const id = nodeId(service.id, site);
      drafts.set(id, {
        id,
        service,
        site,
        checks: [],
        needs: [],
        dependants: [],
        softDependants: [],
        order: -1,
      });
    }
  }
  for (const check of checks.values()) {
    if (check.node !== null) drafts.get(check.node)?.checks.push(check.id);
  }
  const faults = linkNeeds(drafts, services);
  const order = sortByDependency(drafts, faults);
  for (const draft of drafts.values()) draft.checks.sort();
  const references = [...checks.values()].filter(({ node }) => node === null).map(({ id }) => id);
  return { graph: { nodes: drafts, order, checks, references }, faults };
}

function linkNeeds(drafts: Map<string, Draft>, services: ReadonlyMap<string, Service>): GraphFault[] {
  const faults = new Map<string, GraphFault>();
  for (const draft of drafts.values()) {
    draft.service.needs.forEach((need, index) => {
      const of: string[] = [];
      for (const wanted of need.of) {
        const resolved = resolveNeed(wanted, draft, services);
        if ('reason' in resolved) {
          faults.set(`${draft.service.id}/${index}/${wanted}`, {
            service: draft.service.id,
            need: index,
            reason: resolved.reason,
          });
        } else {
          of.push(resolved.id);
        }
      }
      if (of.length === 0) return;
      draft.needs.push({ of, soft: need.soft });
      for (const id of of) {
        const target = drafts.get(id);
        (need.soft ? target?.softDependants : target?.dependants)?.push(draft.id);
      }
    });
  }
  return [...faults.values()];
}

function resolveNeed(
  wanted: string,
  from: Draft,
  services: ReadonlyMap<string, Service>,
): { readonly id: string } | { readonly reason: string } {
  const target = services.get(wanted);
  if (!target) return { reason: `unknown service "${wanted}"` };
  if (target.sites.length === 0) return { id: target.id };
  if (from.site === null) {
    return { reason: `"${from.service.id}" is central and cannot depend on "${wanted}", which is by site` };
  }
  if (!target.sites.includes(from.site)) {
    return { reason: `"${wanted}" does not exist at site "${from.site}"` };
  }
  return { id: nodeId(target.id, from.site) };
}

/** Kahn's algorithm over hard dependencies. What is left over stands in a cycle: the faults name it. */
function sortByDependency(drafts: Map<string, Draft>, faults: GraphFault[]): string[] {
  const waiting = new Map<string, number>();
  const hardNeeds = (draft: Draft) => draft.needs.filter((need) => !need.soft).flatMap((need) => need.of);
  for (const draft of drafts.values()) waiting.set(draft.id, hardNeeds(draft).length);
  const order: string[] = [];
  const ready = [...drafts.values()].filter((draft) => waiting.get(draft.id) === 0).map((draft) => draft.id);
  while (ready.length > 0) {
    const id = ready.shift() as string;
    const draft = drafts.get(id) as Draft;
    draft.order = order.length;
    order.push(id);
    for (const next of draft.dependants) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  if (order.length === drafts.size) return order;
  const stuck = [...drafts.values()].filter((draft) => draft.order < 0);
  reportCycle(stuck, faults);
  // Still give every node a place, so that a console that is handed such a graph shows its nodes.
  for (const draft of stuck) {
    draft.order = order.length;
    order.push(draft.id);
  }
  return order;
}

function reportCycle(stuck: readonly Draft[], faults: GraphFault[]): void {
  const ids = new Set(stuck.map((draft) => draft.id));
  const byId = new Map(stuck.map((draft) => [draft.id, draft]));
  const first = stuck[0];
  if (!first) return;
  // Walk upstream inside what is stuck until a node repeats: that is the cycle.
  const path: Draft[] = [];
  let at: Draft | undefined = first;
  while (at && !path.includes(at)) {
    path.push(at);
    const next: string | undefined = at.needs
      .filter((need) => !need.soft)
      .flatMap((need) => need.of)
      .find((id) => ids.has(id));
    at = next === undefined ? undefined : byId.get(next);
  }
  if (!at) return;
  const cycle = path.slice(path.indexOf(at)).map((draft) => draft.service.id);
  const from = at.service;
  const second = cycle[1] ?? from.id;
  const need = from.needs.findIndex((item) => !item.soft && item.of.includes(second));
  faults.push({
    service: from.id,
    need: Math.max(0, need),
    reason: `hard dependency cycle: ${[...cycle, from.id].join(' → ')} (make one of them soft with "~")`,
  });
}

/**
 * The ids that events about `node` are filed under: the node, its checks, and where `node` names a service,
 * those of all its sites.
 */
export function subjectsOfNode(node: string, graph: Graph): readonly string[] {
  const nodes = [...graph.nodes.values()].filter((item) => item.id === node || item.service.id === node);
  return [...new Set([node, ...nodes.flatMap((item) => [item.id, ...item.checks])])];
}
