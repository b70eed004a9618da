import type { z } from 'zod';
import { type CollectionName, type CollectionTypes, collectionSchemas, type Patch } from '../model/room';

/**
 * Whole state that an earlier version wrote, in the shape of this one: what that version did not know gets its
 * default. Null: an entity does not fit, so that the state as a whole cannot be believed.
 */
export function parsePatch(patch: Patch): Required<Patch> | null {
  const catalogue = parsed(patch, 'catalogue');
  const status = parsed(patch, 'status');
  const room = parsed(patch, 'room');
  const maintenance = parsed(patch, 'maintenance');
  const sources = parsed(patch, 'sources');
  if (!catalogue || !status || !room || !maintenance || !sources) return null;
  return {
    catalogue: { put: catalogue, drop: [] },
    status: { put: status, drop: [] },
    room: { put: room, drop: [] },
    maintenance: { put: maintenance, drop: [] },
    sources: { put: sources, drop: [] },
  };
}

function parsed<K extends CollectionName>(patch: Patch, name: K): [string, CollectionTypes[K]][] | null {
  const schema: z.ZodType = collectionSchemas[name];
  const list: [string, CollectionTypes[K]][] = [];
  for (const [key, entity] of patch[name]?.put ?? []) {
    const fit = schema.safeParse(entity);
    if (!fit.success) return null;
    list.push([key, fit.data as CollectionTypes[K]]);
  }
  return list;
}
