import { nodeId, parseNodeId } from '../../../../shared/model/catalogue';
import type { DataCentre } from '../../../../shared/model/map';
import { type NodeState, severity } from '../../../../shared/model/states';
import type { Graph } from '../../../../shared/rules/graph';
import { isQuiet, type Slot, slotState, type WallModel } from '../../model/wall-model';
import { perCatalogue } from '../board-words';
import { type CauseEntry, entryOf, type Standing, standingsIn } from '../cause-entries';
import { headOf } from '../causes';
import type { PanelContext, PanelFacts } from '../panel';
import { distanceKm, placesOf, type Spot } from './places';

/** Entries that are put into words: no panel has room for more. */
const ENTRIES_MOST = 12;

export type MapLayer = 'wan' | 'data-centres' | 'health-network';

/** What is said of a thing on the map. */
export interface MapState {
  readonly state: NodeState;
  /** It is not normal, and makes no sound. */
  readonly quiet: boolean;
  /** ms UTC; null: it is normal, or not known. */
  readonly since: number | null;
}

/** A place, and the worst that is to be heard of there. */
export interface MapSpot extends MapState {
  readonly spot: Spot;
}

/** A logical line between two places, by their keys. */
export interface MapLine extends MapState {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** What is measured there, in words; null: it is told in the list. */
  readonly name: string;
}

/** A line of the list beside the map. */
export interface MapRow extends MapState {
  readonly name: string;
  /** So many of all that there are; null: it is one. */
  readonly of: { readonly normal: number; readonly all: number } | null;
}

export interface MapFacts extends PanelFacts {
  readonly spots: readonly MapSpot[];
  readonly lines: readonly MapLine[];
  readonly rows: readonly MapRow[];
  /** What asks for somebody: about lines, networks and data centres first, then about what is at the places. */
  readonly entries: readonly CauseEntry[];
  /** Beyond those. */
  readonly more: number;
  readonly unplaced: number;
}

const NORMAL: MapState = { state: 'normal', quiet: false, since: null };
const NOT_SEEN: MapState = { state: 'unknown', quiet: false, since: null };

const places = perCatalogue(placesOf);

/** Finds what the map shows in a board. */
export function mapFacts(layers: readonly MapLayer[], context: PanelContext): MapFacts {
  const { state, model } = context;
  const { plan, spots, unplaced } = places(state);
  const wan = layers.includes('wan') ? (plan?.line ?? null) : null;
  const withCentres = layers.includes('data-centres');
  const shown = spots
    .map((spot) => (withCentres ? spot : withoutCentres(spot)))
    .filter(({ sites, centres }) => sites.length + centres.length > 0);
  const bySite = abnormalBySite(model);
  const lines = wan === null ? [] : siteLines(wan, shown, spots, context);
  const core = withCentres && plan?.core != null ? coreLine(plan.core, shown, context) : null;
  const networks = layers.includes('health-network') ? (plan?.networks ?? []) : [];
  const own = new Set([
    ...(wan === null ? [] : [wan]),
    ...(plan?.core ? [plan.core] : []),
    ...networks,
    ...(withCentres ? (plan?.centres ?? []).flatMap(({ services }) => services) : []),
  ]);
  const standings = ownFirst(standingsIn(context), own, bySite);
  return {
    head: headOf(context),
    spots: shown.map((spot) => ({ spot, ...spotState(spot, bySite, model) })),
    lines: core === null ? lines : [...lines, core],
    rows: [
      ...(wan === null ? [] : lineRows(wan, context)),
      ...(core === null ? [] : [{ ...core, of: null }]),
      ...networks.flatMap((id): MapRow[] => {
        const name = slotsOf(id, context)[0]?.node.service.name;
        return name === undefined ? [] : [{ name, of: null, ...serviceState(id, context) }];
      }),
    ],
    entries: standings.slice(0, ENTRIES_MOST).flatMap((one) => entryOf(one, context) ?? []),
    more: Math.max(0, standings.length - ENTRIES_MOST),
    unplaced,
  };
}

function withoutCentres(spot: Spot): Spot {
  return { ...spot, name: spot.sites[0]?.name ?? '', centres: [] };
}

// ── states

function stateOf(slots: Iterable<Slot>): MapState {
  let worst: Slot | null = null;
  for (const slot of slots) if (worst === null || outranks(slot, worst)) worst = slot;
  if (worst === null) return NORMAL;
  const state = slotState(worst);
  if (state === 'normal') return NORMAL;
  return { state, quiet: isQuiet(worst), since: worst.status?.since ?? null };
}

/** What is to be heard goes before what is not, then the worse before the better, the earlier before the later. */
function outranks(a: Slot, b: Slot): boolean {
  const heard = (slot: Slot): number => Number(!isQuiet(slot) && slotState(slot) !== 'normal');
  if (heard(a) !== heard(b)) return heard(a) > heard(b);
  const worse = severity(slotState(a)) - severity(slotState(b));
  if (worse !== 0) return worse > 0;
  return (a.status?.since ?? Number.POSITIVE_INFINITY) < (b.status?.since ?? Number.POSITIVE_INFINITY);
}

