import type { Criticality } from '../../../shared/model/states';
import { NODE_STATES, type NodeState, worse } from '../../../shared/model/states';
import { type Axes, buildAxes } from './axes';
import type { Callout } from './callouts';
import {
  type Cell,
  isQuiet,
  judgeCell,
  type Slot,
  slotState,
  type Totals,
  type WallModel,
  type WallSource,
} from './wall-model';

/** Which services and sites a mosaic shows. Empty lists: all. */
export interface MosaicFilter {
  readonly criticalities: readonly Criticality[];
  readonly families: readonly string[];
  readonly sites: readonly string[];
}
/** Which part of it stands on one display. */
export interface MosaicShare {
  readonly index: number;
  readonly of: number;
}
export const WHOLE: MosaicShare = { index: 0, of: 1 };
/** Everything there is. */
export const ALL: MosaicFilter = { criticalities: [], families: [], sites: [] };

/**
 * A mosaic on one display: the cells of the services that it shows, each kept up to date in the number of *changes*. What a
 * mosaic spans displays for is shared out among them: criticalities first, families where there are more displays than
 * those. Rows are those of the whole, so that they stand at the same height everywhere.
 */
export class Mosaic {
  readonly axes: Axes;
  readonly cells: readonly Cell[];
  /** Criticalities of this part that have services, the most critical first. */
  readonly criticalities: readonly Criticality[];
  readonly #cellOf = new Map<string, { readonly cell: Cell; readonly index: number }>();
  readonly #model: WallModel;
  readonly #filter: MosaicFilter;
  readonly #share: MosaicShare;
  /** Services of this part, and of the whole. */
  readonly #services: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;
  readonly #parts: readonly PartOf[];

  constructor(
    model: WallModel,
    source: Pick<WallSource, 'catalogue' | 'graph'>,
    filter: MosaicFilter,
    share: MosaicShare,
  ) {
    this.#model = model;
    this.#filter = filter;
    this.#share = share;
    const services = [...source.catalogue.values()].flatMap((entity) =>
      entity.kind === 'service' ? [entity.value] : [],
    );
    const sites = new Set(filter.sites);
    const whole = services.filter(
      (service) =>
        has(filter.criticalities, service.criticality) &&
        has(filter.families, service.family) &&
        (sites.size === 0 || service.sites.some((site) => sites.has(site))),
    );
    this.#all = new Set(whole.map(({ id }) => id));
    const families = [...new Set(whole.map(({ family }) => family))];
    const order = familyOrder(source.catalogue, families);
    this.#parts = partsOf([...new Set(whole.map(({ criticality }) => criticality))].sort(), order, share.of);
    const part = this.#parts[share.index];
    const own = whole.filter((service) => part === undefined || inPart(part, service));
    this.#services = new Set(own.map(({ id }) => id));
    this.criticalities = [...new Set(own.map(({ criticality }) => criticality))].sort();
    this.axes = buildAxes(source.catalogue, source.graph, {
      services: this.#services,
      all: this.#all,
      sites: sites.size === 0 ? null : sites,
    });
    this.cells = this.axes.places.map((place) => {
      const slots: Slot[] = [];
      const cell: Cell = {
        place,
        slots,
        counts: [],
        quietCounts: [],
        worst: 'normal',
        quiet: false,
        version: 0,
      };
      for (const node of place.nodes) {
        const slot = model.slot(node.id);
        if (!slot) continue;
        this.#cellOf.set(node.id, { cell, index: slots.length });
        slots.push(slot);
      }
      recount(cell, model.version);
      return cell;
    });
  }

