import { z } from 'zod';

/**
 * Signing in and enrolling, between console and hub. These carry secrets, so they go beside the outbox and the log: a
 * request is answered or it has not happened. What follows from them (a session opened, a console enrolled) is in the
 * log, without the secret.
 */

/** At least so many characters; PINs are digits. */
export const PASSWORD_MIN = 10;
export const PIN_MIN = 4;
const password = z.string().min(1).max(500);
const newPassword = z.string().min(PASSWORD_MIN).max(500);
const newPin = z.string().regex(/^\d{4,12}$/, 'a PIN is 4 to 12 digits');

/** Proof of a session inside a request that is not a command. */
const bearer = z.object({ session: z.string().max(100), secret: z.string().max(200) });
export type Bearer = Readonly<z.infer<typeof bearer>>;

export const authRequest = z.discriminatedUnion('do', [
  /** Signs the machine's own administrator in: only with the machine's secret, and while there is nobody else. */
  z.object({ do: z.literal('sign-in-machine') }),
  z.object({ do: z.literal('sign-in'), person: z.string().min(1).max(100), password }),
  z.object({ do: z.literal('sign-out'), bearer }),
  /** A person's own, or by an administrator. Null: leaves it as it is. The old password where it is one's own. */
  z.object({
    do: z.literal('set-credentials'),
    bearer,
    person: z.string().min(1).max(100),
    old: password.nullable(),
    password: newPassword.nullable(),
    pin: newPin.nullable(),
  }),
  /** An administrator asks for a code by which one console can be enrolled. */
  z.object({ do: z.literal('enrolment-code'), bearer, kind: z.enum(['desk', 'wall']) }),
  z.object({ do: z.literal('enrol'), code: z.string().min(4).max(40), name: z.string().min(1).max(200) }),
]);
export type AuthRequest = Readonly<z.infer<typeof authRequest>>;

/** What a console gets to act with. Times are ms UTC. */
export const openedSession = z.object({
  id: z.string(),
  person: z.string(),
  /** Key of the proofs of what is done under it, hexadecimal. */
  secret: z.string(),
  openedAt: z.number(),
  expiresAt: z.number(),
  /** Argon2id of the PIN in PHC format, by which a locked desk is opened also offline; null: none is set. */
  pin: z.string().nullable(),
  /** What a person acts under who signs in here while the hub is away; null: not on this console. */
  offline: z.object({ id: z.string(), secret: z.string(), until: z.number() }).nullable(),
});
export type OpenedSession = Readonly<z.infer<typeof openedSession>>;

/**
 * The answer to each request. Refusals are failures with a code: `wrong`, `wait` (with `waitMs`), `role`, `people`,
 * `revoked` (of a session that is over), `code` (of enrolment), `enrol` (the console is not enrolled).
 */
export const AUTH_ANSWERS = {
  'sign-in-machine': openedSession,
  'sign-in': openedSession,
  'sign-out': z.null(),
  'set-credentials': z.object({ pin: z.string().nullable() }),
  'enrolment-code': z.object({ code: z.string(), expiresAt: z.number() }),
  /** What the console shows at its next hello. */
  enrol: z.object({ credential: z.string(), kind: z.enum(['desk', 'wall']) }),
} as const satisfies Record<AuthRequest['do'], z.ZodType>;
export type AuthAnswer<D extends AuthRequest['do']> = Readonly<z.infer<(typeof AUTH_ANSWERS)[D]>>;
