import { type AlarmEntity, type AlarmState, alarmKey } from '../../../shared/model/alarms';
import type { CatalogueEntity, Service, Site } from '../../../shared/model/catalogue';
import type { NodeStatus, Quiet, StatusEntity } from '../../../shared/model/room';
import { NODE_STATES, type NodeState, severity, worse } from '../../../shared/model/states';
import { CauseIndex } from '../../../shared/rules/alarms/causes';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import type { Graph, GraphNode } from '../../../shared/rules/graph';
import { checkKey, nodeKey, readNode } from '../../../shared/rules/reduce';
import { type Axes, buildAxes, type Place } from './axes';

/** A service at a site (or a central one) and its own place in a cell. */
export interface Slot {
  readonly node: GraphNode;
  readonly cell: Cell;
  /** Its tick's place in the cell, from the left. */
  readonly index: number;
  /** What the hub says of it; null: nothing yet, which is shown as unknown. */
  status: NodeStatus | null;
  /** How a person put its alarm aside; null: nobody did. */
  aside: PutAside | null;
}

/** The states of an alarm that a person put aside. */
export type PutAside = Extract<AlarmState, 'shelved' | 'out-of-service'>;

/**
 * A cell of the mosaic: the worst state that is to be heard wins; where nothing is, the worst of what makes no sound
 * (planned, closed, silenced), and the cell is `quiet`.
 */
export interface Cell {
  readonly place: Place;
  readonly slots: readonly Slot[];
  /** Number of slots in each state, in the order of NODE_STATES. */
  readonly counts: number[];
  /** Of these, those that make no sound. */
  readonly quietCounts: number[];
  worst: NodeState;
  /** It is not normal, and nothing in it is to be heard. */
  quiet: boolean;
  /** Grows with every change of what the cell shows. */
  version: number;
}

/** Counts by state. */
export type Totals = Readonly<Record<NodeState, number>>;

/** Services of which some place has a mark, by mark. */
export type MarkTotals = Readonly<Record<Quiet['kind'] | 'flapping', number>>;

/** What the model reads; the board store's state is one. */
export interface WallSource {
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  readonly status: ReadonlyMap<string, StatusEntity>;
  readonly graph: Graph;
  readonly alarms: ReadonlyMap<string, AlarmEntity>;
}

const STATE_INDEX = new Map<NodeState, number>(NODE_STATES.map((state, index) => [state, index]));
const indexOf = (state: NodeState): number => STATE_INDEX.get(state) ?? 0;
const EMPTY_AXES: Axes = { mode: 'services', rows: [], columns: [], band: [], places: [], services: 0 };

/** The state of a slot: what has no status has not been seen. */
export function slotState(slot: Slot): NodeState {
  return slot.status?.state ?? 'unknown';
}

/** Whether a slot's fault makes no sound, by what is planned or because a person put it aside. */
export function isQuiet(slot: Slot): boolean {
  return slot.status?.quiet != null || slot.aside !== null;
}

/** Whether a slot's own checks explain its state; else it follows from what it depends on. */
export function isOwnFault(slot: Slot): boolean {
  return !slot.status || severity(slot.status.own) >= severity(slot.status.state);
}

/**
 * The wall's view of the board, kept up to date in the number of *changes*: ten thousand nodes of which a
 * hundred moved cost a hundred steps. Counts by cell, by service and in total are moved, never recounted.
 */
export class WallModel {
  axes: Axes = EMPTY_AXES;
  cells: readonly Cell[] = [];
  /** Grows with the catalogue: rows and columns are others. */
  structure = 0;
  /** Grows with every change of any node. */
  version = 0;
  /** Which node explains which: the same piece that the hub raises alarms by. */
  readonly causes = new CauseIndex();
  #graph: Graph | null = null;
  #slots = new Map<string, Slot>();
  #abnormal = new Map<string, Slot>();
  /** Slots with a mark, by node id. */
  #marked = new Map<string, Slot>();
  #services = new Map<string, number[]>();
  #sites = new Map<string, Site>();
  #siteSizes = new Map<string, number>();
  #nodeTotals: number[] = NODE_STATES.map(() => 0);
  #serviceTotals: number[] = NODE_STATES.map(() => 0);

