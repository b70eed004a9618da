import type { AlarmBasis } from '../../model/alarms';
import type { Graph } from '../graph';
import { readNode } from '../reduce';
import { directCauses, heardFrom, type Surroundings } from './direct-causes';
import { type Entry, type Explained, explainsAlike, sameEntry } from './explained';
import { mayFallWith } from './falls';
import { type Following, FollowingCounts, NodeSets } from './following';
import { type Inference, inferCauses, type Moment } from './inference';
import { isActive } from './machine';
import { type CauseView, conditionAlone, failingOf, isFaulty, isInferred, isSilent } from './measured';
import { Muffled } from './muffled';
import { foldedUnder, isHolding, returnedAt } from './recovery';
import { readAlarm } from './reduce-alarms';
import { Words } from './words';

export type { Explained, ExplainedBy } from './explained';
export type { Following } from './following';
export type { Inference, Moment } from './inference';
export type { CauseView } from './measured';

/** One update. */
interface Run extends Surroundings {
  readonly changed: Set<string>;
}

/** What people said and what is inferred depend on each other: so often they are weighed, at most. */
const MOST_ROUNDS = 6;
/** What is inferred is weighed anew after this, ms, and at once where something new may be, or may hold no longer. */
const SEEK_AGAIN_MS = 1_000;
/** Longer than any chain of causes. */
const MOST_WAVES = 2_000;

/**
 * Which node explains which. The order of authority: a person's word; the graph (what is measured behind a hard dependency
 * that is down altogether is a consequence, however it was measured); what is on its way back with its cause; what must be
 * inferred, because nothing watches it. Time decides only within what is known of it. What is to be heard is never
 * explained by what makes no sound: there, the worst of what follows speaks for the rest.
 *
 * Kept up to date in the number of changes: what moved, and what is explained otherwise because of it. It holds nothing
 * that could not be found anew from the room (and, at the hub, from the time).
 */
