import type { Alarm } from '../../../shared/model/alarms';
import type { Site } from '../../../shared/model/catalogue';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { type NodeState, severity } from '../../../shared/model/states';
import {
  type Attention,
  alarmOf,
  attentionKey,
  attentionOf,
  attentionRank,
  NOBODY,
  type WallPeople,
} from './attention';
import { type CauseNews, NewsReader, NO_NEWS } from './cause-news';
import { byUrgency, isQuiet, type Slot, slotState, type WallModel } from './wall-model';

/** What a callout is about. The layout puts it into words. */
export type CalloutSubject =
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly sites: readonly Site[];
      readonly all: boolean;
    }
  | { readonly kind: 'site'; readonly site: Site }
  | { readonly kind: 'many'; readonly services: number }
  | { readonly kind: 'room' }
  /** Planned work that has gone over its time. */
  | { readonly kind: 'overrun'; readonly title: string };

/** One line of the callout strip: a fault, or planned work over its time, and how many follow from it. */
export interface Callout {
  readonly key: string;
  readonly state: NodeState;
  readonly priority: number;
  readonly subject: CalloutSubject;
  /** Since when, ms UTC; null: not known. */
  readonly since: number | null;
  /** Nodes that this line stands for. */
  readonly nodes: readonly string[];
  /** Nodes that are not normal only because of these. */
  readonly follows: number;
  /** The most critical of these and of what follows: a minor cause with grave consequences comes first. */
  readonly reach: number;
  /** What people have done about it; null: it is no alarm of anybody's, or its hub has none to give. */
  readonly attention: Attention | null;
  readonly news: CauseNews;
}

/** From so many nodes that share *unknown* or *stale*, a site is named instead of each of them. */
const SITE_FOLD = 3;
/** Past so many services that are each *unknown* or *stale*, their number is told instead: a start, a dead network. */
const MANY_FOLD = 4;

/**
 * What asks for somebody: what a major incident is about, then what nobody has, then what somebody has, then what came back unseen; among alarms by
 * priority and the newest first, as on the desk. Simple consequences are folded under their root: a node that others
 * explain is counted on the line of the node at the root of it. Which node speaks for itself is the hub's word, by its
 * alarms; where it gives none (a hub of an older version, an alarm on its way) it is found by the same rules. Nodes of
 * the same service in the same state and in the same hands, and whole sites of which nothing is known, share a line.
 * Costs what is abnormal and has an alarm, not what there is.
 */
export function findCallouts(
  model: WallModel,
  maintenance: ReadonlyMap<string, MaintenanceStatus> = new Map(),
  people: WallPeople = NOBODY,
): Callout[] {
  const overruns = [...maintenance.values()].flatMap((status) => overrunCallout(status, model));
  const roots: Slot[] = standing(model, people);
  const follows = new Map<string, Following>();
  for (const slot of model.abnormal.values()) {
    // One banner says it for all of them.
    if (slot.status?.because[0]?.kind === 'vantage') continue;
    const root = rootOf(slot, model, people);
    // Planned work, what waits or is silenced, and what is put aside, is counted at the foot: it is no news.
    if (isQuiet(root)) continue;
    if (root === slot) roots.push(slot);
    else follow(follows, root, slot);
  }
  const active = activeCallouts(roots, follows, model, people);
  return [...active, ...overruns, ...returnedCallouts(model, people)].sort(byNeed);
}

/** Alarms that no cause explains, while others have something behind theirs; null: none has. */
export function countUnexplained(callouts: readonly Callout[]): number | null {
  const upset = callouts.some(({ follows, news }) => follows > 0 || news.unexplained);
  if (!upset) return null;
  return callouts.reduce((sum, { nodes, news }) => sum + (news.unexplained ? nodes.length : 0), 0);
}

/**
 * Nodes that are normal by measurement, and have an alarm all the same: what they took down is not back, users report them
 * down, a person or what hangs on them says that they are.
 */
function standing(model: WallModel, people: WallPeople): Slot[] {
  const found: Slot[] = [];
  for (const entity of people.alarms.values()) {
    if (entity.kind !== 'alarm' || !stands(entity.value)) continue;
    const slot = model.slot(entity.value.node);
    if (slot && slotState(slot) === 'normal' && !isQuiet(slot)) found.push(slot);
  }
  return found;
}

/** Active, and neither explained by another nor put aside. */
function stands({ state, condition }: Alarm): boolean {
  return condition !== 'normal' && (state === 'unacknowledged' || state === 'acknowledged');
}

