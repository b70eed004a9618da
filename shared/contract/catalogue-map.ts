import { z } from 'zod';
import { id } from './catalogue-words';

/** The parts of the catalogue file that say where places lie: `place:` of a site, and `map:`. */

export const placeSpec = z
  .strictObject({
    lat: z.number().min(-90).max(90).describe('Degrees north.'),
    lon: z.number().min(-180).max(180).describe('Degrees east.'),
  })
  .describe('Where it lies: { lat: 69.65, lon: 18.96 }.');

export const mapSpec = z.strictObject({
  centres: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1).max(60).optional(),
        place: placeSpec,
        services: z.array(id).min(1).max(200).describe('What is in it and nowhere else.'),
      }),
    )
    .max(20)
    .optional()
    .describe('Data centres.'),
  line: id.optional().describe('The service by site that is the line to each site.'),
  core: id.optional().describe('The service that ties the data centres together.'),
  networks: z.array(id).max(12).optional().describe('Networks beyond our own, in the order they are told.'),
});
export type MapSpec = Readonly<z.infer<typeof mapSpec>>;
