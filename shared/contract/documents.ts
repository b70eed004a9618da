import { z } from 'zod';

/**
 * Text that people write together (Yjs), over the socket (`doc`) and between main and windows. A document has the id of its
 * handover. Updates are Yjs updates (version 1): they commute, and may come twice or in any order. Hub and console each
 * keep every document on their own disk, and even out by state vectors when they meet.
 */

/** Bytes of one update, at most. */
export const UPDATE_BYTES = 512 * 1024;

const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= UPDATE_BYTES,
  'bytes, not too many',
);
/** A document's id, as both sides take it. */
export const documentId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[0-9A-Za-z_æøåÆØÅ.-]+$/);

const doc = documentId;

/** Somebody who is in the document now: where they write. Never stored. */
export const presence = z.object({
  /** The window's own id, random. */
  client: z.string().min(1).max(40),
  person: z.string().max(100),
  /** The line that they are in, and whether they write; null: they only read. */
  line: z.string().max(300).nullable(),
  writing: z.boolean(),
});
export type Presence = Readonly<z.infer<typeof presence>>;

/** What a console says to the hub about documents. */
export const docRequest = z.discriminatedUnion('do', [
  /** What it has; the hub answers with what it lacks and with its own vector, and tells of changes from now on. */
  z.object({ do: z.literal('join'), doc, vector: bytes }),
  /** `person`, `session`: who wrote it, as with a command. */
  z.object({
    do: z.literal('update'),
    doc,
    update: bytes,
    person: z.string().max(100),
    session: z.string().max(100).nullable(),
  }),
  /** Everybody at this console who is in it now. */
  z.object({ do: z.literal('presence'), doc, present: z.array(presence).max(20) }),
  z.object({ do: z.literal('leave'), doc }),
]);
export type DocRequest = Readonly<z.infer<typeof docRequest>>;

export const DOC_ANSWERS = {
  join: z.object({ update: bytes, vector: bytes }),
  update: z.null(),
  presence: z.null(),
  leave: z.null(),
} as const satisfies Record<DocRequest['do'], z.ZodType>;
export type DocAnswer<D extends DocRequest['do']> = Readonly<z.infer<(typeof DOC_ANSWERS)[D]>>;

/** What the hub says to consoles that have joined. */
export const docNews = z.discriminatedUnion('is', [
  z.object({ is: z.literal('update'), doc, update: bytes }),
  /** Who is in it at other consoles. */
  z.object({ is: z.literal('presence'), doc, present: z.array(presence).max(200) }),
]);
export type DocNews = Readonly<z.infer<typeof docNews>>;