export class CauseIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #following = new FollowingCounts();
  readonly #muffled = new Muffled();
  /** What is kept by a cause that is back. */
  readonly #kept = new NodeSets();
  readonly #evidence = new Set<string>();
  readonly #words = new Words();
  #inferred: ReadonlySet<string> = new Set();
  /** What is inferred and has not come back: nothing that was folded under it has moved since. */
  readonly #stillDown = new Set<string>();
  /** Something that is inferred may be otherwise by now. */
  #seeks = true;
  /** When that was last looked at, ms UTC. */
  #soughtAt = 0;
  /** What followers of a node look at in it, as they last did. */
  readonly #stances = new Map<string, string>();
  #graph: Graph | null = null;
  /** Nodes that a foreign source speaks for, by the source's node. */
  #heardFrom: ReadonlyMap<string, readonly string[]> = new Map();

  /** What explains a node; undefined: it is normal. */
  explained(node: string): Explained | undefined {
    return this.#entries.get(node);
  }

  /** What follows from a node; undefined: nothing does. */
  following(root: string): Following | undefined {
    return this.#following.of(root);
  }

  /** The nodes next to it on the way to what explains it. */
  directly(node: string): readonly string[] {
    return this.#entries.get(node)?.causes ?? [];
  }

  /** What a cause that is back keeps, because it is not back yet. */
  kept(root: string): ReadonlySet<string> {
    return this.#kept.of(root);
  }

  /** Nodes of which a person has said that this one explains them. */
  named(root: string): readonly string[] {
    return [...this.#words.naming(root)].filter((node) => this.#entries.has(node));
  }

  /** Whether nothing watches it, and what hangs on it says that it is down. */
  isInferred(node: string): boolean {
    return this.#inferred.has(node);
  }

  /** What is inferred, by node. */
  get inferred(): ReadonlyMap<string, Inference> {
    return new Map([...this.#inferred].map((node) => [node, this.#inference(node)]));
  }

  /** What makes a node a root. Its alarm may rest on more: who reports it, and what it was before. */
  basisOf(root: string): AlarmBasis {
    if (this.#inferred.has(root)) return 'inferred';
    if (this.#kept.of(root).size > 0) return 'recovering';
    const own = this.#entries.get(root)?.own ?? 'normal';
    return own === 'normal' && this.named(root).length > 0 ? 'named' : 'measured';
  }

  /** Nodes on which a person's word holds no longer: they are normal, or what explains them is gone, or leads back. */
  get wordsOver(): readonly string[] {
    const isOver = (node: string): boolean => this.#words.of(node) === undefined || !this.#entries.has(node);
    return this.#words.said.filter(isOver).sort();
  }

  /**
   * Takes over what changed: the nodes named, which are those whose status changed, or that of a check of theirs, or
   * their alarm, or what was said of them (null: all). A catalogue that changed is taken over whole.
   *
   * @param moment at the hub: causes that nothing watches are looked for, and what is back keeps the rest no longer than it
   * may. Left out: both are as the alarms say
   * @returns every node that is explained otherwise than before, or from which something else follows
   */
  update(view: CauseView, nodes: Iterable<string> | null, moment?: Moment): ReadonlySet<string> {
    const run = this.#run(view, moment?.now ?? null);
    const whole = nodes === null || view.graph !== this.#graph;
    const touched = whole ? view.graph.order : [...new Set(nodes)];
    const wave = new Set(touched);
    if (whole) this.#begin(run);
    else for (const id of this.#note(run, touched)) wave.add(id);
    this.#doubt(view, touched);
    if (whole || touched.some((id) => this.#inferred.has(id))) this.#seeks = true;
    for (const id of whole ? [] : new Set([...touched, ...this.#kept.keys(), ...this.#inferred])) {
      if (!this.#moved(run, id)) continue;
      for (const follower of this.#following.of(id)?.nodes ?? []) wave.add(follower);
      for (const follower of this.#muffled.by(id)) wave.add(follower);
    }
    this.#settle(run, wave);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const judged = this.#judge(run);
      if (!(moment && this.#infer(run, moment)) && !judged) break;
    }
    return run.changed;
  }

  // ── what the room says

  #begin({ view, changed }: Run): void {
    for (const id of this.#entries.keys()) changed.add(id);
    for (const root of this.#following.roots()) changed.add(root);
    for (const each of [this.#entries, this.#following, this.#muffled, this.#kept]) each.clear();
    for (const each of [this.#evidence, this.#stillDown, this.#stances]) each.clear();
    this.#seeks = true;
    this.#words.begin(view);
    if (view.graph !== this.#graph) this.#heardFrom = heardFrom(view.graph);
    this.#graph = view.graph;
    const inferred = [...view.alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' && isInferred(view, entity.value.node) ? [entity.value.node] : [],
    );
    this.#inferred = new Set(inferred.filter((id) => view.graph.nodes.has(id)));
  }

  /** @returns nodes that must be looked at again, besides those that are touched */
  #note(run: Run, touched: readonly string[]): readonly string[] {
    const { view } = run;
    const before = this.#inferred;
    let inferred: Set<string> | null = null;
    for (const id of touched) {
      this.#words.note(view, id, run.changed);
      if (isInferred(view, id) === this.#inferred.has(id)) continue;
      inferred ??= new Set(this.#inferred);
      if (!inferred.delete(id) && view.graph.nodes.has(id)) inferred.add(id);
    }
    if (!inferred) return [];
    this.#inferred = inferred;
    this.#seeks = true;
    return this.#differing(before, view.graph);
  }

  /** What is inferred by now and was not, or the other way round, and what depends on it: also where it is normal. */
  #differing(before: ReadonlySet<string>, graph: Graph): string[] {
    const moved = [...new Set([...before, ...this.#inferred])].filter(
      (id) => before.has(id) !== this.#inferred.has(id),
    );
    return [...moved, ...moved.flatMap((id) => graph.nodes.get(id)?.dependants ?? [])];
  }

  /** What was folded under something inferred and is well now may say that it is back. */
  #doubt(view: CauseView, touched: readonly string[]): void {
    if (this.#stillDown.size === 0) return;
    for (const id of touched) {
      this.#stillDown.delete(id);
      // That of what was inferred beside it as well.
      const folded = foldedUnder(readAlarm(view.alarms, id)) !== null;
      if (folded && readNode(view.status, id)?.own === 'normal') this.#stillDown.clear();
    }
  }

  /** Whether what those who are explained by a node look at in it is another than before. */
  #moved(run: Run, id: string): boolean {
    const { view, now } = run;
    if (!this.#following.of(id) && this.#muffled.by(id).size === 0) {
      this.#stances.delete(id);
      return false;
    }
    const alarm = readAlarm(view.alarms, id);
    const status = readNode(view.status, id);
    const stance = [
      isSilent(view, id),
      status?.quiet?.kind,
      status?.hard === 'down',
      alarm && isActive(alarm) ? alarm.basis : null,
      alarm?.recovery?.until,
      isHolding(view, id, now),
      run.returned(id),
    ].join(' ');
    if (this.#stances.get(id) === stance) return false;
    this.#stances.set(id, stance);
    return true;
  }

  #run(view: CauseView, now: number | null): Run {
    const back = new Map<string, boolean>();
    const returned = (id: string): boolean => {
      if (this.#stillDown.has(id)) return false;
      let is = back.get(id);
      if (is === undefined) {
        is = returnedAt(view, id) !== null;
        back.set(id, is);
        if (!is && isInferred(view, id)) this.#stillDown.add(id);
        if (is && this.#inferred.has(id)) this.#seeks = true;
      }
      return is;
    };
    const isBasis = (id: string): boolean => this.#inferred.has(id) || this.#kept.of(id).size > 0;
    const isFallen = (id: string): boolean =>
      this.#inferred.has(id) || this.#entries.get(id)?.fallen === true;
    return { view, now, returned, isBasis, isFallen, changed: new Set() };
  }

  // ── what follows from it

  #settle(run: Run, start: ReadonlySet<string>): void {
    const { graph } = run.view;
    let wave = byOrder(start, graph);
    // What goes round in a ring for a moment (a word that is found not to hold only afterwards) comes to rest all the same.
    for (let round = 0; wave.length > 0 && round < MOST_WAVES; round++) {
      const waiting = new Set(wave);
      const next = new Set<string>();
      for (const id of wave) {
        waiting.delete(id);
        const before = this.#entries.get(id);
        const after = this.#evaluate(run, id);
        if (!sameEntry(before, after)) {
          for (const other of this.#replace(run, id, after)) if (!waiting.has(other)) next.add(other);
        }
        if (explainsAlike(before, after)) continue;
        for (const follower of this.#dependants(graph, id)) if (!waiting.has(follower)) next.add(follower);
      }
      for (const id of this.#muffled.moved()) next.add(id);
      wave = byOrder(next, graph);
    }
  }

  #evaluate(run: Run, id: string): Entry | undefined {
    const { view } = run;
    const node = view.graph.nodes.get(id);
    const status = readNode(view.status, id);
    if (!node || !status || status.state === 'normal') return undefined;
    const silent = isSilent(view, id);
    const direct = directCauses(run, node, status, silent, this.#words.of(id));
    const { own } = direct;
    const all = this.#rootsOf(direct.needs, id);
    // What was never measured has no voice of its own: it cannot speak for others.
    const voiceless = conditionAlone(status, own) === 'normal';
    const heard = silent || voiceless ? all : all.filter((root) => !isSilent(view, root));
    const blind = this.#rootsOf(direct.sources, id);
    const muffled = heard.length + blind.length === 0 ? all : [];
    const speaker = muffled.length > 0 ? this.#muffled.speaker(id, muffled, view) : null;
    const roots = speaker === null ? [...new Set([...heard, ...blind])].sort() : this.#rootsOf([speaker], id);
    return {
      own,
      roots,
      causes: [...direct.needs, ...direct.sources],
      by: direct.by,
      behind: direct.behind && roots.length > 0,
      failing: failingOf(node, view),
      state: status.state,
      hard: status.hard,
      silent,
      quiet: status.quiet?.kind ?? null,
      lost: this.#heardFrom.has(id) && isFaulty(node, status, view),
      fallen: this.#inferred.has(id) || (direct.by === 'inference' && status.hard !== 'down'),
      keptBy: direct.keptBy,
      muffled,
      evidence:
        own === 'down' &&
        !silent &&
        (direct.by === null || direct.by === 'inference') &&
        !this.#inferred.has(id),
    };
  }

  /** What is at the root of these. */
  #rootsOf(causes: readonly string[], of: string): readonly string[] {
    const roots = new Set<string>();
    for (const cause of causes) {
      const further = this.#entries.get(cause)?.roots ?? [];
      for (const root of further.length > 0 ? further : [cause]) roots.add(root);
    }
    // Only a faulty catalogue closes a hard cycle: there, each stands for itself.
    roots.delete(of);
    return [...roots];
  }

  /** @returns nodes that must be looked at again, besides those that depend on it */
  #replace({ changed, view }: Run, id: string, after: Entry | undefined): readonly string[] {
    const before = this.#entries.get(id);
    const node = view.graph.nodes.get(id);
    const again: string[] = [];
    if (node && before) for (const root of before.roots) this.#following.count(root, node, before, -1);
    if (node && after) for (const root of after.roots) this.#following.count(root, node, after, 1);
    for (const root of [...(before?.roots ?? []), ...(after?.roots ?? [])]) changed.add(root);
    if (before?.keptBy !== after?.keptBy) {
      for (const entry of [before, after]) if (entry?.keptBy != null) changed.add(entry.keptBy);
      if (before?.keptBy != null && this.#kept.delete(before.keptBy, id)) again.push(before.keptBy);
      if (after?.keptBy != null && this.#kept.add(after.keptBy, id)) again.push(after.keptBy);
    }
    this.#muffled.replace(id, before, after);
    // What is covered by what is inferred only confirms it.
    const stands = after?.evidence === true && after.by !== 'inference' && !before?.evidence;
    const leaves = after === undefined && before?.roots.some((root) => this.#inferred.has(root));
    if (stands || leaves) this.#seeks = true;
    if (after?.evidence) this.#evidence.add(id);
    else this.#evidence.delete(id);
    if (after) this.#entries.set(id, after);
    else this.#entries.delete(id);
    changed.add(id);
    // A cause that is normal itself is named by nothing else.
    for (const cause of [before?.causes, after?.causes]) {
      for (const each of cause ?? []) if (this.#words.naming(each).has(id)) changed.add(each);
    }
    return again;
  }

  *#dependants(graph: Graph, id: string): Iterable<string> {
    const node = graph.nodes.get(id);
    if (!node) return;
    yield* node.dependants;
    yield* node.softDependants;
    yield* this.#heardFrom.get(id) ?? [];
    yield* this.#words.naming(id);
    yield* this.#kept.of(id);
  }

  // ── what people said, and what is inferred

  /** True: what holds of what people said is another than before. */
  #judge(run: Run): boolean {
    const moved = this.#words.judge(run.view, run.now, run.changed, (id) => this.#unsaid(run, id));
    if (moved.length === 0) return false;
    this.#settle(run, new Set(moved));
    this.#seeks = true;
    return true;
  }

  /** What explains a node directly, whatever people say of it. */
  #unsaid(run: Run, id: string): readonly string[] {
    const entry = this.#entries.get(id);
    if (!entry) return [];
    if (this.#words.of(id) === undefined) return this.directly(id);
    const node = run.view.graph.nodes.get(id);
    const status = readNode(run.view.status, id);
    if (!node || !status) return [];
    const { needs, sources } = directCauses(run, node, status, entry.silent, undefined);
    return [...needs, ...sources];
  }

  /** True: something else is inferred than before. */
  #infer(run: Run, moment: Moment): boolean {
    if (this.#evidence.size === 0 && this.#inferred.size === 0) return false;
    const { view, now } = run;
    if (!this.#seeks && moment.now >= this.#soughtAt && moment.now < this.#soughtAt + SEEK_AGAIN_MS)
      return false;
    this.#seeks = false;
    this.#soughtAt = moment.now;
    const may = (id: string): boolean =>
      !isHolding(view, id, now) && !run.returned(id) && !this.#isSaidToFollow(run, id);
    const next = inferCauses(view, this.#evidence, may, moment);
    const before = this.#inferred;
    this.#inferred = next;
    const moved = this.#differing(before, view.graph);
    if (moved.length === 0) return false;
    for (const id of moved) run.changed.add(id);
    this.#settle(run, new Set(moved));
    return true;
  }

  /** Whether a person says that it follows from something that would itself rest on it. */
  #isSaidToFollow(run: Run, id: string): boolean {
    const word = this.#words.of(id);
    if (word == null) return false;
    const falls = mayFallWith(id, run.view);
    const reached = new Set([word]);
    for (const each of reached) {
      if (each === id || falls.has(each)) return true;
      for (const next of this.directly(each)) reached.add(next);
    }
    return false;
  }

  #inference(node: string): Inference {
    const rests: string[] = [];
    const others = new Set<string>();
    for (const id of this.#evidence) {
      const entry = this.#entries.get(id);
      if (entry?.by !== 'inference') continue;
      if (!entry.causes.includes(node) && !entry.roots.includes(node)) continue;
      rests.push(id);
      for (const other of entry.causes) if (other !== node && this.#inferred.has(other)) others.add(other);
    }
    return { node, with: [...others].sort(), rests: rests.sort() };
  }
}

function byOrder(ids: Iterable<string>, graph: Graph): string[] {
  const order = (id: string): number => graph.nodes.get(id)?.order ?? -1;
  return [...new Set(ids)].sort((a, b) => order(a) - order(b));
}
