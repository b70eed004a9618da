import type { Criticality } from '../../shared/model/states';

/** One service of the demonstration estate. */
export interface EstateService {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly family: string;
  readonly criticality: Criticality;
  /** At every site, or central. */
  readonly atSites: boolean;
  readonly needs: readonly string[];
  /** How its endpoints talk. */
  readonly kind: 'http' | 'tcp';
  /** Expected response time, ms. Three times as much still ends within the checks' time limit. */
  readonly expectedMs: number;
  readonly description?: string;
}

export const ESTATE_TRUSTS = [
  { id: 'unn', name: 'UNN' },
  { id: 'nlsh', name: 'NLSH' },
  { id: 'hlsh', name: 'HLSH' },
  { id: 'fin', name: 'FIN' },
] as const;

export const ESTATE_SITES = [
  { id: 'tromsø', name: 'Tromsø', trust: 'unn' },
  { id: 'bodø', name: 'Bodø', trust: 'nlsh' },
  { id: 'mo', name: 'Mo', trust: 'hlsh' },
  { id: 'hammerfest', name: 'Hammerfest', trust: 'fin' },
] as const;

export const ESTATE_FAMILIES = [
  { id: 'samband', name: 'Samband' },
  { id: 'nett', name: 'Nett' },
  { id: 'sikkerhet', name: 'Sikkerhet' },
  { id: 'plattform', name: 'Plattform' },
] as const;

/** What every service at a site needs there. */
export const ESTATE_SITE_NEEDS = ['wan', 'lan'] as const;

/** One reference point in each data centre: them or us? */
export const ESTATE_REFERENCES = [
  { id: 'dc1', name: 'Datasenter 1' },
  { id: 'dc2', name: 'Datasenter 2' },
] as const;

/**
 * The first fifteen services of a hospital region: power, networks and what every other service stands on.
 * A wireless network also needs radius, which is not among the fifteen and is therefore left out of its needs.
 */
export const ESTATE_SERVICES: readonly EstateService[] = [
  {
    id: 'power1',
    name: 'Strøm datasenter 1',
    owner: 'Datasenterdrift',
    family: 'plattform',
    criticality: 2,
    atSites: false,
    needs: [],
    kind: 'http',
    expectedMs: 500,
  },
  {
    id: 'power2',
    name: 'Strøm datasenter 2',
    owner: 'Datasenterdrift',
    family: 'plattform',
    criticality: 2,
    atSites: false,
    needs: [],
    kind: 'http',
    expectedMs: 500,
  },
  {
    id: 'core1',
    name: 'Kjernenett datasenter 1',
    owner: 'Nettverk kjerne',
    family: 'nett',
    criticality: 2,
    atSites: false,
    needs: ['power1'],
    kind: 'tcp',
    expectedMs: 250,
  },
  {
    id: 'core2',
    name: 'Kjernenett datasenter 2',
    owner: 'Nettverk kjerne',
    family: 'nett',
    criticality: 2,
    atSites: false,
    needs: ['power2'],
    kind: 'tcp',
    expectedMs: 250,
  },
  {
    id: 'wan-core',
    name: 'WAN-kjerne',
    owner: 'Nettverk kjerne',
    family: 'samband',
    criticality: 1,
    atSites: false,
    needs: ['core1|core2'],
    kind: 'tcp',
    expectedMs: 250,
  },
  {
    id: 'nhn',
    name: 'Norsk helsenett',
    owner: 'Samband',
    family: 'samband',
    criticality: 1,
    atSites: true,
    needs: ['wan-core'],
    kind: 'http',
    expectedMs: 600,
    description: 'Ekstern leverandør.',
  },
  {
    id: 'internett',
    name: 'Internett',
    owner: 'Samband',
    family: 'samband',
    criticality: 3,
    atSites: true,
    needs: ['nhn'],
    kind: 'http',
    expectedMs: 600,
  },
  {
    id: 'wan',
    name: 'WAN',
    owner: 'Samband',
    family: 'samband',
    criticality: 1,
    atSites: true,
    needs: ['wan-core'],
    kind: 'tcp',
    expectedMs: 300,
  },
  {
    id: 'lan',
    name: 'Lokalnett',
    owner: 'Nettverk lokasjon',
    family: 'nett',
    criticality: 1,
    atSites: true,
    needs: [],
    kind: 'tcp',
    expectedMs: 250,
  },
  {
    id: 'wlc',
    name: 'Trådløskontroller',
    owner: 'Nettverk lokasjon',
    family: 'nett',
    criticality: 2,
    atSites: false,
    needs: ['core1|core2'],
    kind: 'http',
    expectedMs: 400,
  },
  {
    id: 'wifi',
    name: 'Trådløst nett',
    owner: 'Nettverk lokasjon',
    family: 'nett',
    criticality: 2,
    atSites: true,
    needs: ['lan', 'wlc'],
    kind: 'http',
    expectedMs: 500,
  },
  {
    id: 'fw',
    name: 'Brannmur',
    owner: 'Sikkerhet nett',
    family: 'sikkerhet',
    criticality: 1,
    atSites: false,
    needs: ['core1|core2'],
    kind: 'http',
    expectedMs: 400,
  },
  {
    id: 'lb',
    name: 'Lastbalanserer',
    owner: 'Plattform',
    family: 'plattform',
    criticality: 1,
    atSites: false,
    needs: ['fw'],
    kind: 'http',
    expectedMs: 400,
  },
  {
    id: 'dns',
    name: 'Navnetjeneste (DNS)',
    owner: 'Plattform',
    family: 'nett',
    criticality: 1,
    atSites: true,
    needs: ['core1|core2'],
    kind: 'tcp',
    expectedMs: 300,
  },
  {
    id: 'dhcp',
    name: 'Adressetjeneste (DHCP)',
    owner: 'Plattform',
    family: 'nett',
    criticality: 2,
    atSites: true,
    needs: ['dns'],
    kind: 'http',
    expectedMs: 500,
  },
];
