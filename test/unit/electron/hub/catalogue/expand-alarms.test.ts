import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { AlarmClass } from '../../../../../shared/model/catalogue';

const HEAD = `version: 1
name: Rom
sites: [{ id: mo, name: Mo, trust: t }]
trusts: [{ id: t, name: T }]
`;
const TEAMS = `onCall:
  - { id: nett, name: Nettvakt, contacts: [{ id: vakt, name: Nettvakt, phone: "4410" }] }
  - { id: leder, name: Hendelsesleder, contacts: [{ id: vakt, name: Leder, phone: "4402" }] }
`;
const ACTIONS = 'actions: [{ id: se, name: Se, command: [/bin/true] }]\n';

async function classes(text: string): Promise<ReadonlyMap<string, AlarmClass>> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return new Map(
    outcome.catalogue.entities.flatMap((entity) =>
      entity.kind === 'alarm-class' ? [[entity.value.id, entity.value] as const] : [],
    ),
  );
}

async function faults(text: string): Promise<readonly string[]> {
  const outcome = await parseCatalogue(HEAD + text, 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - 4}:${col} ${reason}`);
}

describe('the alarm class of a service', () => {
  it('is there for every service, with defaults where nobody says anything', async () => {
    const found = await classes('services: [{ id: a, name: A, criticality: 1 }]\n');
    expect([...found.values()]).toEqual([
      {
        id: 'a',
        priority: null,
        meaning: null,
        consequence: null,
        steps: [],
        timeAvailableMin: null,
        runbook: null,
        emergencyRoutine: null,
        call: [],
        latching: false,
        stalledAfterMs: 1_200_000,
        actions: [],
      },
    ]);
  });

  it('takes the nearest word on each field: service, its class, template, family, room', async () => {
    const found =
      await classes(`${TEAMS}${ACTIONS}alarm: { meaning: rom, consequence: rom, do: [rom], timeAvailable: 2h, latching: true }
alarmClasses:
  - { id: nær, under: fjern, consequence: klasse, priority: 2 }
  - { id: fjern, priority: 3, timeAvailable: 90s, call: [nett, leder] }
families: [{ id: f, name: F, alarm: { consequence: familie, do: [familie, to], actions: [se], latching: false } }]
templates: { m: { alarm: { actions: [], stalledAfter: 1h }, checks: [{ id: p, kind: ping, host: h }] } }
services:
  - { id: a, name: A, criticality: 1, family: f, template: m, alarm: { class: nær, meaning: tjeneste } }
  - { id: b, name: B, criticality: 1, family: f }
  - { id: c, name: C, criticality: 1 }
`);
    expect(found.get('a')).toMatchObject({
      meaning: 'tjeneste',
      consequence: 'klasse',
      priority: 2,
      timeAvailableMin: 1.5,
      call: ['nett', 'leder'],
      steps: ['familie', 'to'],
      actions: [],
      stalledAfterMs: 3_600_000,
      latching: false,
    });
    expect(found.get('b')).toMatchObject({
      meaning: 'rom',
      consequence: 'familie',
      actions: ['se'],
      priority: null,
    });
    expect(found.get('c')).toMatchObject({ steps: ['rom'], latching: true, timeAvailableMin: 120 });
  });

  it('has one class, the nearest that is named, right behind the place that names it', async () => {
    const found = await classes(`alarmClasses:
  - { id: x, priority: 1, meaning: x }
  - { id: y, priority: 2, meaning: y, consequence: y }
families: [{ id: f, name: F, alarm: { class: y, priority: 4 } }]
services:
  - { id: a, name: A, criticality: 1, family: f }
  - { id: b, name: B, criticality: 1, family: f, alarm: { class: x } }
`);
    // A place's own word goes before that of the class it names.
    expect(found.get('a')).toMatchObject({ priority: 4, meaning: 'y', consequence: 'y' });
    expect(found.get('b')).toMatchObject({ priority: 1, meaning: 'x', consequence: null });
  });

  it('takes the links that the service has had all along, where its block has none', async () => {
    const found = await classes(`alarm: { runbook: "https://x/rom", emergencyRoutine: "https://x/rom" }
services:
  - { id: a, name: A, criticality: 1, runbook: "https://x/a" }
  - { id: b, name: B, criticality: 1, runbook: "https://x/b", alarm: { runbook: "https://x/alarm" } }
`);
    expect(found.get('a')).toMatchObject({ runbook: 'https://x/a', emergencyRoutine: 'https://x/rom' });
    expect(found.get('b')).toMatchObject({ runbook: 'https://x/alarm' });
  });

  it('is there for the hub itself, for sources, and for the hub’s own view', async () => {
    const found = await classes(`alarm: { consequence: rom }
hub: { service: { alarm: { meaning: huben } }, blind: { meaning: blind, priority: 1 } }
sources: [{ id: am, name: AM, kind: alertmanager, url: "http://x", alarm: { meaning: kilden } }]
referencePoints: [{ id: dc1, kind: tcp, host: h, port: 1 }]
services: []
`);
    expect(found.get('vaktrom')).toMatchObject({ meaning: 'huben', consequence: 'rom' });
    expect(found.get('am')).toMatchObject({ meaning: 'kilden', consequence: 'rom' });
    expect(found.get('vaktrom/nett')).toMatchObject({ meaning: 'blind', priority: 1, consequence: 'rom' });
  });

  it('says the number of users', async () => {
    const outcome = await parseCatalogue(
      `${HEAD}services: [{ id: a, name: A, criticality: 1, users: 40 }, { id: b, name: B, criticality: 1 }]\n`,
      'x.yaml',
    );
    const users = outcome.ok
      ? outcome.catalogue.entities.flatMap((entity) =>
          entity.kind === 'service' ? [entity.value.users] : [],
        )
      : [];
    expect(users).toEqual([40, null]);
  });
});

describe('a fault in what is said of alarms', () => {
  it('is told with its place', async () => {
    expect(
      await faults(`alarm: { class: borte, call: [nett] }
alarmClasses:
  - { id: a, under: b }
  - { id: b, under: a }
  - { id: c, under: a, timeAvailable: 5s, stalledAfter: 30h }
families: [{ id: f, name: F, alarm: { actions: [se] } }]
services:
  - { id: s, name: S, criticality: 1, alarm: { class: ukjent, priority: 5, tiltak: [] } }
  - { id: t, name: T, criticality: 1, users: -1 }
`),
    ).toEqual([
      '1:17 unknown alarm class "borte"',
      '1:31 unknown team on call "nett"',
      '3:21 alarm classes stand under each other: a → b → a',
      '5:39 timeAvailable is from 1m to 7d',
      '5:57 stalledAfter is from 1m to 24h',
      '6:49 unknown action "se"',
      '8:73 expected 1 or 2 or 3 or 4, found 5',
      '8:76 unknown key "tiltak"',
      '9:46 too small: at least 0',
    ]);
  });

  it('in a class or a team is no second fault where they are named', async () => {
    expect(
      await faults(`alarmClasses: [{ id: a, priority: 9 }]
onCall: [{ id: nett, name: Nett, contacts: [] }]
actions: [{ id: se, name: Se, command: [] }]
hours: [{ id: dag, name: Dag, open: [{ days: [mon], from: "07:00", to: "16:00" }] }]
alarm: { class: a, call: [nett], actions: [se] }
services: [{ id: s, name: S, criticality: 1, hours: dag }]
`),
    ).toEqual([
      '1:35 expected 1 or 2 or 3 or 4, found 9',
      '2:44 must not be empty',
      '3:40 must not be empty',
    ]);
  });
});
