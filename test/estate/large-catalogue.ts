import type { Criticality } from '../../shared/model/states';

/** The hospitals and pharmacies of a whole region, by trust. */
const TRUSTS: Readonly<Record<string, readonly string[]>> = {
  UNN: ['Tromsø', 'Harstad', 'Narvik', 'Longyearbyen'],
  NLSH: ['Bodø', 'Lofoten', 'Vesterålen'],
  HLSH: ['Mo', 'Sandnessjøen', 'Mosjøen'],
  FIN: ['Hammerfest', 'Kirkenes', 'Alta', 'Karasjok'],
  SANO: ['Apotek Tromsø', 'Apotek Bodø'],
};

const FAMILIES = [
  'Journal',
  'Kurve',
  'Legemidler',
  'Bilde',
  'Lab',
  'AMK',
  'Samband',
  'Nett',
  'Plattform',
  'Sikkerhet',
];

/** `id criticality family needs`, central ones first; whatever is needed comes before. */
const CENTRAL = `
power1 2 Plattform
power2 2 Plattform
core1 2 Nett power1
core2 2 Nett power2
wan-core 1 Samband core1|core2
nhn 1 Samband wan-core
wlc 2 Nett core1|core2
fw 1 Sikkerhet core1|core2
lb 1 Plattform fw
dns 1 Nett core1|core2
ntp 2 Nett core1|core2
san1 2 Plattform core1
san2 2 Plattform core2
virt1 2 Plattform san1
virt2 2 Plattform san2
sql 1 Plattform virt1|virt2
ad 1 Plattform dns ntp virt1|virt2
pki 2 Sikkerhet ad
radius 2 Sikkerhet ad ~pki
siptrunk 1 Samband wan-core
ie 1 Plattform virt1 sql
dips-db 1 Journal san1 virt1
helseid 2 Sikkerhet nhn`;

const AT_SITES = `
wan 1 Samband wan-core
lan 1 Nett
dhcp 2 Nett dns
wifi 2 Nett lan wlc radius
internett 3 Samband nhn
filer 2 Plattform virt1|virt2 ad
sso 2 Sikkerhet ad pki lb
citrix 1 Plattform ad lb filer virt1|virt2
print 3 Plattform ad filer
epost 3 Plattform ad virt1|virt2 ~internett
telefoni 1 Samband core1|core2 siptrunk ~ad
sykesignal 1 AMK lan
dips-arena 1 Journal dips-db ad citrix ~ie ~sso
dips-lesekopi 1 Journal virt2 ~dips-db
ek 1 Kurve sql ad citrix ~ie ~dips-arena
ek-mtu 1 Kurve ie ~ek
nødkurve 1 Kurve lan ~ek
ris 1 Bilde sql ad ~ie
pacs 1 Bilde san1|san2 sql ad ~ris
lab 1 Lab virt1 sql ad ~ie
labinstr 2 Lab lan ~lab
patologi 2 Lab sql ad
blodbank 1 Lab sql ad ~lab
partus 1 Journal virt1 sql ad ~dips-arena
amis 1 AMK sql ~ad ~dips-arena
tavle 2 Journal dips-arena ~ie
kjernejournal 2 Journal nhn helseid
e-resept 2 Legemidler nhn helseid
forskrivning 2 Legemidler dips-arena e-resept pki
cytostatika 1 Legemidler sql`;

const CHECK_NAMES = ['Svartid', 'Innlogging', 'Kø', 'Database', 'Sertifikat', 'Minne', 'Disk', 'Tjeneste'];

export interface LargeCatalogueOptions {
  /** Exactly so many checks. */
  readonly checks: number;
  /** For each service at a site. Default 4. */
  readonly checksPerNode?: number;
  /** Default `60s`. */
  readonly interval?: string;
  /** Attempts to a hard state. Default 1: every observation that differs is a change. */
  readonly attempts?: number;
  /** Written out check by check, as a generated file would be, instead of by a template. Default false. */
  readonly explicit?: boolean;
}

interface Planned {
  readonly id: string;
  readonly criticality: Criticality;
  readonly family: string;
  readonly needs: readonly string[];
  /** Sites; 0: central. */
  readonly sites: number;
  readonly checks: number;
}

/**
 * The text of a catalogue with `checks` heartbeat checks: a region of sixteen sites with realistic families and
 * dependencies, as many services as it takes. Check ids are `dips-arena@mo/m1`. For tests and benchmarks.
 */
