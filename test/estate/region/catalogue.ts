import { dayKey, formatClock } from '../../../shared/time/format';
import { estateActions } from '../actions';
import { ESTATE_REFERENCES } from '../services';
import { TCP_GREETING } from '../talks/tcp-talk';
import { actionLines, alarmLines, classLines, teamLines } from './alarm-text';
import { ALARM_CLASSES, BLIND_ALARM, FAMILY_ALARMS, ROOM_ALARM, SELF_ALARM } from './alarm-words';
import { incidentLines } from './channels';
import { checksOf, intervalOf, templateLines } from './checks';
import type { RegionService } from './model';
import { type CatalogueContext, PROBE_PORT, PROXY_PORT, siteAddress } from './names';
import { REGION_TEAMS } from './on-call';
import {
  REGION_FAMILIES,
  REGION_MAP,
  REGION_SITE_NEEDS,
  REGION_SITES,
  REGION_TRUSTS,
  type RegionSite,
  sitesAt,
} from './places';
import { SERVICE_ALARMS, SERVICE_USERS } from './service-alarms';
import { REGION_SERVICES } from './services';
import { wallLines } from './wall';
import { routineLines, watchLines } from './watch';
import { flow, scalar } from './yaml-text';

/** The catalogue of the whole region, as a person would write it. */
export function regionCatalogue(context: CatalogueContext): string {
  const { portOf } = context;
  const lines = [
    '# The whole demonstration region: every address is a real server on this machine. Written anew at each start;',
    '# copy it to make your own.',
    'version: 1',
    'name: Demonstrasjonsregionen',
    'demo: true',
    '',
    'trusts:',
    ...REGION_TRUSTS.map((trust) => `  - ${flow(trust)}`),
    '',
    '# Each site has its own ports: {wan-port} in a check is filled in with the one of the site. User journeys go',
    '# out from the site itself, through its proxy.',
    'sites:',
    ...REGION_SITES.flatMap((site) => siteLines(site, portOf)),
    '',
    'families:',
    ...REGION_FAMILIES.flatMap(familyLines),
    '',
    '# What every service at a site needs there. One that says "~wan" itself has a machine of its own there.',
    `siteNeeds: [${REGION_SITE_NEEDS.join(', ')}]`,
    '',
    '# When both are silent it is our own network that is gone: everything is unknown, not down.',
    'referencePoints:',
    ...ESTATE_REFERENCES.map(
      ({ id, name }) =>
        `  - ${flow({ id, name, kind: 'tcp', host: '127.0.0.1', port: portOf(id), expect: TCP_GREETING, interval: '10s', retry: '2s', attempts: 2, timeout: '2s' })}`,
    ),
    '',
    '# Outside them a fault is recorded and waits, without sound, for the next opening.',
    'hours:',
    '  - id: kontortid',
    '    name: Kontortid',
    '    open:',
    '      - { days: [mon, tue, wed, thu, fri], from: "07:00", to: "16:00" }',
    '    closedOnHolidays: true',
    '',
    ...maintenanceLines(context.now),
    '',
    '# The hub shows its own health as a service.',
    'hub:',
    '  service:',
    '    id: vaktrom',
    '    name: Vaktrom',
    '    criticality: 2',
    '    family: plattform',
    '    alarm:',
    ...alarmLines(SELF_ALARM, '      '),
    '  # When the reference points are silent.',
    '  blind:',
    ...alarmLines(BLIND_ALARM, '    '),
    '',
    '# What holds where nothing nearer speaks.',
    'alarm:',
    ...alarmLines(ROOM_ALARM, '  '),
    '',
    ...classLines(ALARM_CLASSES),
    '',
    ...teamLines(REGION_TEAMS),
    '',
    ...actionLines(estateActions(context.folder)),
    '',
    ...incidentLines(portOf),
    '',
    ...watchLines(),
    '',
    ...wallLines(),
    '',
    ...mapLines(),
    '',
    ...routineLines(),
    '',
    ...templateLines(context.tools),
    '',
    'services:',
    ...REGION_SERVICES.flatMap((service) => serviceLines(service, context)),
  ];
  return `${lines.join('\n')}\n`;
}

