import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import { eventText, type Names, namesIn } from '../../../../shared/rules/event-text';
import { Projection } from '../../../../shared/rules/projection';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../fixtures/room';

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
});
