import { z } from 'zod';
import { maintenanceWindow } from '../model/maintenance';
import { silenceMatcher } from '../model/sources';
import { mappingRule } from './source-mapping';

/** The kinds of things that a person can ask the hub to do. */
export const commandKind = z.enum([
  'check.recheck',
  'maintenance.set',
  'maintenance.remove',
  'maintenance.end',
  'maintenance.extend',
  'catalogue.edit',
  'silence.set',
  'silence.end',
]);
export type CommandKind = z.infer<typeof commandKind>;

/**
 * A change of the catalogue file. `base` is the SHA-256 of the text that the person saw: an edit of another text is
 * refused, so that nobody overwrites what they have not read.
 */
export const catalogueEdit = z.object({
  base: z.string().max(100),
  change: z.discriminatedUnion('kind', [
    /** Writes a service: in place where it is in the file, at the end where it is new. */
    z.object({ kind: z.literal('service'), id: z.string().max(80), yaml: z.string().max(100_000) }),
    /** Sets single values of a service, and leaves all else, comments and order, as it is. Null removes one. */
    z.object({
      kind: z.literal('fields'),
      id: z.string().max(80),
      set: z
        .array(
          z.object({
            path: z
              .array(z.union([z.string(), z.number()]))
              .min(1)
              .max(8),
            value: z.json(),
          }),
        )
        .min(1)
        .max(200),
    }),
    z.object({ kind: z.literal('remove-service'), id: z.string().max(80) }),
    /** Writes the mapping rules of a foreign source, in place; all else of the source stays as it is. */
    z.object({
      kind: z.literal('source-rules'),
      source: z.string().max(80),
      rules: z.array(mappingRule).max(500),
    }),
    /** Goes back to an earlier version of the file: an undo is a new version. */
    z.object({ kind: z.literal('restore'), version: z.string().max(100) }),
  ]),
  /** Why, for the history. */
  summary: z.string().max(300),
});
export type CatalogueEdit = Readonly<z.infer<typeof catalogueEdit>>;

/** What each kind of command takes beside its subject. */
export const COMMAND_PAYLOADS = {
  /** Subject: a node id. */
  'check.recheck': z.null(),
  /** Subject: `mw/ID`. Writes a window, or changes it. */
  'maintenance.set': z.object({ window: maintenanceWindow }),
  'maintenance.remove': z.null(),
  /** Ends the occurrence that runs. */
  'maintenance.end': z.object({ reason: z.string().max(300).nullable() }),
  /** Moves the end of the occurrence that runs, ms UTC. */
  'maintenance.extend': z.object({ until: z.number(), reason: z.string().max(300).nullable() }),
  /** Subject: the service id, or `catalogue`. */
  'catalogue.edit': catalogueEdit,
  /** Subject: the source's service id. Times are ms UTC. */
  'silence.set': z.object({
    matchers: z.array(silenceMatcher).min(1).max(50),
    endsAt: z.number(),
    comment: z.string().min(1).max(1_000),
  }),
  /** Ends a silence early: its entity id. */
  'silence.end': z.object({ silence: z.string().max(300) }),
} as const satisfies Record<CommandKind, z.ZodType>;
export type CommandPayload<K extends CommandKind> = Readonly<z.infer<(typeof COMMAND_PAYLOADS)[K]>>;
