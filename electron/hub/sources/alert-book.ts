import type { ForeignAlert } from '../../../shared/model/sources';
import {
  type Mapping,
  type MappingRoom,
  type Placement,
  placeAlert,
} from '../../../shared/rules/source-mapping';
import type { RawAlert } from './foreign-source';

/** An alert in its place. */
export interface PlacedAlert {
  readonly entity: ForeignAlert;
  readonly verdict: Placement['verdict'];
  readonly displaced: Placement['displaced'];
}

/** A clock that is wrong by less than this is as good as right, ms. */
const CLOCK_NOISE_MS = 5_000;

/**
 * The alerts of one source, by id, each where the rules put it. Labels of an alert never change there (they are its
 * identity), so that it is placed once and not at every look.
 */
export class AlertBook {
  readonly #source: string;
  readonly #mapping: Mapping;
  readonly #room: MappingRoom;
  #alerts = new Map<string, PlacedAlert>();
  /** Alerts whose place was found in the room as it is now. */
  #placed = new WeakSet<PlacedAlert>();

  constructor(source: string, mapping: Mapping, room: MappingRoom) {
    this.#source = source;
    this.#mapping = mapping;
    this.#room = room;
  }

  get alerts(): ReadonlyMap<string, PlacedAlert> {
    return this.#alerts;
  }

  /** The room changed: every place is found anew when its alert is seen again. */
  doubt(): void {
    this.#placed = new WeakSet();
  }

  /** The entity id of an alert. */
  idOf(idThere: string): string {
    return `${this.#source}/${idThere}`;
  }

  /**
   * What an alert is here. `known`: what the room's state says of it; `skewMs`: what its clock is ahead, 0 where it
   * is right; `now`: ms UTC.
   */
  place(raw: RawAlert, known: ForeignAlert | null, skewMs: number, now: number): PlacedAlert {
    const id = this.idOf(raw.id);
    const before = this.#alerts.get(id);
    const same =
      before !== undefined && this.#placed.has(before) && sameLabels(before.entity.labels, raw.labels);
    const place = same
      ? {
          verdict: before.verdict,
          displaced: before.displaced,
          nodes: before.entity.nodes,
          rules: before.entity.rules,
          severity: before.entity.severity,
        }
      : placeAlert(this.#mapping, raw.labels, this.#room);
    const alert: PlacedAlert = {
      verdict: place.verdict,
      displaced: place.displaced,
      entity: {
        id,
        source: this.#source,
        name: raw.name,
        summary: raw.summary,
        severity: place.severity,
        labels: raw.labels,
        nodes: [...place.nodes],
        rules: [...place.rules],
        startsAt: correctedTime(raw.startsAt, known?.startsAt ?? null, skewMs, now),
        silencedBy: raw.silencedBy.map((silence) => `${this.#source}/${silence}`),
        inhibited: raw.inhibited,
        link: raw.link,
      },
    };
    this.#placed.add(alert);
    return alert;
  }

  put(alert: PlacedAlert): void {
    this.#alerts.set(alert.entity.id, alert);
  }

  drop(id: string): void {
    this.#alerts.delete(id);
  }

  /** Replaces all of them. */
  replace(alerts: ReadonlyMap<string, PlacedAlert>): void {
    this.#alerts = new Map(alerts);
  }

  /** The alerts on each node that has any. */
  byNode(): ReadonlyMap<string, readonly ForeignAlert[]> {
    const nodes = new Map<string, ForeignAlert[]>();
    for (const { entity } of this.#alerts.values()) {
      for (const node of entity.nodes) {
        const list = nodes.get(node);
        if (list) list.push(entity);
        else nodes.set(node, [entity]);
      }
    }
    return nodes;
  }
}

/**
 * A time of the source by our clock. Never in the future; and, because a skew is only known to about a second, not
 * moved again by so little.
 */
export function correctedTime(there: number, known: number | null, skewMs: number, now: number): number {
  const here = there - skewMs;
  const steady = known !== null && (skewMs !== 0 || here > now);
  if (steady && (here > now || Math.abs(known - here) <= CLOCK_NOISE_MS)) return Math.min(known, now);
  return Math.min(here, now);
}

/** The skew that is reckoned with: 0 where it is noise, and what it was where it moved by no more than noise. */
export function steadySkew(measuredMs: number | null, beforeMs: number | null): number | null {
  if (measuredMs === null) return beforeMs;
  const rounded = Math.abs(measuredMs) < CLOCK_NOISE_MS ? 0 : Math.round(measuredMs / 1_000) * 1_000;
  return beforeMs !== null && beforeMs !== 0 && Math.abs(beforeMs - measuredMs) < CLOCK_NOISE_MS
    ? beforeMs
    : rounded;
}

function sameLabels(a: ForeignAlert['labels'], b: ForeignAlert['labels']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function sameList(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Whether two say the same: what is the same is not told again. */
export function sameAlert(a: ForeignAlert, b: ForeignAlert): boolean {
  return (
    a.name === b.name &&
    a.summary === b.summary &&
    a.severity === b.severity &&
    a.startsAt === b.startsAt &&
    a.inhibited === b.inhibited &&
    a.link === b.link &&
    sameList(a.nodes, b.nodes) &&
    sameList(a.rules, b.rules) &&
    sameList(a.silencedBy, b.silencedBy) &&
    sameLabels(a.labels, b.labels)
  );
}
