import type { Quiet } from '../../model/room';
import type { NodeState } from '../../model/states';

/**
 * What explains a node. `said`: a person. `graph`: what it depends on. `source`: the foreign source that speaks for it is
 * lost. `recovery`: what took it down is back, and it is not yet. `inference`: a node that nothing watches.
 */
export type ExplainedBy = 'said' | 'graph' | 'source' | 'recovery' | 'inference';

/** What a node that is not normal owes to itself and to others. */
export interface Explained {
  /** What is measured of the node itself; neither what was never measured yet, nor what a lost source cannot tell. */
  readonly own: NodeState;
  /** The nodes that explain the rest, sorted; empty: nothing does, so that it speaks for itself. */
  readonly roots: readonly string[];
  /** Where that is so directly: each of these is down, or said to be the cause. */
  readonly causes: readonly string[];
  /** By what it is explained (a person may have said that nothing does); null: nothing does. */
  readonly by: ExplainedBy | null;
  /** What it needs is down altogether, and explained: what is measured behind it says nothing. */
  readonly behind: boolean;
  /** How many of its checks fail. */
  readonly failing: number;
}

/** The same, with what those who depend on the node look at. */
export interface Entry extends Explained {
  readonly state: NodeState;
  readonly hard: NodeState;
  readonly silent: boolean;
  readonly quiet: Quiet['kind'] | null;
  /** It is a foreign source with a fault of its own: what it speaks for is unknown because of it. */
  readonly lost: boolean;
  /** It is taken to be down because of what is inferred. */
  readonly fallen: boolean;
  /** The cause that is back and that it still belongs to. */
  readonly keptBy: string | null;
  /** The silent nodes that alone explain it, while it is to be heard. */
  readonly muffled: readonly string[];
  /** It is measured down, and nothing but an inference explains it. */
  readonly evidence: boolean;
}

/** Whether nothing about a node is another than before. */
export function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.state === b.state &&
    a.own === b.own &&
    a.by === b.by &&
    a.behind === b.behind &&
    a.failing === b.failing &&
    a.keptBy === b.keptBy &&
    a.evidence === b.evidence &&
    sameList(a.causes, b.causes) &&
    sameList(a.muffled, b.muffled) &&
    explainsAlike(a, b)
  );
}

/** Whether those that depend on it are explained as before. */
export function explainsAlike(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.silent === b.silent &&
    a.quiet === b.quiet &&
    a.hard === b.hard &&
    a.lost === b.lost &&
    a.fallen === b.fallen &&
    sameList(a.roots, b.roots)
  );
}

export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
