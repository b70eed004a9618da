import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Argon2Cost, deriveKey } from '../../secrets/password-hash';

/** A leave to act offline, as the hub gave it to a person at this console. */
export interface Leave {
  readonly id: string;
  readonly person: string;
  /** The hub's time, ms UTC. */
  readonly until: number;
  /** Key of the proofs, hexadecimal. */
  readonly secret: string;
  /** Argon2id of the PIN in PHC format; null: none. */
  readonly pin: string | null;
}

const base64 = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** A leave at rest: nothing in it can be used without the person's password. */
export const sealedLeave = z.object({
  id: z.string().min(1).max(100),
  person: z.string().min(1).max(100),
  until: z.number(),
  /** Bounded, so that an altered file cannot hold up the console. */
  cost: z.object({
    m: z.number().int().min(64).max(131_072),
    t: z.number().int().min(1).max(8),
    p: z.number().int().min(1).max(4),
  }),
  salt: base64,
  nonce: base64,
  box: base64,
});
export type SealedLeave = Readonly<z.infer<typeof sealedLeave>>;

const opened = z.object({ secret: z.string().min(1).max(200), pin: z.string().max(300).nullable() });
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Seals a leave by the person's password: AES-256-GCM under an Argon2id key. Console, person, number and end are bound
 * to it, so that none of them can be altered on the disk.
 */
export async function sealLeave(
  leave: Leave,
  password: string,
  consoleId: string,
  cost: Argon2Cost,
): Promise<SealedLeave> {
  const { id, person, until, secret, pin } = leave;
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(password, salt, KEY_BYTES, cost), nonce);
  cipher.setAAD(boundTo(consoleId, leave));
  const box = Buffer.concat([
    cipher.update(JSON.stringify({ secret, pin }), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  return { id, person, until, cost, salt: text(salt), nonce: text(nonce), box: text(box) };
}

/** Opens it. Null: the password is another, or something of it was altered. */
export async function openLeave(
  sealed: SealedLeave,
  password: string,
  consoleId: string,
): Promise<Leave | null> {
  const key = await deriveKey(password, Buffer.from(sealed.salt, 'base64'), KEY_BYTES, sealed.cost);
  try {
    const box = Buffer.from(sealed.box, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(consoleId, sealed));
    decipher.setAuthTag(box.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(box.subarray(0, -TAG_BYTES)), decipher.final()]);
    const { id, person, until } = sealed;
    return { id, person, until, ...opened.parse(JSON.parse(text.toString('utf8'))) };
  } catch {
    // Every way in which it does not open says the same: not with this password.
    return null;
  }
}

function boundTo(
  consoleId: string,
  { id, person, until }: Pick<Leave, 'id' | 'person' | 'until'>,
): Uint8Array {
  return Buffer.from(JSON.stringify([consoleId, person, id, until]));
}