function abnormalBySite(model: WallModel): ReadonlyMap<string, readonly Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of model.abnormal.values()) {
    if (slot.node.site === null) continue;
    const known = found.get(slot.node.site);
    if (known) known.push(slot);
    else found.set(slot.node.site, [slot]);
  }
  return found;
}

function spotState(
  { sites, centres }: Spot,
  bySite: ReadonlyMap<string, readonly Slot[]>,
  model: WallModel,
): MapState {
  const within = centres.flatMap(({ services }) => services.flatMap((id) => model.slot(id) ?? []));
  return stateOf([...sites.flatMap(({ id }) => bySite.get(id) ?? []), ...within]);
}

/** A service's nodes: itself, or one at each of its sites. */
function slotsOf(service: string, { state: { catalogue }, model }: PanelContext): readonly Slot[] {
  const entity = catalogue.get(`service:${service}`);
  if (entity?.kind !== 'service') return [];
  const { sites } = entity.value;
  return (sites.length > 0 ? sites : [null]).flatMap((site) => model.slot(nodeId(service, site)) ?? []);
}

function serviceState(service: string, context: PanelContext): MapState {
  const slots = slotsOf(service, context);
  return slots.length === 0 ? NOT_SEEN : stateOf(slots);
}

// ── lines

/** A line from each site that has one to the nearest data centre that it can lead to and that is not down. */
function siteLines(
  wan: string,
  shown: readonly Spot[],
  all: readonly Spot[],
  { state: { graph }, model }: PanelContext,
): MapLine[] {
  const ends = all.filter(({ centres }) => centres.length > 0);
  const drawn = new Set(shown.map(({ key }) => key));
  return shown.flatMap((spot) =>
    spot.sites.flatMap((site): MapLine[] => {
      const slot = model.slot(nodeId(wan, site.id));
      if (!slot) return [];
      const above = upstream(slot.node.id, graph);
      const reached = ends.filter(({ centres }) => centres.some((centre) => touches(centre, above)));
      const may = reached.length > 0 ? reached : ends;
      const up = may.filter(({ centres }) => !centres.some((centre) => isDown(centre, above, model)));
      const [end] = (up.length > 0 ? up : may)
        .filter(({ key }) => drawn.has(key))
        .sort((a, b) => distanceKm(a.place, spot.place) - distanceKm(b.place, spot.place));
      if (!end || end.key === spot.key) return [];
      const name = `${slot.node.service.name}, ${site.name}`;
      return [{ key: slot.node.id, from: spot.key, to: end.key, name, ...stateOf([slot]) }];
    }),
  );
}

function touches({ services }: DataCentre, above: ReadonlySet<string>): boolean {
  return services.some((id) => above.has(id));
}

function isDown({ services }: DataCentre, above: ReadonlySet<string>, model: WallModel): boolean {
  return services.some((id) => above.has(id) && model.slot(id)?.status?.hard === 'down');
}

/** Everything that a node hangs on, hard, alternatives too. */
function upstream(id: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set([id]);
  for (const each of reached) {
    for (const need of graph.nodes.get(each)?.needs ?? []) {
      if (!need.soft) for (const of of need.of) reached.add(of);
    }
  }
  return reached;
}

/** The line that ties the first two data centres together. */
function coreLine(core: string, shown: readonly Spot[], context: PanelContext): MapLine | null {
  const [a, b] = shown.filter(({ centres }) => centres.length > 0);
  if (!a || !b) return null;
  const name = [a, b].map(({ centres }) => centres[0]?.name ?? '').join(' – ');
  return { key: core, from: a.key, to: b.key, name, ...serviceState(core, context) };
}

function lineRows(wan: string, context: PanelContext): MapRow[] {
  const slots = slotsOf(wan, context);
  const [first] = slots;
  if (!first) return [];
  const normal = slots.filter((slot) => slotState(slot) === 'normal').length;
  return [{ name: first.node.service.name, of: { normal, all: slots.length }, ...stateOf(slots) }];
}

// ── what asks for somebody

/** What the map itself is about, then what is at a place on it; what is nowhere is no matter of a map. */
function ownFirst(
  standings: readonly Standing[],
  own: ReadonlySet<string>,
  bySite: ReadonlyMap<string, readonly Slot[]>,
): readonly Standing[] {
  const isAbout = ({ callout }: Standing, test: (id: ReturnType<typeof parseNodeId>) => boolean): boolean =>
    callout?.nodes.some((node) => test(parseNodeId(node))) ?? false;
  const mine = standings.filter((one) => isAbout(one, ({ service }) => own.has(service)));
  const here = standings.filter((one) => isAbout(one, ({ site }) => site !== null && bySite.has(site)));
  return [...mine, ...here.filter((one) => !mine.includes(one))];
}
