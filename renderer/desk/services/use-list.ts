import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useBoard, useBoardPulse, useBoardStore, useClock, useTick } from '../../stores/board-react';
import { type Filter, matches } from '../model/filter';
import { type Arrangement, arrange, NO_ROWS, type Unsorted, unsorted } from '../model/list-order';
import { type Row, rowsOf, stateOf } from '../model/row';

/** The order follows the room at most so often, ms; what a row shows follows at once. */
const ORDER_MS = 250;
/**
 * For so long after the last key or movement over the list its order is left alone, ms. Whoever has gone from
 * the desk finds it sorted; whoever is using it never has a row move under the finger.
 */
export const HOLD_MS = 20_000;

export interface List {
  readonly rows: ReadonlyMap<string, Row>;
  /** What is shown, in the order in which it is shown. */
  readonly shown: Arrangement;
  /** What sorting now would change. */
  readonly unsorted: Unsorted;
  /** Nodes that are not normal and that the filter hides. */
  readonly hiddenAbnormal: number;
  /** A person used the list: the order holds. */
  readonly touch: () => void;
  /** Sorts now. */
  readonly sort: () => void;
}

/** The list of nodes: filtered, ordered, and held still while somebody works in it. */
export function useList(filter: Filter): List {
  const store = useBoardStore();
  const clock = useClock();
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const pulse = useBoardPulse(ORDER_MS);
  useTick(1_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const rows = useMemo(() => rowsOf(store.getState()), [store, catalogueVersion]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  const wanted = useMemo(() => {
    const status = (id: string) => store.node(id);
    const all = arrange(rows, status);
    if (filter.terms.length === 0) return { shown: all, hidden: 0 };
    const keep = (id: string): boolean => {
      const row = rows.get(id);
      const now = store.node(id);
      return row !== undefined && matches(filter, row, stateOf(now), now);
    };
    const shown = { abnormal: all.abnormal.filter(keep), normal: all.normal.filter(keep) };
    return { shown, hidden: all.abnormal.length - shown.abnormal.length };
  }, [store, rows, filter, pulse]);

  const [held, setHeld] = useState<{ readonly filter: Filter; readonly shown: Arrangement }>({
    filter,
    shown: NO_ROWS,
  });
  const lastTouch = useRef(Number.NEGATIVE_INFINITY);
  const holding = held.filter === filter && clock.mono() - lastTouch.current < HOLD_MS;
  const empty = held.shown.abnormal.length + held.shown.normal.length === 0;
  const shown = holding && !empty ? held.shown : wanted.shown;
  useEffect(() => {
    if (held.shown !== shown || held.filter !== filter) setHeld({ filter, shown });
  }, [held, shown, filter]);

  const touch = useCallback(() => {
    lastTouch.current = clock.mono();
  }, [clock]);
  const sort = useCallback(() => setHeld({ filter, shown: wanted.shown }), [filter, wanted]);
  const difference = useMemo(() => unsorted(shown, wanted.shown), [shown, wanted]);
  return { rows, shown, unsorted: difference, hiddenAbnormal: wanted.hidden, touch, sort };
}
