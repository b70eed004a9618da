import type { Graph, GraphNode } from '../graph';
import { type RoomView, readNode } from '../reduce';
import { ownChecks, wellAt } from './fault-time';

type View = Pick<RoomView, 'graph' | 'status'>;

const isDown = (id: string, view: View): boolean => readNode(view.status, id)?.hard === 'down';

/** What a node hard-depends on directly and is measured to be well, and how many of those checks answer. */
export function needsThatAreWell(
  node: GraphNode,
  view: View,
): { readonly nodes: readonly string[]; readonly well: number; readonly checks: number } {
  const nodes: string[] = [];
  let well = 0;
  let checks = 0;
  for (const id of hardNeeds(node)) {
    const need = view.graph.nodes.get(id);
    if (!need || need.checks.length === 0 || readNode(view.status, id)?.hard !== 'normal') continue;
    nodes.push(id);
    well += ownChecks(need, view).well.length;
    checks += need.checks.length;
  }
  return { nodes, well, checks };
}

/** What stands beside a node as an alternative to it and carries: it is not down. */
export function alternativesThatCarry(node: GraphNode, view: View): readonly string[] {
  return alternatives(node, view).filter((id) => !isDown(id, view));
}

/** What stands beside a node as an alternative to it and is measured down as well. */
export function alternativesThatAreDown(node: GraphNode, view: View): readonly string[] {
  return alternatives(node, view).filter(
    (id) => isDown(id, view) && readNode(view.status, id)?.own === 'down',
  );
}

function alternatives(node: GraphNode, view: View): readonly string[] {
  const found = new Set<string>();
  for (const id of node.dependants) {
    for (const { soft, of } of view.graph.nodes.get(id)?.needs ?? []) {
      if (soft || !of.includes(node.id)) continue;
      for (const other of of) if (other !== node.id) found.add(other);
    }
  }
  return [...found];
}

/**
 * Nodes that cannot be up when all of `causes` are down, and have been measured well past `since` (ms UTC): each speaks
 * against it. `now`: the hub's time, ms UTC; null: only what is in the log counts.
 */
export function wellWithout(
  causes: ReadonlySet<string>,
  since: number,
  view: View,
  now: number | null,
): readonly string[] {
  const found: string[] = [];
  for (const id of mustFallWith(causes, view)) {
    const node = view.graph.nodes.get(id);
    if (!node || causes.has(id)) continue;
    const certain = node.checks.some((check) => {
      const at = view.graph.checks.get(check)?.impact === 'down' ? wellAt(check, view, now) : null;
      return at !== null && at > since;
    });
    if (certain) found.push(id);
  }
  return found;
}

/** What cannot be up when these are down, with what is down besides. */
function mustFallWith(causes: ReadonlySet<string>, view: View): ReadonlySet<string> {
  const fallen = new Set(causes);
  for (const id of fallen) {
    for (const next of view.graph.nodes.get(id)?.dependants ?? []) {
      if (fallen.has(next)) continue;
      const needs = view.graph.nodes.get(next)?.needs ?? [];
      const cut = needs.some(
        ({ soft, of }) => !soft && of.every((need) => fallen.has(need) || isDown(need, view)),
      );
      if (cut) fallen.add(next);
    }
  }
  return fallen;
}

/**
 * What could be down above a node without anybody seeing it: hard dependencies that nothing measures (or whose checks
 * cannot tell), and that nothing else measured to be well depends on.
 */
export function unseenAbove(node: GraphNode, view: View): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>([node.id]);
  const waiting = [node];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const { soft, of } of next.needs) {
      if (soft || of.some((id) => isProven(id, view))) continue;
      for (const id of of) {
        const need = view.graph.nodes.get(id);
        if (!need || seen.has(id)) continue;
        seen.add(id);
        if (isDown(id, view)) continue;
        found.add(id);
        waiting.push(need);
      }
    }
  }
  return [...found].sort((a, b) => orderOf(a, view.graph) - orderOf(b, view.graph));
}

/** Measured to be up: by its own checks, or by something that could not be up without it. */
function isProven(id: string, view: View): boolean {
  const node = view.graph.nodes.get(id);
  if (!node) return true;
  if (ownChecks(node, view).well.length > 0) return true;
  return node.dependants.some((other) => {
    const dependant = view.graph.nodes.get(other);
    const alone = dependant?.needs.some(({ soft, of }) => !soft && of.length === 1 && of[0] === id);
    return alone === true && dependant !== undefined && ownChecks(dependant, view).well.length > 0;
  });
}

function hardNeeds(node: GraphNode): readonly string[] {
  return [...new Set(node.needs.filter(({ soft }) => !soft).flatMap(({ of }) => of))];
}

function orderOf(id: string, graph: Graph): number {
  return graph.nodes.get(id)?.order ?? -1;
}

/** The reference points: how many answer, how quickly (ms), and how many there are. */
export function references(view: View): {
  readonly up: number;
  readonly of: number;
  readonly times: readonly number[];
} {
  let up = 0;
  let of = 0;
  const times: number[] = [];
  for (const check of view.graph.checks.values()) {
    if (check.node !== null) continue;
    of += 1;
    const status = view.status.get(`check:${check.id}`);
    if (status?.kind !== 'check' || status.value.overdue || status.value.confirmed !== 'ok') continue;
    up += 1;
    if (status.value.ms !== null) times.push(status.value.ms);
  }
  return { up, of, times };
}
