import type { Bearer, OpenedSession } from '../../../shared/contract/auth';
import type { PeopleEntity } from '../../../shared/model/people';
import type { Leave } from './sealed-leave';

/** A session that lives in this console's memory. */
export interface Held {
  readonly id: string;
  readonly person: string;
  readonly secret: string;
  /** Argon2id of the PIN in PHC format. */
  readonly pin: string | null;
  /** The hub's time, ms UTC. */
  readonly openedAt: number;
  readonly expiresAt: number;
  /** Acted under by leave, without the hub. */
  readonly offline: boolean;
  /** What was given for hours without the hub; null: nothing. */
  readonly leave: Leave | null;
}

/** A session as the hub opened it. */
export function heldFrom(session: OpenedSession): Held {
  const { id, person, secret, pin, openedAt, expiresAt, offline } = session;
  const leave = offline && { ...offline, person, pin };
  return { id, person, secret, pin, openedAt, expiresAt, offline: false, leave };
}

/** A session under a leave: it lasts as long as the leave does. */
export function heldUnder(leave: Leave, openedAt: number): Held {
  const { id, person, secret, pin, until } = leave;
  return { id, person, secret, pin, openedAt, expiresAt: until, offline: true, leave };
}

export function bearerOf({ id, secret }: Held): Bearer {
  return { session: id, secret };
}

/** What the room says about who may act here. */
export interface Standing {
  /** When this console was revoked, ms UTC; null: it was not. */
  readonly revokedAt: number | null;
  /** Whether this person was put out of action. */
  readonly inactive: (person: string) => boolean;
  /** Whether the room knows of this session. */
  readonly knows: (session: string) => boolean;
  /** Nobody but the machine's own administrator can act. */
  readonly onlyMachine: boolean;
}

/** Reads it off the `people` collection. */
export function standingOf(people: ReadonlyMap<string, PeopleEntity>, consoleId: string): Standing {
  const own = people.get(`console:${consoleId}`);
  const personOf = (id: string) => {
    const found = people.get(`person:${id}`);
    return found?.kind === 'person' ? found.value : null;
  };
  return {
    revokedAt: own?.kind === 'console' ? own.value.revokedAt : null,
    inactive: (person) => personOf(person)?.active === false,
    knows: (session) => people.has(`session:${session}`),
    onlyMachine: ![...people.values()].some(
      (entity) => entity.kind === 'person' && entity.value.active && !entity.value.machine,
    ),
  };
}

/** The sessions that live on at this console, one for each person. */
export class HeldSessions {
  readonly #byPerson = new Map<string, Held>();
  /** Those that the room's state has shown. */
  readonly #seen = new Set<string>();
  readonly #keep: (sessions: readonly OpenedSession[]) => void;

  /** `keep`: is given what a PIN opens again after a restart, each time that it has changed. */
  constructor(keep: (sessions: readonly OpenedSession[]) => void) {
    this.#keep = keep;
  }

  get all(): readonly Held[] {
    return [...this.#byPerson.values()];
  }

  of(person: string): Held | null {
    return this.#byPerson.get(person) ?? null;
  }

  /** Sessions of before a restart, which a PIN opens again. */
  restore(sessions: readonly OpenedSession[]): void {
    for (const session of sessions) {
      if (!this.#byPerson.has(session.person)) this.#byPerson.set(session.person, heldFrom(session));
    }
  }

  put(held: Held): void {
    this.#byPerson.set(held.person, held);
    this.#keep(this.#opensByPin());
  }

  drop({ person, id }: Held): void {
    this.#seen.delete(id);
    if (this.#byPerson.delete(person)) this.#keep(this.#opensByPin());
  }

  /** Whether the hub has ended it. `settled`: the room's state would show it by now. */
  hasEnded(held: Held, standing: Standing, settled: boolean): boolean {
    if (standing.knows(held.id)) {
      this.#seen.add(held.id);
      return false;
    }
    return !held.offline && (settled || this.#seen.has(held.id));
  }

  #opensByPin(): readonly OpenedSession[] {
    return this.all.flatMap((held) => {
      const { id, person, secret, openedAt, expiresAt, pin, offline, leave } = held;
      if (offline || pin === null) return [];
      const given = leave && { id: leave.id, secret: leave.secret, until: leave.until };
      return [{ id, person, secret, openedAt, expiresAt, pin, offline: given }];
    });
  }
}
