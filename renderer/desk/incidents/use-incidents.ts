import { useMemo } from 'react';
import { commandKind } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { Incident } from '../../../shared/model/incidents';
import type { UnreadCommand } from '../../../shared/rules/incidents/decision';
import { type Provisional, provisional } from '../../../shared/rules/incidents/provisional';
import { incidentOf } from '../../../shared/rules/incidents/read-incidents';
import { useBoard, useBoardStore, useTick } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';

const NOTHING: ReadonlySet<string> = new Set();

/** What waits in an outbox for the hub, in the order in which it was done. */
export function waitingCommands(outbox: readonly OutboxEntry[]): readonly UnreadCommand[] {
  return outbox
    .filter(({ fate }) => fate === 'queued' || fate === 'sent')
    .sort((a, b) => a.actedAt - b.actedAt)
    .flatMap(({ id, kind, subject, payload, actor, actedAt }) => {
      const known = commandKind.safeParse(kind);
      return known.success ? [{ id, kind: known.data, subject, payload, actor, actedAt }] : [];
    });
}

/** Incidents and what belongs to them as they stand now, with what waits here laid over it by the hub's own rules. */
export function incidentsNow(store: BoardStore): Provisional {
  const state = store.getState();
  const waits = waitingCommands(state.outbox);
  if (waits.length === 0) return { incidents: state.incidents, waiting: NOTHING };
  return provisional({ ...state, room: state.room ?? undefined }, waits, Math.floor(store.linkView().hubNow));
}

/** The same, kept up with the board. */
export function useIncidents(): Provisional {
  const store = useBoardStore();
  const outbox = useBoard((state) => state.outbox);
  const version = useBoard((state) => `${state.incidentsVersion}/${state.catalogueVersion}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => incidentsNow(store), [store, outbox, version]);
}

/** One incident, also by an id that it has been known by; undefined: there is none. */
export function useProvisionalIncident(id: string): {
  readonly room: Provisional;
  readonly incident: Incident | undefined;
} {
  const room = useIncidents();
  return useMemo(() => ({ room, incident: incidentOf(room.incidents, id) }), [room, id]);
}

/** The hub's time, whole ms, each second: for what counts down. */
export function useHubSeconds(): number {
  return useHubTime(1_000);
}

/** The hub's time, whole ms, each minute: for the many that only say when something was. */
export function useHubMinutes(): number {
  return useHubTime(60_000);
}

function useHubTime(everyMs: number): number {
  const store = useBoardStore();
  useTick(everyMs);
  return Math.floor(store.linkView().hubNow);
}