  get nodes(): number {
    return this.#slots.size;
  }
  /** What is not normal, by node id. */
  get abnormal(): ReadonlyMap<string, Slot> {
    return this.#abnormal;
  }
  slot(id: string): Slot | undefined {
    return this.#slots.get(id);
  }

  site(id: string): Site | undefined {
    return this.#sites.get(id);
  }
  /** Number of nodes at each site. */
  siteSizes(): ReadonlyMap<string, number> {
    return this.#siteSizes;
  }

  /** Counts of services at places. */
  nodeTotals(): Totals {
    return totals(this.#nodeTotals);
  }

  /** Counts of services, each by its worst place. */
  serviceTotals(): Totals {
    return totals(this.#serviceTotals);
  }

  /**
   * Counts of services, each by its worst place that is to be heard; those of which nothing is to be heard are in
   * none of them but `markTotals`. Costs what is abnormal.
   */
  heardTotals(): Totals {
    const worst = new Map<string, NodeState>();
    for (const slot of this.#abnormal.values()) {
      if (isQuiet(slot)) continue;
      const { id } = slot.node.service;
      worst.set(id, worse(worst.get(id) ?? 'normal', slotState(slot)));
    }
    const counts = NODE_STATES.map(() => 0);
    for (const state of worst.values()) this.#moveTotal(counts, state, 1);
    this.#moveTotal(counts, 'normal', this.serviceTotals().normal);
    return totals(counts);
  }

  /** Services with a mark. Costs what is marked. */
  markTotals(): MarkTotals {
    const services = { maintenance: new Set(), hours: new Set(), silence: new Set(), flapping: new Set() };
    for (const { node, status } of this.#marked.values()) {
      if (status?.quiet) services[status.quiet.kind].add(node.service.id);
      if (status?.flapping) services.flapping.add(node.service.id);
    }
    return {
      maintenance: services.maintenance.size,
      hours: services.hours.size,
      silence: services.silence.size,
      flapping: services.flapping.size,
    };
  }

  /** Something besides nodes changed that callouts are made from. */
  touch(): void {
    this.version += 1;
  }

  /** Builds everything anew: after a snapshot or a change of the catalogue. */
  load(source: WallSource): void {
    this.axes = buildAxes(source.catalogue, source.graph);
    this.structure += 1;
    this.version += 1;
    this.#slots = new Map();
    this.#abnormal = new Map();
    this.#marked = new Map();
    this.#services = new Map();
    this.#sites = new Map(
      this.axes.rows.flatMap((row) => (row.site === null ? [] : [[row.site.id, row.site] as const])),
    );
    this.#siteSizes = new Map();
    this.#nodeTotals = NODE_STATES.map(() => 0);
    this.#serviceTotals = NODE_STATES.map(() => 0);
    this.cells = this.axes.places.map((place) => this.#cell(place, source));
    for (const counts of this.#services.values()) this.#moveTotal(this.#serviceTotals, worstOf(counts), 1);
    this.#graph = source.graph;
    this.causes.update(source, null);
  }

  /**
   * Takes over the statuses with these keys (`node:…`; others are passed over).
   * @returns the ids of the nodes whose picture changed
   */
  apply(keys: Iterable<string>, source: Pick<WallSource, 'status' | 'alarms'>): Slot[] {
    const moved: Slot[] = [];
    const touched: string[] = [];
    for (const key of keys) {
      const node = this.#nodeOf(key);
      const slot = node === null ? undefined : this.#slots.get(node);
      if (!slot) continue;
      touched.push(slot.node.id);
      if (!key.startsWith(NODE_PREFIX)) continue;
      const next = readNode(source.status, slot.node.id) ?? null;
      if (this.#move(slot, next)) moved.push(slot);
    }
    const explained = this.#explain(touched, source);
    if (moved.length > 0 || explained) this.version += 1;
    return moved;
  }

  /**
   * Takes over the alarms and people's verdicts with these keys (`alarm:…`, `verdict:…`; others are passed over): what is
   * put aside, and what explains what because of them.
   * @returns the slots whose picture changed
   */
  takeAlarms(keys: Iterable<string>, source: Pick<WallSource, 'status' | 'alarms'>): Slot[] {
    const moved: Slot[] = [];
    const touched: string[] = [];
    for (const key of keys) {
      const [prefix] = [ALARM_PREFIX, VERDICT_PREFIX].filter((one) => key.startsWith(one));
      const slot = prefix === undefined ? undefined : this.#slots.get(key.slice(prefix.length));
      if (!slot) continue;
      touched.push(slot.node.id);
      const aside = asideOf(source, slot.node.id);
      if (aside === slot.aside) continue;
      const state = slotState(slot);
      if (isQuiet(slot)) this.#moveTotal(slot.cell.quietCounts, state, -1);
      slot.aside = aside;
      if (isQuiet(slot)) this.#moveTotal(slot.cell.quietCounts, state, 1);
      slot.cell.version = this.version + 1;
      judgeCell(slot.cell);
      moved.push(slot);
    }
    const explained = this.#explain(touched, source);
    if (moved.length > 0 || explained) this.version += 1;
    return moved;
  }

  /** Whether any node is explained otherwise now. */
  #explain(touched: readonly string[], { status, alarms }: Pick<WallSource, 'status' | 'alarms'>): boolean {
    const graph = this.#graph;
    return (
      graph !== null && touched.length > 0 && this.causes.update({ status, alarms, graph }, touched).size > 0
    );
  }

  /** The node that a key of the `status` collection speaks of. */
  #nodeOf(key: string): string | null {
    if (key.startsWith(NODE_PREFIX)) return key.slice(NODE_PREFIX.length);
    return this.#graph?.checks.get(key.slice(CHECK_PREFIX.length))?.node ?? null;
  }

  #cell(place: Place, source: WallSource): Cell {
    const slots: Slot[] = [];
    const cell: Cell = {
      place,
      slots,
      counts: NODE_STATES.map(() => 0),
      quietCounts: NODE_STATES.map(() => 0),
      worst: 'normal',
      quiet: false,
      version: this.version,
    };
    place.nodes.forEach((node, index) => {
      const slot: Slot = {
        node,
        cell,
        index,
        status: readNode(source.status, node.id) ?? null,
        aside: asideOf(source, node.id),
      };
      const state = slotState(slot);
      slots.push(slot);
      this.#slots.set(node.id, slot);
      if (state !== 'normal') this.#abnormal.set(node.id, slot);
      if (node.site !== null) this.#siteSizes.set(node.site, (this.#siteSizes.get(node.site) ?? 0) + 1);
      if (isMarked(slot.status)) this.#marked.set(node.id, slot);
      this.#moveTotal(cell.counts, state, 1);
      if (isQuiet(slot)) this.#moveTotal(cell.quietCounts, state, 1);
      this.#moveTotal(this.#nodeTotals, state, 1);
      this.#moveTotal(this.#serviceCounts(node.service), state, 1);
    });
    judgeCell(cell);
    return cell;
  }

  #move(slot: Slot, next: NodeStatus | null): boolean {
    const before = slot.status;
    const from = slotState(slot);
    const wasQuiet = isQuiet(slot);
    slot.status = next;
    const to = slotState(slot);
    if (from === to && before?.since === next?.since && sameCause(before, next) && sameMarks(before, next)) {
      return false;
    }
    slot.cell.version = this.version + 1;
    if (isMarked(next)) this.#marked.set(slot.node.id, slot);
    else this.#marked.delete(slot.node.id);
    if (wasQuiet) this.#moveTotal(slot.cell.quietCounts, from, -1);
    if (isQuiet(slot)) this.#moveTotal(slot.cell.quietCounts, to, 1);
    if (from === to) {
      judgeCell(slot.cell);
      return true;
    }
    if (to === 'normal') this.#abnormal.delete(slot.node.id);
    else this.#abnormal.set(slot.node.id, slot);
    this.#shift(slot.cell.counts, from, to);
    judgeCell(slot.cell);
    this.#shift(this.#nodeTotals, from, to);
    const service = this.#serviceCounts(slot.node.service);
    const worstBefore = worstOf(service);
    this.#shift(service, from, to);
    const worstAfter = worstOf(service);
    if (worstBefore !== worstAfter) this.#shift(this.#serviceTotals, worstBefore, worstAfter);
    return true;
  }

