import { describe, expect, it } from 'vitest';
import { DESK_KEYS } from '../../../../../renderer/desk/keys/key-table';
import { paletteItems, rank } from '../../../../../renderer/desk/palette/palette-items';
import { translator } from '../../../../../renderer/i18n';
import type { AlarmEntity, AlarmState } from '../../../../../shared/model/alarms';
import type { IncidentEntity } from '../../../../../shared/model/incidents';
import type { PeopleEntity } from '../../../../../shared/model/people';
import { anAlarm } from '../alarms/an-alarm';
import { aNodeStatus, stillBoard } from '../board';
import { anIncident } from '../incidents/an-incident';

const { graph, catalogue } = stillBoard();
const alarms = new Map<string, AlarmEntity>([
  ['alarm:core1', { kind: 'alarm', value: anAlarm('core1', { id: 'A-41' }) }],
  ['alarm:sql', { kind: 'alarm', value: anAlarm('sql', { id: 'A-42', state: 'normal' }) }],
]);
const people = new Map<string, PeopleEntity>([
  [
    'person:dag2',
    {
      kind: 'person',
      value: { id: 'dag2', name: 'dagoperatør 2', initials: 'D2', roles: [], active: true, machine: false },
    },
  ],
  [
    'person:gone',
    {
      kind: 'person',
      value: { id: 'gone', name: 'borte', initials: 'B', roles: [], active: false, machine: false },
    },
  ],
]);
const incidents = new Map<string, IncidentEntity>([
  [
    'incident:hendelse-1',
    { kind: 'incident', value: anIncident({ title: 'Kjernenett nede', severity: 'major' }) },
  ],
]);
const items = paletteItems(
  { graph, catalogue, alarms, people, incidents, wall: new Map() },
  (id) => (id === 'core1' ? aNodeStatus(id, 'down') : aNodeStatus(id, 'normal')),
  [{ name: 'eier:meg', text: 'eier:meg' }],
  { t: translator('nb'), lang: 'nb' },
);
const found = (text: string): readonly string[] => rank(items, text).map(({ id }) => id);

describe('what the palette offers', () => {
  it('is alarms by number, keys, services, places, filters and people who are here', () => {
    expect(found('A-41')[0]).toBe('alarm core1');
    expect(found('A-42')).not.toContain('alarm sql');
    expect(found('hyll')).toContain('key shelve');
    expect(found('dips mo')[0]).toBe('service dips-arena@mo');
    expect(found('kirkenes')).toContain('site kirkenes');
    expect(found('eier:meg')).toEqual(['filter eier:meg']);
    expect(found('dagoperatør')).toContain('person dag2');
    expect(found('borte')).not.toContain('person gone');
    expect(found('I-12')[0]).toBe('incident hendelse-1');
    expect(found('stor kjerne')).toContain('incident hendelse-1');
    expect(found('tall')).toContain('key figures');
  });

  it('is the wall: its scenes and what can be put there, from every page', () => {
    expect(found('vegg hendelse')[0]).toBe('wall scene hendelse');
    expect(found('beskjed veggen')).toContain('wall message');
    expect(items.find(({ id }) => id === 'wall send')?.does).toEqual({
      kind: 'wall',
      intent: { act: 'send', cell: null },
    });
    // Heard on one page only: here they would do nothing.
    expect(items.some(({ id }) => id === 'key wallScene')).toBe(false);
  });

  it('has every key that does something by itself', () => {
    const offered = new Set(items.flatMap(({ does }) => (does.kind === 'key' ? [does.key] : [])));
    const acts = DESK_KEYS.filter(({ group }) => group === 'alarmActs').map(({ id }) => id);
    expect(acts.filter((id) => !offered.has(id))).toEqual([]);
    expect(offered.has('up')).toBe(false);
  });
});

describe('the order of what is found', () => {
  it('has alarms as the alarm list has them: nobody has it, somebody has it, on a shelf', () => {
    const of = (node: string, state: AlarmState, priority: 1 | 2): [string, AlarmEntity] => [
      `alarm:${node}`,
      { kind: 'alarm', value: anAlarm(node, { id: `A-${node}`, state, priority }) },
    ];
    const alarms = new Map([
      of('sql', 'shelved', 1),
      of('core2', 'acknowledged', 1),
      of('wan@mo', 'unacknowledged', 2),
    ]);
    const items = paletteItems(
      { graph, catalogue, alarms, people, incidents, wall: new Map() },
      () => undefined,
      [],
      {
        t: translator('nb'),
        lang: 'nb',
      },
    );
    const ids = items.filter(({ group }) => group === 'alarms').map(({ id }) => id);
    expect(ids).toEqual(['alarm wan@mo', 'alarm core2', 'alarm sql']);
  });

  it('is a name that begins so before a word that does, and what is wrong before what is normal', () => {
    const services = found('kjernenett').filter((id) => id.startsWith('service'));
    expect(services.slice(0, 2)).toEqual(['service core1', 'service core2']);
    const nett = rank(items, 'nett').map(({ name }) => name);
    expect(nett.length).toBeGreaterThan(0);
    expect(rank(items, '')).toBe(items);
    expect(found('finnes ikke')).toEqual([]);
  });
});
