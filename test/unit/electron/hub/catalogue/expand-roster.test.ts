import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../../electron/hub/catalogue/loaded';
import { catalogueKey } from '../../../../../shared/model/catalogue';
import { readPlan } from '../../../../../shared/rules/watch/turns';

const HEAD = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t }]
services:
  - { id: wan, name: WAN, criticality: 1, sites: all }
  - { id: dns, name: DNS, criticality: 1 }
`;
const WATCH = `watch:
  positions:
    - { id: operatør, name: Operatør }
    - { id: vaktleder, name: Vaktleder, role: leader }
  shifts:
    - { id: dag, name: Dag, from: "07:00", to: "19:15", positions: [operatør, vaktleder] }
    - { id: natt, name: Natt, from: "19:00", to: "07:15", positions: [operatør] }
  rota:
    - { shift: dag, position: operatør, from: 2026-01-05, by: week, turns: [anne, bo] }
    - { shift: dag, position: vaktleder, from: 2026-01-05, by: week, turns: [null] }
    - { shift: natt, position: operatør, from: 2026-01-05, by: day, turns: [chi, eva, bo] }
`;

async function load(text: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

/** Faults as `line:column reason`; lines count from the first behind the head. */
async function faults(text: string): Promise<readonly string[]> {
  const first = HEAD.split('\n').length - 1;
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - first}:${col} ${reason}`);
}

describe('a shift plan in the file', () => {
  it('is told to the room whole, with what holds where nothing is said', async () => {
    const { entities } = await load(WATCH);
    const plan = readPlan(new Map(entities.map((entity) => [catalogueKey(entity), entity])));
    expect(plan?.plan).toEqual({
      id: 'room',
      overlapMs: 15 * 60_000,
      draftMs: 2 * 3_600_000,
      lateMs: 15 * 60_000,
      readBack: true,
    });
    expect(plan?.positions).toEqual([
      { id: 'operatør', name: 'Operatør', order: 0, role: 'operator' },
      { id: 'vaktleder', name: 'Vaktleder', order: 1, role: 'leader' },
    ]);
    expect(plan?.patterns[0]).toEqual({
      id: 'dag',
      name: 'Dag',
      order: 0,
      days: [1, 2, 3, 4, 5, 6, 7],
      from: '07:00',
      to: '19:15',
      positions: ['operatør', 'vaktleder'],
    });
    expect(plan?.rota[1]).toEqual({
      id: 'dag/vaktleder/2026-01-05',
      order: 1,
      shift: 'dag',
      position: 'vaktleder',
      from: '2026-01-05',
      until: null,
      by: 'week',
      turns: [null],
    });
  });

  it('is nothing where the file has none', async () => {
    const { entities } = await load('');
    expect(entities.filter(({ kind }) => kind === 'watch-plan')).toEqual([]);
  });

  it('is refused with the place of a hole', async () => {
    expect(await faults(WATCH.replace('"19:15"', '"18:30"'))).toEqual([
      '6:48 a hole: no shift from Monday 18:30 to Monday 19:00, and 6 more times a week',
    ]);
    expect(await faults(WATCH.replace(/.*vaktleder, from: 2026.*\n/, ''))).toEqual([
      expect.stringMatching(
        /^6:79 a hole: no line of the rota says who keeps position "vaktleder" of shift "dag"/,
      ),
    ]);
    expect(await faults(WATCH.replace('by: day', 'until: 2026-06-30, by: day'))).toEqual([
      expect.stringMatching(/^11:\d+ a hole: nobody is planned at .* from 2026-07-01$/),
    ]);
  });

  it('is refused with the place of an overlap, and of a person at two places', async () => {
    expect(await faults(WATCH.replace('"19:15"', '"20:00"'))).toEqual([
      '6:48 an overlap: "dag" and "natt" both from Monday 19:00 to Monday 20:00 (two shifts meet for at most 15 min), and 6 more times a week',
    ]);
    expect(await faults(WATCH.replace('[null]', '[bo, anne, anne]'))).toEqual([
      expect.stringMatching(/^10:\d+ "(bo|anne)" would be at two places at once on 2026-01-\d\d: /),
    ]);
  });

  it('is refused with the place of what is written wrong, and nothing else is said then', async () => {
    expect(await faults(WATCH.replace('by: week', 'by: month'))).toEqual([
      '9:63 expected "day" or "week", found "month"',
    ]);
    expect(await faults(WATCH.replace('2026-01-05', '05.01.2026'))).toEqual([
      expect.stringMatching(/^9:\d+ .*a date is written 2026-11-23$/),
    ]);
    expect(await faults(WATCH.replace('  positions:', '  overlap: 3h\n  positions:'))).toEqual([
      '2:12 two shifts meet for at most 2h',
    ]);
    expect(await faults(WATCH.replace('from: "07:00"', 'from: "24:00"'))).toEqual([
      expect.stringContaining('24:00 is written 00:00, on the next day'),
    ]);
  });

  it('takes people that the room does not know yet', async () => {
    await expect(load(WATCH.replace('anne', 'ukjent-person'))).resolves.toBeDefined();
  });
});

