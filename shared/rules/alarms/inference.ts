import type { CheckStatus } from '../../model/room';
import { readCheck, readNode } from '../reduce';
import { stateOfResult } from '../rollup';
import { fallsWith } from './falls';
import { type CauseView, canTell, isDown, isInferred, isSilent } from './measured';
import { foldedUnder } from './recovery';
import { readAlarm } from './reduce-alarms';

/** What is known of time, at the hub: the log does not hold observations that say nothing new. */
export interface Moment {
  /** The hub's time, ms UTC. */
  readonly now: number;
  /** When a check was last observed, whatever it said, ms UTC; null: not known. Left out: its freshness tells. */
  readonly seenAt?: (check: string) => number | null;
}

/** A cause that nothing watches, and that what hangs on it says is down. */
export interface Inference {
  readonly node: string;
  /** What is inferred together with it: the alternatives that must be down too. */
  readonly with: readonly string[];
  /** The measured nodes that it rests on, sorted. */
  readonly rests: readonly string[];
}

/** Observations so close to each other, ms, do not tell which came first. */
const SAME_TIME_MS = 5_000;
/** Guesses that are weighed at once, at most: whatever fails, the question stays small. */
const MOST_GUESSES = 200;
/** A new inference rests on so many measured nodes at least; one that stands, on one that was folded under it. */
const RESTS_ON = 2;

interface Guess {
  readonly nodes: readonly string[];
  readonly rests: readonly string[];
  /** All that it would explain. */
  readonly covers: readonly string[];
}

/**
 * The nodes that must be down, though nothing says so of them: each has no check (or none that can tell), and explains at
 * least two nodes that are measured down and that nothing else explains, with alternatives that are down or inferred with
 * it. Not where anything that could not be up without it was measured well after what it rests on had failed. The guess
 * that explains the most goes first, of these the one with the fewest nodes, then the one whose evidence lies furthest
 * upstream, then the nearest to it.
 *
 * @param alone nodes that are measured down, and that nothing explains
 * @param may whether a node may be inferred (not: a cause that is just coming back)
 */
export function inferCauses(
  view: CauseView,
  alone: Iterable<string>,
  may: (id: string) => boolean,
  moment: Moment,
): ReadonlySet<string> {
  const inferred = new Set<string>();
  const left = new Set(alone);
  const candidate = (id: string): boolean => {
    const node = view.graph.nodes.get(id);
    return node !== undefined && may(id) && !isDown(view, id) && !canTell(node, view);
  };
  const guesses = guessesFor(left, view, candidate);
  while (guesses.length > 0 && left.size > 0) {
    let best: Guess | null = null;
    const known = fallsWith([...inferred], view);
    for (const nodes of guesses) {
      const guess = weigh(nodes, left, { inferred, known }, view, moment);
      if (guess && (best === null || isBetter(guess, best, view))) best = guess;
    }
    if (best === null) break;
    for (const id of best.nodes) inferred.add(id);
    for (const id of best.covers) left.delete(id);
  }
  return inferred;
}

/** What could be down above these: by itself, or with the alternatives to it. */
function guessesFor(
  alone: ReadonlySet<string>,
  view: CauseView,
  candidate: (id: string) => boolean,
): readonly (readonly string[])[] {
  const found = new Map<string, { readonly nodes: readonly string[]; hits: number }>();
  for (const id of alone) {
    for (const nodes of guessesAbove(id, view, candidate)) {
      const key = nodes.join(' ');
      const known = found.get(key);
      if (known) known.hits += 1;
      else found.set(key, { nodes, hits: 1 });
    }
  }
  const all = [...found.values()];
  if (all.length > MOST_GUESSES) all.sort((a, b) => b.hits - a.hits);
  return all.slice(0, MOST_GUESSES).map(({ nodes }) => nodes);
}

/** Each dependency above a node, through what cannot tell, of which every alternative is down or cannot tell. */
function guessesAbove(
  id: string,
  view: CauseView,
  candidate: (id: string) => boolean,
): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const reached = new Set([id]);
  for (const at of reached) {
    for (const { soft, of } of view.graph.nodes.get(at)?.needs ?? []) {
      const open = soft ? [] : of.filter((need) => !isDown(view, need));
      if (open.length === 0 || !open.every(candidate)) continue;
      found.push([...open].sort());
      for (const need of open) reached.add(need);
    }
  }
  return found;
}

