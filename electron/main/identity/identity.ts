import type { OpenedSession } from '../../../shared/contract/auth';
import type { Answers, Args, IdentityState } from '../../../shared/contract/ipc';
import { MACHINE_PERSON } from '../../../shared/model/people';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { COST } from '../../secrets/password-hash';
import type { IdentityPort } from '../ipc/console-port';
import { Attempts } from './attempts';
import { DeskLock, LOCKED, SIGNED_OUT } from './desk-lock';
import {
  bearerOf,
  type Held,
  HeldSessions,
  heldFrom,
  heldUnder,
  type Standing,
  standingOf,
} from './held-sessions';
import { IdentityFile } from './identity-file';
import type { Acting, Actor, IdentityOptions } from './identity-options';
import { identityState } from './identity-state';
import type { Keyring } from './keyring';
import { Leaves } from './leaves';
import { MachineSignIn } from './machine-sign-in';
import { SignOuts } from './sign-outs';
import { whoActs } from './who-acts';

/** How often expiry and the automatic lock are looked at, ms. */
const LOOK_MS = 5_000;
/** A new session is in the room's state by then, ms of a live link; one that is not has ended. */
const SETTLE_MS = 20_000;

/**
 * Who acts at this console. Secrets live in memory; on the disk only under a person's password (a leave to act
 * offline) or in the system's keyring. Nothing here hides what is shown, and the hub judges every act again.
 */
