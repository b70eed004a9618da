import type { Alarm, AlarmEntity } from '../../../shared/model/alarms';
import type { IncidentEntity } from '../../../shared/model/incidents';
import type { PeopleEntity } from '../../../shared/model/people';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';

/** Who has something: shown beside it by initials. */
export interface Holder {
  readonly initials: string;
  readonly name: string;
}

/** What people have done about a line of the strip. */
export interface Attention {
  readonly state: 'unacknowledged' | 'acknowledged' | 'returned';
  /** Whose it is, else who acknowledged it; null: nobody's. */
  readonly holder: Holder | null;
}

/** What the wall reads of alarms, people, and what people have said of an upset. */
export interface WallPeople {
  readonly alarms: ReadonlyMap<string, AlarmEntity>;
  readonly people: ReadonlyMap<string, PeopleEntity>;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
}

export const NOBODY: WallPeople = { alarms: new Map(), people: new Map(), incidents: new Map() };

/** A node's alarm; undefined: it has none (or its hub has none to give). */
export function alarmOf({ alarms }: Pick<WallPeople, 'alarms'>, node: string): Alarm | undefined {
  return readAlarm(alarms, node);
}

/** What is to be said of an alarm on its line; null: nothing. */
export function attentionOf(
  alarm: Alarm | undefined,
  { people }: Pick<WallPeople, 'people'>,
): Attention | null {
  switch (alarm?.state) {
    case 'unacknowledged':
      return { state: alarm.state, holder: null };
    case 'acknowledged':
      return { state: alarm.state, holder: holderOf(alarm.owner ?? alarm.ack?.by ?? null, people) };
    case 'returned':
      return { state: alarm.state, holder: null };
    default:
      return null;
  }
}

/** Nodes whose attention is the same share a line: a key for it. */
export function attentionKey(attention: Attention | null): string {
  return attention === null ? '' : `/${attention.state}/${attention.holder?.name ?? ''}`;
}

/** Where it comes in the strip: what nobody has first, then what is no alarm of anybody's; what is over comes last. */
export function attentionRank(attention: Attention | null): number {
  const order = ['unacknowledged', null, 'acknowledged', 'returned'] as const;
  return order.indexOf(attention?.state ?? null);
}

function holderOf(id: string | null, people: WallPeople['people']): Holder | null {
  if (id === null) return null;
  const entity = people.get(`person:${id}`);
  if (entity?.kind === 'person') return { initials: entity.value.initials, name: entity.value.name };
  return { initials: id.slice(0, 2).toLocaleUpperCase('nb'), name: id };
}
