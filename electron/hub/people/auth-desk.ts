import { randomInt } from 'node:crypto';
import type { AuthAnswer, AuthRequest, Bearer } from '../../../shared/contract/auth';
import { MACHINE_PERSON, type Person, type Session } from '../../../shared/model/people';
import { mayGive } from '../../../shared/rules/permissions';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Argon2Cost } from '../../secrets/password-hash';
import type { ConsoleIdentity } from '../gateway/admission';
import { sameSecret } from '../gateway/admission';
import type { Pipeline } from '../pipeline/pipeline';
import type { CredentialsStore } from './credentials-store';
import { CODE_RULE, CONSOLE_RULE, FailureLimit, PERSON_RULE } from './failure-limit';
import { PasswordCheck } from './password-check';
import { administrators, consoleOf, personOf, sessionOf, sessionsOf } from './people-view';
import type { Sessions } from './sessions';
import { needsRole, WORDS, waitWords } from './words';

/** An enrolment code holds so long, ms. */
const CODE_MS = 600_000;
const CODE_LENGTH = 8;
/** Without what is taken for something else on a screen or a telephone: 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. */
const CODE_LETTERS = 'ACDEFGHJKMNPQRTWXY34679';

export interface AuthDeskOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  readonly store: CredentialsStore;
  readonly sessions: Sessions;
  readonly cost: Argon2Cost;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

type RequestOf<D extends AuthRequest['do']> = Extract<AuthRequest, { do: D }>;
type Answered<D extends AuthRequest['do']> = Promise<Result<AuthAnswer<D>>>;

/** Signing in, changing secrets and enrolling. What it answers with is told to nobody else. */
export class AuthDesk {
  readonly #options: AuthDeskOptions;
  readonly #limit: FailureLimit;
  readonly #check: PasswordCheck;

  constructor(options: AuthDeskOptions) {
    this.#options = options;
    this.#limit = new FailureLimit(options.store, options.clock);
    this.#check = new PasswordCheck(options.cost);
  }

  /** Answers a console's request. Refusals are for people; rejects only where the store or the log fails. */
  async answer(from: ConsoleIdentity, request: AuthRequest): Promise<Result<unknown>> {
    if (request.do === 'enrol') return this.#enrol(from, request);
    if (!from.enrolled) return failure('enrol', WORDS.notEnrolled);
    if (from.kind === 'wall') return failure('role', WORDS.wall);
    if (consoleOf(this.#options.state, from.console)?.revokedAt != null) {
      return failure('revoked', WORDS.revokedConsole);
    }
    switch (request.do) {
      case 'sign-in-machine':
        return this.#signInMachine(from);
      case 'sign-in':
        return this.#signIn(from, request);
      case 'sign-out':
        return this.#signOut(from, request);
      case 'set-credentials':
        return this.#setCredentials(from, request);
      case 'enrolment-code':
        return this.#makeCode(from, request);
    }
  }

  async #signInMachine(from: ConsoleIdentity): Answered<'sign-in-machine'> {
    const { state, store, sessions } = this.#options;
    if (!from.machine) return failure('wrong', WORDS.machineOnly);
    if (administrators(state, store.withPassword()).length > 0) return failure('people', WORDS.peopleExist);
    const opened = await sessions.open(MACHINE_PERSON, from.console, { pin: null, offline: false });
    return opened ? success(opened) : failure('hub', WORDS.stopping);
  }

