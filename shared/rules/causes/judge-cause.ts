import type { Verdict } from '../../model/alarms';
import type { RoomView } from '../reduce';

/** What a judgement of a person's word on a cause reads. */
export type CauseJudgeView = Pick<RoomView, 'graph' | 'alarms'>;
/** The nodes that the rules (graph, inference, recovery, what people said) find behind a node: at its root, or right behind it. */
export type RootsOf = (node: string) => readonly string[];

/** Why a word on a cause is refused. `cycle`: the cause is itself explained by the node. */
export type CauseRefusal = 'no-node' | 'no-cause' | 'itself' | 'cycle' | 'not-folded' | 'nothing-said';

/** A person's word on what explains a node. */
export function readVerdict(alarms: RoomView['alarms'], node: string): Verdict | undefined {
  const entity = alarms.get(`verdict:${node}`);
  return entity?.kind === 'verdict' ? entity.value : undefined;
}

/**
 * Whether a person may say that `cause` explains `node`. Refused when what explains the cause leads back to the node:
 * each would then wait for the other, and neither would be heard. `behind`: what is right behind a node, so that a ring through
 * what is itself folded is seen.
 */
export function judgeJoin(
  view: CauseJudgeView,
  behind: RootsOf,
  node: string,
  cause: string,
): CauseRefusal | null {
  if (!view.graph.nodes.has(node)) return 'no-node';
  if (!view.graph.nodes.has(cause)) return 'no-cause';
  if (node === cause) return 'itself';
  const seen = new Set<string>();
  const waiting = [cause];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === node) return 'cycle';
    if (seen.has(next)) continue;
    seen.add(next);
    const said = readVerdict(view.alarms, next);
    if (said) {
      if (said.cause !== null) waiting.push(said.cause);
    } else waiting.push(...behind(next));
  }
  return null;
}

/** Whether a person may say that a node stands alone: only of what is folded under something. */
export function judgeSplit(view: CauseJudgeView, rootsOf: RootsOf, node: string): CauseRefusal | null {
  if (!view.graph.nodes.has(node)) return 'no-node';
  return rootsOf(node).length === 0 ? 'not-folded' : null;
}

/** Whether there is a person's word on a node that can be taken back. */
export function judgeFree(view: CauseJudgeView, node: string): CauseRefusal | null {
  if (!view.graph.nodes.has(node)) return 'no-node';
  return readVerdict(view.alarms, node) ? null : 'nothing-said';
}
