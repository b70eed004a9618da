import { nodeId } from '../../../shared/model/catalogue';
import type { Clock } from '../../../shared/time/clock';
import type { Controllable } from '../behaviour';
import { Endpoint } from '../endpoint';
import { COMMON_FAULTS, type FaultKind } from '../fault-rules';
import { inbox, referenceNodes } from '../nett-plan';
import type { EstatePlan, PlannedNode, PlannedSite } from '../plan';
import { type Authority, createAuthority } from '../talks/certificates';
import { DIPS_STEPS, dipsTalk } from '../talks/dips-talk';
import type { DnsRecord, Zone } from '../talks/dns-message';
import { DnsServer } from '../talks/dns-server';
import { exporterTalk } from '../talks/exporter-talk';
import { httpTalk, jsonAnswer, secureTalk } from '../talks/http-talk';
import { proxyTalk } from '../talks/proxy-talk';
import { SiteProbe } from '../talks/site-probe';
import { tcpTalk } from '../talks/tcp-talk';
import { regionCatalogue } from './catalogue';
import type { RegionService } from './model';
import { AUTHORITY_FILE, dnsName, HOST_PORT, PROBE_PORT, PROXY_PORT } from './names';
import { REGION_SITES, type RegionSite, sitesAt } from './places';
import { REGION_SERVICES } from './services';

const DAY_MS = 86_400_000;
/** The record system's single requests are quick: its expected time is that of a whole journey. */
const DIPS_REQUEST_MS = 300;
const PROXY_MS = 20;
const EXPORTER_MS = 250;

/** All 74 services of the region at their sixteen sites. */
export function regionPlan(clock: Clock): EstatePlan {
  const authority = createAuthority('Demonstrasjonsregionen', clock.now());
  const lines = new Map<string, Endpoint>();
  const probes = new Map(
    REGION_SITES.map(({ id }) => {
      const line = (): Endpoint['behaviour'] =>
        lines.get(id)?.behaviour ?? { mode: 'down', level: 0, step: null };
      return [id, new SiteProbe(line)] as const;
    }),
  );
  const nodes = REGION_SERVICES.flatMap((service) =>
    (service.at ? sitesAt(service.at) : [null]).map((site) =>
      planNode(service, site, { authority, clock, lines, probes }),
    ),
  );
  return {
    nodes: [...nodes, ...referenceNodes(), inbox()],
    sites: REGION_SITES.map((site) => planSite(site, probes.get(site.id), lines)),
    files: new Map([[AUTHORITY_FILE, authority.certificate]]),
    catalogue: (portOf, tools, folder) => regionCatalogue({ portOf, tools, folder, now: clock.now() }),
  };
}

interface Surroundings {
  readonly authority: Authority;
  readonly clock: Clock;
  /** The endpoint of the line to each site, once it is made. */
  readonly lines: Map<string, Endpoint>;
  readonly probes: ReadonlyMap<string, SiteProbe>;
}

function planNode(service: RegionService, site: RegionSite | null, around: Surroundings): PlannedNode {
  const host = service.extras.find((extra) => extra.kind === 'host');
  return {
    id: nodeId(service.id, site?.id ?? null),
    ports: [...(service.speech.kind === 'probe' ? [] : ['']), ...(host ? [HOST_PORT] : [])],
    faults: faultsOf(service),
    steps: service.speech.kind === 'dips' ? DIPS_STEPS : [],
    make: (port, { clock }) => {
      const name = site ? `${service.name}, ${site.name}` : service.name;
      const main = makeMain(service, site, name, port, around);
      if (!host) return [main];
      const exporter = new Endpoint({
        kind: exporterTalk(host),
        name,
        port: port(HOST_PORT),
        expectedMs: EXPORTER_MS,
        clock,
      });
      return [main, exporter];
    },
  };
}

/** What can be wrong with a service: what any endpoint can have, and what its kind of endpoint can. */
export function faultsOf(service: RegionService): readonly FaultKind[] {
  const { speech, extras } = service;
  const faults: FaultKind[] = [...COMMON_FAULTS, 'wrong-answer'];
  if (speech.kind === 'http' && speech.certificateDays !== null) faults.push('expiring');
  if (speech.kind === 'dips') faults.push('step-fails', 'step-slow');
  if (extras.some(({ kind }) => kind === 'host')) faults.push('full');
  if (extras.some(({ kind }) => kind === 'line')) faults.push('loss');
  return faults;
}

function makeMain(
  service: RegionService,
  site: RegionSite | null,
  name: string,
  port: (name: string) => number,
  { authority, clock, lines, probes }: Surroundings,
): Controllable {
  const { speech, expectedMs, id } = service;
  const at = { name, expectedMs, clock };
  switch (speech.kind) {
    case 'dns':
      return new DnsServer({ port: port(''), zone: regionZone(), expectedMs, clock });
    case 'probe': {
      const probe = site ? probes.get(site.id) : undefined;
      if (!probe) throw new Error(`${id} is tried by a measuring point, and has no site`);
      return probe.add(id, name, expectedMs);
    }
    case 'dips':
      return new Endpoint({ ...at, expectedMs: DIPS_REQUEST_MS, port: port(''), kind: dipsTalk() });
    case 'tcp': {
      const endpoint = new Endpoint({ ...at, port: port(''), kind: tcpTalk(speech.greeting) });
      if (site && service.extras.some(({ kind }) => kind === 'line')) lines.set(site.id, endpoint);
      return endpoint;
    }
    default: {
      const answer = jsonAnswer(speech.tells, { server: 'estate', ...speech.header });
      const days = speech.certificateDays;
      const kind =
        days === null
          ? httpTalk(answer)
          : secureTalk(answer, days, (left) =>
              authority.issue([dnsName(id), '127.0.0.1'], clock.now() + left * DAY_MS),
            );
      return new Endpoint({ ...at, port: port(''), kind });
    }
  }
}

function planSite(
  site: RegionSite,
  probe: SiteProbe | undefined,
  lines: ReadonlyMap<string, Endpoint>,
): PlannedSite {
  return {
    id: site.id,
    ports: [PROBE_PORT, PROXY_PORT],
    make: (port, { clock, isOwnPort }) => {
      if (!probe) throw new Error(`${site.id} has no measuring point`);
      const line = (): Endpoint['behaviour'] =>
        lines.get(site.id)?.behaviour ?? { mode: 'down', level: 0, step: null };
      const allowed = (host: string, at: number): boolean => host === '127.0.0.1' && isOwnPort(at);
      return [
        new Endpoint({
          kind: probe.talk,
          name: `Målepunkt, ${site.name}`,
          port: port(PROBE_PORT),
          expectedMs: PROXY_MS,
          clock,
        }),
        new Endpoint({
          kind: proxyTalk(allowed, line),
          name: `Målepunkt, ${site.name}`,
          port: port(PROXY_PORT),
          expectedMs: PROXY_MS,
          clock,
        }),
      ];
    },
  };
}

/** The region's own domain: an address for each service, and where its directory answers. */
export function regionZone(): Zone {
  const zone = new Map<string, readonly DnsRecord[]>(
    REGION_SERVICES.map(({ id }) => [dnsName(id), [{ type: 'A', address: '127.0.0.1' }]]),
  );
  zone.set('_ldap._tcp.sykehus.test', [{ type: 'SRV', priority: 10, port: 636, target: dnsName('ad') }]);
  return zone;
}
