import type { AuthRequest } from '../../../shared/contract/auth';
import type { LogEvent } from '../../../shared/model/events';
import { MACHINE_PERSON, type Person } from '../../../shared/model/people';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import { type Argon2Cost, COST } from '../../secrets/password-hash';
import type { Authority, CommandHandlers } from '../commands';
import { type Writer, whyNotWrite } from '../documents/may-write';
import { type ConsoleIdentity, type ConsoleRegister, sameSecret } from '../gateway/admission';
import type { Pipeline } from '../pipeline/pipeline';
import { AuthDesk } from './auth-desk';
import { createAuthority } from './authority';
import { CredentialsStore, sha256 } from './credentials-store';
import { type PeopleCommandKind, peopleCommands } from './people-commands';
import { consoleOf, personOf } from './people-view';
import { Sessions } from './sessions';
import { WatchPosts } from './watch-posts';

/** The machine's own administrator, who is there before anybody else is. */
const MACHINE: Person = {
  id: MACHINE_PERSON,
  name: 'Denne maskinen',
  initials: 'M',
  roles: ['administrator', 'shift-leader', 'operator'],
  active: true,
  machine: true,
};

export interface PeopleOptions {
  /** `credentials.db` of the data folder. */
  readonly file: string;
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  /** A console must be let go at once. */
  readonly onRevoked: (console: string) => void;
  /** What a hash of a password costs; default: COST. */
  readonly cost?: Argon2Cost;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

/** The hub's people: who they are, where they are signed in, and what each may do. */
export class People {
  readonly #options: PeopleOptions;
  readonly #store: CredentialsStore;
  readonly #sessions: Sessions;
  readonly #auth: AuthDesk;
  readonly #posts: WatchPosts;
  readonly authority: Authority;
  readonly handlers: Pick<CommandHandlers, PeopleCommandKind>;
  /** What the door asks about consoles. */
  readonly register: ConsoleRegister;

  /** Throws StorageError where credentials cannot be read: a hub never starts without its people. */
  constructor(options: PeopleOptions) {
    const { clock, pipeline, state, file, log } = options;
    this.#options = options;
    const store = new CredentialsStore(file);
    this.#store = store;
    this.#sessions = new Sessions({ clock, pipeline, state, store });
    const { cost = COST } = options;
    this.#auth = new AuthDesk({ clock, pipeline, state, store, sessions: this.#sessions, cost, log });
    this.#posts = new WatchPosts({ clock, pipeline, state });
    this.authority = createAuthority({ clock, state, store });
    this.handlers = peopleCommands({ clock, state, store, sessions: this.#sessions });
    this.register = {
      isRevoked: (id) => consoleOf(state, id)?.revokedAt != null,
      kindOf: (id) => consoleOf(state, id)?.kind ?? null,
      fits: (id, credential) => {
        const kept = store.consoleHash(id);
        return kept !== null && sameSecret(sha256(credential).toString('hex'), kept.toString('hex'));
      },
      isMachine: (secret) => sameSecret(secret, this.machineSecret),
    };
  }

  /** What `endpoint.json` tells consoles of this machine. */
  get machineSecret(): string {
    return this.#store.machineSecret();
  }

  /** Takes up what the log says. The log can be written. */
  start(): void {
    const { state, pipeline } = this.#options;
    if (!personOf(state, MACHINE_PERSON)) {
      pipeline.submit(() => ({ type: 'person.set', person: MACHINE, actor: MACHINE_PERSON }));
    }
    this.#sessions.start();
    this.#posts.start();
  }

  /** Ends. Nothing may be asked of it afterwards. */
  stop(): void {
    this.#sessions.stop();
    this.#posts.stop();
  }

  /** When nothing is asked any more: the store is folded into its file. */
  close(): void {
    this.#store.close();
  }

  /** Durable events, in order. */
  heard(events: readonly LogEvent[]): void {
    for (const { body } of events) {
      if (body.type === 'console.set' && body.console.revokedAt !== null)
        this.#options.onRevoked(body.console.id);
    }
  }

  /** A console that was admitted. One that shares this machine is enrolled by that alone. */
  connected(from: ConsoleIdentity): void {
    if (from.enrolled) this.#posts.came(from.console);
    if (!from.machine) return;
    const { state, pipeline, clock } = this.#options;
    const known = consoleOf(state, from.console);
    if (known?.name === from.name && known.kind === from.kind) return;
    pipeline.submit(() => ({
      type: 'console.set',
      console: {
        id: from.console,
        name: from.name,
        kind: from.kind,
        enrolledAt: known?.enrolledAt ?? clock.now(),
        revokedAt: null,
      },
      actor: MACHINE_PERSON,
    }));
  }

  /** A console that was admitted is gone. */
  disconnected(from: ConsoleIdentity): void {
    if (from.enrolled) this.#posts.left(from.console);
  }

  /** Why somebody may not write in a handover from a console, in Bokmål; null: they may. */
  mayWrite(who: Writer, from: ConsoleIdentity): string | null {
    return whyNotWrite({ state: this.#options.state, store: this.#store }, who, from);
  }

  /** Answers what a console asks about signing in and enrolling. */
  answer(from: ConsoleIdentity, request: AuthRequest): Promise<Result<unknown>> {
    return this.#auth.answer(from, request);
  }
}
