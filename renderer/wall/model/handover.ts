import { parseNodeId } from '../../../shared/model/catalogue';
import type { CriticalItem, Handover } from '../../../shared/model/handover';
import { openHandover, runsIn } from '../../../shared/rules/handover/read-handovers';
import type { RoomView } from '../../../shared/rules/reduce';

/** What the wall reads of a shift change. */
export type HandoverSource = Pick<RoomView, 'alarms' | 'catalogue' | 'maintenance' | 'people' | 'watch'>;

/** A shift change as the wall shows it: who is responsible, what is open, is it signed? */
export interface WallHandover {
  readonly number: string;
  readonly state: Handover['state'];
  /** ms UTC. */
  readonly dueAt: number;
  readonly lateSince: number | null;
  readonly from: string;
  readonly to: string;
  readonly outgoing: readonly string[];
  readonly incoming: readonly string[];
  /** Open critical items, the most critical first: what, whose it is, and whose it becomes. */
  readonly items: readonly {
    readonly title: string;
    readonly criticality: CriticalItem['criticality'];
    readonly owner: string | null;
    readonly to: string | null;
    readonly said: boolean;
  }[];
  /** Shelved and out of service, the first to end first. `until`: its end, or when it is reviewed, ms UTC. */
  readonly aside: readonly {
    readonly kind: 'shelved' | 'out-of-service';
    readonly name: string;
    readonly until: number;
  }[];
  /** Planned work that runs, or begins within twelve hours. */
  readonly work: readonly {
    readonly title: string;
    readonly start: number;
    readonly end: number;
    readonly runs: boolean;
  }[];
  /** Turns of routines that are open, by when they are due. */
  readonly routines: readonly { readonly name: string; readonly dueAt: number; readonly overdue: boolean }[];
  readonly readBackAt: number | null;
  readonly signedAt: number | null;
  readonly exchangedAt: number | null;
}

/** A shift change takes the further displays so long before the shift ends, ms, if nobody has begun to exchange. */
const SOON_MS = 15 * 60_000;
const COMING_MS = 12 * 3_600_000;

/** The shift change that is being made; null: none is. */
export function findHandover(source: HandoverSource, now: number): WallHandover | null {
  const handover = openHandover(source.watch);
  if (!handover) return null;
  const { catalogue } = source;
  const person = (id: string): string => {
    const entity = source.people.get(`person:${id}`);
    return entity?.kind === 'person' ? entity.value.name : id;
  };
  const shift = (id: string | undefined): string => {
    const entity = id === undefined ? undefined : catalogue.get(`shift-pattern:${id}`);
    return entity?.kind === 'shift-pattern' ? entity.value.name : (id ?? '');
  };
  return {
    number: handover.number,
    state: handover.state,
    dueAt: handover.dueAt,
    lateSince: handover.lateSince,
    from: shift(handover.from?.shift),
    to: shift(handover.to?.shift),
    outgoing: handover.outgoing.map((one) => person(one.person)),
    incoming: handover.incoming.map((one) => person(one.person)),
    items: [...handover.items]
      .sort((a, b) => (a.criticality ?? 9) - (b.criticality ?? 9))
      .map(({ title, criticality, owner, to, said }) => ({
        title,
        criticality,
        owner: owner === null ? null : person(owner),
        to: to === null ? null : person(to),
        said: said !== null,
      })),
    aside: asideIn(source),
    work: [...source.maintenance.values()]
      .flatMap(({ window, run, next }) => {
        if (run) return [{ title: window.title, start: run.start, end: run.end, runs: true }];
        return next && next.start < now + COMING_MS
          ? [{ title: window.title, start: next.start, end: next.end, runs: false }]
          : [];
      })
      .sort((a, b) => a.start - b.start),
    routines: runsIn(source.watch)
      .filter(({ state }) => state === 'open' || state === 'overdue')
      .map(({ name, dueAt, state }) => ({ name, dueAt, overdue: state === 'overdue' })),
    readBackAt: handover.readBack?.at ?? null,
    signedAt: handover.signatures.find(({ role }) => role === 'outgoing')?.at ?? null,
    exchangedAt: handover.exchangedAt,
  };
}

/** Whether the displays that are not the first show the shift change: it goes on, is about to, or is late. */
export function isShiftChange(handover: WallHandover | null, now: number): boolean {
  if (!handover) return false;
  return handover.state !== 'preparing' || handover.lateSince !== null || now >= handover.dueAt - SOON_MS;
}

function asideIn({ alarms, catalogue }: HandoverSource): WallHandover['aside'] {
  const list: { kind: 'shelved' | 'out-of-service'; name: string; until: number }[] = [];
  for (const entity of alarms.values()) {
    if (entity.kind !== 'alarm') continue;
    const { node, state, shelf, outOfService } = entity.value;
    if (state === 'shelved' && shelf)
      list.push({ kind: state, name: nameOf(catalogue, node), until: shelf.until });
    if (state === 'out-of-service' && outOfService)
      list.push({ kind: state, name: nameOf(catalogue, node), until: outOfService.reviewAt });
  }
  return list.sort((a, b) => a.until - b.until);
}

function nameOf(catalogue: HandoverSource['catalogue'], node: string): string {
  const { service, site } = parseNodeId(node);
  const known = catalogue.get(`service:${service}`);
  const name = known?.kind === 'service' ? known.value.name : service;
  if (site === null) return name;
  const place = catalogue.get(`site:${site}`);
  return `${name}, ${place?.kind === 'site' ? place.value.name : site}`;
}
