import { z } from 'zod';
import { ATTACHMENT_BYTES } from '../model/shift-log';

/**
 * Attachments over the socket (`blob`): bytes go to the hub in pieces before the command that names their hash, and are
 * fetched in pieces by whoever wants to see them. The hub takes a blob only whole, and only when its content is what its
 * hash and its type say.
 */

/** Bytes in one piece, at most: small, so that heartbeats pass between them. */
export const BLOB_PIECE_BYTES = 64 * 1024;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes');

export const blobRequest = z.discriminatedUnion('do', [
  /** How much the hub has of it. */
  z.object({ do: z.literal('state'), hash }),
  /** The next piece; pieces come in order, `size` is the whole. */
  z.object({
    do: z.literal('put'),
    hash,
    name: z.string().min(1).max(120),
    size: z.number().int().positive().max(ATTACHMENT_BYTES),
    at: z.number().int().nonnegative(),
    bytes,
  }),
  z.object({ do: z.literal('get'), hash, at: z.number().int().nonnegative() }),
]);
export type BlobRequest = Readonly<z.infer<typeof blobRequest>>;

export const BLOB_ANSWERS = {
  /** `has`: bytes that have come so far; `whole`: it is kept. */
  state: z.object({ has: z.number().int(), whole: z.boolean() }),
  put: z.object({ has: z.number().int(), whole: z.boolean() }),
  /** `erased`: it was here, and its content was erased. */
  get: z.object({ size: z.number().int(), bytes, erased: z.boolean() }),
} as const satisfies Record<BlobRequest['do'], z.ZodType>;
export type BlobAnswer<D extends BlobRequest['do']> = Readonly<z.infer<(typeof BLOB_ANSWERS)[D]>>;
