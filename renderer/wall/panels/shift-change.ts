import type { CriticalItem, Handover } from '../../../shared/model/handover';
import type { ShiftRef } from '../../../shared/model/roster';
import { openHandover } from '../../../shared/rules/handover/read-handovers';
import { upcomingHandover } from '../../../shared/rules/handover/upcoming';
import { dutyOf } from '../../../shared/rules/watch/duty';
import { readPlan } from '../../../shared/rules/watch/plan';
import type { BoardState } from '../../stores/board-store';
import { perCatalogue, personWords } from './board-words';

/** What the wall reads of a shift change. */
export type ShiftChangeSource = Pick<BoardState, 'catalogue' | 'catalogueVersion' | 'people' | 'watch'>;

/** A person in a shift change. */
export interface Hand {
  readonly name: string;
  readonly initials: string;
}

/** Something open that is handed over: what, whose it is, and whose it becomes. */
export interface HandedItem {
  readonly title: string;
  readonly criticality: CriticalItem['criticality'];
  /** Null: nobody's. */
  readonly owner: Hand | null;
  readonly to: Hand | null;
  /** Stated back by who takes over. */
  readonly said: boolean;
}

/** A shift change that is being made, or (`coming`) the one that comes next: who is responsible, what is open, is it signed? */
export interface ShiftChange {
  readonly state: Handover['state'] | 'coming';
  /** Names of the shifts; null: those who have the watch have it outside the plan. */
  readonly from: string | null;
  readonly to: string | null;
  readonly outgoing: readonly string[];
  readonly incoming: readonly string[];
  /** Who has the watch until the next have accepted it. */
  readonly responsible: readonly Hand[];
  /** ms UTC. */
  readonly dueAt: number;
  /** When the hub begins it; null: it has begun, or only a person begins it. */
  readonly beginsAt: number | null;
  readonly lateSince: number | null;
  readonly exchangedAt: number | null;
  readonly readBackAt: number | null;
  readonly signedAt: number | null;
  /** It was signed though something was missing. */
  readonly exception: boolean;
  readonly items: readonly HandedItem[];
}

const planOf = perCatalogue(readPlan);

/** The shift change that is being made; else the next; null: nobody has the watch, and no plan says who should. `now`: ms UTC. */
export function findShiftChange(source: ShiftChangeSource, now: number): ShiftChange | null {
  const open = openHandover(source.watch);
  const plan = planOf(source);
  const shift = (ref: ShiftRef | null): string | null => {
    if (ref === null) return null;
    const entity = source.catalogue.get(`shift-pattern:${ref.shift}`);
    return entity?.kind === 'shift-pattern' ? entity.value.name : ref.shift;
  };
  const hand = (person: string): Hand => personWords(source.people, person);
  const names = (people: Handover['outgoing']): string[] => people.map(({ person }) => hand(person).name);
  const responsible = (dutyOf(source.watch)?.holders ?? []).map(({ person }) => hand(person));
  if (open === undefined) {
    const next = upcomingHandover(source, now, plan);
    // Without a plan nobody knows when it is: there is nothing to announce.
    if (next === null || plan === null) return null;
    return {
      state: 'coming',
      from: shift(next.from),
      to: shift(next.to),
      outgoing: names(next.outgoing),
      incoming: names(next.incoming),
      responsible,
      dueAt: next.dueAt,
      beginsAt: next.beginsAt,
      lateSince: null,
      exchangedAt: null,
      readBackAt: null,
      signedAt: null,
      exception: false,
      items: [],
    };
  }
  return {
    state: open.state,
    from: shift(open.from),
    to: shift(open.to),
    outgoing: names(open.outgoing),
    incoming: names(open.incoming),
    responsible,
    dueAt: open.dueAt,
    beginsAt: null,
    lateSince: open.lateSince,
    exchangedAt: open.exchangedAt,
    readBackAt: open.readBack?.at ?? null,
    signedAt: open.signatures.find(({ role }) => role === 'outgoing')?.at ?? null,
    exception: open.signatures.some(({ exception }) => exception !== null),
    items: [...open.items]
      .sort((a, b) => (a.criticality ?? 9) - (b.criticality ?? 9))
      .map(({ title, criticality, owner, to, said }) => ({
        title,
        criticality,
        owner: owner === null ? null : hand(owner),
        to: to === null ? null : hand(to),
        said: said !== null,
      })),
  };
}
