import type { NodeState } from '../../model/states';
import type { Graph } from '../graph';

/**
 * What a line of evidence is about. Ids, counts and times alone: the words are the desk's (`causes:evidence.CODE`), in
 * two languages.
 */
export interface LineFacts {
  /** A node id. */
  readonly node?: string;
  /** Node ids, the most important first, at most LINE_NODES; `count` says how many there are. */
  readonly nodes?: readonly string[];
  /** Node ids of a second group. */
  readonly others?: readonly string[];
  /** Node ids of a third group: what should have carried, and is down too. */
  readonly also?: readonly string[];
  /** Check ids, at most LINE_NODES. */
  readonly checks?: readonly string[];
  readonly count?: number;
  readonly of?: number;
  readonly state?: NodeState;
  /** Times, ms UTC. */
  readonly at?: number;
  readonly from?: number;
  readonly to?: number;
  /** A duration, ms. */
  readonly ms?: number;
  /** Response times, ms, in the order of what they are of. */
  readonly times?: readonly number[];
  /** A person's id. */
  readonly person?: string;
  /** What a person wrote. */
  readonly text?: string;
  /** Id of a maintenance window. */
  readonly window?: string;
}

/** One thing that is said about a cause. */
export interface Line<Code extends string = string> {
  readonly code: Code;
  readonly facts: LineFacts;
}

/** Ids in one line, at most. */
export const LINE_NODES = 8;

/** Of many, those that a line names: one of each service first, so that the sites of one do not hide the others. */
export function namedOf(ids: readonly string[], graph: Graph): readonly string[] {
  const seen = new Set<string>();
  const first: string[] = [];
  const rest: string[] = [];
  for (const id of ids) {
    const service = graph.nodes.get(id)?.service.id ?? id;
    (seen.has(service) ? rest : first).push(id);
    seen.add(service);
  }
  return [...first, ...rest].slice(0, LINE_NODES);
}
