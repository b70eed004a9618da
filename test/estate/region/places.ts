import type { Places } from './model';

/** The trusts (helseforetak) of the region. */
export const REGION_TRUSTS = [
  { id: 'unn', name: 'UNN' },
  { id: 'nlsh', name: 'NLSH' },
  { id: 'hlsh', name: 'HLSH' },
  { id: 'fin', name: 'FIN' },
  { id: 'sano', name: 'SANO' },
] as const;

/** Hospitals and pharmacies, by trust, where the towns lie. */
export const REGION_SITES = [
  { id: 'tromsø', name: 'Tromsø', trust: 'unn', place: { lat: 69.683, lon: 18.983 } },
  { id: 'harstad', name: 'Harstad', trust: 'unn', place: { lat: 68.798, lon: 16.541 } },
  { id: 'narvik', name: 'Narvik', trust: 'unn', place: { lat: 68.438, lon: 17.427 } },
  { id: 'longyearbyen', name: 'Longyearbyen', trust: 'unn', place: { lat: 78.223, lon: 15.646 } },
  { id: 'bodø', name: 'Bodø', trust: 'nlsh', place: { lat: 67.28, lon: 14.405 } },
  { id: 'lofoten', name: 'Lofoten', trust: 'nlsh', place: { lat: 68.188, lon: 13.664 } },
  { id: 'vesterålen', name: 'Vesterålen', trust: 'nlsh', place: { lat: 68.693, lon: 15.413 } },
  { id: 'mo', name: 'Mo', trust: 'hlsh', place: { lat: 66.313, lon: 14.142 } },
  { id: 'sandnessjøen', name: 'Sandnessjøen', trust: 'hlsh', place: { lat: 66.021, lon: 12.63 } },
  { id: 'mosjøen', name: 'Mosjøen', trust: 'hlsh', place: { lat: 65.837, lon: 13.191 } },
  { id: 'hammerfest', name: 'Hammerfest', trust: 'fin', place: { lat: 70.663, lon: 23.682 } },
  { id: 'kirkenes', name: 'Kirkenes', trust: 'fin', place: { lat: 69.727, lon: 30.045 } },
  { id: 'alta', name: 'Alta', trust: 'fin', place: { lat: 69.968, lon: 23.272 } },
  { id: 'karasjok', name: 'Karasjok', trust: 'fin', place: { lat: 69.472, lon: 25.511 } },
  { id: 'apotek-tromsø', name: 'Apotek Tromsø', trust: 'sano', place: { lat: 69.683, lon: 18.983 } },
  { id: 'apotek-bodø', name: 'Apotek Bodø', trust: 'sano', place: { lat: 67.28, lon: 14.405 } },
] as const;
export type RegionSite = (typeof REGION_SITES)[number];

/** What a map is drawn from: an invented topology, in real towns. */
export const REGION_MAP = {
  centres: [
    { id: 'dc1', place: { lat: 69.683, lon: 18.983 }, services: ['power1', 'core1', 'san1', 'virt1'] },
    { id: 'dc2', place: { lat: 67.28, lon: 14.405 }, services: ['power2', 'core2', 'san2', 'virt2'] },
  ],
  line: 'wan',
  core: 'wan-core',
  networks: ['nhn', 'nødnett', 'internett'],
} as const;

/** The column groups of the wall, in its order. */
export const REGION_FAMILIES = [
  { id: 'samband', name: 'Samband' },
  { id: 'nett', name: 'Nett' },
  { id: 'sikkerhet', name: 'Sikkerhet' },
  { id: 'plattform', name: 'Plattform' },
  { id: 'journal', name: 'Journal og kurve' },
  { id: 'bilde-lab', name: 'Bilde og lab' },
  { id: 'akutt', name: 'Akutt' },
  { id: 'legemiddel', name: 'Legemiddel' },
  { id: 'administrativt', name: 'Administrativt' },
] as const;
export type FamilyId = (typeof REGION_FAMILIES)[number]['id'];

/** What every service at a site needs there. */
export const REGION_SITE_NEEDS = ['wan', 'lan'] as const;

const ONLY: Readonly<Partial<Record<Places, readonly string[]>>> = {
  'birth-units': [
    'tromsø',
    'harstad',
    'narvik',
    'bodø',
    'lofoten',
    'vesterålen',
    'mo',
    'sandnessjøen',
    'hammerfest',
    'kirkenes',
    'alta',
  ],
  'emergency-centres': ['tromsø', 'bodø', 'sandnessjøen', 'kirkenes'],
  pathology: ['tromsø', 'bodø'],
};

/** The sites of a group, in the region's order. */
export function sitesAt(places: Places): readonly RegionSite[] {
  if (places === 'all') return REGION_SITES;
  if (places === 'hospitals') return REGION_SITES.filter(({ trust }) => trust !== 'sano');
  if (places === 'pharmacies') return REGION_SITES.filter(({ trust }) => trust === 'sano');
  return REGION_SITES.filter(({ id }) => ONLY[places]?.includes(id));
}