  #serviceCounts(service: Service): number[] {
    let counts = this.#services.get(service.id);
    if (!counts) {
      counts = NODE_STATES.map(() => 0);
      this.#services.set(service.id, counts);
    }
    return counts;
  }

  #shift(counts: number[], from: NodeState, to: NodeState): void {
    this.#moveTotal(counts, from, -1);
    this.#moveTotal(counts, to, 1);
  }

  #moveTotal(counts: number[], state: NodeState, by: number): void {
    const index = indexOf(state);
    counts[index] = (counts[index] ?? 0) + by;
  }
}

const NODE_PREFIX = nodeKey('');
const CHECK_PREFIX = checkKey('');
const ALARM_PREFIX = alarmKey('');
const VERDICT_PREFIX = 'verdict:';

function asideOf({ alarms }: Pick<WallSource, 'alarms'>, node: string): PutAside | null {
  const state = readAlarm(alarms, node)?.state;
  return state === 'shelved' || state === 'out-of-service' ? state : null;
}

/** Which state leads a cell: the worst that is heard, and where none is, the worst that is not. */
export function judgeCell(cell: Cell): void {
  const heard = cell.counts.map((count, index) => count - (cell.quietCounts[index] ?? 0));
  const loudest = worstOf(heard);
  cell.quiet = loudest === 'normal' && worstOf(cell.counts) !== 'normal';
  cell.worst = cell.quiet ? worstOf(cell.counts) : loudest;
}

