import type { AlarmSpec } from '../../shared/contract/catalogue-alarms';
import { estateActions } from './actions';
import { actionLines, alarmLines, classLines, teamLines } from './region/alarm-text';
import { ALARM_CLASSES, BLIND_ALARM, FAMILY_ALARMS, ROOM_ALARM } from './region/alarm-words';
import { incidentLines } from './region/channels';
import { NETT_TEAMS } from './region/on-call';
import { SERVICE_ALARMS } from './region/service-alarms';
import { watchLines } from './region/watch';
import {
  ESTATE_FAMILIES,
  ESTATE_REFERENCES,
  ESTATE_SERVICES,
  ESTATE_SITE_NEEDS,
  ESTATE_SITES,
  ESTATE_TRUSTS,
  type EstateService,
} from './services';
import { TCP_GREETING } from './talks/tcp-talk';

/** Short intervals: in a demonstration nobody waits half a minute. */
const TIMING = 'interval: 5s, retry: 2s, attempts: 2, timeout: 2s';

/**
 * The estate's catalogue as a person would write it. `portOf`: the port of a node (`wan@mo`) or a reference
 * point. `folder`: where the estate lives. `withPlugin`: check_tcp is installed, so that one check can be a real Nagios plugin.
 */
export function estateCatalogue(
  portOf: (id: string, name?: string) => number,
  withPlugin: boolean,
  folder: string,
): string {
  const lines = [
    '# The demonstration estate: every address is a real server on this machine. Written anew at each start;',
    '# copy it to make your own.',
    'version: 1',
    'name: Demonstrasjon',
    'demo: true',
    '',
    'trusts:',
    ...ESTATE_TRUSTS.map(({ id, name }) => `  - { id: ${id}, name: ${name} }`),
    '',
    '# Each site has its own ports: {wan-port} in a check is filled in with the one of the site.',
    'sites:',
    ...ESTATE_SITES.flatMap((site) => siteLines(site, portOf)),
    '',
    'families:',
    ...ESTATE_FAMILIES.flatMap(({ id, name }) => [
      `  - id: ${id}`,
      `    name: ${name}`,
      '    alarm:',
      ...alarmLines(ofNett(FAMILY_ALARMS[id]), '      '),
    ]),
    '',
    '# What every service at a site needs there.',
    `siteNeeds: [${ESTATE_SITE_NEEDS.join(', ')}]`,
    '',
    '# When both are silent it is our own network that is gone: everything is unknown, not down.',
    'referencePoints:',
    ...ESTATE_REFERENCES.map(
      ({ id, name }) =>
        `  - { id: ${id}, name: ${name}, kind: tcp, host: 127.0.0.1, port: ${portOf(id)}, expect: "${TCP_GREETING}", ${TIMING} }`,
    ),
    '',
    'hub:',
    '  # When the reference points are silent.',
    '  blind:',
    ...alarmLines(BLIND_ALARM, '    '),
    '',
    '# What holds where nothing nearer speaks.',
    'alarm:',
    ...alarmLines(ROOM_ALARM, '  '),
    '',
    ...classLines(NETT_CLASSES),
    '',
    ...teamLines(NETT_TEAMS),
    '',
    ...actionLines(estateActions(folder)),
    '',
    ...incidentLines(portOf),
    '',
    ...watchLines(),
    '',
    'services:',
    ...ESTATE_SERVICES.flatMap((service) => serviceLines(service, portOf, withPlugin)),
  ];
  return `${lines.join('\n')}\n`;
}

const NETT_CLASSES = ALARM_CLASSES.filter(({ id }) => id === 'grunnmur' || id === 'ekstern');

/** Without the teams that this part has nothing to do with. */
function ofNett(alarm: AlarmSpec): AlarmSpec {
  const { call, ...rest } = alarm;
  if (!call) return rest;
  return { ...rest, call: call.filter((team) => NETT_TEAMS.some(({ id }) => id === team)) };
}

function siteLines(site: (typeof ESTATE_SITES)[number], portOf: (id: string) => number): string[] {
  const ports = ESTATE_SERVICES.filter(({ atSites }) => atSites).map(
    ({ id }) => `${id}-port: ${portOf(`${id}@${site.id}`)}`,
  );
  return [
    `  - id: ${site.id}`,
    `    name: ${site.name}`,
    `    trust: ${site.trust}`,
    `    vars: { ${ports.join(', ')} }`,
  ];
}

function serviceLines(service: EstateService, portOf: (id: string) => number, withPlugin: boolean): string[] {
  const { id } = service;
  const lines = [
    `  - id: ${id}`,
    `    name: ${service.name}`,
    `    family: ${service.family}`,
    `    owner: ${service.owner}`,
    `    criticality: ${service.criticality}`,
  ];
  if (service.atSites) lines.push('    sites: all');
  if (id === 'wifi') lines.push('    # radius too, once it is in the catalogue');
  if (service.needs.length > 0) lines.push(`    needs: [${service.needs.join(', ')}]`);
  lines.push(`    expected: ${service.expectedMs}ms`);
  if (service.description) lines.push(`    description: ${service.description}`);
  const alarm = SERVICE_ALARMS[id];
  if (alarm) lines.push('    alarm:', ...alarmLines(ofNett(alarm), '      '));
  lines.push('    checks:', `      - ${mainCheck(service, portOf)}`);
  if (withPlugin && id === 'lb') {
    lines.push(
      '      # A real Nagios plugin, of a folder that the hub allows. It judges the time itself.',
      `      - { id: port, name: Port, kind: plugin, plugin: check_tcp, args: [-H, 127.0.0.1, -p, "${portOf(id)}", -t, "2"], warnAfter: 2s, interval: 10s, retry: 2s, attempts: 2, timeout: 4s }`,
    );
  }
  return lines;
}

function mainCheck(service: EstateService, portOf: (id: string) => number): string {
  const port = service.atSites ? `{${service.id}-port}` : String(portOf(service.id));
  if (service.kind === 'tcp') {
    const written = service.atSites ? `"${port}"` : port;
    return `{ id: tcp, name: Forbindelse, kind: tcp, host: 127.0.0.1, port: ${written}, expect: "${TCP_GREETING}", ${TIMING} }`;
  }
  return `{ id: http, name: Svar, kind: http, url: "http://127.0.0.1:${port}/", ${TIMING} }`;
}
