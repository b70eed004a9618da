import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import { catalogueKey } from '../../../../../shared/model/catalogue';
import { type WallPlan, wallPlan } from '../../../../../shared/model/wall';
import { PRESET_PLAN, wallPlanOf } from '../../../../../shared/rules/wall/read-wall';

const HEAD = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t }]
services:
  - { id: dns, name: DNS, criticality: 1 }
`;
const first = HEAD.split('\n').length - 1;

async function planOf(text: string): Promise<WallPlan> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return wallPlanOf(new Map(outcome.catalogue.entities.map((entity) => [catalogueKey(entity), entity])));
}

/** Faults as `line:column reason`; lines count from the first behind the head. */
async function faults(text: string): Promise<readonly string[]> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - first}:${col} ${reason}`);
}

describe('the wall in the file', () => {
  it('is told whole, with what holds where nothing is said', async () => {
    const plan = await planOf(`wall:
  size: 3840x2160
  bezel: 4
  displays:
    - { id: venstre, col: 1 }
    - { id: høyre, name: Høyre, col: 2, size: 1920x1080, pitch: 0.5, computer: vegg-2 }
`);
    expect(wallPlan.safeParse(plan).success).toBe(true);
    expect(plan.displays[0]).toMatchObject({
      id: 'venstre',
      col: 0,
      row: 0,
      width: 3_840,
      bezelMm: 4,
      computer: null,
    });
    expect(plan.displays[1]).toMatchObject({
      name: 'Høyre',
      col: 1,
      height: 1_080,
      pitchMm: 0.5,
      computer: 'vegg-2',
    });
    expect({ ...plan, displays: [] }).toEqual(PRESET_PLAN);
    // Without a wall in the file nothing takes it over.
    expect(await planOf('')).toEqual({ ...PRESET_PLAN, takeOver: [] });
  });

  it('says what takes it over, and that nothing does', async () => {
    const one = `wall:
  displays: [{ id: a, col: 1 }]
  rest: natt
  rotation: [{ scene: normal, for: 30s }, { scene: natt, for: 2m }]
`;
    expect(await planOf(`${one}  takeOver: []\n`)).toMatchObject({ rest: 'natt', takeOver: [] });
    const plan = await planOf(`${one}  takeOver:
    - { id: mo, priorities: [1, 2], services: [dns], sites: [mo], hold: 5m }
    - { id: store, incidents: [major] }
`);
    expect(plan.rotation).toEqual([
      { scene: 'normal', forMs: 30_000 },
      { scene: 'natt', forMs: 120_000 },
    ]);
    expect(plan.takeOver).toMatchObject([
      {
        priorities: [1, 2],
        services: ['dns'],
        sites: ['mo'],
        incidents: [],
        scene: 'hendelse',
        holdMs: 300_000,
      },
      { priorities: [], services: ['*'], sites: [], incidents: ['major'] },
    ]);
  });

  it('is refused with its places', async () => {
    expect(
      await faults(`wall:
  displays:
    - { id: a, col: 1 }
    - { id: a, col: 1, size: 100x100 }
  rotation: [{ scene: normal, for: 1s }, { scene: x, for: 1m }]
  takeOver:
    - { id: r, services: [dips], sites: [bodø], hold: 2h }
`),
    ).toEqual([
      '4:13 duplicate id "a" in wall.displays',
      '4:21 display "a" hangs there already',
      '4:30 a display is from 320x240 to 16384x16384',
      '5:36 a scene in turn lasts from 5s to 24h',
      '7:27 unknown service "dips"',
      '7:42 unknown site "bodø"',
      '7:55 hold is at most 1h',
    ]);
    expect(await faults('wall: { displays: [], vegg: 1 }\n')).toEqual([
      '1:19 must not be empty',
      '1:23 unknown key "vegg"',
    ]);
  });
});