describe('routines in the file', () => {
  const routines = (rest: string): string => `${WATCH}routines:\n  - { id: r, name: R, ${rest} }\n`;

  it('are told to the room', async () => {
    const text = routines(
      'days: mon-fri, opens: "04:00", before: "24:00", position: operatør, steps: [Ring, Lytt], service: wan@mo, runbook: "https://x.example/r"',
    );
    const found = (await load(text)).entities.flatMap((entity) =>
      entity.kind === 'routine' ? [entity.value] : [],
    );
    expect(found).toEqual([
      {
        id: 'r',
        name: 'R',
        order: 0,
        days: [1, 2, 3, 4, 5],
        opens: '04:00',
        before: '00:00',
        position: 'operatør',
        steps: ['Ring', 'Lytt'],
        node: 'wan@mo',
        runbook: 'https://x.example/r',
      },
    ]);
  });

  it('are refused where they name what is not there', async () => {
    expect(await faults(routines('before: "07:00", position: kokk'))).toEqual([
      expect.stringMatching(/^13:\d+ unknown watch position "kokk"$/),
    ]);
    for (const service of ['wan@oslo', 'nope', '"*@mo"'])
      expect(await faults(routines(`before: "07:00", service: ${service}`))).toEqual([
        expect.stringMatching(/^13:\d+ ".*" is no service or service@site here$/),
      ]);
    expect(await faults(routines('opens: "07:00"'))).toEqual([
      expect.stringMatching(/^13:\d+ missing key "before"$/),
    ]);
  });

  it('are not blamed for naming a position of a plan that is refused itself', async () => {
    const text = routines('before: "07:00", position: operatør').replace('by: week', 'by: month');
    expect(await faults(text)).toEqual(['9:63 expected "day" or "week", found "month"']);
  });
});

describe('a contact on call', () => {
  const onCall = (position: string): string =>
    `${WATCH}onCall:\n  - { id: n, name: N, contacts: [{ id: v, name: V, phone: "4410"${position} }] }\n`;

  it('can be a watch position, and is none otherwise', async () => {
    const contact = async (text: string) =>
      (await load(text)).entities.flatMap((entity) =>
        entity.kind === 'team' ? entity.value.contacts : [],
      )[0];
    expect(await contact(onCall(', position: vaktleder'))).toMatchObject({ position: 'vaktleder' });
    expect(await contact(onCall(''))).toMatchObject({ position: null });
  });

  it('is refused at a position that the plan does not have', async () => {
    expect(await faults(onCall(', position: kokk'))).toEqual([
      expect.stringMatching(/^13:\d+ unknown watch position "kokk"$/),
    ]);
  });
});
