import { type NodeState, severity } from '../../model/states';
import { readNode } from '../reduce';
import { sameList } from './explained';
import { NodeSets } from './following';
import type { CauseView } from './measured';

/** What is looked at in a node that only something silent explains. */
export interface MuffledEntry {
  readonly muffled: readonly string[];
  readonly state: NodeState;
  readonly roots: readonly string[];
}

/**
 * What is to be heard and follows from nothing but what makes no sound (it is shelved, out of service, silenced): not each
 * of it asks, but the worst, and of the worst the one furthest upstream, which speaks for all that follow from the same.
 */
export class Muffled {
  readonly #members = new NodeSets();
  readonly #speakers = new Map<string, string>();
  /** Silent nodes whose followers are others than before, or speak otherwise. */
  readonly #moved = new Set<string>();

  /** What a silent node alone explains. */
  by(silent: string): ReadonlySet<string> {
    return this.#members.of(silent);
  }

  clear(): void {
    this.#members.clear();
    this.#speakers.clear();
    this.#moved.clear();
  }

  /** Who speaks for a node that these silent ones alone explain: another, or itself (null). */
  speaker(id: string, silent: readonly string[], view: CauseView): string | null {
    let best = id;
    for (const cause of silent) {
      const speaker = this.#speakerOf(cause, view);
      if (speaker !== null && speaksBefore(speaker, best, view)) best = speaker;
    }
    return best === id ? null : best;
  }

  replace(id: string, before: MuffledEntry | undefined, after: MuffledEntry | undefined): void {
    const left = before?.muffled ?? [];
    const joined = after?.muffled ?? [];
    if (left.length === 0 && joined.length === 0) return;
    const stays = before?.state === after?.state && sameList(left, joined);
    // Who follows one that has found another to speak for it follows that one.
    if (stays && sameList(before?.roots ?? [], after?.roots ?? [])) return;
    for (const cause of left) this.#members.delete(cause, id);
    for (const cause of joined) this.#members.add(cause, id);
    for (const cause of [...left, ...joined]) {
      if (!stays) this.#speakers.delete(cause);
      this.#moved.add(cause);
    }
  }

  /** Nodes for which another may speak now. */
  moved(): readonly string[] {
    const nodes = [...this.#moved].flatMap((cause) => [...this.#members.of(cause)]);
    this.#moved.clear();
    return nodes;
  }

  #speakerOf(cause: string, view: CauseView): string | null {
    const known = this.#speakers.get(cause);
    if (known !== undefined) return known;
    let best: string | null = null;
    for (const id of this.#members.of(cause)) {
      if (best === null || speaksBefore(id, best, view)) best = id;
    }
    if (best !== null) this.#speakers.set(cause, best);
    return best;
  }
}

function speaksBefore(a: string, b: string, view: CauseView): boolean {
  const worse = stateOf(b, view) - stateOf(a, view);
  const order = (id: string): number => view.graph.nodes.get(id)?.order ?? 0;
  return (worse || order(a) - order(b)) < 0;
}

function stateOf(id: string, view: CauseView): number {
  return severity(readNode(view.status, id)?.state ?? 'normal');
}
