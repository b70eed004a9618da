import type { Alarm } from '../../../shared/model/alarms';
import type { NotifyRule } from '../../../shared/model/catalogue';
import type { EventBody } from '../../../shared/model/events';
import type { Notification } from '../../../shared/model/incidents';
import type { Projection } from '../../../shared/rules/projection';
import { notificationId } from './notify-rules';

/** A step of a notification. */
export type Step = Notification['steps'][number];
/** What happened to one. */
export type What = Extract<EventBody, { type: 'notification.moved' }>['what'];

/** A notification by its id; null: there is none. */
export function readNotification(state: Pick<Projection, 'incidents'>, id: string): Notification | null {
  const entity = state.incidents.get(`notification:${id}`);
  return entity?.kind === 'notification' ? entity.value : null;
}

/** One that begins now, before its first step. */
export function fresh(state: Projection, rule: NotifyRule, alarm: Alarm, now: number): Notification {
  return {
    id: notificationId(rule, alarm),
    rule: rule.id,
    node: alarm.node,
    alarm: alarm.id,
    incident: incidentOf(state, alarm),
    state: 'running',
    why: null,
    at: now,
    nextAt: now,
    steps: [],
  };
}

/** The open incident that an alarm is in. */
function incidentOf(state: Projection, { node }: Alarm): string | null {
  for (const entity of state.incidents.values()) {
    if (entity.kind !== 'incident' || entity.value.state === 'closed') continue;
    const { cause, alarms, id } = entity.value;
    if (cause === node || alarms.some((one) => one.node === node)) return id;
  }
  return null;
}

/** What still waits to be sent is not sent any more. */
export function ended(
  one: Notification,
  state: Exclude<Notification['state'], 'running'>,
  why: string,
  now: number,
): Notification {
  const steps = one.steps.map((step) =>
    step.delivery.state === 'waiting'
      ? { ...step, delivery: { ...step.delivery, state: 'refused' as const, at: now, detail: why } }
      : step,
  );
  return { ...one, state, why, nextAt: null, steps };
}

/** A notification with one of its steps replaced. */
export function withStep(one: Notification, index: number, step: Step): Notification {
  return { ...one, steps: one.steps.map((other, place) => (place === index ? step : other)) };
}

/** The event that time, or the hub itself, makes of a notification. */
export function said(notification: Notification, what: What): EventBody {
  return { type: 'notification.moved', notification, what, actor: null, actedAt: null };
}

/** A team as people call it. */
export function teamName(state: Pick<Projection, 'catalogue'>, team: string | null): string {
  const entity = team === null ? undefined : state.catalogue.get(`team:${team}`);
  return entity?.kind === 'team' ? entity.value.name : (team ?? 'noe vaktlag');
}
