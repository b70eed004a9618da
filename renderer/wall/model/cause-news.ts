import type { Alarm, AlarmBasis } from '../../../shared/model/alarms';
import type { Incident, IncidentEntity, IncidentSeverity } from '../../../shared/model/incidents';
import { unexplained } from '../../../shared/rules/alarms/unexplained';
import { alarmOf, type WallPeople } from './attention';
import type { Slot, WallModel } from './wall-model';

/** What is to be known of a line's cause, beside its state and whose it is. */
export interface CauseNews {
  /** What it rests on, where that is not its own measurement. */
  readonly basis: Exclude<AlarmBasis, 'measured'> | null;
  /** How much of what it took down is back, of the most that was: checks, or services where it has none to count. */
  readonly recovery: { readonly back: number; readonly all: number } | null;
  /** The open incident that it is in; null: none. */
  readonly incident: { readonly number: string; readonly severity: IncidentSeverity } | null;
  /** People who have called about it, and about what follows from it. */
  readonly callers: number;
  /** In the middle of an upset, no cause explains it. */
  readonly unexplained: boolean;
}

export const NO_NEWS: CauseNews = {
  basis: null,
  recovery: null,
  incident: null,
  callers: 0,
  unexplained: false,
};

/** Reads news of causes from a room as it is now: what is asked of many nodes is gathered once. */
export class NewsReader {
  readonly #model: WallModel;
  readonly #people: WallPeople;
  readonly #incidents = new Map<string, Incident>();
  /** Whom no cause explains. */
  readonly alone: ReadonlySet<string>;

  constructor(model: WallModel, people: WallPeople) {
    this.#model = model;
    this.#people = people;
    this.alone = new Set(unexplained(people, model.causes));
    for (const entity of people.incidents.values()) {
      if (entity.kind !== 'incident' || entity.value.state !== 'open') continue;
      const { cause, alarms } = entity.value;
      for (const node of [...(cause === null ? [] : [cause]), ...alarms.map((alarm) => alarm.node)])
        this.#note(node, entity.value);
    }
  }

  /** Nodes whose news are alike share a line: a key for it. */
  keyOf(node: string): string {
    const basis = basisOf(alarmOf(this.#people, node));
    const incident = this.#incidents.get(node);
    const alone = this.alone.has(node) ? '/alone' : '';
    return `${basis === null ? '' : `/${basis}`}${incident ? `/${incident.id}` : ''}${alone}`;
  }

  /** Of nodes that share a line. */
  of(slots: readonly Slot[]): CauseNews {
    const [lead] = slots;
    if (!lead) return NO_NEWS;
    const { id } = lead.node;
    const alarms = slots.flatMap(({ node }) => alarmOf(this.#people, node.id) ?? []);
    const incident = this.#incidents.get(id);
    return {
      basis: basisOf(alarmOf(this.#people, id)),
      recovery: recoveryOf(alarms),
      incident: incident ? { number: incident.number, severity: incident.severity } : null,
      callers: this.#callers(slots),
      unexplained: this.alone.has(id),
    };
  }

  #note(node: string, incident: Incident): void {
    const known = this.#incidents.get(node);
    if (!known || RANK[incident.severity] < RANK[known.severity]) this.#incidents.set(node, incident);
  }

  /** A call is about a service at a site, or about the service where nobody has said which site. */
  #callers(slots: readonly Slot[]): number {
    const { incidents } = this.#people;
    if (incidents.size === 0) return 0;
    const about = new Set<string>();
    const add = (id: string): void => {
      about.add(id).add(this.#model.slot(id)?.node.service.id ?? id);
    };
    for (const { node } of slots) {
      add(node.id);
      for (const follower of this.#model.causes.following(node.id)?.nodes ?? []) add(follower);
    }
    let count = 0;
    for (const id of about) count += callersOf(incidents.get(`callers:${id}`));
    return count;
  }
}

const RANK: Readonly<Record<IncidentSeverity, number>> = { major: 0, high: 1, moderate: 2 };

function basisOf(alarm: Alarm | undefined): CauseNews['basis'] {
  if (!alarm || alarm.condition === 'normal' || alarm.basis === 'measured') return null;
  return alarm.basis;
}

/** Only what has taken others down can be on its way back. */
function recoveryOf(alarms: readonly Alarm[]): CauseNews['recovery'] {
  let back = 0;
  let all = 0;
  for (const { condition, symptomsMost, symptoms, checksMost, checks } of alarms) {
    if (condition === 'normal' || symptomsMost === 0) continue;
    all += checksMost > 0 ? checksMost : symptomsMost;
    back += checksMost > 0 ? checksMost - checks : symptomsMost - symptoms;
  }
  return back > 0 ? { back, all } : null;
}

function callersOf(entity: IncidentEntity | undefined): number {
  return entity?.kind === 'callers' ? entity.value.count : 0;
}