  /** Takes over what changed. */
  update(moved: readonly Slot[]): void {
    const touched = new Set<Cell>();
    for (const slot of moved) {
      const at = this.#cellOf.get(slot.node.id);
      if (at) touched.add(at.cell);
    }
    for (const cell of touched) recount(cell, this.#model.version);
  }

  /** Where a node stands in it; undefined: it is not on this display. */
  placeOf(node: string): { readonly cell: Cell; readonly index: number } | undefined {
    return this.#cellOf.get(node);
  }

  /** Number of its services. */
  get services(): number {
    return this.#services.size;
  }
  /** Rows that are sites. */
  get sites(): number {
    return this.axes.rows.filter(({ site }) => site !== null).length;
  }
  /** It shows everything that the room has. */
  get complete(): boolean {
    return this.#all.size === this.#model.axes.services && this.#filter.sites.length === 0;
  }

  /** Its services by their worst place that is to be heard; what makes no sound counts in none. Costs what is abnormal. */
  totals(): Totals {
    const worst = new Map<string, NodeState>();
    const abnormal = new Set<string>();
    for (const slot of this.#model.abnormal.values()) {
      if (!this.#cellOf.has(slot.node.id)) continue;
      const { id } = slot.node.service;
      abnormal.add(id);
      if (!isQuiet(slot)) worst.set(id, worse(worst.get(id) ?? 'normal', slotState(slot)));
    }
    const counts = Object.fromEntries(NODE_STATES.map((state) => [state, 0])) as Record<NodeState, number>;
    for (const state of worst.values()) counts[state] += 1;
    counts.normal += this.#services.size - abnormal.size;
    return counts;
  }

  /** Services that the whole of it leaves out, and how many of them are not normal. Costs what is abnormal. */
  leftOut(): { readonly services: number; readonly abnormal: number } {
    const services = this.#model.axes.services - this.#all.size;
    if (services <= 0) return { services: 0, abnormal: 0 };
    const abnormal = new Set<string>();
    for (const { node } of this.#model.abnormal.values())
      if (!this.#all.has(node.service.id)) abnormal.add(node.service.id);
    return { services, abnormal: abnormal.size };
  }

  /**
   * Callouts that stand above this part: those about its services, those whose consequences reach into its criticalities,
   * and, on the first part, what else belongs to none but is an alarm of one of its criticalities. `outside`: those that
   * no part has.
   */
  callouts(all: readonly Callout[]): { readonly list: readonly Callout[]; readonly outside: number } {
    const list: Callout[] = [];
    let outside = 0;
    for (const callout of all) {
      const parts = this.#partsWith(callout);
      if (parts.length === 0) outside += 1;
      else if (parts.includes(this.#share.index)) list.push(callout);
    }
    return { list, outside };
  }

  #partsWith(callout: Callout): readonly number[] {
    const { criticalities } = this.#filter;
    const services = callout.nodes.flatMap((id) => this.#model.slot(id)?.node.service ?? []);
    const own = this.#parts.flatMap((part, index) =>
      services.some((service) => inPart(part, service)) ||
      (part.families === null && part.criticalities.some((one) => one === callout.reach))
        ? [index]
        : [],
    );
    if (own.length > 0) return own;
    const known =
      has(criticalities, callout.reach as Criticality) ||
      has(criticalities, callout.priority as Criticality) ||
      services.some(({ criticality }) => has(criticalities, criticality));
    return known ? [0] : [];
  }
}

/** A part of a mosaic: some of its criticalities, or some families of one. */
interface PartOf {
  readonly criticalities: readonly Criticality[];
  /** Null: all. */
  readonly families: readonly string[] | null;
}

/** Shares criticalities out over so many displays; where there are more displays, each criticality's families. */
function partsOf(
  criticalities: readonly Criticality[],
  families: readonly string[],
  of: number,
): readonly PartOf[] {
  const k = criticalities.length;
  if (of <= 1 || k === 0) return [{ criticalities, families: null }];
  if (k >= of)
    return Array.from({ length: of }, (_, index) => ({
      criticalities: share(criticalities, index, of),
      families: null,
    }));
  return criticalities.flatMap((criticality, nth) => {
    const displays = Math.floor(((nth + 1) * of) / k) - Math.floor((nth * of) / k);
    return Array.from({ length: displays }, (_, index) => ({
      criticalities: [criticality],
      families: displays === 1 ? null : share(families, index, displays),
    }));
  });
}

function share<T>(list: readonly T[], index: number, of: number): readonly T[] {
  return list.slice(Math.floor((index * list.length) / of), Math.floor(((index + 1) * list.length) / of));
}

function inPart(
  { criticalities, families }: PartOf,
  service: { readonly criticality: Criticality; readonly family: string },
): boolean {
  return (
    criticalities.includes(service.criticality) && (families === null || families.includes(service.family))
  );
}

function familyOrder(catalogue: WallSource['catalogue'], ids: readonly string[]): readonly string[] {
  const order = (id: string): number => {
    const entity = catalogue.get(`family:${id}`);
    return entity?.kind === 'family' ? entity.value.order : Number.MAX_SAFE_INTEGER;
  };
  return [...ids].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

function has<T>(list: readonly T[], value: T): boolean {
  return list.length === 0 || list.includes(value);
}

function recount(cell: Cell, version: number): void {
  const counts = NODE_STATES.map(() => 0);
  const quiet = NODE_STATES.map(() => 0);
  for (const slot of cell.slots) {
    const index = NODE_STATES.indexOf(slotState(slot));
    counts[index] = (counts[index] ?? 0) + 1;
    if (isQuiet(slot)) quiet[index] = (quiet[index] ?? 0) + 1;
  }
  cell.counts.splice(0, cell.counts.length, ...counts);
  cell.quietCounts.splice(0, cell.quietCounts.length, ...quiet);
  cell.version = version;
  judgeCell(cell);
}
