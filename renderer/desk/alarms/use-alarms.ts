import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Alarm, type AlarmEntity, alarmKey } from '../../../shared/model/alarms';
import { compareAlarms } from '../../../shared/rules/alarms/list';
import { useBoard, useBoardStore, useClock, useTick } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { type Row, rowsOf } from '../model/row';
import { type AlarmFilter, matchesAlarm } from './alarm-filter';
import {
  compareInFlood,
  holdStill,
  LIST_GROUPS,
  type ListGroup,
  listGroup,
  type Placed,
  type Waiting,
} from './alarm-groups';

/** The order follows the room at most so often, ms; what a row says follows at once. */
const ORDER_MS = 250;
/** After a key the order is left alone for so long, ms. */
export const KEY_HOLD_MS = 3_000;
/**
 * While the pointer lies over the list, and has moved within this, the order is left alone, ms: a hand on its way to a
 * row is given time. A pointer that was left lying there does not hold the list through the night.
 */
export const POINTER_HOLD_MS = 10_000;
/** For so long an act of this desk may move its own row, ms. */
const MINE_MS = 30_000;

export interface AlarmList {
  readonly rows: ReadonlyMap<string, Row>;
  /** What is shown, in the order in which it is shown. */
  readonly shown: readonly Placed[];
  /** What is shown when nothing holds the order. */
  readonly wanted: readonly Placed[];
  readonly waiting: Waiting;
  /** Unacknowledged alarms that the filter hides. */
  readonly hidden: number;
  /** A key was pressed: the order holds for a while. */
  readonly touch: () => void;
  /** The pointer moves over the list, or has left it. */
  readonly point: (over: boolean) => void;
  /** Orders now. */
  readonly release: () => void;
  /** This desk acted on an alarm: its row may move at once. */
  readonly acted: (node: string) => void;
}

/** The alarm of a node as the store has it. */
export function alarmOf(store: Pick<BoardStore, 'alarm'>, node: string): Alarm | undefined {
  const entity = store.alarm(alarmKey(node));
  return entity?.kind === 'alarm' ? entity.value : undefined;
}

/**
 * Alarms that have something to say at `now` (the hub's time, ms UTC), by what is owed, then as `compareAlarms` says; in a
 * flood as `compareInFlood` does.
 */
export function orderAlarms(
  entities: Iterable<AlarmEntity>,
  keep: (alarm: Alarm) => boolean,
  now: number,
  flood: boolean,
): readonly Placed[] {
  const groups = new Map<ListGroup, Alarm[]>(LIST_GROUPS.map((group) => [group, []]));
  for (const entity of entities) {
    if (entity.kind !== 'alarm') continue;
    const group = listGroup(entity.value, now);
    if (group !== null && keep(entity.value)) groups.get(group)?.push(entity.value);
  }
  return [...groups].flatMap(([group, alarms]) =>
    alarms.sort(flood ? compareInFlood : compareAlarms).map(({ node }) => ({ node, group })),
  );
}

/** The list of alarms: filtered, ordered, and held still while somebody works in it. */
export function useAlarms(filter: AlarmFilter, me: string | null): AlarmList {
  const store = useBoardStore();
  const clock = useClock();
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const peopleVersion = useBoard((state) => state.peopleVersion);
  const flood = useBoard((state) => state.room?.flood != null);
  const pulse = useAlarmsPulse();
  useTick(500);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const rows = useMemo(() => rowsOf(store.getState()), [store, catalogueVersion]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; pulse and version say when
  const { wanted, hidden } = useMemo(() => {
    const { alarms, people } = store.getState();
    let hidden = 0;
    const keep = (alarm: Alarm): boolean => {
      if (filter.terms.length === 0) return true;
      const person = alarm.owner === null ? undefined : people.get(`person:${alarm.owner}`);
      const owner = person?.kind === 'person' ? person.value : null;
      if (matchesAlarm(filter, { alarm, row: rows.get(alarm.node) ?? null, owner, me })) return true;
      if (alarm.state === 'unacknowledged') hidden += 1;
      return false;
    };
    return { wanted: orderAlarms(alarms.values(), keep, store.linkView().hubNow, flood), hidden };
  }, [store, rows, filter, me, flood, pulse, peopleVersion]);

  const [held, setHeld] = useState<{ readonly filter: AlarmFilter; readonly shown: readonly Placed[] }>({
    filter,
    shown: [],
  });
  const lastKey = useRef(Number.NEGATIVE_INFINITY);
  const lastPoint = useRef(Number.NEGATIVE_INFINITY);
  const mine = useRef(new Map<string, number>());
  const now = clock.mono();
  const working = now - lastKey.current < KEY_HOLD_MS || now - lastPoint.current < POINTER_HOLD_MS;
  const holding = working && held.filter === filter && held.shown.length > 0;
  const { shown, waiting } = useMemo(() => {
    if (!holding) return { shown: wanted, waiting: { fresh: [], moved: 0 } };
    const isMine = (node: string): boolean =>
      clock.mono() - (mine.current.get(node) ?? Number.NEGATIVE_INFINITY) < MINE_MS;
    return holdStill(held.shown, wanted, isMine);
  }, [holding, held, wanted, clock]);
  useEffect(() => {
    if (held.shown !== shown || held.filter !== filter) setHeld({ filter, shown });
  }, [held, shown, filter]);

  const touch = useCallback(() => {
    lastKey.current = clock.mono();
  }, [clock]);
  const point = useCallback(
    (over: boolean) => {
      lastPoint.current = over ? clock.mono() : Number.NEGATIVE_INFINITY;
    },
    [clock],
  );
  const release = useCallback(() => setHeld({ filter, shown: wanted }), [filter, wanted]);
  const acted = useCallback(
    (node: string) => {
      mine.current.set(node, clock.mono());
    },
    [clock],
  );
  return { rows, shown, wanted, waiting, hidden, touch, point, release, acted };
}

/**
 * Grows when an alarm moved, at once and then at most every ORDER_MS. Only alarms order the list: a thousand
 * measurements a second that raise none must not sort it anew.
 */
export function useAlarmsPulse(): number {
  const store = useBoardStore();
  const clock = useClock();
  const [version, setVersion] = useState(() => store.getState().alarmsVersion);
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    let cancel: (() => void) | null = null;
    const tell = (): void => {
      cancel = null;
      last = clock.mono();
      setVersion(store.getState().alarmsVersion);
    };
    const end = store.subscribeChanges((changed) => {
      if (cancel || (changed.alarms.size === 0 && !changed.whole)) return;
      const wait = ORDER_MS - (clock.mono() - last);
      if (wait <= 0) tell();
      else cancel = clock.after(wait, tell);
    });
    // What came between the first render and this subscription.
    setVersion(store.getState().alarmsVersion);
    return () => {
      end();
      cancel?.();
    };
  }, [store, clock]);
  return version;
}
