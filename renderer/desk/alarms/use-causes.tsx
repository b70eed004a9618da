import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { CauseIndex } from '../../../shared/rules/alarms/causes';
import { unexplained } from '../../../shared/rules/alarms/unexplained';
import { type Evidence, type EvidenceView, evidenceOf } from '../../../shared/rules/causes/evidence';
import { type Muting, mutingOf } from '../../../shared/rules/muting';
import { useBoardPulse, useBoardStore } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { type Symptoms, sortSymptoms } from './symptoms';

/** What is explained is found again at most so often, ms; its evidence, which reads every check, less often. */
const AGAIN_MS = 400;
const EVIDENCE_MS = 1_000;
const NOTHING: ReadonlySet<string> = new Set();

/** What the causes of the room leave in sight, counted. */
export interface CauseCounts {
  /** Nodes that are folded under a cause. */
  readonly folded: number;
  /** Nodes that no cause with something behind it explains. */
  readonly unexplained: readonly string[];
}

/**
 * Which node explains which, as the hub sees it: the same rule over the same board. What changes is only noted as it
 * comes, and taken over when somebody asks.
 */
export class Causes {
  readonly #store: BoardStore;
  readonly #index = new CauseIndex();
  #dirty: Set<string> | null = null;
  #counts: CauseCounts | null = null;
  #muting: ReadonlyMap<string, Muting> | null = null;

  constructor(store: BoardStore) {
    this.#store = store;
  }

  /** Follows the board. Returns a function that ends it. */
  start(): () => void {
    return this.#store.subscribeChanges((changed) => {
      if (changed.whole || changed.catalogue.size > 0) this.#dirty = null;
      if (changed.whole || changed.status.size + changed.alarms.size + changed.catalogue.size > 0)
        this.#counts = null;
      if (changed.whole || changed.maintenance.size > 0) this.#muting = null;
      if (this.#dirty === null) return;
      const { graph } = this.#store.getState();
      for (const key of changed.status) {
        const id = key.slice(key.indexOf(':') + 1);
        const node = key.startsWith('check:') ? graph.checks.get(id)?.node : id;
        if (node != null) this.#dirty.add(node);
      }
      // A person's word, a shelf or a recovery changes what a node may explain without moving its status.
      for (const key of changed.alarms) {
        if (/^(?:alarm|verdict):/.test(key)) this.#dirty.add(key.slice(key.indexOf(':') + 1));
      }
      for (const key of changed.incidents) {
        if (/^(?:callers|report):/.test(key)) this.#dirty.add(key.slice(key.indexOf(':') + 1));
      }
    });
  }

  /** The room that causes and their evidence are found in. */
  get view(): EvidenceView {
    const { graph, status, alarms, room, incidents, maintenance } = this.#store.getState();
    this.#muting ??= mutingOf(maintenance.values());
    return { graph, status, alarms, room: room ?? undefined, incidents, muting: this.#muting };
  }

  /** The index, with all that has come by now. */
  get index(): CauseIndex {
    if (this.#dirty === null || this.#dirty.size > 0) this.#index.update(this.view, this.#dirty);
    this.#dirty = new Set();
    return this.#index;
  }

  /** The nodes right behind a node on the way to what explains it. */
  directly(node: string): readonly string[] {
    return this.index.directly(node);
  }

  /** The nodes that explain this one; empty: none does, or it is normal. */
  roots(node: string): readonly string[] {
    return this.index.explained(node)?.roots ?? [];
  }

  /** The nodes that are not normal because of this one. */
  following(cause: string): ReadonlySet<string> {
    return this.index.following(cause)?.nodes ?? NOTHING;
  }

  /** The same, sorted for the eye. */
  symptoms(cause: string): Symptoms {
    const { graph } = this.#store.getState();
    return sortSymptoms(this.following(cause), { graph, node: (id) => this.#store.node(id) });
  }

  /** Why it is believed, and what speaks against it. */
  evidence(node: string): Evidence {
    return evidenceOf(this.view, this.index, node, this.#store.linkView().hubNow);
  }

  /** What is folded, and what is not explained. */
  counts(): CauseCounts {
    if (this.#counts === null) {
      const { index, view } = this;
      let folded = 0;
      for (const node of view.graph.order) if ((index.explained(node)?.roots.length ?? 0) > 0) folded += 1;
      this.#counts = { folded, unexplained: unexplained(view, index) };
    }
    return this.#counts;
  }
}

const CausesContext = createContext<Causes | null>(null);

/** Gives what is inside it the board's causes, followed once for all of them. */
export function CausesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const store = useBoardStore();
  const [causes] = useState(() => new Causes(store));
  useEffect(() => causes.start(), [causes]);
  return <CausesContext value={causes}>{children}</CausesContext>;
}

/** The causes of the board, to be asked when somebody acts. */
export function useCauses(): Causes {
  const causes = useContext(CausesContext);
  if (!causes) throw new Error('symptoms are asked for outside <CausesProvider>');
  return causes;
}

/** What the board's causes say, asked again as it moves. */
function useFromCauses<T>(ask: (causes: Causes) => T, what: string, ms = AGAIN_MS): T {
  const causes = useCauses();
  const pulse = useBoardPulse(ms);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when, `what` stands for the question
  return useMemo(() => ask(causes), [causes, pulse, what]);
}

/** What follows from a node, kept up with the board. */
export function useSymptoms(cause: string): Symptoms {
  return useFromCauses((causes) => causes.symptoms(cause), cause);
}

/** Why a node's alarm is believed, kept up with the board. */
export function useEvidence(node: string): Evidence {
  return useFromCauses((causes) => causes.evidence(node), node, EVIDENCE_MS);
}

/** What is folded, and what is not explained, kept up with the board. */
export function useCauseCounts(): CauseCounts {
  return useFromCauses((causes) => causes.counts(), '');
}
