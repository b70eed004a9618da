import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import { regionCatalogue } from '../../../../estate/region/catalogue';

const HEAD = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t, place: { lat: 66.313, lon: 14.142 } }, { id: alta, name: Alta, trust: t }]
services:
  - { id: core1, name: Kjerne 1, criticality: 1 }
  - { id: wan, name: WAN, criticality: 1, sites: all, needs: [core1] }
`;
const first = HEAD.split('\n').length - 1;

async function entitiesOf(text: string): Promise<readonly CatalogueEntity[]> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue.entities;
}

async function faults(text: string): Promise<readonly string[]> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - first}:${col} ${reason}`);
}

describe('the map in the file', () => {
  it('is told with the places of sites; one that says none has none', async () => {
    const entities = await entitiesOf(`map:
  centres: [{ id: dc1, place: { lat: 69.683, lon: 18.983 }, services: [core1] }]
  line: wan
  networks: [core1]
`);
    const sites = entities.flatMap((entity) => (entity.kind === 'site' ? [entity.value] : []));
    expect(sites.map(({ place }) => place)).toEqual([{ lat: 66.313, lon: 14.142 }, undefined]);
    expect('place' in (sites[1] ?? {})).toBe(false);
    expect(entities.find(({ kind }) => kind === 'map-plan')?.value).toEqual({
      id: 'room',
      centres: [{ id: 'dc1', name: 'dc1', place: { lat: 69.683, lon: 18.983 }, services: ['core1'] }],
      line: 'wan',
      core: null,
      networks: ['core1'],
    });
    expect((await entitiesOf('')).some(({ kind }) => kind === 'map-plan')).toBe(false);
  });

  it('is refused with its places', async () => {
    expect(
      await faults(`map:
  line: core1
  core: core9
  networks: [nhn]
  centres:
    - { id: a, place: { lat: 69, lon: 18 }, services: [wan] }
    - { id: a, place: { lat: 69, lon: 18 }, services: [dips] }
`),
    ).toEqual([
      '2:9 "core1" is central: the line is measured at each site',
      '3:9 unknown service "core9"',
      '4:14 unknown service "nhn"',
      '6:56 "wan" is measured by site: a data centre holds what is central',
      '7:13 duplicate id "a" in map.centres',
      '7:56 unknown service "dips"',
    ]);
    expect(
      await faults('map: { centres: [{ id: a, place: { lat: 99 }, services: [core1] }] }\n'),
    ).toHaveLength(2);
  });

  it('is in the demonstration region, with a place for every site', async () => {
    const text = regionCatalogue({
      portOf: () => 4_000,
      now: 0,
      folder: '/tmp',
      tools: { plugins: new Set(), ping: false },
    } as never);
    const outcome = await parseCatalogue(text, 'region.yaml');
    const issues = outcome.ok
      ? []
      : outcome.issues.filter(({ reason }) => /map|place|service "/.test(reason));
    expect(issues).toEqual([]);
    expect(text).toMatch(/^map:$/m);
    expect(text.match(/^ {4}place: /gm)).toHaveLength(16);
  });
});
