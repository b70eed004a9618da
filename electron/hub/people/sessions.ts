import { randomBytes, randomUUID } from 'node:crypto';
import type { OpenedSession } from '../../../shared/contract/auth';
import type { EventBody } from '../../../shared/model/events';
import { MACHINE_PERSON, type Session } from '../../../shared/model/people';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import type { CredentialsStore, KeyEnd } from './credentials-store';
import { sessionOf, sessionsOf, watchOf } from './people-view';

/** A session lives so long, ms: the longest shift and its handover. */
export const SESSION_MS = 14 * 3_600_000;
/** A leave to act offline lives so long, ms. */
export const LEAVE_MS = 72 * 3_600_000;
/** How often the store and the log are compared, ms: a tool may have changed the store meanwhile. */
const COMPARE_MS = 60_000;

export interface SessionsOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  readonly store: CredentialsStore;
}

/**
 * Who is signed in where. That a session is open is in the log; what it proves acts with is in the store. What opens is
 * in the store first, and nobody has the secret before the log says so; what ends is closed in the store first. What a
 * crash leaves between the two is settled at the next look.
 */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #timer: WallTimer;

  constructor(options: SessionsOptions) {
    this.#options = options;
    const review = (): void => this.review();
    this.#timer = new WallTimer(options.clock, { due: review, steppedBack: review });
  }

  start(): void {
    this.#timer.start();
    this.review();
  }

  stop(): void {
    this.#timer.stop();
  }

  /**
   * Opens a session in the place of the one that the person may have at this console. `pin`: PHC string. Null: the hub
   * is stopping.
   */
  async open(
    person: string,
    console: string,
    { pin, offline }: { readonly pin: string | null; readonly offline: boolean },
  ): Promise<OpenedSession | null> {
    const { clock, pipeline, store, state } = this.#options;
    const now = clock.now();
    const before = sessionsOf(state).filter((other) => other.person === person && other.console === console);
    for (const session of before) store.endKey(session.id, 'replaced', now);
    const session: Session = {
      id: randomUUID(),
      person,
      console,
      openedAt: now,
      expiresAt: now + SESSION_MS,
    };
    const secret = makeSecret();
    store.addKey({ ...session, kind: 'session', secret });
    const leave = { id: randomUUID(), secret: makeSecret(), until: now + LEAVE_MS };
    if (offline) {
      const { id, secret: key, until } = leave;
      store.addKey({ id, kind: 'leave', person, console, secret: key, openedAt: now, expiresAt: until });
    }
    // The new one first: the console is not left for a moment, and its watch stays.
    const opened = pipeline.submit(() => ({ type: 'session.opened', session }));
    if (!opened) return null;
    for (const old of before) pipeline.submit(() => ended(old, 'replaced', person));
    await pipeline.whenDurable(opened.seq);
    this.#arm();
    return {
      id: session.id,
      person,
      secret,
      openedAt: session.openedAt,
      expiresAt: session.expiresAt,
      pin,
      offline: offline ? leave : null,
    };
  }

  /** Ends sessions now. Resolves when the log has it. */
  async end(sessions: readonly Session[], why: KeyEnd, actor: string | null): Promise<void> {
    const { pipeline } = this.#options;
    let seq = 0;
    for (const body of this.ending(sessions, why, actor)) seq = pipeline.submit(() => body)?.seq ?? seq;
    await pipeline.whenDurable(seq);
  }

  /**
   * What the log has to say of sessions that end now; they are closed in the store already. A console where nobody is
   * signed in any more is not on watch either: its alarms must not sound to an empty chair only.
   */
  ending(sessions: readonly Session[], why: KeyEnd, actor: string | null): readonly EventBody[] {
    const { clock, state, store } = this.#options;
    const now = clock.now();
    for (const { id } of sessions) store.endKey(id, why, now);
    const gone = new Set(sessions.map(({ id }) => id));
    const events: EventBody[] = sessions.map((session) => ended(session, why, actor));
    for (const console of new Set(sessions.map((session) => session.console))) {
      const watch = watchOf(state, console);
      const left = sessionsOf(state).some((other) => other.console === console && !gone.has(other.id));
      if (watch && !left) events.push({ type: 'watch.changed', console, on: false, person: watch.person });
    }
    return events;
  }

  /** Ends what has expired, and brings store and log to the same word. */
  review(): void {
    const { clock, state, store, pipeline } = this.#options;
    const now = clock.now();
    const say = (bodies: readonly EventBody[]): void => {
      for (const body of bodies) pipeline.submit(() => body);
    };
    say(
      this.ending(
        sessionsOf(state).filter(({ expiresAt }) => expiresAt <= now),
        'expired',
        null,
      ),
    );
    for (const session of sessionsOf(state)) {
      const key = store.key(session.id);
      // Without a key nobody can act under it: the hub was restored from a backup, which holds none.
      if (!key || key.endedAt !== null) say(this.ending([session], key?.why ?? 'revoked', null));
    }
    for (const { id } of store.openKeys('session')) {
      if (!sessionOf(state, id)) store.endKey(id, 'revoked', now);
    }
    for (const { person, what } of store.takeUnsaid()) {
      say([{ type: 'credentials.set', person, what: [what], actor: MACHINE_PERSON }]);
    }
    store.prune(now);
    this.#arm();
  }

  #arm(): void {
    const now = this.#options.clock.now();
    const next = sessionsOf(this.#options.state).map(({ expiresAt }) => expiresAt);
    this.#timer.arm(Math.max(now + 1, Math.min(now + COMPARE_MS, ...next)));
  }
}

function ended(session: Session, why: KeyEnd, actor: string | null): EventBody {
  return { type: 'session.ended', session, why, actor };
}

function makeSecret(): string {
  return randomBytes(32).toString('hex');
}
