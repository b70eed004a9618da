import type { HandoverView } from '../../../shared/rules/handover/decision';
import { provisionalWatch } from '../../../shared/rules/handover/provisional';
import type { BoardStore } from '../../stores/board-store';

/** The room as it stands for the watch, and what of it is not the hub's word yet. */
export interface ProvisionalRoom {
  readonly view: HandoverView;
  readonly watch: HandoverView['watch'];
  /** Keys by collection: `watch/handover:ID`. */
  readonly waiting: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * What waits in the outbox laid over what the hub has said, in the order in which it was done, by the rules by which the hub
 * will judge it.
 */
export function provisionalRoom(store: Pick<BoardStore, 'getState' | 'linkView'>): ProvisionalRoom {
  const state = store.getState();
  const { catalogue, graph, alarms, people, incidents, watch, room, identity, outbox } = state;
  const view: HandoverView = {
    catalogue,
    graph,
    alarms,
    people,
    incidents,
    watch,
    room: room ?? undefined,
  };
  const waits = outbox
    .filter(({ fate }) => fate === 'queued' || fate === 'sent')
    .sort((a, b) => a.actedAt - b.actedAt);
  if (waits.length === 0) return { view, watch, waiting: NOTHING };
  const now = Math.floor(store.linkView().hubNow);
  const laid = provisionalWatch(view, waits, now, identity?.console.id ?? '');
  return { view: laid.view, watch: laid.view.watch, waiting: laid.waiting };
}
