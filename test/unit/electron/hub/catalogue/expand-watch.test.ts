import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';

const services = `
services:
  - { id: db, name: Database, criticality: 1 }
  - { id: turnus, name: Turnus, criticality: 4, hours: kontor }
`;

async function faultsOf(text: string): Promise<string[]> {
  const outcome = await parseCatalogue(`version: 1\nname: test\n${text}`, 'test.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, reason }) => `${line}: ${reason}`);
}

const hours = (open: string): string =>
  `hours:\n  - { id: kontor, name: Kontortid, open: [${open}] }${services}`;
const window = (change: string): string =>
  `maintenance:
  - id: w
    title: Oppgradering
    ${change}
hours:
  - { id: kontor, name: Kontortid, open: [{ days: [mon], from: "07:00", to: "15:00" }] }${services}`;

describe('windows and hours of the file', () => {
  it('are read as the room knows them', async () => {
    const outcome = await parseCatalogue(
      `version: 1\nname: test\n${window('{}')}`.replace(
        '{}',
        'start: "2026-11-23T22:00"\n    duration: 2h\n    repeat: FREQ=WEEKLY;BYDAY=TU\n    expect: [{ of: db }, { of: turnus, worst: warning }]',
      ),
      'test.yaml',
    );
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    expect(outcome.catalogue.maintenance).toEqual([
      {
        id: 'w',
        title: 'Oppgradering',
        description: null,
        ticket: null,
        owner: null,
        origin: 'file',
        start: '2026-11-23T22:00',
        durationMs: 7_200_000,
        rrule: 'FREQ=WEEKLY;BYDAY=TU',
        effects: [
          { match: 'db', worst: 'down' },
          { match: 'turnus', worst: 'warning' },
        ],
      },
    ]);
    expect(outcome.catalogue.entities).toContainEqual({
      kind: 'hours',
      value: {
        id: 'kontor',
        name: 'Kontortid',
        order: 0,
        open: [{ days: [1], from: '07:00', to: '15:00' }],
        closedOnHolidays: false,
      },
    });
  });

  it.each([
    [
      'start: "2026-02-30T22:00"\n    duration: 2h\n    expect: [{ of: db }]',
      '6: "2026-02-30T22:00" is not a date',
    ],
    [
      'start: "2026-11-23T22:00"\n    duration: 30s\n    expect: [{ of: db }]',
      '7: a window lasts from 1m to 31d',
    ],
    ['start: "2026-11-23T22:00"\n    duration: 2h\n    expect: [{ of: dbb }]', '8: "dbb" is no service'],
    [
      'start: "2026-11-23T22:00"\n    duration: 2h\n    repeat: FREQ=HOURLY\n    expect: [{ of: db }]',
      '8: FREQ is one of DAILY',
    ],
    [
      'start: "2026-11-23T22:00"\n    duration: 2d\n    repeat: FREQ=DAILY\n    expect: [{ of: db }]',
      '8: it begins again before it is over',
    ],
  ])('are refused with their place: %j', async (change, words) => {
    expect(await faultsOf(window(change))).toEqual([expect.stringContaining(words)]);
  });

  it('may not cover more than the room can be told of', async () => {
    const sites = Array.from({ length: 51 }, (_, index) => `  - { id: s${index}, name: S, trust: t }`).join(
      '\n',
    );
    const many = Array.from(
      { length: 100 },
      (_, index) => `  - { id: x${index}, name: X, criticality: 1, sites: all }`,
    ).join('\n');
    const effects = Array.from({ length: 51 }, (_, index) => `{ of: "*@s${index}" }`).join(', ');
    const faults = await faultsOf(`trusts: [{ id: t, name: T }]
sites:
${sites}
maintenance:
  - { id: w, title: W, start: "2026-11-23T22:00", duration: 1h, expect: [${effects}] }
services:
${many}`);
    expect(faults).toEqual([
      expect.stringContaining('a window covers at most 5000 services at sites, not 5100'),
    ]);
  });

  it.each([
    ['{ days: [mon], from: "07:00", to: "07:00" }', 'it closes when it opens'],
    ['{ days: [mon], from: "24:00", to: "07:00" }', 'an opening begins before 24:00'],
    ['{ days: [man], from: "07:00", to: "15:00" }', ''],
    ['{ days: [mon], from: "7", to: "15:00" }', 'a time of day is written 07:00'],
  ])('hours are refused with their place: %s', async (open, words) => {
    const faults = await faultsOf(hours(open));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join()).toContain(words);
    expect(faults[0]).toMatch(/^4: /);
  });
});
