import type { Graph } from '../../shared/rules/graph';
import type { EndpointMode } from './behaviour';

export const FAULTS = [
  'slow',
  'down',
  'errors',
  'flap',
  'loss',
  'expiring',
  'wrong-answer',
  'full',
  'step-fails',
  'step-slow',
] as const;
/** What can be wrong with an endpoint. `flap`: down and up again in turns. */
export type FaultKind = (typeof FAULTS)[number];

/** What can be wrong with any endpoint. */
export const COMMON_FAULTS: readonly FaultKind[] = ['slow', 'down', 'errors', 'flap'];

/** Whether `text` names a fault. */
export function isFault(text: unknown): text is FaultKind {
  return FAULTS.some((fault) => fault === text);
}

/**
 * How each node must behave. As in reality, what hard-depends on something that is down cannot be reached either
 * (with `propagate`); of alternatives, all must be down. `flapDown`: whether those that flap are down just now.
 */
export function effectiveModes(
  graph: Graph,
  faults: ReadonlyMap<string, FaultKind>,
  flapDown: boolean,
  propagate: boolean,
): Map<string, EndpointMode> {
  const modes = new Map<string, EndpointMode>();
  for (const id of graph.order) {
    const own = ownMode(faults.get(id), flapDown);
    const needs = graph.nodes.get(id)?.needs ?? [];
    // The order is topological: what it needs has been decided before it.
    const cutOff = needs.some(
      (need) => !need.soft && need.of.every((target) => modes.get(target) === 'down'),
    );
    modes.set(id, propagate && cutOff ? 'down' : own);
  }
  return modes;
}

/** What a fault makes of an endpoint by itself. */
export function ownMode(fault: FaultKind | undefined, flapDown: boolean): EndpointMode {
  if (fault === 'flap') return flapDown ? 'down' : 'normal';
  return fault ?? 'normal';
}
