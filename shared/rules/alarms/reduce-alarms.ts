import {
  type ActionRun,
  type Alarm,
  type AlarmEntity,
  alarmKey,
  alarmsKey,
  CALLS_KEPT_MS,
  RUNS_KEPT,
  RUNS_KEPT_MS,
} from '../../model/alarms';
import type { EventBody } from '../../model/events';
import type { Patch } from '../../model/room';
import { assertNever } from '../../util/assert-never';
import type { RoomView } from '../reduce';
import { type AlarmInput, isActive, stepAlarm } from './machine';

/** The events that change alarms and what belongs to them. */
export type AlarmEvent = Extract<
  EventBody,
  {
    type:
      | 'alarms.moved'
      | 'alarm.acted'
      | 'call.logged'
      | 'run.moved'
      | 'notice.raised'
      | 'notice.seen'
      | 'cause.said';
  }
>;

type Alarms = RoomView['alarms'];

/** The alarm of a node in the `alarms` collection. */
export function readAlarm(alarms: Alarms, node: string): Alarm | undefined {
  const entity = alarms.get(alarmKey(node));
  return entity?.kind === 'alarm' ? entity.value : undefined;
}

/** What an event changes in the `alarms` collection. `at`: the hub's time, ms UTC. */
export function reduceAlarms(view: Pick<RoomView, 'alarms' | 'room'>, body: AlarmEvent, at: number): Patch {
  const draft = new Draft(view.alarms);
  switch (body.type) {
    case 'alarms.moved': {
      let count = view.room?.alarmCount ?? 0;
      for (const move of body.moves) {
        if (move.kind === 'verdict-ended') draft.drop(`verdict:${move.node}`);
        else draft.step(move.node, move, at);
        if (move.kind === 'facts') count = Math.max(count, alarmNumber(move.id));
      }
      // There is a room before there is anything in it that could raise an alarm.
      if (!view.room || view.room.alarmCount === count) return draft.patch();
      return { ...draft.patch(), room: { put: [['room', { ...view.room, alarmCount: count }]], drop: [] } };
    }
    case 'alarm.acted': {
      const { node, act, actor, actedAt } = body;
      // What came late about a case that is over is in the log under its number; it is no note of the one that runs.
      if (act.kind === 'note' && act.late && readAlarm(view.alarms, node)?.id !== body.alarm) return {};
      draft.step(node, { kind: 'act', node, act, actor, actedAt }, at);
      return draft.patch();
    }
    case 'call.logged':
      draft.put({ kind: 'call', value: body.call });
      draft.touch(body.call.node, at);
      draft.forget('call', (call) => call.at + CALLS_KEPT_MS <= at);
      return draft.patch();
    case 'run.moved':
      draft.put({ kind: 'run', value: body.run });
      draft.touch(body.run.node, at);
      draft.forget('run', isOverIn(view.alarms, body.run, at));
      return draft.patch();
    case 'notice.raised':
      draft.put({ kind: 'notice', value: body.notice });
      return draft.patch();
    case 'notice.seen':
      draft.drop(`notice:${body.id}`);
      return draft.patch();
    case 'cause.said':
      if (body.verdict === null) draft.drop(`verdict:${body.node}`);
      else draft.put({ kind: 'verdict', value: body.verdict });
      return draft.patch();
    default:
      return assertNever(body, 'reduce alarms');
  }
}

/** `A-4127` → 4127; 0 where there is no number. */
export function alarmNumber(id: string): number {
  return Number(/^A-(\d+)$/.exec(id)?.[1] ?? 0);
}

/**
 * Which runs go: those that ended long ago, and of the action that has just run, all before the last ones. Each brings what
 * its program said with it, to every desk. Trials are counted by themselves: they must not push out the run that an
 * action's rest is counted from.
 */
function isOverIn(alarms: Alarms, ran: ActionRun, at: number): (run: ActionRun) => boolean {
  const alike = [...alarms.values()].flatMap((entity) => {
    if (entity.kind !== 'run') return [];
    const { id, action, dryRun, endedAt } = entity.value;
    const counts = id !== ran.id && action === ran.action && dryRun === ran.dryRun && endedAt !== null;
    return counts ? [entity.value] : [];
  });
  alike.sort((a, b) => b.requestedAt - a.requestedAt || (a.id < b.id ? -1 : 1));
  const before = new Set(alike.slice(RUNS_KEPT - 1).map(({ id }) => id));
  return ({ id, endedAt }) => endedAt !== null && (endedAt + RUNS_KEPT_MS <= at || before.has(id));
}

/** What one event makes of the collection: later moves of the same event see what the earlier ones did. */
class Draft {
  readonly #before: Alarms;
  readonly #changed = new Map<string, AlarmEntity | null>();

  constructor(before: Alarms) {
    this.#before = before;
  }

  step(node: string, input: AlarmInput, at: number): void {
    const key = alarmKey(node);
    const entity = this.#changed.has(key) ? this.#changed.get(key) : this.#before.get(key);
    const before = entity?.kind === 'alarm' ? entity.value : undefined;
    const next = stepAlarm(before, input, at);
    if (next === null) this.drop(key);
    else if (next !== before) this.#changed.set(key, { kind: 'alarm', value: next });
  }

  put(entity: AlarmEntity): void {
    this.#changed.set(alarmsKey(entity), entity);
  }

  drop(key: string): void {
    if (this.#before.has(key)) this.#changed.set(key, null);
    else this.#changed.delete(key);
  }

  /** Somebody did something about this alarm: it has moved. */
  touch(node: string | null, at: number): void {
    const alarm = node === null ? undefined : readAlarm(this.#before, node);
    if (alarm && isActive(alarm)) this.put({ kind: 'alarm', value: { ...alarm, movedAt: at } });
  }

  /** Drops entities of a kind whose time is over. */
  forget<K extends AlarmEntity['kind']>(
    kind: K,
    over: (value: Extract<AlarmEntity, { kind: K }>['value']) => boolean,
  ): void {
    for (const [key, entity] of this.#before) {
      if (entity.kind !== kind || this.#changed.has(key)) continue;
      if (over(entity.value as never)) this.drop(key);
    }
  }

  patch(): Patch {
    if (this.#changed.size === 0) return {};
    const put: [string, AlarmEntity][] = [];
    const drop: string[] = [];
    for (const [key, entity] of this.#changed) {
      if (entity === null) drop.push(key);
      else put.push([key, entity]);
    }
    return { alarms: { put, drop } };
  }
}
