import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { RoomStatus } from '../../../shared/model/room';
import type { SourceEntity } from '../../../shared/model/sources';
import type { RoomView } from '../../../shared/rules/reduce';
import { dutyOf } from '../../../shared/rules/watch/duty';
import type { WallPeople } from './attention';
import type { MarkTotals } from './wall-model';

/** What makes no sound, or is put aside, in the order in which the foot counts it. */
export const ASIDE_KINDS = [
  'maintenance',
  'hours',
  'silence',
  'shelved',
  'out-of-service',
  'flapping',
] as const;
export type AsideKind = (typeof ASIDE_KINDS)[number];

/** How many of one kind, and when the first of them is over or reviewed, ms UTC; null: that is not known. */
export interface Aside {
  readonly kind: AsideKind;
  readonly count: number;
  readonly until: number | null;
  /** A review that is over its date. */
  readonly due: boolean;
}

/** Who is on watch; null: this hub knows no people. */
export interface Watch {
  /** Consoles on watch. */
  readonly consoles: number;
  /** Names of who has the watch, each once; where nobody has said, of who took it at those consoles. */
  readonly names: readonly string[];
  /** When the shift of those who have it ends or ended, ms UTC; null: they have it outside the plan. */
  readonly endsAt: number | null;
}

export interface AsideSource extends Pick<WallPeople, 'alarms' | 'people'> {
  readonly maintenance: ReadonlyMap<string, MaintenanceStatus>;
  readonly sources: ReadonlyMap<string, SourceEntity>;
  readonly room: RoomStatus | null;
}

/** What is put aside, kinds with none left out. Services with a mark are counted by `marks`. */
export function findAside(marks: MarkTotals, source: AsideSource): Aside[] {
  const shelved: number[] = [];
  const reviews: number[] = [];
  let due = false;
  for (const entity of source.alarms.values()) {
    if (entity.kind !== 'alarm') continue;
    const { state, shelf, outOfService } = entity.value;
    if (state === 'shelved' && shelf) shelved.push(shelf.until);
    if (state === 'out-of-service' && outOfService) {
      reviews.push(outOfService.reviewAt);
      due ||= outOfService.due;
    }
  }
  const of: Readonly<Record<AsideKind, Omit<Aside, 'kind'>>> = {
    maintenance: { count: marks.maintenance, until: first(endsOfWork(source.maintenance)), due: false },
    hours: { count: marks.hours, until: first(openings(source.room)), due: false },
    silence: { count: marks.silence, until: first(endsOfSilences(source.sources)), due: false },
    shelved: { count: shelved.length, until: first(shelved), due: false },
    'out-of-service': { count: reviews.length, until: first(reviews), due },
    flapping: { count: marks.flapping, until: null, due: false },
  };
  return ASIDE_KINDS.flatMap((kind) => (of[kind].count > 0 ? [{ kind, ...of[kind] }] : []));
}

/** Who is on watch. */
export function findWatch({
  people,
  watch,
}: Pick<WallPeople, 'people'> & { readonly watch: RoomView['watch'] }): Watch | null {
  if (people.size === 0) return null;
  const duty = dutyOf(watch);
  const nameOf = (id: string): string => {
    const person = people.get(`person:${id}`);
    return person?.kind === 'person' ? person.value.name : id;
  };
  let consoles = 0;
  const names = new Set<string>();
  for (const entity of people.values()) {
    if (entity.kind !== 'watch') continue;
    consoles += 1;
    names.add(nameOf(entity.value.person));
  }
  const has = duty && duty.holders.length > 0 ? duty.holders.map(({ person }) => nameOf(person)) : [...names];
  return {
    consoles,
    names: [...new Set(has)].sort((a, b) => a.localeCompare(b, 'nb')),
    endsAt: duty?.shift?.end ?? null,
  };
}

function first(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

function endsOfWork(maintenance: AsideSource['maintenance']): number[] {
  return [...maintenance.values()].flatMap(({ run }) => (run?.phase === 'running' ? [run.end] : []));
}

function openings(room: RoomStatus | null): number[] {
  return (room?.hours ?? []).flatMap(({ open, nextAt }) => (open || nextAt === null ? [] : [nextAt]));
}

function endsOfSilences(sources: AsideSource['sources']): number[] {
  return [...sources.values()].flatMap((entity) =>
    entity.kind === 'silence' && (entity.value.phase === 'active' || entity.value.phase === 'ending')
      ? [entity.value.endsAt]
      : [],
  );
}