const isMarked = (status: NodeStatus | null): boolean => status?.quiet != null || status?.flapping === true;

function sameMarks(a: NodeStatus | null, b: NodeStatus | null): boolean {
  return (
    a?.quiet?.kind === b?.quiet?.kind &&
    a?.quiet?.id === b?.quiet?.id &&
    (a?.flapping ?? false) === (b?.flapping ?? false)
  );
}

function worstOf(counts: readonly number[]): NodeState {
  const index = counts.findIndex((count) => count > 0);
  return NODE_STATES[index] ?? 'normal';
}

function totals(counts: readonly number[]): Totals {
  return Object.fromEntries(NODE_STATES.map((state, index) => [state, counts[index] ?? 0])) as Record<
    NodeState,
    number
  >;
}

/** A callout names the root: another first cause is another picture. */
function sameCause(a: NodeStatus | null, b: NodeStatus | null): boolean {
  return (
    a?.own === b?.own &&
    a?.because[0]?.kind === b?.because[0]?.kind &&
    a?.because[0]?.id === b?.because[0]?.id
  );
}

/** Orders slots by what a tired person must see first: worst, most critical, newest. */
export function byUrgency(a: Slot, b: Slot): number {
  return (
    severity(slotState(b)) - severity(slotState(a)) ||
    a.node.service.criticality - b.node.service.criticality ||
    (b.status?.since ?? 0) - (a.status?.since ?? 0) ||
    (a.node.id < b.node.id ? -1 : 1)
  );
}