  async #signIn(from: ConsoleIdentity, { person, password }: RequestOf<'sign-in'>): Answered<'sign-in'> {
    const { state, store, sessions } = this.#options;
    const checked = await this.#checked(from, person, password, WORDS.wrong);
    if (!checked.ok) return checked;
    // Somebody may have revoked the console, or taken this person out of use, meanwhile.
    if (consoleOf(state, from.console)?.revokedAt != null) return failure('revoked', WORDS.revokedConsole);
    const known = personOf(state, person);
    if (!known?.active) return failure('wrong', WORDS.wrong);
    const pin = store.credentials(person)?.pin ?? null;
    const opened = await sessions.open(person, from.console, { pin, offline: true });
    if (!opened) return failure('hub', WORDS.stopping);
    await this.#retireMachine(known);
    return success(opened);
  }

  /** An administrator is here: nobody acts as the machine any longer. */
  async #retireMachine(person: Person): Promise<void> {
    const { state, sessions } = this.#options;
    if (person.machine || !person.roles.includes('administrator')) return;
    const machines = sessionsOf(state).filter((session) => session.person === MACHINE_PERSON);
    if (machines.length > 0) await sessions.end(machines, 'replaced', person.id);
  }

  async #signOut(from: ConsoleIdentity, { bearer }: RequestOf<'sign-out'>): Answered<'sign-out'> {
    const session = this.#sessionOf(from, bearer);
    if (session) await this.#options.sessions.end([session], 'signed-out', session.person);
    // One that is over already is what was asked for.
    return success(null);
  }

  async #setCredentials(
    from: ConsoleIdentity,
    { bearer, person, old, password, pin }: RequestOf<'set-credentials'>,
  ): Answered<'set-credentials'> {
    const { clock, state, store, sessions, pipeline } = this.#options;
    const by = this.#bearerOf(from, bearer);
    if (!by.ok) return by;
    const own = by.value.id === person;
    const known = personOf(state, person);
    if (!own && !mayGive(by.value.roles, 'person.set')) return failure('role', needsRole(['administrator']));
    if (!known) return failure('wrong', 'Brukeren finnes ikke.');
    if (known.machine) return failure('role', WORDS.machineFixed);
    if (own && store.credentials(person)?.password) {
      const checked = await this.#checked(from, person, old ?? '', WORDS.wrongOld);
      if (!checked.ok) return checked;
    }
    const hashes = await this.#check.inTurn(async () => ({
      password: password === null ? null : await this.#check.hash(password),
      pin: pin === null ? null : await this.#check.hash(pin),
    }));
    // Hashing took a while: the session may be over, or its person's role gone.
    const still = this.#bearerOf(from, bearer);
    if (!still.ok) return still;
    if (!own && !mayGive(still.value.roles, 'person.set'))
      return failure('role', needsRole(['administrator']));
    store.setCredentials(person, hashes, clock.now());
    const what = [
      ...(password === null ? [] : ['password' as const]),
      ...(pin === null ? [] : ['pin' as const]),
    ];
    const said = pipeline.submit(() =>
      what.length === 0 ? null : { type: 'credentials.set', person, what, actor: by.value.id },
    );
    if (password !== null) {
      const others = sessionsOf(state).filter(
        ({ id, person: whose }) => whose === person && id !== bearer.session,
      );
      if (own) store.endLeaves({ person }, 'replaced', clock.now());
      else store.revokeKeys({ person }, clock.now());
      await sessions.end(others, own ? 'replaced' : 'revoked', by.value.id);
    }
    if (said) await pipeline.whenDurable(said.seq);
    return success({ pin: store.credentials(person)?.pin ?? null });
  }

  async #makeCode(
    from: ConsoleIdentity,
    { bearer, kind }: RequestOf<'enrolment-code'>,
  ): Answered<'enrolment-code'> {
    const { clock, store } = this.#options;
    const by = this.#bearerOf(from, bearer);
    if (!by.ok) return by;
    if (!mayGive(by.value.roles, 'console.revoke')) return failure('role', needsRole(['administrator']));
    const code = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join(
      '',
    );
    const expiresAt = clock.now() + CODE_MS;
    store.addCode(code, { kind, madeBy: by.value.id }, expiresAt);
    return success({ code, expiresAt });
  }

  async #enrol(from: ConsoleIdentity, { code, name }: RequestOf<'enrol'>): Answered<'enrol'> {
    const { clock, state, store, sessions, pipeline, log } = this.#options;
    const key = `enrol ${from.address}`;
    const wait = this.#limit.waitMs(key, CODE_RULE);
    if (wait > 0) return waiting(wait);
    const taken = store.takeCode(code.toUpperCase().replace(/[\s-]/g, ''), clock.now());
    if (!taken) {
      this.#limit.failed(key, CODE_RULE);
      log('warn', 'enrolment refused', { console: from.console });
      return failure('code', WORDS.code);
    }
    this.#limit.succeeded(key);
    const now = clock.now();
    // Whoever had this console's place before has it no longer.
    const before = sessionsOf(state).filter((session) => session.console === from.console);
    if (!from.enrolled) await sessions.end(before, 'replaced', taken.madeBy);
    const credential = store.enrol(from.console, now);
    const set = pipeline.submit(() => ({
      type: 'console.set',
      console: { id: from.console, name, kind: taken.kind, enrolledAt: now, revokedAt: null },
      actor: taken.madeBy,
    }));
    if (!set) return failure('hub', WORDS.stopping);
    await pipeline.whenDurable(set.seq);
    return success({ credential, kind: taken.kind });
  }

  /** Whether a person's password is right, by the rules that slow down whoever guesses. */
  async #checked(
    from: ConsoleIdentity,
    person: string,
    password: string,
    wrong: string,
  ): Promise<Result<null>> {
    if (this.#check.full) return { ok: false, error: { code: 'wait', message: WORDS.busy, waitMs: 5_000 } };
    return this.#check.inTurn(async () => {
      const { state, store } = this.#options;
      const key = `person ${person} ${from.console}`;
      const ofConsole = `console ${from.console}`;
      // Asked when the turn has come: what came before it in the queue counts.
      const wait = Math.max(
        this.#limit.waitMs(key, PERSON_RULE),
        this.#limit.waitMs(ofConsole, CONSOLE_RULE),
      );
      if (wait > 0) return waiting(wait);
      const known = personOf(state, person);
      const kept = known?.active ? (store.credentials(person)?.password ?? null) : null;
      if (await this.#check.fits(password, kept)) {
        this.#limit.succeeded(key);
        return success(null);
      }
      const attempts = this.#limit.failed(key, PERSON_RULE);
      this.#limit.failed(ofConsole, CONSOLE_RULE);
      const said = this.#options.pipeline.submit(() => ({
        type: 'signin.failed',
        person: known ? person : '?',
        console: from.console,
        attempts,
      }));
      if (said) await this.#options.pipeline.whenDurable(said.seq);
      const next = this.#limit.waitMs(key, PERSON_RULE);
      return next > 0 ? waiting(next, wrong) : failure('wrong', wrong);
    });
  }

  /** The open session that a bearer proves, at its own console. */
  #sessionOf(from: ConsoleIdentity, bearer: Bearer): Session | null {
    const key = this.#options.store.key(bearer.session);
    const session = sessionOf(this.#options.state, bearer.session);
    if (!key || !session || key.endedAt !== null || key.console !== from.console) return null;
    if (this.#options.clock.now() > key.expiresAt || !sameSecret(bearer.secret, key.secret)) return null;
    return session;
  }

  /** The person that a bearer proves. */
  #bearerOf(from: ConsoleIdentity, bearer: Bearer): Result<Person> {
    const session = this.#sessionOf(from, bearer);
    const person = session && personOf(this.#options.state, session.person);
    return person?.active ? success(person) : failure('revoked', WORDS.unknownSession);
  }
}

function waiting(ms: number, before = ''): ReturnType<typeof failure> {
  const message = before === '' ? waitWords(ms) : `${before} ${waitWords(ms)}`;
  return { ok: false, error: { code: 'wait', message, waitMs: ms } };
}
