import type { Service } from '../model/catalogue';
import { type NodeState, severity, worse } from '../model/states';
import type { Graph, GraphNode } from './graph';

/** A service of the picture, with those of its nodes that the picture is about. */
export interface PictureBox {
  /** The service's id. */
  readonly key: string;
  readonly service: Service;
  readonly nodes: readonly string[];
  /** Steps from what it is about: below it above zero, above it below zero. */
  readonly depth: number;
  /** The worst of these nodes. */
  readonly state: NodeState;
  readonly root: boolean;
}

/** `to` needs `from`. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly soft: boolean;
}

export interface DependencyPicture {
  readonly boxes: readonly PictureBox[];
  /** Lines to draw: of several ways from one box to another the longest only. */
  readonly edges: readonly PictureEdge[];
  /** All of what these boxes need of each other. */
  readonly needs: readonly PictureEdge[];
  /** Services that lost an alternative, and run on another: told, not drawn. */
  readonly weakened: readonly Service[];
  /** Services that follow and are not drawn: too deep, or too many. */
  readonly leftOut: number;
}

export interface PictureQuestion {
  readonly graph: Graph;
  stateOf(node: string): NodeState;
  /** What it is about. */
  readonly roots: readonly string[];
  /** What follows from it. Empty: it takes nothing down now, and everything that hangs on it is shown. */
  readonly follows: ReadonlySet<string>;
  /** Steps, each way. */
  readonly depth: number;
  /** Boxes, at most. */
  readonly most: number;
}

/**
 * What is drawn of the dependencies around a cause: what it hangs on, and what hangs on it, a box for each service. While it
 * takes something down, only what follows from it is drawn below it; what merely lost an alternative is counted. Costs what
 * is reached.
 */
export function pickDependencies(question: PictureQuestion): DependencyPicture {
  const { graph, roots, follows } = question;
  const depths = new Map<string, number>();
  for (const id of roots) if (graph.nodes.has(id)) depths.set(id, 0);
  const weakened = new Map<string, Service>();
  below(question, depths, weakened);
  above(question, depths);
  const all = boxesOf(question, depths);
  const boxes = kept(all, question.most);
  const needs = needsOf(question, boxes);
  const drawn = new Set(boxes.map(({ key }) => key));
  const reached = new Set([...all.map(({ key }) => key), ...weakened.keys()]);
  const beyond = new Set<string>();
  for (const id of follows) {
    const service = graph.nodes.get(id)?.service.id;
    if (service !== undefined && !reached.has(service)) beyond.add(service);
  }
  return {
    boxes,
    edges: drawnOf(needs),
    needs,
    weakened: [...weakened.values()]
      .filter(({ id }) => !drawn.has(id))
      .sort((a, b) => a.criticality - b.criticality || a.order - b.order),
    leftOut: all.length - boxes.length + beyond.size,
  };
}

/** The same picture with fewer boxes: what is farthest, and least critical there, goes first. */
export function trimPicture(picture: DependencyPicture, most: number): DependencyPicture {
  return withBoxes(picture, kept(picture.boxes, most));
}

/** The same picture with these of its boxes only: the others are counted. */
export function withBoxes(picture: DependencyPicture, boxes: readonly PictureBox[]): DependencyPicture {
  const drawn = new Set(boxes.map(({ key }) => key));
  const needs = picture.needs.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
  return {
    ...picture,
    boxes,
    edges: drawnOf(needs),
    needs,
    leftOut: picture.leftOut + picture.boxes.length - boxes.length,
  };
}

function below(question: PictureQuestion, depths: Map<string, number>, weakened: Map<string, Service>): void {
  const { graph, follows, depth, stateOf } = question;
  const all = follows.size === 0;
  for (const [id, steps] of depths) {
    const node = graph.nodes.get(id);
    if (!node || steps >= depth) continue;
    // What lost an alternative takes nobody with it.
    if (steps > 0 && !all && stateOf(id) === 'redundancy-lost') continue;
    for (const next of [...node.dependants, ...node.softDependants]) {
      if (depths.has(next) || !(all || follows.has(next))) continue;
      const service = graph.nodes.get(next)?.service;
      if (service && !all && stateOf(next) === 'redundancy-lost') weakened.set(service.id, service);
      // A map is walked in the order in which it grows: breadth first.
      else depths.set(next, steps + 1);
    }
  }
}

