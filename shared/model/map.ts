import { z } from 'zod';

/** Where the room's places lie, and what ties them together: what a map is drawn from. */

/** A place on the earth, degrees (WGS 84). */
export const geoPoint = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
export type GeoPoint = Readonly<z.infer<typeof geoPoint>>;

/** A data centre: where it lies, and the services that are in it and nowhere else. */
export const dataCentre = z.object({
  id: z.string(),
  name: z.string(),
  place: geoPoint,
  services: z.array(z.string()),
});
export type DataCentre = Readonly<z.infer<typeof dataCentre>>;

/** The map as the catalogue file has it (`map:`). One: `map-plan:room`. */
export const mapPlan = z.object({
  id: z.literal('room'),
  centres: z.array(dataCentre),
  /** The service by site that is the line to each site; null: nobody has said. */
  line: z.string().nullable(),
  /** The service that ties the data centres together; null: nobody has said. */
  core: z.string().nullable(),
  /** Networks beyond the room's own that it lives on, in the order in which they are told. */
  networks: z.array(z.string()),
});
export type MapPlan = Readonly<z.infer<typeof mapPlan>>;