function byNeed(a: Callout, b: Callout): number {
  // What the whole room coordinates is never counted in "and so many more".
  const major = Number(isMajor(b)) - Number(isMajor(a));
  if (major !== 0) return major;
  const rank = attentionRank(a.attention) - attentionRank(b.attention);
  if (rank !== 0) return rank;
  if (a.attention)
    return a.priority - b.priority || (b.since ?? 0) - (a.since ?? 0) || (a.key < b.key ? -1 : 1);
  return (
    weight(b) - weight(a) || a.reach - b.reach || b.follows - a.follows || (b.since ?? 0) - (a.since ?? 0)
  );
}

const isMajor = ({ news }: Callout): boolean => news.incident?.severity === 'major';

function activeCallouts(
  roots: readonly Slot[],
  follows: ReadonlyMap<string, Following>,
  model: WallModel,
  people: WallPeople,
): Callout[] {
  const ordered = [...roots].sort(byUrgency);
  const fold = foldSites(ordered, model, people);
  const news = new NewsReader(model, people);
  const groups = new Map<string, { readonly attention: Attention | null; readonly slots: Slot[] }>();
  for (const slot of ordered) {
    const attention = attentionOf(alarmOf(people, slot.node.id), people);
    const key = fold(slot) + attentionKey(attention) + news.keyOf(slot.node.id);
    const group = groups.get(key);
    if (group) group.slots.push(slot);
    else groups.set(key, { attention, slots: [slot] });
  }
  return [...groups].map(([key, { attention, slots }]) => {
    const line = { ...callout(key, slots, follows, model, people), news: news.of(slots) };
    if (!attention) return line;
    const priorities = slots.map(({ node }) => alarmOf(people, node.id)?.priority ?? 4);
    return { ...line, attention, priority: Math.min(...priorities) };
  });
}

/** What is normal again, and was before anybody saw it: one line for each service and what it was. */
function returnedCallouts(model: WallModel, people: WallPeople): Callout[] {
  const groups = new Map<string, { readonly alarms: Alarm[]; readonly slots: Slot[] }>();
  for (const entity of people.alarms.values()) {
    if (entity.kind !== 'alarm' || entity.value.state !== 'returned') continue;
    const slot = model.slot(entity.value.node);
    if (!slot) continue;
    const key = `returned/${entity.value.worst}/${slot.node.service.id}`;
    const group = groups.get(key) ?? { alarms: [], slots: [] };
    group.alarms.push(entity.value);
    group.slots.push(slot);
    groups.set(key, group);
  }
  return [...groups].map(([key, { alarms, slots }]) => ({
    ...callout(key, slots, new Map(), model, people),
    state: (alarms[0] as Alarm).worst,
    since: Math.max(...alarms.map(({ returnedAt, since }) => returnedAt ?? since)),
    priority: Math.min(...alarms.map(({ priority }) => priority)),
    attention: { state: 'returned', holder: null },
  }));
}

/** The node that a node is counted with: itself, or the first of those that explain it. */
function rootOf(slot: Slot, model: WallModel, people: WallPeople): Slot {
  const alarm = alarmOf(people, slot.node.id);
  if (alarm && alarm.condition !== 'normal') {
    const why = alarm.suppressed;
    return (why?.kind === 'cause' && onBoard(why.id, model, people)) || slot;
  }
  const explained = model.causes.explained(slot.node.id);
  const speaks = !explained || (explained.own !== 'normal' && !explained.behind);
  const root = speaks ? undefined : explained.roots[0];
  return (root !== undefined && onBoard(root, model, people)) || slot;
}

/** A node that has a line, or is counted on one; undefined: nothing is the matter with it, or it is not on the board. */
function onBoard(id: string, model: WallModel, people: WallPeople): Slot | undefined {
  const alarm = alarmOf(people, id);
  return model.abnormal.get(id) ?? (alarm && stands(alarm) ? model.slot(id) : undefined);
}

/** What a line says of a node: its state; where that is not what its alarm rests on, the alarm's condition. */
function saidOf(
  slot: Slot,
  people: WallPeople,
): { readonly state: NodeState; readonly since: number | null } {
  const alarm = alarmOf(people, slot.node.id);
  if (!alarm || alarm.basis === 'measured' || alarm.condition === 'normal')
    return { state: slotState(slot), since: slot.status?.since ?? null };
  return { state: alarm.condition, since: alarm.activeSince ?? alarm.conditionSince };
}

/** An overrun is an alarm: after what is down, before everything that still works. */
function weight({ state, subject }: Callout): number {
  return subject.kind === 'overrun' ? severity('degraded') + 0.5 : severity(state);
}