/** What it needs directly; further up only what is wrong there. */
function above({ graph, roots, depth, stateOf }: PictureQuestion, depths: Map<string, number>): void {
  const found = new Map(roots.filter((id) => graph.nodes.has(id)).map((id) => [id, 0]));
  for (const [id, steps] of found) {
    if (steps <= -depth || (steps < 0 && stateOf(id) === 'normal')) continue;
    for (const need of graph.nodes.get(id)?.needs ?? []) {
      for (const of of need.of) {
        if (found.has(of) || depths.has(of) || !graph.nodes.has(of)) continue;
        if (steps < 0 && stateOf(of) === 'normal') continue;
        found.set(of, steps - 1);
      }
    }
  }
  for (const [id, steps] of found) if (steps < 0) depths.set(id, steps);
}

function boxesOf(
  { graph, roots, stateOf }: PictureQuestion,
  depths: ReadonlyMap<string, number>,
): PictureBox[] {
  const drafts = new Map<string, { service: Service; nodes: string[]; depth: number; state: NodeState }>();
  for (const [id, depth] of depths) {
    const node = graph.nodes.get(id) as GraphNode;
    const state = stateOf(id);
    const known = drafts.get(node.service.id);
    if (!known) {
      drafts.set(node.service.id, { service: node.service, nodes: [id], depth, state });
      continue;
    }
    known.nodes.push(id);
    known.state = worse(known.state, state);
    if (Math.abs(depth) < Math.abs(known.depth)) known.depth = depth;
  }
  const about = new Set(roots);
  return [...drafts].map(([key, draft]) => ({
    key,
    ...draft,
    root: draft.nodes.some((id) => about.has(id)),
  }));
}

/** The nearest, then the most critical, then the worst. */
function kept(boxes: readonly PictureBox[], most: number): readonly PictureBox[] {
  if (boxes.length <= most) return boxes;
  const chosen = new Set(
    [...boxes]
      .sort(
        (a, b) =>
          Number(b.root) - Number(a.root) ||
          Math.abs(a.depth) - Math.abs(b.depth) ||
          a.service.criticality - b.service.criticality ||
          severity(b.state) - severity(a.state) ||
          a.service.order - b.service.order,
      )
      .slice(0, Math.max(1, most)),
  );
  return boxes.filter((box) => chosen.has(box));
}

// ── lines

/** What boxes need of each other. Below a cause that takes something down, what has an alternative that holds is no line. */
function needsOf(
  { graph, follows, stateOf }: PictureQuestion,
  boxes: readonly PictureBox[],
): readonly PictureEdge[] {
  const drawn = new Set(boxes.map(({ key }) => key));
  const found = new Map<string, PictureEdge>();
  for (const { key: to, nodes, depth } of boxes) {
    for (const id of nodes) {
      for (const { of: alternatives, soft } of graph.nodes.get(id)?.needs ?? []) {
        const holds = alternatives.length > 1 && alternatives.some((of) => isUp(stateOf(of)));
        if (follows.size > 0 && depth > 0 && holds) continue;
        for (const of of alternatives) {
          const from = graph.nodes.get(of)?.service.id;
          if (from === undefined || from === to || !drawn.has(from)) continue;
          found.set(`${from}${soft ? '~' : '>'}${to}`, { from, to, soft });
        }
      }
    }
  }
  return [...found.values()];
}

/** Of several ways from one box to another the longest; a soft one where no hard one leads either way. */
function drawnOf(needs: readonly PictureEdge[]): readonly PictureEdge[] {
  const next = new Map<string, Set<string>>();
  const hard = needs.filter(({ soft }) => !soft);
  for (const { from, to } of hard) next.set(from, (next.get(from) ?? new Set()).add(to));
  const drawn: PictureEdge[] = [];
  for (const edge of hard) {
    // What is taken out does not count any more, so that of two ways round one remains.
    next.get(edge.from)?.delete(edge.to);
    if (leads(edge.from, edge.to, next)) continue;
    next.get(edge.from)?.add(edge.to);
    drawn.push(edge);
  }
  const soft = needs.filter((edge) => edge.soft);
  return [...drawn, ...soft.filter(({ from, to }) => !leads(from, to, next) && !leads(to, from, next))];
}

const isUp = (state: NodeState): boolean => state !== 'down' && state !== 'unknown' && state !== 'stale';

function leads(from: string, to: string, next: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const reached = new Set([from]);
  for (const each of reached) {
    for (const other of next.get(each) ?? []) {
      if (other === to) return true;
      reached.add(other);
    }
  }
  return false;
}
