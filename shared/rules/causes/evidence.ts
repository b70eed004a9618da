import type { CauseIndex } from '../alarms/causes';
import { readAlarm } from '../alarms/reduce-alarms';
import type { GraphNode } from '../graph';
import { type RoomView, readNode } from '../reduce';
import { againstIt } from './evidence-against';
import type { AgainstCode, ForCode, Sentence, TimeCode } from './evidence-codes';
import { forIt } from './evidence-for';
import { sentenceOf } from './evidence-sentence';
import { timeOf } from './evidence-time';
import { type OwnChecks, ownChecks } from './fault-time';
import type { Line } from './line';

export * from './evidence-codes';

/** What evidence is found in. */
export type EvidenceView = Pick<RoomView, 'graph' | 'status' | 'alarms' | 'room' | 'incidents' | 'muting'>;

/** What is inferred, as far as evidence tells of it (`shared/rules/alarms/causes.ts`). */
export interface InferredCause {
  /** What would have to be down with it. */
  readonly with: readonly string[];
  /** The measured nodes that it rests on. */
  readonly rests: readonly string[];
}

/** What is read of the index of causes. */
export type EvidenceIndex = Pick<CauseIndex, 'explained' | 'following'> & {
  readonly inferred?: ReadonlyMap<string, InferredCause>;
};

/** Why a node is thought to be the cause, or what it follows from. Each line's words: `causes:evidence.CODE`. */
export interface Evidence {
  readonly sentence: Line<Sentence>;
  readonly for: readonly Line<ForCode>[];
  readonly time: readonly Line<TimeCode>[];
  /** Never empty: `none` says that there is nothing. */
  readonly against: readonly Line<AgainstCode>[];
}

/** All that the lines are drawn from. */
export interface Case {
  readonly view: EvidenceView;
  readonly index: EvidenceIndex;
  readonly id: string;
  /** Undefined: it is in no catalogue (the hub's own view of the network). */
  readonly node: GraphNode | undefined;
  readonly status: ReturnType<typeof readNode>;
  readonly alarm: ReturnType<typeof readAlarm>;
  readonly explained: ReturnType<CauseIndex['explained']>;
  /** Nodes that follow from it, the most critical first. */
  readonly behind: readonly GraphNode[];
  readonly own: OwnChecks | null;
  /** The checks of any node; each node's are looked at once. */
  readonly checksOf: (node: GraphNode) => OwnChecks;
  readonly inferred: InferredCause | undefined;
  /** The hub's time, ms UTC; null: not known. */
  readonly now: number | null;
}

/**
 * The evidence on a node as the room stands: what speaks for it as the cause (or for what it follows from), what is known
 * of when, and what speaks against it. The graph comes first; time never decides. Pure; costs what follows from the node,
 * and one pass over all checks.
 *
 * @param now the hub's time, ms UTC: with it, what is well and not overdue is known to have been so lately
 */
export function evidenceOf(
  view: EvidenceView,
  index: EvidenceIndex,
  node: string,
  now: number | null = null,
): Evidence {
  const found = view.graph.nodes.get(node);
  const behind = [...(index.following(node)?.nodes ?? [])]
    .flatMap((id) => view.graph.nodes.get(id) ?? [])
    .sort((a, b) => a.service.criticality - b.service.criticality || a.order - b.order);
  const looked = new Map<string, OwnChecks>();
  const checksOf = (one: GraphNode): OwnChecks => {
    let checks = looked.get(one.id);
    if (!checks) {
      checks = ownChecks(one, view);
      looked.set(one.id, checks);
    }
    return checks;
  };
  const about: Case = {
    view,
    index,
    id: node,
    node: found,
    status: readNode(view.status, node),
    alarm: readAlarm(view.alarms, node),
    explained: index.explained(node),
    behind,
    own: found ? checksOf(found) : null,
    checksOf,
    inferred: index.inferred?.get(node),
    now,
  };
  const sentence = sentenceOf(about);
  const against = sentence.code === 'normal' ? [] : againstIt(about, sentence.code);
  const time = timeOf(about, sentence.code);
  return {
    sentence,
    for: forIt(about, sentence.code),
    time: time.length > 0 ? time : [{ code: 'unknown', facts: { node } }],
    against: against.length > 0 ? against : [{ code: 'none', facts: {} }],
  };
}
