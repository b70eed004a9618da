import { useMemo } from 'react';
import { COMMAND_PAYLOADS } from '../../../shared/contract/commands';
import { type WatchEntity, watchKey } from '../../../shared/model/watch';
import type { HandoverView } from '../../../shared/rules/handover/decision';
import { provisionalWatch } from '../../../shared/rules/handover/provisional';
import type { UnreadCommand } from '../../../shared/rules/incidents/decision';
import { decideRosterRemove, decideRosterSet } from '../../../shared/rules/watch/decide-roster';
import { useBoard, useBoardStore } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { waitingCommands } from '../incidents/use-incidents';

/** What belongs to the watch, with what waits here laid over it. */
export interface WatchNow {
  readonly watch: ReadonlyMap<string, WatchEntity>;
  /** Keys of what is not confirmed by the hub. */
  readonly waiting: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The watch as it will stand when the hub has heard what waits in this console's outbox: by the hub's own rules, in the
 * order in which it was done. Who takes or leaves the watch without a handover is only marked: from whom it is taken is
 * for the hub to say. `now`: ms UTC.
 */
export function watchNow(
  view: HandoverView,
  commands: readonly UnreadCommand[],
  now: number,
  console: string,
): WatchNow {
  if (commands.length === 0) return { watch: view.watch, waiting: NOTHING };
  const laid = provisionalWatch(view, commands, now, console);
  const waiting = new Set(
    [...laid.waiting].flatMap((key) => (key.startsWith('watch/') ? [key.slice('watch/'.length)] : [])),
  );
  const watch = layRoster({ ...view, watch: laid.view.watch }, commands, now, waiting);
  if (commands.some(({ kind }) => kind === 'duty.take' || kind === 'duty.leave')) waiting.add('duty:room');
  return { watch, waiting };
}

/** Absences and swaps that wait. */
function layRoster(
  view: HandoverView,
  commands: readonly UnreadCommand[],
  now: number,
  waiting: Set<string>,
): ReadonlyMap<string, WatchEntity> {
  let { watch } = view;
  for (const command of commands) {
    if (command.kind !== 'roster.set' && command.kind !== 'roster.remove') continue;
    const payload =
      command.kind === 'roster.set' ? COMMAND_PAYLOADS['roster.set'].safeParse(command.payload) : null;
    if (payload && !payload.success) continue;
    const here = { ...view, watch };
    const decision = payload
      ? decideRosterSet(here, command, payload.data, now)
      : decideRosterRemove(here, command);
    if (!('ok' in decision) || decision.ok.type !== 'roster.changed') continue;
    const next = new Map(watch);
    for (const key of decision.ok.drop) {
      next.delete(key);
      waiting.add(key);
    }
    for (const entity of decision.ok.put) {
      next.set(watchKey(entity), entity);
      waiting.add(watchKey(entity));
    }
    watch = next;
  }
  return watch;
}

interface Known {
  readonly outbox: unknown;
  readonly version: string;
  readonly value: WatchNow;
}
const known = new WeakMap<BoardStore, Known>();

/**
 * The watch as this desk has it now. Another map whenever anything in it is another, so that what is made of it can be
 * kept by its identity; the same one for all who ask in between.
 */
export function watchOf(store: BoardStore): WatchNow {
  const state = store.getState();
  const { outbox, watchVersion, catalogueVersion } = state;
  const version = `${watchVersion}/${catalogueVersion}`;
  const last = known.get(store);
  if (last?.outbox === outbox && last.version === version) return last.value;
  const now = Math.floor(store.linkView().hubNow);
  const laid = watchNow(
    { ...state, room: state.room ?? undefined },
    waitingCommands(outbox),
    now,
    state.identity?.console.id ?? '',
  );
  // The board's own map changes in place.
  const value = laid.watch === state.watch ? { ...laid, watch: new Map(laid.watch) } : laid;
  known.set(store, { outbox, version, value });
  return value;
}

/** The same, kept up with the board. */
export function useWatchNow(): WatchNow {
  const store = useBoardStore();
  const outbox = useBoard((state) => state.outbox);
  const version = useBoard((state) => `${state.watchVersion}/${state.catalogueVersion}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => watchOf(store), [store, outbox, version]);
}
