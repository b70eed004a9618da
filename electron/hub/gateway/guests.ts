import type { Socket } from 'socket.io';
import { type AuthRequest, authRequest } from '../../../shared/contract/auth';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result } from '../../../shared/util/result';
import type { ConsoleIdentity } from './admission';

/** A guest is shown out after this, ms: an enrolment code holds no longer. It may knock again. */
export const GUEST_MS = 600_000;
/** Guests at the same time, from one address and from all. */
const MAX_OF_ADDRESS = 4;
const MAX_GUESTS = 40;

export interface GuestsOptions {
  readonly clock: Clock;
  /** Answers `enrol`, by its own limits on whoever guesses a code. */
  readonly auth: (from: ConsoleIdentity, request: AuthRequest) => Promise<Result<unknown>>;
  /** A message was not what a guest may send. */
  readonly rejected: (socket: GuestSocket, what: string, answer: unknown) => void;
}

/** What is needed of a socket here. */
export type GuestSocket = Pick<Socket, 'id' | 'on' | 'onAny' | 'disconnect'>;

/**
 * Consoles from elsewhere that the hub has never heard of. They have been refused, and are told nothing; but they may
 * stay at the door for a while and hand in a one-time code, which is all that a new console needs.
 */
export class Guests {
  readonly #options: GuestsOptions;
  readonly #guests = new Map<GuestSocket, string>();

  constructor(options: GuestsOptions) {
    this.#options = options;
  }

  /** Lets one stay. False: too many do. */
  take(socket: GuestSocket, from: ConsoleIdentity): boolean {
    const alike = [...this.#guests.values()].filter((address) => address === from.address).length;
    if (alike >= MAX_OF_ADDRESS || this.#guests.size >= MAX_GUESTS) return false;
    const { clock, auth, rejected } = this.#options;
    this.#guests.set(socket, from.address);
    const cancel = clock.after(GUEST_MS, () => socket.disconnect(true));
    socket.on('disconnect', () => {
      cancel();
      this.#guests.delete(socket);
    });
    socket.on('auth', (message: unknown, answer: unknown) => {
      const parsed = authRequest.safeParse(message);
      if (!parsed.success || parsed.data.do !== 'enrol') return rejected(socket, 'auth', answer);
      const say = (value: Result<unknown>): void => {
        if (typeof answer === 'function') answer(value);
      };
      void auth(from, parsed.data).then(say, (error: unknown) => say(failure('hub', String(error))));
    });
    socket.onAny((name: string, ...rest: unknown[]) => {
      if (name !== 'auth') rejected(socket, name, rest.at(-1));
    });
    return true;
  }
}
