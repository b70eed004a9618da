import type { Site } from '../../../shared/model/catalogue';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { type NodeState, severity } from '../../../shared/model/states';
import { byUrgency, isOwnFault, isQuiet, type Slot, slotState, type WallModel } from './wall-model';

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
}

/** How far a chain of dependencies is followed to its root; a soft cycle ends there. */
const MAX_STEPS = 40;
/** From so many nodes that share *unknown* or *stale*, a site is named instead of each of them. */
const SITE_FOLD = 3;
/** Past so many services that are each *unknown* or *stale*, their number is told instead: a start, a dead network. */
const MANY_FOLD = 4;

/**
 * What is wrong, worst first, with simple consequences folded under their root: a node that a
 * dependency explains is counted on the line of the node at the root of it. Nodes of the same service in the
 * same state, and whole sites of which nothing is known, share a line. Costs what is abnormal, not what there is.
 */
export function findCallouts(
  model: WallModel,
  maintenance: ReadonlyMap<string, MaintenanceStatus> = new Map(),
): Callout[] {
  const overruns = [...maintenance.values()].flatMap((status) => overrunCallout(status, model));
  const roots: Slot[] = [];
  const follows = new Map<string, Following>();
  let orphans = 0;
  for (const slot of model.abnormal.values()) {
    const root = rootOf(slot, model);
    if (root === slot) {
      // Planned work, and what waits or is silenced, is counted in the foot: it is no news.
      if (!isQuiet(slot)) roots.push(slot);
    } else if (root) {
      if (!isQuiet(root)) follow(follows, root, slot);
    } else orphans += 1;
  }
  if (roots.length === 0 || orphans === model.nodes) return overruns;
  roots.sort(byUrgency);
  const groups = new Map<string, Slot[]>();
  const fold = foldSites(roots, model);
  for (const slot of roots) {
    const key = fold(slot);
    const group = groups.get(key);
    if (group) group.push(slot);
    else groups.set(key, [slot]);
  }
  const callouts = [...groups].map(([key, slots]) => callout(key, slots, follows, model));
  return [...callouts, ...overruns].sort(
    (a, b) =>
      weight(b) - weight(a) || a.reach - b.reach || b.follows - a.follows || (b.since ?? 0) - (a.since ?? 0),
  );
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

/** The node whose own checks explain this one: itself, one it depends on, or null when that is not on the board. */
function rootOf(slot: Slot, model: WallModel): Slot | null {
  let at = slot;
  const seen = new Set<Slot>();
  for (let step = 0; step < MAX_STEPS && !seen.has(at); step++) {
    seen.add(at);
    const needed = downNeed(at, model) ?? lostSource(at, model);
    // What is to be heard is never folded under what makes no sound: it would be heard of by nobody.
    if (needed && isQuiet(needed) && !isQuiet(slot)) return at;
    if (needed) {
      at = needed;
      continue;
    }
    const { status } = at;
    if (!status || isOwnFault(at)) return at;
    const cause = status.because[0];
    if (!cause || cause.kind === 'vantage') return null;
    if (cause.kind === 'check' || cause.kind === 'unmeasured') return at;
    const next = model.slot(cause.id);
    // A cause that is normal again is news on its way: until it arrives, the node speaks for itself.
    if (!next || slotState(next) === 'normal') return at;
    if (isQuiet(next) && !isQuiet(slot)) return at;
    at = next;
  }
  // A cycle of soft dependencies has no root: each stands for itself.
  return slot;
}

/**
 * What explains that a node is down: a hard dependency of which every alternative is down. The graph comes before
 * the node's own check: that a service behind a dead line is measured dead as well is one fault, not two.
 */
function downNeed(slot: Slot, model: WallModel): Slot | null {
  if (slotState(slot) !== 'down') return null;
  for (const need of slot.node.needs) {
    if (need.soft) continue;
    const slots = need.of.map((id) => model.slot(id));
    const first = slots[0];
    if (first && slots.every((item) => item && slotState(item) === 'down')) return first;
  }
  return null;
}

/** The service of the foreign source whose silence is all that is wrong with a node. */
function lostSource(slot: Slot, model: WallModel): Slot | null {
  const cause = slot.status?.because[0];
  if (cause?.kind !== 'source' || slotState(slot) !== 'unknown') return null;
  const source = model.slot(cause.id);
  return source && source !== slot && slotState(source) !== 'normal' ? source : null;
}

/** A key by site (or for the whole room) where all that is measured there shares *unknown* or *stale*. */
function foldSites(roots: readonly Slot[], model: WallModel): (slot: Slot) => string {
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
    const state = slotState(slot);
    const { service, site } = slot.node;
    if (blind(slot)) {
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
): Callout {
  const lead = slots[0] as Slot;
  const since = slots.reduce<number | null>((earliest, { status }) => {
    if (!status) return earliest;
    return earliest === null || status.since < earliest ? status.since : earliest;
  }, null);
  const priority = Math.min(...slots.map((slot) => slot.node.service.criticality));
  return {
    key,
    state: slotState(lead),
    priority,
    subject: subjectOf(key, slots, model),
    since,
    nodes: slots.map((slot) => slot.node.id),
    follows: slots.reduce((sum, slot) => sum + (follows.get(slot.node.id)?.count ?? 0), 0),
    reach: Math.min(priority, ...slots.map((slot) => follows.get(slot.node.id)?.reach ?? priority)),
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
