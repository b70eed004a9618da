import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../electron/hub/catalogue/loaded';
import { buildGraph } from '../../../../shared/rules/graph';
import type { Tools } from '../../../estate/plan';
import { regionCatalogue } from '../../../estate/region/catalogue';
import { REGION_SITES } from '../../../estate/region/places';
import { faultsOf } from '../../../estate/region/plan';
import { REGION_SERVICES } from '../../../estate/region/services';
import { controlRoomList } from './control-room-list';

/**
 * Where the region differs from the list: machines of a site's own work on without its line, as the list's "lan
 * only" says; the line is then soft, because every service at a site needs it otherwise.
 */
const DEVIATIONS: Readonly<Record<string, readonly string[]>> = {
  sykesignal: ['~wan'],
  nødkurve: ['~wan'],
  labinstr: ['~wan'],
};

const tools: Tools = { plugins: new Set(['check_tcp', 'check_http']), ping: true, heartbeats: true };

async function load(from: Tools = tools): Promise<LoadedCatalogue> {
  let port = 20_000;
  const text = regionCatalogue({
    portOf: () => port++,
    folder: '/estate',
    tools: from,
    now: Date.UTC(2026, 10, 23, 21, 45),
  }).replaceAll('ca: estate-ca.pem', 'ca: test/fixtures/catalogue/ca.pem');
  const outcome = await parseCatalogue(text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues.slice(0, 5)));
  return outcome.catalogue;
}

