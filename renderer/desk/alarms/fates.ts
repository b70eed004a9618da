import type { OutboxEntry } from '../../../shared/contract/ipc';

/** An act on an alarm whose fate is worth a word on its row. */
export interface AlarmFate {
  readonly id: string;
  /** `alarm.acknowledge`, `check.recheck` … */
  readonly kind: string;
  readonly fate: OutboxEntry['fate'];
  /** The hub's news, where it said no. */
  readonly reason: string | null;
}

/** What was done is said for so long, ms: what it changed is on the row by then. */
export const DONE_SHOWN_MS = 6_000;
const MINE = /^(alarm\.|cause\.|check\.recheck$|call\.|run\.|caller\.|report\.)/;

/**
 * The fate to tell on each alarm's row: a refusal until somebody has read it, before what waits, before what was just
 * done; of equals the newest. `now`: ms UTC by the clock that settled them.
 */
export function fatesByNode(
  outbox: readonly OutboxEntry[],
  seen: ReadonlySet<string>,
  now: number,
): ReadonlyMap<string, AlarmFate> {
  const best = new Map<string, { readonly entry: OutboxEntry; readonly rank: number }>();
  for (const entry of outbox) {
    const rank = rankOf(entry, seen, now);
    if (rank === 0) continue;
    const before = best.get(entry.subject);
    if (before && (before.rank > rank || (before.rank === rank && before.entry.actedAt > entry.actedAt)))
      continue;
    best.set(entry.subject, { entry, rank });
  }
  return new Map(
    [...best].map(
      ([
        node,
        {
          entry: { id, kind, fate, reason },
        },
      ]) => [node, { id, kind, fate, reason }] as const,
    ),
  );
}

function rankOf(entry: OutboxEntry, seen: ReadonlySet<string>, now: number): 0 | 1 | 2 | 3 {
  if (!MINE.test(entry.kind)) return 0;
  switch (entry.fate) {
    case 'refused':
    case 'expired':
      return seen.has(entry.id) ? 0 : 3;
    case 'queued':
    case 'sent':
      return 2;
    case 'confirmed':
      return entry.settledAt !== null && now - entry.settledAt < DONE_SHOWN_MS ? 1 : 0;
  }
}

/** The refusals on a node that nobody has read yet, by command id. */
export function unreadOn(
  outbox: readonly OutboxEntry[],
  node: string,
  seen: ReadonlySet<string>,
): readonly string[] {
  return outbox
    .filter(
      (entry) =>
        entry.subject === node &&
        (entry.fate === 'refused' || entry.fate === 'expired') &&
        !seen.has(entry.id),
    )
    .map(({ id }) => id);
}
