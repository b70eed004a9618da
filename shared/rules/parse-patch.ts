import type { z } from 'zod';
import {
  type CollectionName,
  type CollectionTypes,
  collectionSchemas,
  forEachCollection,
  type Patch,
} from '../model/room';

/**
 * Whole state that an earlier version wrote, in the shape of this one: what that version did not know gets its
 * default. Null: an entity does not fit, so that the state as a whole cannot be believed.
 */
export function parsePatch(patch: Patch): Required<Patch> | null {
  const lists = forEachCollection((name) => parsed(patch, name));
  if (Object.values(lists).some((list) => list === null)) return null;
  // Each list was parsed by its own collection's schema.
  return forEachCollection((name) => ({ put: lists[name] ?? [], drop: [] })) as Required<Patch>;
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