describe('the region', async () => {
  const listed = controlRoomList();
  const catalogue = await load();
  const { graph, faults } = buildGraph(catalogue.entities);
  const services = catalogue.entities.flatMap((entity) => (entity.kind === 'service' ? [entity.value] : []));

  test('has the 74 entries of the list, each once, with their criticality', () => {
    expect(listed).toHaveLength(74);
    expect(REGION_SERVICES.map(({ id }) => id).sort()).toEqual(listed.map(({ id }) => id).sort());
    for (const { id, criticality } of listed) {
      expect(`${id} ${REGION_SERVICES.find((service) => service.id === id)?.criticality}`).toBe(
        `${id} ${criticality}`,
      );
    }
  });

  test('has the needs of the list, soft and alternative ones too', () => {
    const deviating: string[] = [];
    for (const { id, needs } of listed) {
      const own = REGION_SERVICES.find((service) => service.id === id)?.needs ?? [];
      const more = own.filter((need) => !needs.includes(need));
      expect([id, [...needs].sort()]).toEqual([id, own.filter((need) => needs.includes(need)).sort()]);
      if (more.length > 0) deviating.push(id);
      expect([id, more]).toEqual([id, DEVIATIONS[id] ?? []]);
    }
    expect(deviating.sort()).toEqual(Object.keys(DEVIATIONS).sort());
  });

  test('measures by site what the list has by site, and says of external ones that they are', () => {
    for (const { id, perSite, external } of listed) {
      const service = REGION_SERVICES.find((item) => item.id === id);
      if (perSite) expect([id, service?.at]).not.toEqual([id, null]);
      expect([id, service?.description.startsWith('Ekstern leverandør.')]).toEqual([id, external]);
    }
  });

  test('is a graph without faults, of a few hundred nodes, each with a check', () => {
    expect(faults).toEqual([]);
    expect(graph.nodes.size).toBe(438);
    expect([...graph.nodes.values()].filter(({ checks }) => checks.length === 0)).toEqual([]);
    expect(catalogue.entities.filter(({ kind }) => kind === 'site')).toHaveLength(16);
    expect(graph.nodes.get('amk-iccs@kirkenes')?.needs).toContainEqual({
      of: ['telefoni@kirkenes'],
      soft: false,
    });
    expect(graph.nodes.has('amk-iccs@mo')).toBe(false);
    expect(graph.nodes.get('cytostatika@apotek-bodø')?.needs).toContainEqual({
      of: ['apotek@apotek-bodø'],
      soft: true,
    });
  });

  test('needs line and network at every site, and lets local machines do without the line', () => {
    for (const node of graph.nodes.values()) {
      const { id } = node.service;
      if (node.site === null || id === 'wan' || id === 'lan') continue;
      const soft = DEVIATIONS[id]?.includes('~wan') ?? false;
      expect([node.id, node.needs.find(({ of }) => of[0] === `wan@${node.site}`)?.soft]).toEqual([
        node.id,
        soft,
      ]);
      expect(node.needs).toContainEqual({ of: [`lan@${node.site}`], soft: false });
    }
  });

  test('has soft cycles and redundancy', () => {
    // ek needs dips-arena softly, the emergency chart needs ek softly; both are hard on citrix.
    expect(graph.nodes.get('ek@mo')?.needs).toContainEqual({ of: ['dips-arena@mo'], soft: true });
    expect(graph.nodes.get('pacs@mo')?.needs).toContainEqual({ of: ['san1', 'san2'], soft: false });
    expect(graph.nodes.get('wan-core')?.needs).toEqual([{ of: ['core1', 'core2'], soft: false }]);
  });

  test('core1 is a good upset: most clinical services need it, much else has its other leg', () => {
    const down = new Set(['core1']);
    for (const id of graph.order) {
      const needs = graph.nodes.get(id)?.needs ?? [];
      if (needs.some(({ soft, of }) => !soft && of.every((need) => down.has(need)))) down.add(id);
    }
    expect(down.size).toBeGreaterThan(90);
    for (const id of ['dips-arena@mo', 'ie', 'lab@alta']) expect(down).toContain(id);
    for (const id of ['wan-core', 'ad', 'ek@mo', 'pacs@mo']) expect(down).not.toContain(id);
  });

  test('has links, owners and words for each, emergency routines for what needs one', () => {
    for (const service of services.filter(({ id }) => id !== 'vaktrom')) {
      expect([service.id, service.owner?.length]).not.toEqual([service.id, 0]);
      expect(service.runbook).toMatch(/^https:\/\/drift\.example\.invalid\/runbok\//);
      expect([service.id, (service.description ?? '').length > 10]).toEqual([service.id, true]);
      expect(service.expectedMs).toBeGreaterThan(0);
    }
    const routine = (id: string) => services.find((service) => service.id === id)?.emergencyRoutine;
    expect(routine('dips-arena')).toContain('dips-arena');
    expect(routine('intranett')).toBeNull();
  });

  test('has office hours, planned work, the hub’s own health and two reference points', () => {
    const hours = services.filter((service) => service.hours !== null).map(({ id }) => id);
    expect(hours.sort()).toEqual(['intranett', 'itsm', 'turnus', 'økonomi']);
    expect(catalogue.self).toBe('vaktrom');
    expect(catalogue.maintenance.map(({ id, rrule, start }) => [id, rrule, start])).toEqual([
      ['citrix-natt', 'FREQ=WEEKLY;BYDAY=TU', '2026-01-06T02:30'],
      // Half an hour from the start, by the wall clock: 21:45 UTC is 22:45 in Oslo.
      ['sertifikat-ie', null, '2026-11-23T23:15'],
    ]);
    expect([...catalogue.targets.keys()].filter((id) => id.startsWith('ref/'))).toEqual([
      'ref/dc1',
      'ref/dc2',
    ]);
  });

  test('uses every kind of check', () => {
    const kinds = new Set([...catalogue.targets.values()].map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(
      ['dns', 'heartbeat', 'host', 'http', 'journey', 'ping', 'plugin', 'self', 'tcp', 'tls'].sort(),
    );
  });

  test('does without what a machine lacks', async () => {
    const { targets } = await load({ plugins: new Set(), ping: false, heartbeats: false });
    const kinds = new Set([...targets.values()].map(({ kind }) => kind));
    for (const kind of ['ping', 'plugin', 'heartbeat'] as const) expect(kinds.has(kind)).toBe(false);
  });

  test('sends journeys by each hospital’s own proxy', () => {
    const journeys = [...catalogue.targets].flatMap(([id, target]) =>
      target.kind === 'journey' ? [[id, target] as const] : [],
    );
    expect(journeys).toHaveLength(14);
    expect(new Set(journeys.map(([, { proxy }]) => proxy)).size).toBe(14);
    for (const [, target] of journeys) expect(target.steps).toHaveLength(6);
  });

  test('lets slow answers come within the time limit of their checks', () => {
    for (const check of graph.checks.values()) {
      // A plugin measures itself; it is not made slow.
      if (check.warnMs !== null && check.kind !== 'plugin')
        expect([check.id, check.warnMs * 3 < check.timeoutMs]).toEqual([check.id, true]);
    }
  });

  test('looks seldom enough: about as many checks a second as a small machine does beside other work', () => {
    const perSecond = [...graph.checks.values()].reduce((sum, check) => sum + 1_000 / check.intervalMs, 0);
    expect(perSecond).toBeLessThan(22);
    for (const check of graph.checks.values()) expect(check.intervalMs).toBeLessThanOrEqual(120_000);
  });

  test('knows which faults fit which service', () => {
    const of = (id: string) => faultsOf(REGION_SERVICES.find((service) => service.id === id)!);
    expect(of('wan')).toContain('loss');
    expect(of('ie')).toContain('expiring');
    expect(of('san1')).toContain('full');
    expect(of('dips-arena')).toContain('step-slow');
    expect(of('print')).toEqual(['slow', 'down', 'errors', 'flap', 'wrong-answer']);
  });

  test('has ids of sites that are known', () => {
    expect(new Set(REGION_SITES.map(({ id }) => id)).size).toBe(16);
  });
});
