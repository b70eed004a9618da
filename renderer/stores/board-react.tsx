import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { useStore } from 'zustand';
import { type Alarm, alarmKey } from '../../shared/model/alarms';
import type { Incident } from '../../shared/model/incidents';
import type { Person } from '../../shared/model/people';
import type { CheckStatus, NodeStatus } from '../../shared/model/room';
import { checkKey, nodeKey } from '../../shared/rules/reduce';
import type { Clock } from '../../shared/time/clock';
import type { BoardState, BoardStore } from './board-store';
import type { LinkView } from './link-view';

interface Room {
  readonly store: BoardStore;
  readonly clock: Clock;
}

const RoomContext = createContext<Room | null>(null);

/** Gives a window's components their store and clock. */
export function BoardProvider(props: Room & { readonly children: ReactNode }): ReactNode {
  const { store, clock, children } = props;
  const [room] = useState<Room>({ store, clock });
  return <RoomContext value={room}>{children}</RoomContext>;
}

function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('a component reads the board outside <BoardProvider>');
  return room;
}

export function useBoardStore(): BoardStore {
  return useRoom().store;
}

export function useClock(): Clock {
  return useRoom().clock;
}

/** Part of the board's state; rendered again when what `select` returns is another value. */
export function useBoard<T>(select: (state: BoardState) => T): T {
  return useStore(useBoardStore(), select);
}

/** A node's status; only a change of this node renders again. */
export function useNode(id: string): NodeStatus | undefined {
  const store = useBoardStore();
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(nodeKey(id), tell), [store, id]);
  return useSyncExternalStore(subscribe, () => store.node(id));
}

/** A check's status; only a change of this check renders again. */
export function useCheckStatus(id: string): CheckStatus | undefined {
  const store = useBoardStore();
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(checkKey(id), tell), [store, id]);
  return useSyncExternalStore(subscribe, () => store.check(id));
}

/** A node's alarm; only a change of this alarm renders again. */
export function useAlarm(node: string): Alarm | undefined {
  const store = useBoardStore();
  const key = alarmKey(node);
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(key, tell), [store, key]);
  const entity = useSyncExternalStore(subscribe, () => store.alarm(key));
  return entity?.kind === 'alarm' ? entity.value : undefined;
}

/** A person by id; only a change of this person renders again. */
export function usePerson(id: string): Person | undefined {
  const store = useBoardStore();
  const key = `person:${id}`;
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(key, tell), [store, key]);
  const entity = useSyncExternalStore(subscribe, () => store.person(key));
  return entity?.kind === 'person' ? entity.value : undefined;
}

/** An incident by id; only a change of this incident renders again. */
export function useIncident(id: string): Incident | undefined {
  const store = useBoardStore();
  const key = `incident:${id}`;
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(key, tell), [store, key]);
  const entity = useSyncExternalStore(subscribe, () => store.incident(key));
  return entity?.kind === 'incident' ? entity.value : undefined;
}

/** Renders again about every `ms`, aligned to nothing: for ages. Returns a count that only grows. */
export function useTick(ms: number): number {
  const clock = useClock();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let cancel = (): void => {};
    const again = (): void => {
      cancel = clock.after(ms, () => {
        setCount((before) => before + 1);
        again();
      });
    };
    again();
    return () => cancel();
  }, [clock, ms]);
  return count;
}

/** What the window may claim, judged anew by its own ticking: a hanging main process is noticed all the same. */
export function useLinkView(tickMs = 500): LinkView {
  const store = useBoardStore();
  useBoard((state) => state.link);
  useTick(tickMs);
  return store.linkView();
}

/**
 * A count that grows when any status or the catalogue moved, at once and then at most every `ms`: for totals
 * and orders over everything, which need not be counted anew for each of a thousand changes a second.
 */
export function useBoardPulse(ms: number): number {
  const store = useBoardStore();
  const clock = useClock();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    let cancel: (() => void) | null = null;
    const tell = (): void => {
      cancel = null;
      last = clock.mono();
      setCount((before) => before + 1);
    };
    const end = store.subscribeChanges(() => {
      if (cancel) return;
      const wait = ms - (clock.mono() - last);
      if (wait <= 0) tell();
      else cancel = clock.after(wait, tell);
    });
    // What came between the first render and this subscription.
    setCount((before) => before + 1);
    return () => {
      end();
      cancel?.();
    };
  }, [store, clock, ms]);
  return count;
}
