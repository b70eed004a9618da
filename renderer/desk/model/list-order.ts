import { severity } from '../../../shared/model/states';
import { type Row, type StatusOf, stateOf } from './row';

/** The order of the list, split where normal begins. */
export interface Arrangement {
  readonly abnormal: readonly string[];
  readonly normal: readonly string[];
}

export const NO_ROWS: Arrangement = { abnormal: [], normal: [] };

/**
 * The worst first; of equals what is to be heard before what makes no sound (planned, closed, silenced); of those
 * the most critical, then the newest. What is equal in all that, and what is normal, keeps the order of `rows`. What
 * answers but keeps changing is not normal either: it comes last of what is not.
 */
export function arrange(rows: ReadonlyMap<string, Row>, status: StatusOf): Arrangement {
  const abnormal: Keyed[] = [];
  const normal: string[] = [];
  for (const row of rows.values()) {
    const now = status(row.id);
    const state = stateOf(now);
    if (state === 'normal' && !now?.flapping) normal.push(row.id);
    else {
      const { criticality } = row.node.service;
      abnormal.push({
        id: row.id,
        severity: severity(state),
        quiet: now?.quiet ? 1 : 0,
        criticality,
        since: now?.since ?? 0,
      });
    }
  }
  abnormal.sort(
    (a, b) =>
      b.severity - a.severity || a.quiet - b.quiet || a.criticality - b.criticality || b.since - a.since,
  );
  return { abnormal: abnormal.map((item) => item.id), normal };
}

interface Keyed {
  readonly id: string;
  readonly severity: number;
  readonly quiet: 0 | 1;
  readonly criticality: number;
  readonly since: number;
}

/** What the order on the screen does not show yet. */
export interface Unsorted {
  /** Nodes that are abnormal and were not when the list was sorted, worst first. */
  readonly fresh: readonly string[];
  /** Other nodes whose place would be another. */
  readonly moved: number;
}

/** What would move if `shown` became `wanted`. */
export function unsorted(shown: Arrangement, wanted: Arrangement): Unsorted {
  const placed = new Map(shown.abnormal.map((id, index) => [id, index] as const));
  const fresh = wanted.abnormal.filter((id) => !placed.has(id));
  const kept = wanted.abnormal.filter((id) => placed.has(id));
  const left = shown.abnormal.length - kept.length;
  // Of those that stay, the ones outside a longest run in the shown order are the ones that move.
  const moved = kept.length - longestRise(kept.map((id) => placed.get(id) ?? 0));
  return { fresh, moved: moved + left };
}

/** Length of the longest increasing subsequence. */
function longestRise(numbers: readonly number[]): number {
  const tails: number[] = [];
  for (const value of numbers) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    tails[low] = value;
  }
  return tails.length;
}
