import { describe, expect, it } from 'vitest';
import {
  callerSections,
  findSubjects,
  type Subject,
  subjectsOf,
} from '../../../../../renderer/desk/callers/caller-lines';
import { aboutOf, tellOf } from '../../../../../renderer/desk/callers/tell';
import { tellWords } from '../../../../../renderer/desk/callers/tell-words';
import { translator } from '../../../../../renderer/i18n';
import type { AlarmEntity } from '../../../../../shared/model/alarms';
import { type IncidentEntity, incidentsKey, type OutMessage } from '../../../../../shared/model/incidents';
import type { MaintenanceStatus } from '../../../../../shared/model/maintenance';
import type { NodeStatus } from '../../../../../shared/model/room';
import { anAlarm } from '../alarms/an-alarm';
import { aNodeStatus, stillBoard } from '../board';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 13, 0);
const still = stillBoard();
const subjects = subjectsOf(still);
const subject = (id: string): Subject => {
  const found = subjects.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

function room(
  entities: readonly IncidentEntity[] = [],
  states: readonly NodeStatus[] = [],
  alarms: readonly AlarmEntity[] = [],
) {
  const status = (id: string): NodeStatus | undefined =>
    states.find((one) => one.id === id) ?? aNodeStatus(id, 'normal');
  const board = {
    ...still,
    incidents: new Map(entities.map((entity) => [incidentsKey(entity), entity])),
    alarms: new Map(
      alarms.flatMap((entity) =>
        entity.kind === 'alarm' ? [[`alarm:${entity.value.node}`, entity] as const] : [],
      ),
    ),
    maintenance: new Map<string, MaintenanceStatus>(),
  };
  return {
    board,
    status,
    tell: (id: string, roots: readonly string[] = [], now = NOW) =>
      tellOf(board, subject(id), status, (node) => (states.some((one) => one.id === node) ? roots : []), now),
  };
}
const alarm = (node: string, change: Parameters<typeof anAlarm>[1] = {}): AlarmEntity => ({
  kind: 'alarm',
  value: anAlarm(node, { id: `A-${node}`, ...change }),
});
const message = (change: Partial<OutMessage> = {}): IncidentEntity => ({
  kind: 'message',
  value: {
    id: 'message-1',
    number: 'D-1',
    series: 'message-1',
    part: 1,
    kind: 'first',
    state: 'approved',
    incident: null,
    node: 'core1',
    subject: 's',
    body: 'b',
    channels: [],
    nextAt: NOW + 10 * MINUTE,
    version: 1,
    at: NOW,
    by: 'dag1',
    approved: { at: NOW - 20 * MINUTE, by: 'leder' },
    deliveries: [],
    ...change,
  },
});
const words = (telling: ReturnType<typeof tellOf>) =>
  tellWords(telling, { ...still, people: new Map() }, { t: translator('nb'), lang: 'nb' }, NOW);

describe('what can be called about', () => {
  it('is each node, and each service by site as a whole before its sites', () => {
    const ids = subjects.filter(({ service }) => service.id === 'ek').map(({ id }) => id);
    expect(ids).toEqual(['ek', 'ek@tromso', 'ek@bodo', 'ek@mo', 'ek@kirkenes']);
    expect(subjects.filter(({ id }) => id === 'core1')).toHaveLength(1);
  });

  it('is found by the beginning of its words, without the marks that a hurry leaves out', () => {
    const first = (text: string): string | undefined => findSubjects(subjects, text, () => 0)[0]?.id;
    expect(first('dips bod')).toBe('dips-arena@bodo');
    expect(first('kurve kirk')).toBe('ek@kirkenes');
    expect(first('tradlost')).toBe('wifi');
    expect(first('finnes ikke')).toBeUndefined();
  });

  it('puts what is called about before its equals', () => {
    const found = findSubjects(subjects, 'ek', ({ id }) => (id === 'ek@mo' ? 1 : 0));
    expect(found[0]?.id).toBe('ek@mo');
  });

  it('is listed as called, reported, not normal; a service that is down everywhere takes one row', () => {
    const callers: IncidentEntity = {
      kind: 'callers',
      value: { node: 'ek@mo', count: 2, firstAt: 1, lastAt: 2, recent: [] },
    };
    const report: IncidentEntity = {
      kind: 'report',
      value: { node: 'wifi@mo', at: 1, by: 'dag1', until: 2, note: null, asked: false },
    };
    const down = ['tromso', 'bodo', 'mo'].map((site) => aNodeStatus(`ek@${site}`, 'down'));
    const { board, status } = room([callers, report], down);
    const sections = callerSections(still, subjects, board.incidents, status, '');
    expect(sections.map(({ section, lines }) => [section, lines.map(({ key }) => key)])).toEqual([
      ['called', ['ek@mo']],
      ['reported', ['wifi@mo']],
      ['abnormal', ['ek']],
    ]);
    expect(sections[2]?.lines[0]).toMatchObject({ state: 'down', hit: { bad: 3, of: 4 } });
  });
});

describe('what to tell the next caller', () => {
  it('is the cause’s alarm, who has it and since when, not the symptom’s own', () => {
    const { tell } = room(
      [],
      [aNodeStatus('ek@mo', 'down')],
      [alarm('core1', { owner: 'dag1', activeSince: NOW - 30 * MINUTE }), alarm('ek@mo')],
    );
    const telling = tell('ek@mo', ['core1']);
    expect(telling).toMatchObject({
      known: 'alarm',
      owner: 'dag1',
      since: NOW - 30 * MINUTE,
      alarm: { node: 'core1' },
    });
    expect(words(telling).say.join(' ')).toContain('Årsaken er trolig Kjernenett dc1.');
    expect(aboutOf(telling)).toEqual({ node: 'core1', incident: null });
  });

  it('says that nobody has it where nobody has, and what to do', () => {
    const { tell } = room([], [aNodeStatus('ek@mo', 'down')], [alarm('ek@mo')]);
    const said = words(tell('ek@mo', ['ek@mo']));
    expect(said.known).toContain('ingen har tatt den');
    expect(said.say.join(' ')).not.toContain('Det jobbes');
    expect(said.act).toContain('si fra til operatøren');
  });

  it('promises what the last message promised; a closed series promises nothing', () => {
    const bad = [aNodeStatus('ek@mo', 'down')];
    const next = (...messages: readonly IncidentEntity[]) =>
      room(messages, bad, [
        alarm('core1', { timer: { at: 0, by: 'd', until: NOW + 60 * MINUTE, due: false } }),
      ]).tell('ek@mo', ['core1']).next;
    expect(next(message())).toEqual({ at: NOW + 10 * MINUTE, late: false });
    expect(next(message({ nextAt: NOW }))).toEqual({ at: NOW, late: true });
    expect(next()).toEqual({ at: NOW + 60 * MINUTE, late: false });
    const closing = message({
      id: 'message-2',
      part: 2,
      kind: 'closing',
      nextAt: null,
      approved: { at: NOW, by: 'd' },
    });
    expect(next(message(), closing)).toEqual({ at: NOW + 60 * MINUTE, late: false });
  });

  it('a draft that nobody has approved tells a caller nothing', () => {
    const { tell } = room(
      [message({ state: 'draft', approved: null })],
      [aNodeStatus('ek@mo', 'down')],
      [alarm('core1')],
    );
    expect(tell('ek@mo', ['core1'])).toMatchObject({ message: null, next: null });
  });

  it('users’ word stands where checks are well, and not before an alarm that is measured', () => {
    const report: IncidentEntity = {
      kind: 'report',
      value: { node: 'ek@mo', at: NOW, by: 'dag1', until: NOW + MINUTE, note: null, asked: false },
    };
    expect(room([report]).tell('ek@mo').known).toBe('reported');
    expect(
      room([report], [aNodeStatus('ek@mo', 'down')], [alarm('ek@mo')]).tell('ek@mo', ['ek@mo']).known,
    ).toBe('alarm');
  });

  it('of a service as a whole it is the worst of its sites, with each of them', () => {
    const { tell } = room(
      [],
      [aNodeStatus('ek@mo', 'down'), aNodeStatus('ek@bodo', 'warning')],
      [alarm('ek@mo')],
    );
    const telling = tell('ek', ['ek@mo']);
    expect(telling).toMatchObject({ state: 'down', alarm: { node: 'ek@mo' } });
    expect(telling.sites.map(({ state }) => state)).toEqual(['normal', 'warning', 'down', 'normal']);
    expect(words(telling).say.join(' ')).toContain('Elektronisk kurve har vært nede');
  });

  it('a retired known error is no workaround', () => {
    const error = (retired: { at: number; by: string } | null): IncidentEntity => ({
      kind: 'known-error',
      value: {
        id: 'known-error-1',
        number: 'K-1',
        title: 't',
        services: ['ek'],
        symptom: null,
        workaround: 'w',
        ticket: null,
        at: 1,
        by: 'd',
        retired,
      },
    });
    expect(room([error(null)]).tell('ek@mo').workarounds).toHaveLength(1);
    expect(room([error({ at: 2, by: 'd' })]).tell('ek@mo').workarounds).toEqual([]);
  });
});
