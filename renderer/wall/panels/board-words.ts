import { type CatalogueEntity, parseNodeId } from '../../../shared/model/catalogue';
import type { PeopleEntity } from '../../../shared/model/people';
import type { BoardState } from '../../stores/board-store';

/** What panels call things and people. */
type Catalogue = ReadonlyMap<string, CatalogueEntity>;

/** A node as people say it: `DIPS Arena, Mo`; what is no longer there by its id. */
export function nodeWords(catalogue: Catalogue, node: string): string {
  const { service, site } = parseNodeId(node);
  const known = catalogue.get(`service:${service}`);
  const name = known?.kind === 'service' ? known.value.name : service;
  return site === null ? name : `${name}, ${siteWords(catalogue, site)}`;
}

/** A site's name; of one that is gone its id. */
export function siteWords(catalogue: Catalogue, id: string): string {
  const site = catalogue.get(`site:${id}`);
  return site?.kind === 'site' ? site.value.name : id;
}

/** A person as the room calls them, and their initials. */
export function personWords(
  people: ReadonlyMap<string, PeopleEntity>,
  id: string,
): { readonly name: string; readonly initials: string } {
  const entity = people.get(`person:${id}`);
  if (entity?.kind === 'person') return { name: entity.value.name, initials: entity.value.initials };
  return { name: id, initials: id.slice(0, 2).toLocaleUpperCase('nb') };
}

/**
 * Something that is read from the whole catalogue, which is large: once for each change of it. The catalogue's map is changed
 * in place, so its version says whether it is the same.
 */
export function perCatalogue<S extends Pick<BoardState, 'catalogue' | 'catalogueVersion'>, T>(
  make: (catalogue: Catalogue, state: S) => T,
): (state: S) => T {
  const known = new WeakMap<Catalogue, { readonly version: number; readonly value: T }>();
  return (state) => {
    const { catalogue, catalogueVersion } = state;
    const before = known.get(catalogue);
    if (before?.version === catalogueVersion) return before.value;
    const value = make(catalogue, state);
    known.set(catalogue, { version: catalogueVersion, value });
    return value;
  };
}
