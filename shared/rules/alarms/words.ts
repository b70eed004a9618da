import type { Verdict } from '../../model/alarms';
import { type RoomView, readNode } from '../reduce';
import { NodeSets } from './following';
import type { CauseView } from './measured';
import { isOver } from './recovery';

/** What people have said of causes, and of that, what holds; kept with the room. */
export class Words {
  readonly #said = new Map<string, Verdict>();
  /** What holds, by node: the cause, or null (it stands alone). */
  readonly #holds = new Map<string, string | null>();
  readonly #naming = new NodeSets();

  /** Nodes of which something is said. */
  get said(): string[] {
    return [...this.#said.keys()];
  }

  /** What holds of a node; undefined: nothing. */
  of(node: string): string | null | undefined {
    return this.#holds.get(node);
  }

  /** Nodes of which it holds that this one explains them. */
  naming(cause: string): ReadonlySet<string> {
    return this.#naming.of(cause);
  }

  begin({ alarms }: Pick<RoomView, 'alarms'>): void {
    for (const each of [this.#said, this.#holds, this.#naming]) each.clear();
    for (const entity of alarms.values()) {
      if (entity.kind === 'verdict') this.#said.set(entity.value.node, entity.value);
    }
  }

  /** Takes over what is said of a node now; whether that holds is judged later. */
  note({ alarms }: Pick<RoomView, 'alarms'>, node: string, changed: Set<string>): void {
    const entity = alarms.get(`verdict:${node}`);
    if (entity?.kind === 'verdict') this.#said.set(node, entity.value);
    else this.#said.delete(node);
    if (this.#said.get(node)?.cause !== this.#holds.get(node)) this.#heed(node, undefined, changed);
  }

  /**
   * Finds what holds.
   * @param changed takes in the causes that are named otherwise than before
   * @param unsaid what explains a node directly, whatever people say of it
   * @returns the nodes of which something else holds
   */
  judge(
    view: CauseView,
    now: number | null,
    changed: Set<string>,
    unsaid: (node: string) => readonly string[],
  ): readonly string[] {
    if (this.#said.size === 0 && this.#holds.size === 0) return [];
    for (const node of this.#said.keys()) if (!view.alarms.has(`verdict:${node}`)) this.#said.delete(node);
    const words = judgeWords([...this.#said.values()], view, now, unsaid);
    const moved = [...new Set([...words.keys(), ...this.#holds.keys()])].filter(
      (node) => words.get(node) !== this.#holds.get(node),
    );
    for (const node of moved) this.#heed(node, words.get(node), changed);
    return moved;
  }

  #heed(node: string, word: string | null | undefined, changed: Set<string>): void {
    const before = this.#holds.get(node);
    for (const cause of [before, word]) if (cause != null) changed.add(cause);
    if (before != null) this.#naming.delete(before, node);
    if (word === undefined) this.#holds.delete(node);
    else this.#holds.set(node, word);
    if (word != null) this.#naming.add(word, node);
  }
}

/**
 * What holds of what people said: by node, the cause that was named, or null (it stands alone). The older word goes first:
 * one that would lead back to its own node, over the graph or over what others have said, does not hold; nor does one
 * that names what is not there, or what is back and keeps nothing any more.
 *
 * @param unsaid what explains a node directly, whatever people say of it
 */
function judgeWords(
  said: readonly Verdict[],
  view: CauseView,
  now: number | null,
  unsaid: (node: string) => readonly string[],
): ReadonlyMap<string, string | null> {
  const words = new Map<string, string | null>();
  const inOrder = [...said].sort((a, b) => a.at - b.at || (a.node < b.node ? -1 : 1));
  for (const { node, cause } of inOrder) {
    if (!view.graph.nodes.has(node)) continue;
    if (cause === null) words.set(node, null);
    else if (isThere(cause, view, now) && !leadsTo(cause, node)) words.set(node, cause);
  }
  return words;

  function leadsTo(from: string, to: string): boolean {
    const reached = new Set([from]);
    for (const id of reached) {
      if (id === to) return true;
      const word = words.get(id);
      const next = word === undefined ? unsaid(id) : word === null ? [] : [word];
      for (const other of next) reached.add(other);
    }
    return false;
  }
}

function isThere(cause: string, view: CauseView, now: number | null): boolean {
  const status = readNode(view.status, cause);
  if (!status || !view.graph.nodes.has(cause)) return false;
  return status.state !== 'normal' || !isOver(view, cause, now);
}
