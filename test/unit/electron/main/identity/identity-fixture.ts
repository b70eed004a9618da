import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Identity } from '../../../../../electron/main/identity/identity';
import type { Keyring } from '../../../../../electron/main/identity/keyring';
import { noKeyring } from '../../../../../electron/main/identity/keyring';
import { hashSecret } from '../../../../../electron/secrets/password-hash';
import type { AuthAnswer, AuthRequest, OpenedSession } from '../../../../../shared/contract/auth';
import type { IdentityState } from '../../../../../shared/contract/ipc';
import { MACHINE_PERSON, type PeopleEntity } from '../../../../../shared/model/people';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';

export const CONSOLE_ID = 'console-1';
export const DAY = 24 * 3_600_000;

/** A keyring that is one: what another has sealed does not open. */
export function aKeyring(name: string): Keyring {
  const key = createHash('sha256').update(name).digest();
  return {
    safe: true,
    detail: name,
    seal: async (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    },
    open: async (sealed) => {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
    },
  };
}

export function aSession(person: string, id = `session-${person}`): OpenedSession {
  return { id, person, secret: 'ab'.repeat(32), openedAt: 0, expiresAt: 9e15, pin: '$pin', offline: null };
}

const CHEAP = { m: 64, t: 1, p: 1 };

/** A hub as far as a console's identity sees it: who there is, what they know, and whether it is there. */
export class FakeHub {
  readonly people = new Map<string, PeopleEntity>();
  readonly asked: AuthRequest[] = [];
  readonly #passwords = new Map<string, string>();
  readonly #pins = new Map<string, string>();
  away = false;
  #count = 0;
  readonly clock: ManualClock;

  constructor(clock: ManualClock) {
    this.clock = clock;
    this.person(MACHINE_PERSON, { machine: true });
  }

  person(id: string, more: { readonly active?: boolean; readonly machine?: boolean } = {}): void {
    const value = { id, name: id, initials: 'X', roles: [], active: true, machine: false, ...more };
    this.people.set(`person:${id}`, { kind: 'person', value });
  }

  async knows(id: string, password: string, pin: string | null): Promise<void> {
    this.person(id);
    this.#passwords.set(id, password);
    if (pin !== null) this.#pins.set(id, await hashSecret(pin, CHEAP));
  }

  revokeConsole(at: number): void {
    const value = { id: CONSOLE_ID, name: '', kind: 'desk' as const, enrolledAt: 0, revokedAt: at };
    this.people.set(`console:${CONSOLE_ID}`, { kind: 'console', value });
  }

  endSession(id: string): void {
    this.people.delete(`session:${id}`);
  }

  readonly auth = async <R extends AuthRequest>(request: R): Promise<Result<AuthAnswer<R['do']>>> => {
    this.asked.push(request);
    if (this.away) return failure('offline', 'away');
    return (await this.#answer(request)) as Result<AuthAnswer<R['do']>>;
  };

  async #answer(request: AuthRequest): Promise<Result<unknown>> {
    switch (request.do) {
      case 'sign-in-machine':
        return success(this.#open(MACHINE_PERSON, null, false));
      case 'sign-in':
        return this.#passwords.get(request.person) === request.password
          ? success(this.#open(request.person, this.#pins.get(request.person) ?? null, true))
          : failure('wrong', 'feil');
      case 'sign-out':
        this.endSession(request.bearer.session);
        return success(null);
      case 'set-credentials':
        if (request.password !== null) this.#passwords.set(request.person, request.password);
        if (request.pin !== null) this.#pins.set(request.person, await hashSecret(request.pin, CHEAP));
        return success({ pin: this.#pins.get(request.person) ?? null });
      case 'enrolment-code':
        return success({ code: 'ABCD', expiresAt: 1 });
      case 'enrol':
        return request.code === 'ABCD'
          ? success({ credential: 'credential', kind: 'desk' })
          : failure('code', 'feil');
    }
  }

  #open(person: string, pin: string | null, offline: boolean): OpenedSession {
    this.#count += 1;
    const id = `session-${this.#count}`;
    const now = this.clock.now();
    const session = { id, person, console: CONSOLE_ID, openedAt: now, expiresAt: now + DAY / 2 };
    this.people.set(`session:${id}`, { kind: 'session', value: session });
    return {
      ...session,
      secret: 'cd'.repeat(32),
      pin,
      offline: offline ? { id: `leave-${this.#count}`, secret: 'ef'.repeat(32), until: now + 3 * DAY } : null,
    };
  }
}

/** An identity at a hub, with everything that a test moves by hand. */
export function identityRig(folder: string) {
  const clock = new ManualClock();
  const hub = new FakeHub(clock);
  const heard: IdentityState[] = [];
  const faults: (string | null)[] = [];
  const world = { knownAt: null as number | null, idleMs: 0, lockAfterMs: (15 * 60_000) as number | null };
  let greeted = 0;
  const open = (more: { readonly keyring?: Keyring; readonly kind?: 'desk' | 'wall' } = {}): Identity =>
    new Identity({
      clock,
      file: `${folder}/identity.json`,
      keyring: Promise.resolve(more.keyring ?? noKeyring('none')),
      console: { id: CONSOLE_ID, name: 'desk', kind: more.kind ?? 'desk' },
      hubNow: () => clock.now(),
      knownAt: () => world.knownAt,
      auth: hub.auth,
      people: () => hub.people,
      greetAnew: () => {
        greeted += 1;
      },
      idleMs: () => world.idleMs,
      cost: CHEAP,
      lockAfterMs: () => world.lockAfterMs,
      onChange: (state) => heard.push(state),
      onFault: (detail) => faults.push(detail),
      log: () => {},
    });
  return { clock, hub, heard, faults, world, open, greeted: () => greeted };
}

/** Lets promises that wait for nothing else go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
