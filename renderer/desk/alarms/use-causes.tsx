import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { CauseIndex } from '../../../shared/rules/alarms/causes';
import { useBoardPulse, useBoardStore } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { type Symptoms, sortSymptoms } from './symptoms';

/** What is explained is found again at most so often, ms. */
const AGAIN_MS = 400;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Which node explains which, as the hub sees it: the same rule over the same board. What changes is only noted as it
 * comes, and taken over when somebody asks.
 */
export class Causes {
  readonly #store: BoardStore;
  readonly #index = new CauseIndex();
  #dirty: Set<string> | null = null;

  constructor(store: BoardStore) {
    this.#store = store;
  }

  /** Follows the board. Returns a function that ends it. */
  start(): () => void {
    return this.#store.subscribeChanges((changed) => {
      if (changed.whole || changed.catalogue.size > 0) this.#dirty = null;
      if (this.#dirty === null) return;
      const { graph } = this.#store.getState();
      for (const key of changed.status) {
        const id = key.slice(key.indexOf(':') + 1);
        const node = key.startsWith('check:') ? graph.checks.get(id)?.node : id;
        if (node != null) this.#dirty.add(node);
      }
    });
  }

  /** The nodes that are not normal because of this one. */
  following(cause: string): ReadonlySet<string> {
    const { graph, status } = this.#store.getState();
    if (this.#dirty === null || this.#dirty.size > 0) this.#index.update({ graph, status }, this.#dirty);
    this.#dirty = new Set();
    return this.#index.following(cause)?.nodes ?? NOTHING;
  }

  /** The same, sorted for the eye. */
  symptoms(cause: string): Symptoms {
    const { graph } = this.#store.getState();
    return sortSymptoms(this.following(cause), { graph, node: (id) => this.#store.node(id) });
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

/** What follows from a node, kept up with the board. */
export function useSymptoms(cause: string): Symptoms {
  const causes = useCauses();
  const pulse = useBoardPulse(AGAIN_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  return useMemo(() => causes.symptoms(cause), [causes, cause, pulse]);
}