/** What a guess would explain, and rests on; null: too little, or it is contradicted. */
function weigh(
  nodes: readonly string[],
  alone: ReadonlySet<string>,
  { inferred, known }: { readonly inferred: ReadonlySet<string>; readonly known: ReadonlySet<string> },
  view: CauseView,
  moment: Moment,
): Guess | null {
  if (nodes.every((id) => inferred.has(id))) return null;
  const fallen = fallsWith([...nodes, ...inferred], view);
  const covers = [...alone].filter((id) => fallen.has(id));
  const stands = nodes.every((id) => isInferred(view, id));
  if (covers.length < (stands ? 1 : RESTS_ON)) return null;
  // What must be down with it was well until then: it had not failed before.
  const lastFailed = Math.max(...covers.map((id) => failedAt(id, view)));
  let wellUntil = Number.NEGATIVE_INFINITY;
  for (const id of fallen) {
    if (known.has(id)) continue;
    wellUntil = Math.max(wellUntil, wellAt(id, view, moment));
    if (lastFailed < wellUntil - SAME_TIME_MS) return null;
  }
  const rests = covers.filter((id) => failedAt(id, view) >= wellUntil - SAME_TIME_MS);
  const held = stands && rests.some((id) => isFoldedUnder(nodes, id, view));
  return rests.length >= RESTS_ON || held ? { nodes, rests, covers } : null;
}

/** Whether a node was folded under one of these; or would be, were that one not put aside. */
function isFoldedUnder(nodes: readonly string[], id: string, view: CauseView): boolean {
  const under = foldedUnder(readAlarm(view.alarms, id));
  return under === null ? nodes.some((node) => isSilent(view, node)) : nodes.includes(under);
}

function isBetter(a: Guess, b: Guess, view: CauseView): boolean {
  const order = (id: string): number => view.graph.nodes.get(id)?.order ?? 0;
  const upmost = (guess: Guess): number => Math.min(...guess.rests.map(order));
  const nearest = (guess: Guess): number => Math.max(...guess.nodes.map(order));
  return (
    (b.rests.length - a.rests.length ||
      a.nodes.length - b.nodes.length ||
      upmost(a) - upmost(b) ||
      nearest(b) - nearest(a) ||
      (a.nodes.join(' ') < b.nodes.join(' ') ? -1 : 1)) < 0
  );
}

/** When a node that is measured down was first seen to be, ms UTC. */
function failedAt(id: string, view: CauseView): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { status } of ownDown(id, view)) first = Math.min(first, status.since);
  return first;
}

/** When a node was last measured to be up, ms UTC; long ago: that is not known. A foreign source's silence says nothing. */
function wellAt(id: string, view: CauseView, moment: Moment): number {
  let last = Number.NEGATIVE_INFINITY;
  if (readNode(view.status, id)?.own === 'down') {
    for (const { status } of ownDown(id, view)) last = Math.max(last, beforeFault(status));
    return last;
  }
  for (const check of view.graph.nodes.get(id)?.checks ?? []) {
    const definition = view.graph.checks.get(check);
    const status = readCheck(view.status, check);
    if (!definition || !status || definition.impact !== 'down' || definition.source !== null) continue;
    last = Math.max(last, status.result === 'ok' ? lastSeen(status, check) : beforeFault(status));
  }
  return last;

  function lastSeen(status: CheckStatus, check: string): number {
    const known = status.observedAt ?? Number.NEGATIVE_INFINITY;
    if (status.overdue) return known;
    const seen = moment.seenAt?.(check) ?? null;
    const freshnessMs = view.graph.checks.get(check)?.freshnessMs ?? Number.POSITIVE_INFINITY;
    return Math.max(known, seen ?? moment.now - freshnessMs);
  }
}

/** The last observation before a fault that was good, ms UTC. */
function beforeFault(status: CheckStatus): number {
  const began =
    status.confirmed === 'ok' || (status.result === status.confirmed && status.resultSince === status.since);
  return began && status.beforeAt !== null ? status.beforeAt : Number.NEGATIVE_INFINITY;
}

function* ownDown(id: string, view: CauseView): Iterable<{ readonly status: CheckStatus }> {
  for (const check of view.graph.nodes.get(id)?.checks ?? []) {
    const definition = view.graph.checks.get(check);
    const status = readCheck(view.status, check);
    if (definition && status?.confirmed != null && stateOfResult(status.confirmed, definition) === 'down') {
      yield { status };
    }
  }
}

/**
 * When time alone may contradict what is inferred, ms UTC: by then, what must be down with it has been seen well since it
 * failed, or it is overdue.
 */
export function doubtedAt(view: CauseView, inferred: readonly string[]): readonly number[] {
  const fallen = fallsWith(inferred, view);
  const failed = new Set<number>();
  const freshness = new Set<number>();
  for (const id of fallen) {
    if (readNode(view.status, id)?.own === 'down') {
      failed.add(failedAt(id, view));
      continue;
    }
    for (const check of view.graph.nodes.get(id)?.checks ?? []) {
      const definition = view.graph.checks.get(check);
      if (definition?.impact === 'down' && definition.source === null) freshness.add(definition.freshnessMs);
    }
  }
  return [...failed].flatMap((at) => [...freshness].map((ms) => at + SAME_TIME_MS + ms + 1));
}
