import { beforeAll, describe, expect, test } from 'vitest';
import { diffCatalogue } from '../../../../../electron/hub/catalogue/diff-catalogue';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../../electron/hub/catalogue/loaded';
import { type CatalogueEntity, catalogueKey } from '../../../../../shared/model/catalogue';

const TEXT = `version: 1
name: Rom
services:
  - { id: a, name: A, criticality: 1, checks: [{ id: c, kind: http, url: "http://a/?t=1" }] }
  - { id: b, name: B, criticality: 1, needs: [a], checks: [{ id: c, kind: heartbeat }] }
`;
const ROOM = { name: 'Rom', demo: false };

async function load(text: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

function entitiesOf(catalogue: LoadedCatalogue): Map<string, CatalogueEntity> {
  return new Map(catalogue.entities.map((entity) => [catalogueKey(entity), entity]));
}

describe('diffCatalogue', () => {
  let before: Map<string, CatalogueEntity>;
  beforeAll(async () => {
    before = entitiesOf(await load(TEXT));
  });

  test('puts everything into an empty room', async () => {
    const next = await load(TEXT);
    const event = diffCatalogue(new Map(), next, undefined);
    expect(event).toEqual({ type: 'catalogue.changed', ...ROOM, put: next.entities, drop: [] });
  });

  test('is null when nothing changed', async () => {
    expect(diffCatalogue(before, await load(TEXT), ROOM)).toBeNull();
  });

  test('is null when only what the hub alone knows changed', async () => {
    expect(diffCatalogue(before, await load(TEXT.replace('t=1', 't=2')), ROOM)).toBeNull();
  });

  test('is the same after the entities were stored as JSON', async () => {
    const stored = new Map(JSON.parse(JSON.stringify([...before])) as [string, CatalogueEntity][]);
    expect(diffCatalogue(stored, await load(TEXT), ROOM)).toBeNull();
  });

  test('puts what changed and nothing beside it', async () => {
    const event = diffCatalogue(before, await load(TEXT.replace('name: B', 'name: BB')), ROOM);
    expect(event?.put.map(catalogueKey)).toEqual(['service:b']);
    expect(event?.drop).toEqual([]);
  });

  test('drops what is gone', async () => {
    const shorter = TEXT.split('\n').slice(0, 4).join('\n');
    const event = diffCatalogue(before, await load(shorter), ROOM);
    expect(event).toEqual({
      type: 'catalogue.changed',
      ...ROOM,
      put: [],
      drop: ['service:b', 'check:b/c', 'alarm-class:b'],
    });
  });

  test('says when only the room’s name or its being a demonstration changed', async () => {
    expect(diffCatalogue(before, await load(TEXT.replace('Rom', 'Sal')), ROOM)).toMatchObject({
      name: 'Sal',
      put: [],
    });
    const demo = await load(TEXT.replace('name: Rom', 'name: Rom\ndemo: true'));
    expect(diffCatalogue(before, demo, ROOM)).toMatchObject({ demo: true, put: [], drop: [] });
  });
});
