import { isDeepStrictEqual } from 'node:util';
import { type CatalogueEntity, catalogueKey } from '../../../shared/model/catalogue';
import type { EventBody } from '../../../shared/model/events';
import type { RoomStatus } from '../../../shared/model/room';
import type { LoadedCatalogue } from './loaded';

/** The event that says what a catalogue changed. */
export type CatalogueChanged = Extract<EventBody, { type: 'catalogue.changed' }>;

/**
 * What `next` changes: only entities that are new or other than before, and the keys of those that are gone, so
 * that the state of everything else stays. Null when consoles have nothing to learn (what only the hub knows,
 * such as addresses, may have changed all the same). `room` is null before the first catalogue. Pure.
 */
export function diffCatalogue(
  previous: ReadonlyMap<string, CatalogueEntity>,
  next: LoadedCatalogue,
  room: Pick<RoomStatus, 'name' | 'demo'> | null | undefined,
): CatalogueChanged | null {
  const put: CatalogueEntity[] = [];
  const kept = new Set<string>();
  for (const entity of next.entities) {
    const key = catalogueKey(entity);
    kept.add(key);
    if (!isDeepStrictEqual(previous.get(key), entity)) put.push(entity);
  }
  const drop = [...previous.keys()].filter((key) => !kept.has(key));
  const sameRoom = room?.name === next.name && room.demo === next.demo;
  if (put.length === 0 && drop.length === 0 && sameRoom) return null;
  return { type: 'catalogue.changed', name: next.name, demo: next.demo, put, drop };
}