export class Identity implements IdentityPort {
  readonly #options: IdentityOptions;
  readonly #clock: Clock;
  readonly #file: IdentityFile;
  readonly #attempts: Attempts;
  readonly #leaves: Leaves;
  readonly #held: HeldSessions;
  readonly #lock: DeskLock;
  readonly #machine: MachineSignIn;
  readonly #signOuts: SignOuts;
  #active: { readonly person: string; readonly since: number } | null = null;
  #enrolled: boolean | null = null;
  #revokedAt: number | null = null;
  /** Monotonic; null: the link is not live. */
  #liveSince: number | null = null;
  #last = '';
  #cancelLook: () => void = () => {};

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#clock = options.clock;
    const { clock, file, onFault } = options;
    this.#file = new IdentityFile({ file, now: () => clock.now(), onFault });
    this.#attempts = new Attempts({
      clock,
      failures: this.#file.failures,
      keep: (failures) => this.#file.setFailures(failures),
      onChange: () => this.#changed(),
    });
    const { hubNow, knownAt, cost = COST } = options;
    this.#leaves = new Leaves({
      file: this.#file,
      attempts: this.#attempts,
      consoleId: options.console.id,
      cost,
      hubNow,
      knownAt,
    });
    this.#held = new HeldSessions((sessions) => this.#file.keep({ sessions: [...sessions] }));
    this.#lock = new DeskLock({
      attempts: this.#attempts,
      acting: () => this.#acting,
      idleMs: options.idleMs,
      lockAfterMs: options.lockAfterMs,
      onChange: () => this.#changed(),
    });
    const wall = options.console.kind === 'wall';
    this.#machine = new MachineSignIn({
      clock,
      wanted: () => !wall && !this.#acting && this.#standing.onlyMachine,
      signIn: () => this.signInMachine(),
      onRefused: (error) => options.log('warn', 'the machine’s own sign-in was refused', error),
    });
    this.#signOuts = new SignOuts((bearer) => options.auth({ do: 'sign-out', bearer }));
    this.#last = JSON.stringify(this.state);
    this.#look();
    void options.keyring.then((keyring) => this.#takeKeyring(keyring));
  }

  get state(): IdentityState {
    const { console, knownAt } = this.#options;
    const wait = this.#attempts.waitMs;
    return identityState({
      console: { ...console, enrolled: this.#enrolled },
      acting: this.#acting,
      since: this.#active?.since ?? null,
      locked: this.#lock.locked,
      held: this.#held.all,
      offlineReady: this.#leaves.ready,
      invites: knownAt() !== null && this.#standing.onlyMachine,
      waitUntil: wait > 0 ? Math.round(this.#clock.now() + wait) : null,
      keyring: this.#file.keyring,
    });
  }

  /** What this console shows at its hello, when it was enrolled. */
  get credential(): string | null {
    return this.#file.kept.credential;
  }

  /** Who acts now, or signs: see `who-acts.ts`. */
  act(pin: string | undefined, acting: Acting = {}): Promise<Result<Actor>> {
    const { hubNow } = this.#options;
    const parts = { lock: this.#lock, acting: () => this.#acting, hubNow };
    return whoActs({ ...parts, of: (person) => this.#held.of(person) }, pin, acting);
  }

  /** Who is signed in, whether the desk is locked or not; null: nobody. */
  get present(): { readonly person: string; readonly session: string } | null {
    const held = this.#acting;
    return held && { person: held.person, session: held.id };
  }

  async signIn({ person, by, secret }: Args<'identity:sign-in'>): Promise<Result<null>> {
    const who = person.trim().toLowerCase();
    if (by === 'pin') return this.#goOver(who, secret);
    const answer = await this.#options.auth({ do: 'sign-in', person: who, password: secret });
    if (answer.ok) {
      const held = this.#take(answer.value);
      this.#options.log('info', 'signed in', { person: held.person });
      await this.#seal(held, secret);
      return success(null);
    }
    const { code } = answer.error;
    return code === 'offline' || code === 'timeout' ? this.#signInOffline(who, secret) : answer;
  }

  async signInMachine(): Promise<Result<null>> {
    const answer = await this.#options.auth({ do: 'sign-in-machine' });
    if (!answer.ok) return answer;
    this.#machine.declined = false;
    this.#take(answer.value);
    return success(null);
  }

  async signOut(): Promise<Result<null>> {
    const held = this.#acting;
    if (!held) return SIGNED_OUT;
    // Else it would be signed in again in the same moment.
    if (held.person === MACHINE_PERSON) this.#machine.declined = true;
    this.#drop(held);
    this.#changed();
    if (!held.offline) await this.#signOuts.say(bearerOf(held));
    return success(null);
  }

  lock(): Result<null> {
    return this.#lock.lock();
  }

  unlock(pin: string): Promise<Result<null>> {
    return this.#lock.unlock(pin);
  }

  async setCredentials(args: Args<'identity:set-credentials'>): Promise<Result<null>> {
    const held = this.#atWork();
    if (!held.ok) return held;
    const bearer = bearerOf(held.value);
    const answer = await this.#options.auth({ do: 'set-credentials', bearer, ...args });
    if (!answer.ok) return answer;
    const own = this.#held.of(args.person);
    // A new password ends every leave that was given under the old one: the next sign-in brings another.
    if (args.password !== null) this.passwordChanged(args.person);
    if (own) {
      const { pin } = answer.value;
      const leave = args.password === null && own.leave ? { ...own.leave, pin } : null;
      this.#held.put({ ...own, pin, leave });
      // Sealed again with what it knows of the PIN now.
      if (args.old !== null && own.id === held.value.id) await this.#seal({ ...own, pin, leave }, args.old);
    }
    this.#changed();
    return success(null);
  }

  async enrolmentCode(kind: 'desk' | 'wall'): Promise<Result<Answers['identity:enrolment-code']>> {
    const held = this.#atWork();
    if (!held.ok) return held;
    return this.#options.auth({ do: 'enrolment-code', bearer: bearerOf(held.value), kind });
  }

  async enrol(code: string): Promise<Result<null>> {
    const { name } = this.#options.console;
    const answer = await this.#options.auth({ do: 'enrol', code: code.trim(), name });
    if (!answer.ok) return answer;
    this.#file.keep({ credential: answer.value.credential });
    this.#options.log('info', 'this console was enrolled', { kind: answer.value.kind });
    this.#options.greetAnew();
    return success(null);
  }

  /** The hub has greeted: whether it takes acts from here. */
  greeted(enrolled: boolean): void {
    this.#enrolled = enrolled;
    this.#changed();
  }

  /** The machine's own secret is known, or not: its administrator can be signed in. */
  machineKnown(known: boolean): void {
    this.#machine.known = known;
  }

  /** A hub vouched for what is shown. */
  live(): void {
    if (this.#liveSince === null) {
      this.#liveSince = this.#clock.mono();
      this.#signOuts.sayOwed();
      this.review();
    }
    this.#machine.attempt();
  }

  lost(): void {
    this.#liveSince = null;
    this.#machine.lost();
  }

  /** A session was ended at the hub. */
  ended(session: string): void {
    for (const held of this.#held.all) if (held.id === session) this.#drop(held);
    this.#changed();
  }

  /** A person has another password: leaves that were given under the one before hold no longer. */
  passwordChanged(person: string): void {
    this.#endLeaves((whose) => whose === person);
  }

  /** The hub stands in another log than before: a backup holds no leaves, so it knows none that was given. */
  restored(): void {
    this.#endLeaves(() => true);
  }

  /** The people of the room have changed: who may no longer act here, does not. */
  review(): void {
    const standing = this.#standing;
    // Once for each revocation: what a new enrolment gives is not taken by the one before.
    if (standing.revokedAt !== null && standing.revokedAt !== this.#revokedAt) this.revoked();
    this.#revokedAt = standing.revokedAt;
    const settled = this.#liveSince !== null && this.#clock.mono() - this.#liveSince > SETTLE_MS;
    for (const held of this.#held.all) {
      const old = settled && this.#options.hubNow() - held.openedAt > SETTLE_MS;
      const ended = this.#held.hasEnded(held, standing, old);
      if (!ended && !standing.inactive(held.person)) continue;
      this.#options.log('info', 'a session ended', { person: held.person });
      this.#drop(held);
    }
    this.#file.dropLeaves(({ person }) => standing.inactive(person));
    this.#changed();
  }

  /** The hub takes nothing from this console any more: all that it was given goes. */
  revoked(): void {
    if (this.#held.all.length > 0 || this.#file.leaves.length > 0 || this.credential !== null)
      this.#options.log('warn', 'this console was revoked');
    for (const held of this.#held.all) this.#drop(held);
    this.#file.dropLeaves(() => true);
    this.#file.keep({ credential: null });
    this.#changed();
  }

  async stop(): Promise<void> {
    this.#cancelLook();
    await this.#attempts.stop();
    await this.#file.settled();
  }

  /** A PIN opens its sessions again; whoever is at the desk after a restart is not taken to be anybody. */
  async #takeKeyring(keyring: Keyring): Promise<void> {
    const { credential, sessions } = await this.#file.takeKeyring(keyring);
    this.#held.restore(sessions);
    this.#dropExpired();
    // Judged again with what has come out of it.
    this.#revokedAt = null;
    this.review();
    if (credential !== null) this.#options.greetAnew();
  }

  /** Whose session acts; null: nobody's. */
  get #acting(): Held | null {
    const held = this.#active && this.#held.of(this.#active.person);
    return held && held.expiresAt > this.#options.hubNow() ? held : null;
  }

  #atWork(): Result<Held> {
    const held = this.#acting;
    if (!held) return SIGNED_OUT;
    return this.#lock.locked ? LOCKED : success(held);
  }

  get #standing(): Standing {
    return standingOf(this.#options.people(), this.#options.console.id);
  }

  /** To somebody whose session lives on here. */
  async #goOver(person: string, pin: string): Promise<Result<null>> {
    const held = this.#held.of(person);
    if (!held) return failure('signed-out', 'this person’s session does not live on here');
    const right = await this.#lock.tryPin(held, pin);
    if (!right.ok) return right;
    if (this.#held.of(person)?.id !== held.id) return SIGNED_OUT;
    this.#activate(held);
    return success(null);
  }

  async #signInOffline(person: string, password: string): Promise<Result<null>> {
    const tried = await this.#leaves.open(person, password);
    if (!tried.ok) return tried;
    this.#options.log('info', 'signed in offline', { person });
    const own = this.#held.of(person);
    const now = this.#options.hubNow();
    // A session that lives on here serves as well, and ends at the hub when they sign out: a leave would only hide it.
    const held = own && own.expiresAt > now ? own : heldUnder(tried.value, now);
    this.#held.put(held);
    this.#activate(held);
    return success(null);
  }

  #take(session: OpenedSession): Held {
    const held = heldFrom(session);
    this.#held.put(held);
    this.#activate(held);
    return held;
  }

  #activate(held: Held): void {
    this.#active = { person: held.person, since: this.#options.hubNow() };
    this.#lock.lift();
    this.#changed();
  }

  #drop(held: Held): void {
    this.#held.drop(held);
    if (this.#active?.person !== held.person) return;
    this.#active = null;
    this.#lock.lift();
  }

  async #seal({ leave }: Held, password: string): Promise<void> {
    if (!leave) return;
    await this.#leaves.seal(leave, password);
    this.#changed();
  }

  /** On the disk, and those that are acted under: each such act would be refused. */
  #endLeaves(of: (person: string) => boolean): void {
    this.#file.dropLeaves(({ person }) => of(person));
    for (const held of this.#held.all) {
      if (!held.offline || !of(held.person)) continue;
      this.#options.log('info', 'a leave ended', { person: held.person });
      this.#drop(held);
    }
    this.#changed();
  }

  #dropExpired(): void {
    const now = this.#options.hubNow();
    for (const held of this.#held.all) if (held.expiresAt <= now) this.#drop(held);
    // By a clock that a hub has just set: a wrong one must not take a leave from a room without a hub.
    if (this.#liveSince !== null) this.#file.dropLeaves(({ until }) => until <= now);
  }

  #look(): void {
    this.#cancelLook = this.#clock.after(LOOK_MS, () => {
      this.#dropExpired();
      this.#lock.look();
      if (this.#liveSince !== null) this.review();
      else this.#changed();
      this.#look();
    });
  }

  #changed(): void {
    // During construction there is nothing to tell yet.
    if (this.#last === '') return;
    const state = this.state;
    const text = JSON.stringify(state);
    if (text === this.#last) return;
    this.#last = text;
    this.#options.onChange(state);
  }
}
