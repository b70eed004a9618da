import type { EventBody } from '../../model/events';
import type { Patch } from '../../model/room';
import { reduceWatch } from '../watch/reduce-watch';
import { decideHandover } from './decide-handover';
import { type HandoverView, readHandoverAct, type UnreadCommand } from './decision';
import { reduceHandover } from './reduce-handover';

/** What a desk shows while commands wait in its outbox. */
export interface ProvisionalWatch {
  /** The room as it will be when the hub agrees. */
  readonly view: HandoverView;
  /** Keys of what is not the hub's word yet, by collection: `watch/handover:ID`, `alarms/alarm:NODE` … */
  readonly waiting: ReadonlySet<string>;
}

/**
 * Lays what waits in an outbox over what the hub has said, in the order in which it was done, by the rules by which the hub
 * will decide. What would be refused now changes nothing here: the hub has the last word on it. `now`: the hub's time as
 * known here, ms UTC; `console`: this console's id.
 */
export function provisionalWatch(
  view: HandoverView,
  commands: readonly UnreadCommand[],
  now: number,
  console: string,
): ProvisionalWatch {
  let laid = pick(view);
  const waiting = new Set<string>();
  for (const command of commands) {
    const act = readHandoverAct(command, console);
    if (!act) continue;
    const decision = decideHandover(laid, act, now, 'desk');
    for (const event of 'ok' in decision ? decision.ok : [])
      laid = apply(laid, patchOf(laid, event, now), waiting);
  }
  return { view: laid, waiting };
}

function patchOf(view: HandoverView, body: EventBody, now: number): Patch {
  if (body.type === 'handover.moved') return reduceHandover(view, body, now);
  if (body.type === 'follow-up.moved' || body.type === 'routine.moved') return reduceWatch(view, body, now);
  return {};
}

function apply(view: HandoverView, patch: Patch, waiting: Set<string>): HandoverView {
  const part = <K extends 'alarms' | 'incidents' | 'people' | 'watch'>(name: K): HandoverView[K] => {
    const change = patch[name];
    if (!change) return view[name];
    const next = new Map<string, unknown>(view[name]);
    for (const key of change.drop) {
      next.delete(key);
      waiting.add(`${name}/${key}`);
    }
    for (const [key, entity] of change.put) {
      next.set(key, entity);
      waiting.add(`${name}/${key}`);
    }
    // Put and drop of a collection are of its own entities.
    return next as unknown as HandoverView[K];
  };
  return {
    ...view,
    alarms: part('alarms'),
    incidents: part('incidents'),
    people: part('people'),
    watch: part('watch'),
  };
}

/** A view may be a projection, whose parts are getters: they are read one by one. */
function pick({ catalogue, graph, alarms, people, incidents, watch, room }: HandoverView): HandoverView {
  return { catalogue, graph, alarms, people, incidents, watch, room };
}
