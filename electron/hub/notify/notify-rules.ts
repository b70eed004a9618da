import type { Alarm, Call } from '../../../shared/model/alarms';
import { type Contact, type NotifyRule, parseNodeId, type Team } from '../../../shared/model/catalogue';
import type { Notification } from '../../../shared/model/incidents';
import { classOf } from '../../../shared/rules/alarms/alarm-class';
import { onCallNow } from '../../../shared/rules/on-call';
import { isClosed, type RoomView } from '../../../shared/rules/reduce';
import { nameOf } from '../alarms/words';

/** What rules of notification read. */
export type NotifyView = Pick<
  RoomView,
  'catalogue' | 'graph' | 'status' | 'room' | 'alarms' | 'people' | 'incidents'
>;

/** The rules, in the order of the file. */
export function rulesOf(view: NotifyView): readonly NotifyRule[] {
  return [...view.catalogue.values()]
    .flatMap((entity) => (entity.kind === 'notify-rule' ? [entity.value] : []))
    .sort((a, b) => a.order - b.order);
}

export function ruleOf(view: NotifyView, id: string): NotifyRule | null {
  const entity = view.catalogue.get(`notify-rule:${id}`);
  return entity?.kind === 'notify-rule' ? entity.value : null;
}

/** Alarms that ask for somebody, and that nobody at a desk has taken. */
export function askingAlarms(view: NotifyView): readonly Alarm[] {
  return [...view.alarms.values()].flatMap((entity) =>
    entity.kind === 'alarm' && entity.value.state === 'unacknowledged' ? [entity.value] : [],
  );
}

export function notificationsOf(view: Pick<RoomView, 'incidents'>): readonly Notification[] {
  return [...view.incidents.values()].flatMap((entity) =>
    entity.kind === 'notification' ? [entity.value] : [],
  );
}

/** Whether a rule speaks of an alarm now: its priority, service, sites (one that is hit is enough), and time. */
export function matches(view: NotifyView, rule: NotifyRule, alarm: Alarm): boolean {
  if (!rule.priorities.includes(alarm.priority)) return false;
  const { service, site } = parseNodeId(alarm.node);
  if (!rule.services.includes('*') && !rule.services.includes(service)) return false;
  const hit = site === null ? alarm.sites : [site, ...alarm.sites];
  if (rule.sites.length > 0 && !hit.some((id) => rule.sites.includes(id))) return false;
  if (rule.hours === null) return true;
  return isClosed(view.room?.hours ?? [], rule.hours.id) === (rule.hours.when === 'closed');
}

/** When a rule begins to notify of an alarm, ms UTC; null: the alarm asks for nobody. */
export function beginsAt(rule: NotifyRule, alarm: Alarm): number | null {
  return alarm.state === 'unacknowledged' && alarm.annunciatedAt !== null
    ? alarm.annunciatedAt + rule.afterMs
    : null;
}

/** The id of what a rule does about an alarm, each time that it asks anew. */
export function notificationId(rule: NotifyRule, alarm: Alarm): string {
  return `${rule.id}.${alarm.id}.${alarm.annunciatedAt ?? 0}`;
}

/**
 * Whether it is dealt with already: a notification of this rule runs for this alarm, or ended after the alarm asked last.
 * One that ended because a desk had it begins anew when the alarm asks again.
 */
export function isDealtWith(known: readonly Notification[], rule: NotifyRule, alarm: Alarm): boolean {
  return known.some(
    (one) =>
      one.rule === rule.id &&
      one.alarm === alarm.id &&
      (one.state === 'running' ||
        one.id === notificationId(rule, alarm) ||
        lastMoved(one) >= (alarm.annunciatedAt ?? 0)),
  );
}

/** The last that happened to a notification, ms UTC. */
export function lastMoved({ at, steps }: Notification): number {
  return Math.max(at, ...steps.map(({ delivery }) => delivery.at));
}

/** Why nobody needs to be notified any longer, in words; null: somebody does. */
export function whyOver(view: NotifyView, { rule, node, alarm: id }: Notification): string | null {
  if (!ruleOf(view, rule)) return 'regelen finnes ikke lenger';
  const entity = view.alarms.get(`alarm:${node}`);
  const alarm = entity?.kind === 'alarm' ? entity.value : null;
  if (!alarm || alarm.id !== id) return 'alarmen er over';
  switch (alarm.state) {
    case 'unacknowledged':
      return null;
    case 'acknowledged':
      return alarm.ack ? `${nameOf(view, alarm.ack.by)} har den` : 'noen har den';
    case 'normal':
    case 'returned':
      return 'alarmen er tilbake til normal';
    case 'shelved':
      return alarm.shelf ? `${nameOf(view, alarm.shelf.by)} hyllet den` : 'hyllet';
    case 'out-of-service':
      return 'tatt ut av drift';
    case 'suppressed':
      return 'dempet';
  }
}

/** Somebody on call who answered a telephone call about the node since; null: nobody did. */
export function answeredCall(view: NotifyView, { node, at }: Notification): Call | null {
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'call' || entity.value.node !== node || entity.value.outcome !== 'answered') continue;
    if ((entity.value.settledAt ?? entity.value.at) >= at) return entity.value;
  }
  return null;
}

/** Whom a step goes to. `team` null: to the channel's own recipients. */
export interface Addressee {
  readonly team: Team | null;
  readonly contact: Contact | null;
}

/**
 * Whom the `index`-th step of a rule goes to now. A team that is asked again is asked for its next contact on call (the
 * last one, when there are no more). A step without a team takes those that the alarm's class names, one after the other.
 * Null: the step names a team, or the class should, and nobody there is on call.
 */
export function addresseeOf(
  view: NotifyView,
  rule: NotifyRule,
  index: number,
  node: string,
  now: number,
): Addressee | null {
  const call = classOf(view, parseNodeId(node).service)?.call ?? [];
  const teams: (string | null)[] = [];
  let unnamed = 0;
  for (const step of rule.steps.slice(0, index + 1)) {
    if (step.team !== null) teams.push(step.team);
    else {
      teams.push(call[Math.min(unnamed, call.length - 1)] ?? null);
      unnamed += 1;
    }
  }
  const asked = teams[index] ?? null;
  const entity = asked === null ? undefined : view.catalogue.get(`team:${asked}`);
  const team = entity?.kind === 'team' ? entity.value : null;
  if (!team) return rule.steps[index]?.team === null ? { team: null, contact: null } : null;
  const contacts = onCallNow(team, now)?.contacts ?? [];
  const before = teams.slice(0, index).filter((other) => other === asked).length;
  const contact = contacts[Math.min(before, contacts.length - 1)];
  return contact ? { team, contact } : null;
}
