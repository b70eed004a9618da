import type { Priority } from '../../model/alarms';
import type { Criticality, NodeState } from '../../model/states';

/** What an alarm's priority is worked out from. */
export interface PriorityFacts {
  /** The most critical of what is hit. */
  readonly criticality: Criticality;
  readonly condition: NodeState;
  /** Number of sites that are hit. */
  readonly sites: number;
  /** Number of sites that could be: the service's; of a central one the region's. */
  readonly sitesOfService: number;
  /** People who are hit; null: nobody has said. */
  readonly users: number | null;
  /** People who have called about it. */
  readonly callers: number;
  /** Set by hand in the alarm class; null: worked out. */
  readonly set: Priority | null;
}

const BY_CRITICALITY: Readonly<Record<Criticality, number>> = { 1: 8, 2: 4, 3: 2, 4: 1 };

/** From so many people on, it is twice as pressing; with fewer than the other, half. */
const MANY_USERS = 1_000;
const FEW_USERS = 50;

/** From so many callers on, it is one step more pressing; from so many, two. */
export const CALLERS_PRESS = 5;
export const CALLERS_PRESS_HARD = 15;

/**
 * The priority of an alarm: 1 (now, before all else) to 4.
 *
 * score = criticality (1: 8, 2: 4, 3: 2, 4: 1)
 *   × condition (down: 1; degraded, unknown, stale: 1/2; redundancy lost, warning: 1/4)
 *   × reach (at least half of the sites, and more than one: 2; else 1)
 *   × users (1,000 or more: 2; known, and fewer than 50: 1/2; else 1)
 *
 * 8 and more is priority 1, 4 is 2, 2 is 3, below is 4. What a class sets by hand holds when it is down; it is one lower
 * when degraded, unknown or stale, two lower when it is only on its last leg or warned of, and never below 4.
 *
 * Either is raised by one step when five have called about it, by two when fifteen have.
 */
export function priorityOf(facts: PriorityFacts): Priority {
  const { callers } = facts;
  const raised = callers >= CALLERS_PRESS_HARD ? 2 : callers >= CALLERS_PRESS ? 1 : 0;
  return Math.max(1, measuredPriority(facts) - raised) as Priority;
}

function measuredPriority(facts: PriorityFacts): Priority {
  const { condition, set } = facts;
  if (set !== null) return Math.min(4, set + stepsBelow(condition)) as Priority;
  const { sites, sitesOfService, users } = facts;
  const reach = isWide(sites, sitesOfService) ? 2 : 1;
  const crowd = users === null ? 1 : users >= MANY_USERS ? 2 : users < FEW_USERS ? 0.5 : 1;
  const score = BY_CRITICALITY[facts.criticality] * 0.5 ** stepsBelow(condition) * reach * crowd;
  if (score >= 8) return 1;
  if (score >= 4) return 2;
  return score >= 2 ? 3 : 4;
}

/** Whether so many sites are at least half of all, and more than one. */
export function isWide(sites: number, of: number): boolean {
  return sites > 1 && sites * 2 >= of;
}

/** How far a condition is from *down*: each step halves the score. */
function stepsBelow(condition: NodeState): 0 | 1 | 2 {
  switch (condition) {
    case 'down':
      return 0;
    case 'degraded':
    case 'unknown':
    case 'stale':
      return 1;
    default:
      return 2;
  }
}
