import type { CriticalItem, Handover, Transfer } from '../../model/handover';
import { readAlarm } from '../alarms/reduce-alarms';
import type { HandoverView } from './decision';
import { openFollowUps } from './read-handovers';
import type { HandoverPeople } from './upcoming';

type Owned = Omit<Transfer, 'to'> & { readonly since: number };
type Sides = Pick<Handover, 'outgoing' | 'incoming' | 'items'>;

/**
 * What changes hands unless people agree otherwise: everything open that those who hand over have. It goes to whoever takes
 * over at the same position, else to the responsible one; of a critical item, to whom was said. What nobody has stays
 * nobody's, unless somebody was named for it. Empty while nobody is there to take over.
 */
export function proposeTransfers(
  view: HandoverView,
  { outgoing, incoming, items }: Sides,
): readonly Transfer[] {
  const proposed = ownedBy(view, leaving(outgoing, incoming)).flatMap((owned): readonly Transfer[] => {
    const { kind, id, from } = owned;
    const to = itemOf(items, kind, id)?.to ?? receiverFor(from, outgoing, incoming);
    return to === null || to === from ? [] : [{ kind, id, from, to }];
  });
  const unowned = items.flatMap(({ node, to }): readonly Transfer[] => {
    const alarm = node === null ? undefined : readAlarm(view.alarms, node);
    if (!alarm || alarm.state === 'normal' || alarm.owner !== null || to === null) return [];
    return [{ kind: 'alarm', id: alarm.node, from: null, to }];
  });
  return inOrder([...proposed, ...unowned]);
}

/** The handover with what follows from who takes over: whom items go to unless somebody was named, and what changes hands. */
export function withReceivers(view: HandoverView, handover: Handover): Handover {
  const { outgoing, incoming } = handover;
  const items = handover.items.map((item) =>
    item.stamps?.to ? item : { ...item, to: receiverFor(item.owner, outgoing, incoming) },
  );
  return { ...handover, items, transfers: [...proposeTransfers(view, { ...handover, items })] };
}

/** Who takes over what one of the outgoing had: the same position, else the responsible one; null: nobody is there. */
export function receiverFor(
  person: string | null,
  outgoing: HandoverPeople,
  incoming: HandoverPeople,
): string | null {
  const position = outgoing.find((one) => one.person === person)?.position ?? null;
  const same = position === null ? undefined : incoming.find((one) => one.position === position);
  return (same ?? incoming[0])?.person ?? null;
}

/**
 * What changes hands when it is accepted: what was agreed, and what those who hand over took on after they had signed, which
 * nobody could agree on. `signedAt`: ms UTC.
 */
export function transfersAtAcceptance(
  view: HandoverView,
  handover: Handover,
  signedAt: number,
): readonly Transfer[] {
  const agreed = new Set(handover.transfers.map(keyOf));
  const later = ownedBy(view, leaving(handover.outgoing, handover.incoming)).flatMap(
    ({ since, ...owned }): readonly Transfer[] => {
      const to = receiverFor(owned.from, handover.outgoing, handover.incoming);
      return since <= signedAt || agreed.has(keyOf(owned)) || to === null ? [] : [{ ...owned, to }];
    },
  );
  return inOrder([...handover.transfers, ...later]);
}

/** What people agreed on, without what is not theirs to hand over; twice the same: the last word. */
export function agreedTransfers(
  { outgoing, incoming }: Sides,
  transfers: readonly Transfer[],
): readonly Transfer[] {
  const may = leaving(outgoing, incoming);
  const agreed = transfers.filter(({ from, to }) => (from === null || may.has(from)) && from !== to);
  return inOrder([...new Map(agreed.map((one) => [keyOf(one), one])).values()]);
}

/** Everything open that these people have, and since when. */
function ownedBy(view: HandoverView, people: ReadonlySet<string>): readonly Owned[] {
  const owned: Owned[] = [];
  const take = (kind: Transfer['kind'], id: string, from: string | null, since: number): void => {
    if (from !== null && people.has(from)) owned.push({ kind, id, from, since });
  };
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'alarm' || entity.value.state === 'normal') continue;
    const { node, owner, ack } = entity.value;
    take('alarm', node, owner, ack?.at ?? 0);
  }
  const closed = new Set<string>();
  for (const entity of view.incidents.values()) {
    if (entity.kind === 'incident' && entity.value.state === 'closed')
      for (const id of [entity.value.id, ...entity.value.aliases]) closed.add(id);
  }
  for (const entity of view.incidents.values()) {
    if (entity.kind === 'incident' && !closed.has(entity.value.id)) {
      const { id, commander, stamps, openedAt } = entity.value;
      take('incident', id, commander, stamps.commander?.at ?? openedAt);
    }
    if (entity.kind === 'task' && entity.value.done === null && !closed.has(entity.value.incident))
      take('task', entity.value.id, entity.value.owner, entity.value.at);
  }
  for (const { id, owner, at } of openFollowUps(view.watch)) take('follow-up', id, owner, at);
  return owned;
}

/** Those who hand over and do not take over themselves. */
function leaving(outgoing: HandoverPeople, incoming: HandoverPeople): ReadonlySet<string> {
  const staying = new Set(incoming.map(({ person }) => person));
  return new Set(outgoing.flatMap(({ person }) => (staying.has(person) ? [] : [person])));
}

function itemOf(
  items: readonly CriticalItem[],
  kind: Transfer['kind'],
  id: string,
): CriticalItem | undefined {
  return items.find(({ node, sources }) =>
    kind === 'alarm' ? node === id : sources.some((source) => source.kind === kind && source.id === id),
  );
}

function keyOf({ kind, id }: Pick<Transfer, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

function inOrder(transfers: readonly Transfer[]): readonly Transfer[] {
  const order: readonly Transfer['kind'][] = ['alarm', 'incident', 'task', 'follow-up'];
  return [...transfers].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
