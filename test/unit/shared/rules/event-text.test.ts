import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import type { OutMessage } from '../../../../shared/model/incidents';
import { eventText, type Names, namesIn } from '../../../../shared/rules/event-text';
import { Projection } from '../../../../shared/rules/projection';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../fixtures/room';
import { opened } from '../../../fixtures/wall-harness/incident';

const names: Names = {
  node: (id) => (id === 'dips@mo' ? ['DIPS Arena', 'Mo i Rana'] : []),
  person: (id) => (id === 'kari' ? 'Kari Nordmann' : null),
};
const text = (body: EventBody): string => eventText(body, names)?.text ?? '';
const acted = (act: (EventBody & { type: 'alarm.acted' })['act']): EventBody => ({
  type: 'alarm.acted',
  node: 'dips@mo',
  alarm: 'A-4127',
  act,
  actor: 'kari',
  actedAt: 1,
});

describe('what of an event can be searched for', () => {
  it('names the service, the site and the person beside their ids, and what was said', () => {
    const said = eventText(acted({ kind: 'acknowledge', note: 'sjekker WAN', owner: 'kari' }), names);
    expect(said?.kind).toBe('act');
    for (const word of [
      'A-4127',
      'dips@mo',
      'DIPS Arena',
      'Mo i Rana',
      'kvittert',
      'Kari Nordmann',
      'sjekker WAN',
    ])
      expect(said?.text).toContain(word);
  });

  it('takes a note for a note, a shelf’s reason for an act’s word', () => {
    expect(eventText(acted({ kind: 'note', text: 'ringte Mo', late: true }), names)?.kind).toBe('note');
    const shelved = acted({
      kind: 'shelve',
      until: 2,
      code: 'known-fault',
      reason: 'P-2031 hos leverandør',
      breakAfterMs: null,
    });
    expect(text(shelved)).toContain('hyllet');
    expect(text(shelved)).toContain('P-2031 hos leverandør');
  });

  it('finds a check by its service’s name and by what it said', () => {
    const said = eventText(hard('dips@mo', 'critical', 1), names);
    expect(said?.kind).toBe('check');
    expect(said?.text).toContain('DIPS Arena');
    expect(said?.text).toContain('kritisk');
  });

  it('says what became of a command only where nothing else does', () => {
    const settled = {
      type: 'command.settled',
      command: 'c',
      kind: 'alarm.acknowledge',
      subject: 'dips@mo',
      actor: 'kari',
      actedAt: 1,
      reason: 'Noen kvitterte først.',
    } as const;
    expect(eventText({ ...settled, outcome: 'done' }, names)).toBeNull();
    expect(text({ ...settled, outcome: 'refused' })).toContain('Noen kvitterte først.');
    expect(text({ ...settled, kind: 'check.recheck', outcome: 'done', reason: null })).toContain(
      'DIPS Arena',
    );
  });

  it('knows calls by team, contact and outcome, and who failed to sign in', () => {
    const call = {
      id: 'call-0001',
      team: 'nett',
      contact: 'Nettvakt Nord',
      phone: '77 00 00 00',
      node: 'dips@mo',
      by: 'kari',
      at: 1,
      outcome: 'no-answer',
      settledAt: 2,
      etaAt: null,
      note: 'talepost',
    } as const;
    const said = eventText({ type: 'call.logged', call }, names);
    expect(said?.kind).toBe('call');
    for (const word of ['Nettvakt Nord', '77 00 00 00', 'svarte ikke', 'talepost', 'DIPS Arena'])
      expect(said?.text).toContain(word);
    const failed = { type: 'signin.failed', person: '?', console: 'c', attempts: 3 } as const;
    expect(eventText(failed, names)?.kind).toBe('people');
  });

  it('finds a verdict on a cause by both nodes and by what was said, and a flood by its name', () => {
    const verdict = { node: 'dips@mo', cause: 'wan@mo', at: 1, by: 'kari', note: 'samme kabel' };
    const joined = eventText(
      { type: 'cause.said', node: 'dips@mo', verdict, actor: 'kari', actedAt: 1 },
      names,
    );
    expect(joined?.kind).toBe('act');
    for (const word of ['årsak', 'DIPS Arena', 'wan@mo', 'samme kabel', 'Kari Nordmann'])
      expect(joined?.text).toContain(word);
    const split = { ...verdict, cause: null, note: null };
    expect(
      text({ type: 'cause.said', node: 'dips@mo', verdict: split, actor: 'kari', actedAt: 1 }),
    ).toContain('står alene');
    expect(text({ type: 'cause.said', node: 'dips@mo', verdict: null, actor: 'kari', actedAt: 1 })).toContain(
      'DIPS Arena',
    );
    expect(eventText({ type: 'flood.changed', on: true, annunciated: 12 }, names)).toMatchObject({
      kind: 'alarm',
      text: expect.stringContaining('alarmflom'),
    });
  });

  it('finds an incident by its number and by what was written in it, and its long words where they were set', () => {
    const opening = opened(1, 'dips@mo', 'A-7', {
      consequence: 'papirkurve på alle poster',
      ticket: 'INC-4711',
    });
    if (opening.type !== 'incident.moved') throw new Error('opened says so');
    const said = eventText(opening, names);
    expect(said?.kind).toBe('incident');
    for (const word of [
      'I-12',
      'Nettet i Mo er nede',
      'storhendelse',
      'INC-4711',
      'papirkurve',
      'DIPS Arena',
    ])
      expect(said?.text).toContain(word);
    const [incident] = opening.put;
    if (!incident) throw new Error('it has an incident');
    const note = {
      kind: 'entry' as const,
      value: {
        id: 'n1',
        incident: 'hendelse-1',
        at: 2,
        by: 'kari',
        kind: 'note' as const,
        facts: { team: 'Nettvakt', count: 3 },
        text: 'linjekort byttes',
      },
    };
    const noted = text({ ...opening, what: 'incident.note', put: [incident, note] });
    for (const word of ['I-12', 'linjekort byttes', 'Nettvakt']) expect(noted).toContain(word);
    expect(noted).not.toContain('papirkurve');
    // Time put old lines away: nothing was said.
    expect(eventText({ ...opening, put: [], drop: ['entry:n1'], actor: null }, names)).toBeNull();
  });

  it('finds callers, reports and known errors by the service, the symptom and the workaround', () => {
    const callers = { node: 'dips@mo', count: 1, firstAt: 1, lastAt: 1, recent: [1] };
    const counted = {
      type: 'callers.counted',
      node: 'dips@mo',
      by: 1,
      callers,
      actor: 'kari',
      actedAt: 1,
    } as const;
    expect(eventText(counted, names)).toMatchObject({
      kind: 'caller',
      text: expect.stringContaining('DIPS Arena'),
    });
    // Time forgot them: nobody called.
    expect(eventText({ ...counted, callers: null, actor: null, actedAt: null }, names)).toBeNull();
    const report = { node: 'dips@mo', at: 1, by: 'kari', until: 2, note: 'treg innlogging', asked: false };
    const reported = {
      type: 'report.changed',
      node: 'dips@mo',
      report,
      why: 'set',
      actor: 'kari',
      actedAt: 1,
    } as const;
    expect(text(reported)).toContain('treg innlogging');
    expect(text(reported)).toContain('meldt nede av brukere');
    const error = {
      id: 'kjent-feil-1',
      number: 'K-3',
      title: 'Utskrift henger',
      services: ['dips@mo'],
      symptom: 'hvit skjerm',
      workaround: 'start på nytt',
      ticket: null,
      at: 1,
      by: 'kari',
      retired: null,
    };
    const known = text({ type: 'known-error.set', error, actor: 'kari', actedAt: 1 });
    for (const word of ['K-3', 'Utskrift henger', 'hvit skjerm', 'start på nytt', 'DIPS Arena'])
      expect(known).toContain(word);
  });

  it('finds a message by its text where it was written, and by where it went where it went', () => {
    const message = {
      id: 'melding-1',
      number: 'D-7',
      series: 'melding-1',
      part: 1,
      kind: 'first',
      state: 'approved',
      incident: null,
      node: 'dips@mo',
      subject: 'DIPS er nede',
      body: 'Bruk papirkurve til klokken tre.',
      channels: ['epost'],
      nextAt: null,
      version: 1,
      at: 1,
      by: 'kari',
      approved: null,
      deliveries: [{ channel: 'epost', state: 'refused', attempts: 1, at: 2, detail: 'postkassen er full' }],
    } satisfies OutMessage;
    const moved = { type: 'message.moved', message, channel: null, actor: 'kari', actedAt: 1 } as const;
    const written = eventText({ ...moved, what: 'approved' }, names);
    expect(written?.kind).toBe('message');
    for (const word of ['D-7', 'DIPS er nede', 'papirkurve', 'godkjent'])
      expect(written?.text).toContain(word);
    const refused = text({ ...moved, what: 'refused', channel: 'epost', actor: null });
    for (const word of ['D-7', 'avvist', 'epost', 'postkassen er full']) expect(refused).toContain(word);
    expect(refused).not.toContain('papirkurve');
    expect(eventText({ ...moved, what: 'dropped' }, names)).toBeNull();
  });

  it('is bounded, whatever a storm brings', () => {
    const moves = Array.from({ length: 5_000 }, (_, n) => ({ kind: 'stalled' as const, node: `node-${n}` }));
    expect(text({ type: 'alarms.moved', moves }).length).toBeLessThanOrEqual(8_000);
  });

  it('takes names from the room as it is, and none for what it does not know', () => {
    const room = new Projection();
    const write = eventWriter();
    room.apply(write(catalogueChanged(entities([{ ...aService('lab'), name: 'Laboratorium' }]))));
    const inRoom = namesIn(room);
    expect(inRoom.node('lab')).toEqual(['Laboratorium']);
    expect(inRoom.node('vaktrom/nett')).toEqual([]);
    expect(inRoom.person('kari')).toBeNull();
    room.apply(
      write({
        type: 'person.set',
        person: { id: 'kari', name: 'Kari', initials: 'K', roles: [], active: true, machine: false },
        actor: 'x',
      }),
    );
    expect(namesIn(room).person('kari')).toBe('Kari');
  });

  it('finds what was done about a wall by the wall, what was done, and who did it', () => {
    const body: EventBody = {
      type: 'wall.cared',
      console: 'k',
      name: 'vegg-v',
      window: 'wall-2',
      how: 'recreate',
      actor: 'kari',
      actedAt: 1,
    };
    expect(eventText(body, names)?.kind).toBe('act');
    for (const word of ['veggen', 'vegg-v', 'wall-2', 'byttet ut', 'replaced', 'Kari Nordmann'])
      expect(text(body)).toContain(word);
  });
});
