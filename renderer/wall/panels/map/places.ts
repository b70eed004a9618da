import type { CatalogueEntity, Site } from '../../../../shared/model/catalogue';
import type { DataCentre, GeoPoint, MapPlan } from '../../../../shared/model/map';

/** A place on the map: sites and data centres of one town are one. */
export interface Spot {
  readonly key: string;
  /** By its first site, and its data centres: `Tromsø · dc1`. */
  readonly name: string;
  readonly place: GeoPoint;
  readonly sites: readonly Site[];
  readonly centres: readonly DataCentre[];
}

/** What a map is drawn from. */
export interface Places {
  readonly plan: MapPlan | null;
  readonly spots: readonly Spot[];
  /** Sites of which nobody has said where they lie. */
  readonly unplaced: number;
}

/** What lies no further apart is one place, km. */
const TOGETHER_KM = 5;
const KM_A_DEGREE = 111.2;

/** Places of a catalogue, in its order. */
export function placesOf(catalogue: ReadonlyMap<string, CatalogueEntity>): Places {
  const sites: Site[] = [];
  for (const entity of catalogue.values()) if (entity.kind === 'site') sites.push(entity.value);
  sites.sort((a, b) => a.order - b.order);
  const entity = catalogue.get('map-plan:room');
  const plan = entity?.kind === 'map-plan' ? entity.value : null;
  const drafts: { place: GeoPoint; sites: Site[]; centres: DataCentre[] }[] = [];
  const at = (place: GeoPoint): (typeof drafts)[number] => {
    const known = drafts.find((draft) => distanceKm(draft.place, place) <= TOGETHER_KM);
    if (known) return known;
    const made = { place, sites: [], centres: [] };
    drafts.push(made);
    return made;
  };
  let unplaced = 0;
  for (const site of sites) {
    if (site.place) at(site.place).sites.push(site);
    else unplaced += 1;
  }
  for (const centre of plan?.centres ?? []) at(centre.place).centres.push(centre);
  const spots = drafts.map(({ place, sites: here, centres }): Spot => {
    const names = [...(here[0] ? [here[0].name] : []), ...centres.map(({ name }) => name)];
    return { key: here[0]?.id ?? `/${centres[0]?.id}`, name: names.join(' · '), place, sites: here, centres };
  });
  return { plan, spots, unplaced };
}

/** Between two places, km: near enough for places in one part of the world. */
export function distanceKm(a: GeoPoint, b: GeoPoint): number {
  const shrink = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return KM_A_DEGREE * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * shrink);
}