function mapLines(): string[] {
  const { centres, line, core, networks } = REGION_MAP;
  return [
    '# What the map is drawn from. Lines on it are logical.',
    'map:',
    '  centres:',
    ...centres.map((centre) => `    - ${flow(centre)}`),
    `  line: ${line}`,
    `  core: ${core}`,
    `  networks: ${flow(networks)}`,
  ];
}

function familyLines({ id, name }: (typeof REGION_FAMILIES)[number]): string[] {
  return [
    `  - id: ${id}`,
    `    name: ${scalar(name)}`,
    '    alarm:',
    ...alarmLines(FAMILY_ALARMS[id], '      '),
  ];
}

function siteLines(site: RegionSite, portOf: CatalogueContext['portOf']): string[] {
  const own = REGION_SERVICES.filter(
    ({ at, speech }) => at !== null && speech.kind !== 'probe' && sitesAt(at).includes(site),
  );
  const vars = {
    adresse: siteAddress(site),
    'sonde-port': portOf(site.id, PROBE_PORT),
    ...Object.fromEntries(own.map(({ id }) => [`${id}-port`, portOf(`${id}@${site.id}`)])),
  };
  return [
    `  - id: ${site.id}`,
    `    name: ${scalar(site.name)}`,
    `    trust: ${site.trust}`,
    `    place: ${flow(site.place)}`,
    `    vantage: { proxy: "http://127.0.0.1:${portOf(site.id, PROXY_PORT)}" }`,
    `    vars: ${flow(vars)}`,
  ];
}

const SOON_MS = 30 * 60_000;

function maintenanceLines(now: number): string[] {
  const soon = `${dayKey(now + SOON_MS)}T${formatClock(now + SOON_MS)}`;
  return [
    '# Planned work makes no sound for what it is expected to break, and for that only.',
    'maintenance:',
    '  - id: citrix-natt',
    '    title: Omstart av Citrix-tjenere i datasenter 2',
    '    description: Hver natt til tirsdag; halve kapasiteten til det er ferdig.',
    '    ticket: V-310',
    '    owner: Klient og utskrift',
    '    start: "2026-01-06T02:30"',
    '    duration: 65m',
    '    repeat: FREQ=WEEKLY;BYDAY=TU',
    '    expect:',
    '      - { of: citrix, worst: degraded }',
    '      - { of: fjernskrivebord, worst: down }',
    '  - id: sertifikat-ie',
    '    title: Nytt sertifikat på integrasjonsmotoren',
    '    description: Labsvar kan stoppe i inntil fem minutter. Laboratoriene er varslet.',
    '    ticket: V-311',
    '    owner: Integrasjon',
    `    start: "${soon}"`,
    '    duration: 30m',
    '    expect:',
    '      - { of: ie, worst: down }',
    '      - { of: meldinger, worst: down }',
  ];
}

function serviceLines(service: RegionService, context: CatalogueContext): string[] {
  const { id, at, hours, speech } = service;
  const lines = [
    `  - id: ${id}`,
    `    name: ${scalar(service.name)}`,
    `    family: ${service.family}`,
    `    owner: ${scalar(service.owner)}`,
    `    criticality: ${service.criticality}`,
  ];
  if (at === 'all') lines.push('    sites: all');
  else if (at !== null)
    lines.push(
      `    sites: [${sitesAt(at)
        .map((site) => site.id)
        .join(', ')}]`,
    );
  if (service.needs.length > 0) lines.push(`    needs: [${service.needs.map(scalar).join(', ')}]`);
  lines.push(`    expected: ${service.expectedMs}ms`, `    description: ${scalar(service.description)}`);
  const page = encodeURIComponent(id);
  lines.push(`    runbook: https://drift.example.invalid/runbok/${page}`);
  if (service.emergency) lines.push(`    emergencyRoutine: https://drift.example.invalid/nødrutine/${page}`);
  if (hours !== null) lines.push(`    hours: ${hours}`);
  const users = SERVICE_USERS[id];
  if (users !== undefined) lines.push(`    users: ${users}`);
  const alarm = SERVICE_ALARMS[id];
  if (alarm) lines.push('    alarm:', ...alarmLines(alarm, '      '));
  if (speech.kind === 'probe') lines.push('    template: sonde');
  if (service.extras.some(({ kind }) => kind === 'line')) lines.push('    template: linje');
  const checks = checksOf(service, context, intervalOf(service.criticality));
  if (checks.length > 0) lines.push('    checks:', ...checks);
  return lines;
}