export function largeCatalogue(options: LargeCatalogueOptions): string {
  const perNode = options.checksPerNode ?? 4;
  const sites = Object.entries(TRUSTS).flatMap(([trust, names]) => names.map((name) => ({ name, trust })));
  const services = plan(options.checks, perNode, sites.length);
  const timing = `interval: ${options.interval ?? '60s'}, attempts: ${options.attempts ?? 1}`;
  const check = (index: number): string =>
    `{ id: m${index + 1}, name: ${CHECK_NAMES[index % CHECK_NAMES.length]}, kind: heartbeat, ${timing} }`;
  const checkLines = (count: number, indent: string): string[] =>
    Array.from({ length: count }, (_, index) => `${indent}- ${check(index)}`);
  const everywhere = services.filter(({ sites: count }) => count === sites.length).map(({ id }) => id);
  const lines = [
    'version: 1',
    `name: Region med ${options.checks} kontroller`,
    'demo: true',
    'trusts:',
    ...Object.keys(TRUSTS).map((name) => `  - { id: ${slug(name)}, name: ${name} }`),
    'sites:',
    ...sites.map(({ name, trust }) => `  - { id: ${slug(name)}, name: ${name}, trust: ${slug(trust)} }`),
    'families:',
    ...FAMILIES.map((name) => `  - { id: ${slug(name)}, name: ${name} }`),
    `siteNeeds: [${['wan', 'lan'].filter((id) => everywhere.includes(id)).join(', ')}]`,
    'templates:',
    '  vanlig:',
    '    checks:',
    ...checkLines(perNode, '      '),
    services.length > 0 ? 'services:' : 'services: []',
  ];
  for (const service of services) {
    lines.push(
      `  - id: ${service.id}`,
      `    name: ${service.id}`,
      `    family: ${slug(service.family)}`,
      `    owner: Drift ${service.family.toLowerCase()}`,
      `    criticality: ${service.criticality}`,
    );
    if (service.needs.length > 0) lines.push(`    needs: [${service.needs.join(', ')}]`);
    if (service.sites === sites.length) lines.push('    sites: all');
    else if (service.sites > 0) {
      lines.push(
        `    sites: [${sites
          .slice(0, service.sites)
          .map(({ name }) => slug(name))
          .join(', ')}]`,
      );
    }
    if (service.checks === perNode && !options.explicit) lines.push('    template: vanlig');
    else lines.push('    checks:', ...checkLines(service.checks, '      '));
  }
  return `${lines.join('\n')}\n`;
}

/** Services until the checks are used up; the last one or two take what is left over. */
function plan(checks: number, perNode: number, siteCount: number): Planned[] {
  const services: Planned[] = [];
  const known = new Set<string>();
  const sitesOf = new Map<string, number>();
  let left = checks;
  const add = (row: Row, sites: number, count: number): void => {
    // A dependency must exist wherever this one does.
    const needs = row.needs.filter((need) =>
      need
        .replace('~', '')
        .split('|')
        .every(
          (id) => known.has(id) && (sitesOf.get(id) === 0 || (sites > 0 && (sitesOf.get(id) ?? 0) >= sites)),
        ),
    );
    services.push({ ...row, needs, sites, checks: count });
    known.add(row.id);
    sitesOf.set(row.id, sites);
    left -= count * Math.max(1, sites);
  };
  for (const row of rows(CENTRAL)) {
    if (left >= perNode) add(row, 0, perNode);
  }
  const atSites = rows(AT_SITES);
  for (let round = 1; left >= perNode * siteCount; round++) {
    for (const row of atSites) {
      if (left >= perNode * siteCount)
        add(round === 1 ? row : { ...row, id: `${row.id}-${round}` }, siteCount, perNode);
    }
  }
  const rest: Row = { id: 'rest', criticality: 3, family: 'Plattform', needs: ['ad'] };
  const sites = Math.floor(left / perNode);
  if (sites > 0) add(rest, sites, perNode);
  if (left > 0) add({ ...rest, id: 'rest-sentral' }, 0, left);
  return services;
}

type Row = Pick<Planned, 'id' | 'criticality' | 'family' | 'needs'>;

function rows(table: string): Row[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', criticality = '4', family = '', ...needs] = line.split(' ');
      return { id, criticality: Number(criticality) as Criticality, family, needs };
    });
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
