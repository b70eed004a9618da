import type { Handover } from '../../../shared/model/handover';
import { openHandover } from '../../../shared/rules/handover/read-handovers';
import type { RoomView } from '../../../shared/rules/reduce';

/** What the wall reads of a shift change. */
export type HandoverSource = Pick<RoomView, 'catalogue' | 'people' | 'watch'>;

/** A shift change as every display of the wall tells of it: how far it has come, and what is open. */
export interface WallHandover {
  readonly state: Handover['state'];
  /** ms UTC. */
  readonly dueAt: number;
  readonly lateSince: number | null;
  readonly from: string;
  readonly to: string;
  /** Open critical items, the most critical first: what, whose it is, and whose it becomes. */
  readonly items: readonly {
    readonly title: string;
    readonly owner: string | null;
    readonly to: string | null;
    readonly said: boolean;
  }[];
}

/** The shift change that is being made; null: none is. */
export function findHandover({ catalogue, people, watch }: HandoverSource): WallHandover | null {
  const handover = openHandover(watch);
  if (!handover) return null;
  const person = (id: string | null): string | null => {
    if (id === null) return null;
    const entity = people.get(`person:${id}`);
    return entity?.kind === 'person' ? entity.value.name : id;
  };
  const shift = (id: string | undefined): string => {
    const entity = id === undefined ? undefined : catalogue.get(`shift-pattern:${id}`);
    return entity?.kind === 'shift-pattern' ? entity.value.name : (id ?? '');
  };
  const { state, dueAt, lateSince } = handover;
  return {
    state,
    dueAt,
    lateSince,
    from: shift(handover.from?.shift),
    to: shift(handover.to?.shift),
    items: [...handover.items]
      .sort((a, b) => (a.criticality ?? 9) - (b.criticality ?? 9))
      .map(({ title, owner, to, said }) => ({
        title,
        owner: person(owner),
        to: person(to),
        said: said !== null,
      })),
  };
}
