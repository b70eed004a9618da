import type { NodeStatus } from '../../model/room';
import type { NodeState } from '../../model/states';
import type { Graph, GraphNode } from '../graph';
import { readNode } from '../reduce';
import type { ExplainedBy } from './explained';
import { isActive } from './machine';
import {
  type CauseView,
  canTell,
  goneNeeds,
  hurtingNeeds,
  isDown,
  isFaulty,
  isPutAside,
  isSilent,
  lostSources,
  ownPart,
} from './measured';
import { isHolding, recoveringCause } from './recovery';
import { readAlarm } from './reduce-alarms';

/** Where a node's state, past what is measured of itself, comes from directly. */
export interface Direct {
  /** What is measured of it itself: what a source that is just coming back cannot tell yet is the source's. */
  readonly own: NodeState;
  readonly by: ExplainedBy | null;
  readonly needs: readonly string[];
  readonly sources: readonly string[];
  readonly behind: boolean;
  readonly keptBy: string | null;
}

/** What is known of others, to find what explains one node. */
export interface Surroundings {
  readonly view: CauseView;
  /** ms UTC; null: what time does is taken from the alarms. */
  readonly now: number | null;
  /** A cause that is back, and whose alarm does not say so yet. */
  readonly returned: (cause: string) => boolean;
  /** What is inferred, or keeps what is not back yet: others rest on it. */
  readonly isBasis: (node: string) => boolean;
  /** It is taken to be down because of what is inferred. */
  readonly isFallen: (node: string) => boolean;
}

const NEVER = (): boolean => false;
const ALONE = { by: null, needs: [], sources: [], behind: false, keptBy: null };

/**
 * What explains a node directly. In this order: what a person said (`word`: the cause, or null: nothing; undefined: nobody
 * said anything), what it needs is down altogether, what it needs is back and it is not, what it needs is inferred to be
 * down; then what makes it worse than it is by itself. `silent`: it makes no sound itself.
 */
export function directCauses(
  around: Surroundings,
  node: GraphNode,
  status: NodeStatus,
  silent: boolean,
  word: string | null | undefined,
): Direct {
  const { view, now } = around;
  const { id } = node;
  if (word !== undefined) {
    const needs = word === null ? [] : [word];
    return { ...ALONE, own: ownPart(node, status, view, NEVER), by: 'said', needs, behind: word !== null };
  }
  const own = ownPart(node, status, view, (source) => isLost(around, source, id, silent, false));
  const down = (need: string): boolean => isDown(view, need);
  const gone = goneNeeds(node, down);
  if (gone.length > 0) return { ...ALONE, own, by: 'graph', needs: gone, behind: true };
  // What others rest on rests on nothing.
  if (around.isBasis(id)) return { ...ALONE, own };
  // What makes no sound by plan waits for nothing.
  if (own !== 'normal' && status.quiet === null) {
    const keptBy = recoveringCause(node, view, now, around.returned);
    if (keptBy !== null && (silent || !isSilent(view, keptBy))) {
      return { ...ALONE, own, by: 'recovery', needs: [keptBy], behind: true, keptBy };
    }
  }
  // Also what has failed in part only, so far: was it seen well since, nothing would be inferred.
  if (own !== 'normal' || !canTell(node, view)) {
    const fallen = goneNeeds(node, (need) => down(need) || around.isFallen(need));
    if (fallen.length > 0) return { ...ALONE, own, by: 'inference', needs: fallen, behind: true };
  }
  const lost = (source: string): boolean => isLost(around, source, id, silent, true);
  const left = own === 'unknown' ? ownPart(node, status, view, lost) : own;
  const needs = hurtingNeeds(node, left, down);
  const sources = lostSources(node, left, status, view, lost);
  const keptBy = sources.find((source) => !hasFault(source, view)) ?? null;
  const by = needs.length > 0 ? 'graph' : sources.length > 0 ? 'source' : null;
  return { ...ALONE, own: left, by, needs, sources, keptBy };
}

/**
 * Whether the foreign source with this service cannot speak, for a fault of which it speaks itself, or (`back`) which it
 * is just coming back from. One that is down by plan explains what it cannot tell; one that makes no sound for another
 * reason does not, to a node that is to be heard.
 */
function isLost(
  { view, now }: Surroundings,
  source: string,
  of: string,
  silent: boolean,
  back: boolean,
): boolean {
  const status = readNode(view.status, source);
  if (source === of || !status) return false;
  const planned = status.quiet?.kind === 'maintenance';
  if (!silent && ((status.quiet !== null && !planned) || isPutAside(view, source))) return false;
  if (hasFault(source, view)) return true;
  if (!back || status.state !== 'normal') return false;
  const alarm = readAlarm(view.alarms, source);
  const justBack = alarm !== undefined && isActive(alarm) && alarm.basis === 'measured' && !alarm.recovery;
  return justBack || isHolding(view, source, now);
}

function hasFault(source: string, view: CauseView): boolean {
  const node = view.graph.nodes.get(source);
  const status = readNode(view.status, source);
  return node !== undefined && status !== undefined && isFaulty(node, status, view);
}

/** The nodes that each foreign source speaks for, by the source's node. */
export function heardFrom(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { source, node } of graph.checks.values()) {
    if (source === null || node === null || node === source) continue;
    const list = map.get(source);
    if (list) list.push(node);
    else map.set(source, [node]);
  }
  return map;
}
