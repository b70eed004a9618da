import { z } from 'zod';

/** What one observation says, in the Nagios plugin vocabulary (exit codes 0 to 3). */
export const checkResult = z.enum(['ok', 'warning', 'critical', 'unknown']);
export type CheckResult = z.infer<typeof checkResult>;

/**
 * The state of a service at a site, worst first. `unknown` and `stale` outrank a fault that is known to be
 * small, because they may hide one that is not. `redundancy-lost`: it works, on its last leg.
 */
export const NODE_STATES = [
  'down',
  'degraded',
  'unknown',
  'stale',
  'redundancy-lost',
  'warning',
  'normal',
] as const;
export const nodeState = z.enum(NODE_STATES);
export type NodeState = z.infer<typeof nodeState>;

const rank = new Map<NodeState, number>(
  NODE_STATES.map((state, index) => [state, NODE_STATES.length - index]),
);

/** How bad a state is: higher is worse, `normal` is 1. */
export function severity(state: NodeState): number {
  return rank.get(state) ?? 0;
}

/** The worse of two states. */
export function worse(a: NodeState, b: NodeState): NodeState {
  return severity(b) > severity(a) ? b : a;
}

/** The most that a failing check may do to its service: a certificate near its end is only a warning. */
export const impact = z.enum(['down', 'degraded', 'warning']);
export type Impact = z.infer<typeof impact>;

/** Business criticality, 1 (a bedside notices at once) to 4. */
export const criticality = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Criticality = z.infer<typeof criticality>;
