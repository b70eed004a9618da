import { beforeAll, describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../../electron/hub/catalogue/load-catalogue';
import { type CatalogueEntity, catalogueKey } from '../../../../shared/model/catalogue';
import { readPlan, type ShiftPlan, shiftById, staffOf } from '../../../../shared/rules/watch/turns';
import { estateCatalogue } from '../../../estate/catalogue-text';
import { regionCatalogue } from '../../../estate/region/catalogue';

let port = 20_000;
const TEXTS = {
  all: regionCatalogue({
    portOf: () => port++,
    tools: { plugins: new Set(), ping: false, heartbeats: false },
    folder: '/estate',
    now: Date.UTC(2026, 10, 23),
  }),
  nett: estateCatalogue(() => port++, false, '/estate'),
};

async function load(text: string): Promise<ReadonlyMap<string, CatalogueEntity>> {
  const read = await parseCatalogue(
    text.replaceAll('ca: estate-ca.pem', 'ca: test/fixtures/catalogue/ca.pem'),
    'x.yaml',
  );
  if (!read.ok) throw new Error(JSON.stringify(read.issues.slice(0, 5)));
  return new Map(read.catalogue.entities.map((entity) => [catalogueKey(entity), entity]));
}

describe.each(['all', 'nett'] as const)('the watch of part %s', (part) => {
  let catalogue: ReadonlyMap<string, CatalogueEntity>;
  let plan: ShiftPlan;
  beforeAll(async () => {
    catalogue = await load(TEXTS[part]);
    const read = readPlan(catalogue);
    if (!read) throw new Error('no plan');
    plan = read;
  });

  const who = (id: string): (string | null)[] => {
    const ref = shiftById(plan, id);
    return ref === null ? [] : staffOf(plan, new Map(), ref).map(({ person }) => person);
  };

  test('hands over from the night operator to two by day on Monday 23 November', () => {
    expect(who('2026-11-22/natt')).toEqual(['natt']);
    expect(who('2026-11-23/dag')).toEqual(['dag1', 'dag2', 'leder', 'stotte']);
  });

  test('has other people at the end of the week, and evenings on which nobody is planned for the users', () => {
    expect(who('2026-11-22/helg')).toHaveLength(1);
    expect(who('2026-11-22/dag')).toEqual([]);
    expect(
      [who('2026-11-23/kveld')[1], who('2026-11-30/kveld')[1]].filter((one) => one === null),
    ).toHaveLength(1);
  });

  test('has a telephone that whoever leads the watch answers', () => {
    const positions = [...catalogue.values()].flatMap((entity) =>
      entity.kind === 'team' ? entity.value.contacts.map(({ position }) => position) : [],
    );
    expect(positions).toContain('vaktleder');
  });
});

test('ten routines are due on a Monday, one for each emergency centre’s recordings', async () => {
  const routines = [...(await load(TEXTS.all)).values()].flatMap((entity) =>
    entity.kind === 'routine' ? [entity.value] : [],
  );
  const monday = routines.filter(({ days }) => days.includes(1));
  expect(monday).toHaveLength(10);
  const recorders = monday.filter(({ node }) => node?.startsWith('amk-lydlogg@'));
  expect(recorders.map(({ name, before }) => [name, before])).toContainEqual([
    'AMK lydlogg Kirkenes',
    '10:00',
  ]);
  expect(recorders).toHaveLength(4);
});
