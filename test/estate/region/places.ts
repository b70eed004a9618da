import type { Places } from './model';

/** The trusts (helseforetak) of the region. */
export const REGION_TRUSTS = [
  { id: 'unn', name: 'UNN' },
  { id: 'nlsh', name: 'NLSH' },
  { id: 'hlsh', name: 'HLSH' },
  { id: 'fin', name: 'FIN' },
  { id: 'sano', name: 'SANO' },
] as const;

/** Hospitals and pharmacies, by trust. */
export const REGION_SITES = [
  { id: 'tromsø', name: 'Tromsø', trust: 'unn' },
  { id: 'harstad', name: 'Harstad', trust: 'unn' },
  { id: 'narvik', name: 'Narvik', trust: 'unn' },
  { id: 'longyearbyen', name: 'Longyearbyen', trust: 'unn' },
  { id: 'bodø', name: 'Bodø', trust: 'nlsh' },
  { id: 'lofoten', name: 'Lofoten', trust: 'nlsh' },
  { id: 'vesterålen', name: 'Vesterålen', trust: 'nlsh' },
  { id: 'mo', name: 'Mo', trust: 'hlsh' },
  { id: 'sandnessjøen', name: 'Sandnessjøen', trust: 'hlsh' },
  { id: 'mosjøen', name: 'Mosjøen', trust: 'hlsh' },
  { id: 'hammerfest', name: 'Hammerfest', trust: 'fin' },
  { id: 'kirkenes', name: 'Kirkenes', trust: 'fin' },
  { id: 'alta', name: 'Alta', trust: 'fin' },
  { id: 'karasjok', name: 'Karasjok', trust: 'fin' },
  { id: 'apotek-tromsø', name: 'Apotek Tromsø', trust: 'sano' },
  { id: 'apotek-bodø', name: 'Apotek Bodø', trust: 'sano' },
] as const;
export type RegionSite = (typeof REGION_SITES)[number];

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
