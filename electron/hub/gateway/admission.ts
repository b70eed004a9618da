import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ConsoleHello, consoleHello, PROTOCOLS_SPOKEN } from '../../../shared/contract/wire';
import { failure, type Result, success } from '../../../shared/util/result';
import type { CommandSource } from '../commands';

/** Whether an address is this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** Compares secrets in constant time. */
export function sameSecret(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Decides who may open a socket. Consoles on this machine may; from elsewhere only with the token. A request
 * with an Origin comes from a web page, which is never a console: a page in a browser on this machine must not
 * reach the hub.
 */
export function admitRequest(request: IncomingMessage): Result<null> {
  if (request.headers.origin !== undefined) return failure('origin', 'web pages may not connect to the hub');
  return success(null);
}

/** A console at the door, as far as the hub is certain of it. */
export interface ConsoleIdentity extends CommandSource {
  readonly name: string;
  /** It showed the machine's own secret, on this machine. */
  readonly machine: boolean;
  /** Where its socket comes from. */
  readonly address: string;
}

/** What the hub knows of consoles. */
export interface ConsoleRegister {
  isRevoked(console: string): boolean;
  /** As what it was enrolled; null: it was not. */
  kindOf(console: string): 'desk' | 'wall' | null;
  /** Whether it is the credential that the console got when it was enrolled. */
  fits(console: string, credential: string): boolean;
  /** Whether it is the machine's own secret. */
  isMachine(secret: string): boolean;
}

/** A console that may come in. */
export interface Admitted {
  readonly hello: ConsoleHello;
  readonly identity: ConsoleIdentity;
}

/**
 * Parses and checks what a console says of itself. From this machine it may look; from elsewhere with the token or with
 * its own credential. It may act where its credential, or the machine's secret on this machine, proves which it is.
 * Refused with `enrol`: it is new here and shows no token; a one-time code is all that it needs (see `guests.ts`).
 */
export function admitConsole(
  auth: unknown,
  address: string | undefined,
  { token, register }: { readonly token: string | null; readonly register: ConsoleRegister },
): Result<Admitted> {
  const parsed = consoleHello.safeParse(auth);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return failure(
      'malformed',
      `hello: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'malformed'}`.trim(),
    );
  }
  const hello = parsed.data;
  if (!PROTOCOLS_SPOKEN.includes(hello.protocol)) {
    return failure(
      'protocol',
      `console speaks protocol ${hello.protocol}, hub ${PROTOCOLS_SPOKEN.join(' or ')}`,
    );
  }
  const loopback = isLoopback(address);
  const { id, name, kind } = hello.console;
  const proven = hello.credential !== undefined && register.fits(id, hello.credential);
  if (!loopback && !proven && (token === null || !sameSecret(hello.token ?? '', token))) {
    const isNew = register.kindOf(id) === null && !register.isRevoked(id);
    return isNew && hello.token === undefined
      ? failure('enrol', 'Denne konsollen er ikke innrullert. Be en administrator om en kode.')
      : failure('token', 'wrong or missing token');
  }
  // Said only to who may come in at all.
  if (register.isRevoked(id)) return failure('revoked', 'Konsollen er sperret. Snakk med en administrator.');
  const machine = loopback && hello.machine !== undefined && register.isMachine(hello.machine);
  const wall = kind === 'wall' || (proven && register.kindOf(id) === 'wall');
  return success({
    hello,
    identity: {
      console: id,
      name,
      kind: wall ? 'wall' : 'desk',
      enrolled: proven || machine,
      machine,
      loopback,
      protocol: hello.protocol,
      address: address ?? '',
    },
  });
}

/** Who a console is that was refused with `enrol`; null: what it says of itself cannot be read. */
export function guestIdentity(auth: unknown, address: string | undefined): ConsoleIdentity | null {
  const parsed = consoleHello.safeParse(auth);
  if (!parsed.success) return null;
  const { console, protocol } = parsed.data;
  return {
    console: console.id,
    name: console.name,
    kind: console.kind,
    enrolled: false,
    machine: false,
    loopback: false,
    protocol,
    address: address ?? '',
  };
}
