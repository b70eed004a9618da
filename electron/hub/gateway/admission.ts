import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ConsoleHello, consoleHello, PROTOCOLS_SPOKEN } from '../../../shared/contract/wire';
import { failure, type Result, success } from '../../../shared/util/result';

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

/** Parses and checks what a console says of itself. */
export function admitConsole(
  auth: unknown,
  address: string | undefined,
  token: string | null,
): Result<ConsoleHello> {
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
  if (!isLoopback(address) && (token === null || !sameSecret(hello.token ?? '', token))) {
    return failure('token', 'wrong or missing token');
  }
  return success(hello);
}