/** A line for a window whose time is over while what it covers is still not normal. */
function overrunCallout({ window, run }: MaintenanceStatus, model: WallModel): Callout[] {
  if (run?.phase !== 'overrun') return [];
  const nodes = run.covers.map(({ node }) => node);
  const criticality = nodes.map((id) => model.slot(id)?.node.service.criticality ?? 4);
  const priority = Math.min(4, ...criticality);
  return [
    {
      key: `overrun/${window.id}`,
      state: 'warning',
      priority,
      subject: { kind: 'overrun', title: window.title },
      since: run.end,
      nodes,
      follows: 0,
      reach: priority,
      attention: null,
      news: NO_NEWS,
    },
  ];
}

interface Following {
  count: number;
  /** The most critical of what follows. */
  reach: number;
}

function follow(follows: Map<string, Following>, root: Slot, slot: Slot): void {
  const { criticality } = slot.node.service;
  const known = follows.get(root.node.id);
  if (!known) {
    follows.set(root.node.id, { count: 1, reach: criticality });
    return;
  }
  known.count += 1;
  known.reach = Math.min(known.reach, criticality);
}

/** A key by site (or for the whole room) where all that is measured there shares *unknown* or *stale*. */
function foldSites(roots: readonly Slot[], model: WallModel, people: WallPeople): (slot: Slot) => string {
  const blind = (slot: Slot): boolean => slotState(slot) === 'unknown' || slotState(slot) === 'stale';
  const counts = new Map<string, number>();
  const all = new Map<string, number>();
  for (const slot of roots) {
    if (!blind(slot)) continue;
    const state = slotState(slot);
    all.set(state, (all.get(state) ?? 0) + 1);
    if (slot.node.site === null) continue;
    const key = `${state}@${slot.node.site}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const sizes = model.siteSizes();
  const services = new Map<string, Set<string>>();
  for (const slot of roots) {
    if (!blind(slot)) continue;
    const known = services.get(slotState(slot)) ?? new Set();
    services.set(slotState(slot), known.add(slot.node.service.id));
  }
  return (slot) => {
    const { state } = saidOf(slot, people);
    const { service, site } = slot.node;
    if (blind(slot) && state === slotState(slot)) {
      if (all.get(state) === model.nodes) return `room/${state}`;
      const count = site === null ? 0 : (counts.get(`${state}@${site}`) ?? 0);
      if (site !== null && count >= SITE_FOLD && count === sizes.get(site)) return `site/${state}/${site}`;
      if ((services.get(state)?.size ?? 0) > MANY_FOLD) return `many/${state}`;
    }
    return `service/${state}/${service.id}`;
  };
}

function callout(
  key: string,
  slots: readonly Slot[],
  follows: ReadonlyMap<string, Following>,
  model: WallModel,
  people: WallPeople,
): Callout {
  const lead = slots[0] as Slot;
  const since = slots.reduce<number | null>((earliest, slot) => {
    const { since: at } = saidOf(slot, people);
    if (at === null) return earliest;
    return earliest === null || at < earliest ? at : earliest;
  }, null);
  const priority = Math.min(...slots.map((slot) => slot.node.service.criticality));
  return {
    key,
    state: saidOf(lead, people).state,
    priority,
    subject: subjectOf(key, slots, model),
    since,
    nodes: slots.map((slot) => slot.node.id),
    follows: slots.reduce((sum, slot) => sum + (follows.get(slot.node.id)?.count ?? 0), 0),
    reach: Math.min(priority, ...slots.map((slot) => follows.get(slot.node.id)?.reach ?? priority)),
    attention: null,
    news: NO_NEWS,
  };
}

function subjectOf(key: string, slots: readonly Slot[], model: WallModel): CalloutSubject {
  const { service, site } = (slots[0] as Slot).node;
  if (key.startsWith('room/')) return { kind: 'room' };
  if (key.startsWith('many/')) {
    return { kind: 'many', services: new Set(slots.map((slot) => slot.node.service.id)).size };
  }
  const siteOf = (id: string): Site => model.site(id) ?? { id, name: id, trust: '', order: 0 };
  if (key.startsWith('site/') && site !== null) return { kind: 'site', site: siteOf(site) };
  const sites = slots
    .flatMap((slot) => (slot.node.site === null ? [] : [siteOf(slot.node.site)]))
    .sort((a, b) => a.order - b.order);
  return {
    kind: 'service',
    service: service.name,
    sites,
    all: sites.length > 2 && sites.length === service.sites.length,
  };
}
