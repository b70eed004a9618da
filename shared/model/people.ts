import { z } from 'zod';

/**
 * What a person may do. A role is a set of permissions (`shared/rules/permissions.ts`), never a rank. `wall` is no
 * person's: it is the identity of a wall computer, which can do nothing.
 */
export const ROLES = ['operator', 'shift-leader', 'user-support', 'administrator', 'viewer', 'wall'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** Somebody who can sign in. Credentials are not here: they are the hub's alone, outside the log. */
export const person = z.object({
  id: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[a-z0-9æøåäöáčđŋšŧž][a-z0-9æøåäöáčđŋšŧž._-]*$/, 'lower-case letters, digits, ".", "-" and "_"'),
  /** As the room calls them; often the watch position. */
  name: z.string().trim().min(1).max(80),
  /** Two or three characters, shown beside what they own. */
  initials: z.string().trim().min(1).max(3),
  roles: z.array(role).max(6),
  active: z.boolean(),
  /** The machine's own administrator, who needs no password while there is nobody else. */
  machine: z.boolean().default(false),
});
export type Person = Readonly<z.infer<typeof person>>;

/** A console that the hub knows: by a one-time code, or because it shares the hub's machine. */
export const enrolledConsole = z.object({
  id: z.string().min(1).max(100),
  name: z.string().max(200),
  /** `wall`: nobody can act from it, whoever signs in. */
  kind: z.enum(['desk', 'wall']),
  /** ms UTC. */
  enrolledAt: z.number(),
  revokedAt: z.number().nullable(),
});
export type EnrolledConsole = Readonly<z.infer<typeof enrolledConsole>>;

/** A person who is signed in at a console. */
export const session = z.object({
  id: z.string().min(1).max(100),
  person: z.string(),
  console: z.string(),
  /** ms UTC. */
  openedAt: z.number(),
  expiresAt: z.number(),
});
export type Session = Readonly<z.infer<typeof session>>;

/** A console that is on watch: alarms sound there. While none is, they sound everywhere. */
export const watchPost = z.object({
  /** The console's id. */
  id: z.string().min(1).max(100),
  /** Who took the watch there. */
  person: z.string(),
  /** ms UTC. */
  since: z.number(),
});
export type WatchPost = Readonly<z.infer<typeof watchPost>>;

/** Every entity of the `people` collection, keyed `kind:id`. */
export const peopleEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), value: person }),
  z.object({ kind: z.literal('console'), value: enrolledConsole }),
  z.object({ kind: z.literal('session'), value: session }),
  z.object({ kind: z.literal('watch'), value: watchPost }),
]);
export type PeopleEntity = Readonly<z.infer<typeof peopleEntity>>;

/** The key of an entity in the `people` collection. */
export function peopleKey(entity: PeopleEntity): string {
  return `${entity.kind}:${entity.value.id}`;
}

/** The machine's own administrator (see `person.machine`). */
export const MACHINE_PERSON = 'maskinen';
