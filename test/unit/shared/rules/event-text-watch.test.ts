import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import type { FollowUp, Handover, RoutineRun } from '../../../../shared/model/handover';
import type { LogEntry } from '../../../../shared/model/shift-log';
import { eventText, type Names } from '../../../../shared/rules/event-text';
import { bodyOf } from '../../../../shared/rules/watch/bodies';

const names: Names = {
  node: (id) => (id === 'dips@mo' ? ['DIPS Arena', 'Mo i Rana'] : []),
  person: (id) => (id === 'natt' ? 'nattoperatør' : null),
};
const said = (body: EventBody) => eventText(body, names);
const entry: LogEntry = {
  id: '00000000-0000-4000-8000-000000000001',
  number: 'L-88',
  at: 1,
  by: 'natt',
  writtenAt: 1,
  body: bodyOf('Leverandørsak 118402, montør 09:00', 'salt-salt-salt-salt'),
  links: [{ kind: 'node', id: 'dips@mo' }],
  attachments: [{ hash: 'a'.repeat(64), name: 'svartid.png', type: 'image/png', bytes: 10, erased: false }],
  handover: true,
  corrections: [],
  erasures: [],
};
const handover: Handover = {
  id: '2026-11-22_natt',
  number: 'H-41',
  from: { id: '2026-11-22/natt', shift: 'natt', date: '2026-11-22', start: 1, end: 2 },
  to: null,
  outgoing: [{ position: 'nattoperatør', person: 'natt' }],
  incoming: [],
  state: 'accepted',
  beganAt: 1,
  dueAt: 2,
  lateSince: null,
  exchangedAt: null,
  items: [
    {
      key: 'now/A-1',
      title: 'DIPS treg',
      node: 'dips@mo',
      sources: [],
      criticality: 1,
      owner: null,
      to: null,
      walked: null,
      said: { at: 1, by: 'natt', words: 'på reserve' },
    },
  ],
  readBack: null,
  signatures: [
    {
      role: 'incoming',
      person: 'natt',
      position: null,
      at: 1,
      console: 'pult',
      hash: 'h',
      exception: { missing: ['read-back'], reason: 'måtte gå' },
    },
  ],
  transfers: [],
  hash: null,
  severity: null,
  acceptedAt: null,
  amendments: [],
  elements: null,
  movedAt: 1,
};
const moved = (what: (EventBody & { type: 'handover.moved' })['what']): EventBody => ({
  type: 'handover.moved',
  handover,
  what,
  duty: null,
  posts: { on: [], off: [] },
  actor: 'natt',
  actedAt: 1,
});

describe('what of the watch can be searched for', () => {
  it('is an entry by its words, its number, what it is about, who wrote it, and its files', () => {
    const found = said({ type: 'log.written', entry });
    expect(found?.kind).toBe('shift-log');
    for (const word of ['L-88', 'leverandørsak', 'DIPS Arena', 'Mo i Rana', 'nattoperatør', 'svartid.png'])
      expect(found?.text.toLowerCase()).toContain(word.toLowerCase());
  });

  it('is no word that was erased', () => {
    const erased = {
      ...entry,
      body: { ...entry.body, said: null },
      attachments: entry.attachments.map((one) => ({ ...one, erased: true })),
    };
    const text = said({ type: 'log.written', entry: erased })?.text;
    expect(text).toContain('L-88');
    expect(text).not.toContain('118402');
    expect(text).not.toContain('svartid.png');
  });

  it('is a correction’s words, and why something was erased', () => {
    const correction = {
      id: 'rettelse-1',
      at: 1,
      by: 'natt',
      body: bodyOf('montør 10:00', 'salt-salt-salt-salt'),
    };
    expect(said({ type: 'log.corrected', entry: entry.id, number: 'L-88', correction })?.text).toContain(
      '10:00',
    );
    const erased = {
      entry: entry.id,
      number: 'L-88',
      part: 'text',
      why: 'pasient',
      hash: 'h',
      actor: 'natt',
      actedAt: 1,
    };
    expect(said({ type: 'log.erased', ...erased })?.text).toContain('pasient');
  });

  it('is a handover by its number, its shift, who signed, and why something was missing', () => {
    const found = said(moved('accepted'));
    expect(found?.kind).toBe('handover');
    for (const word of ['H-41', '2026-11-22/natt', 'overtatt', 'DIPS treg', 'på reserve', 'måtte gå'])
      expect(found?.text).toContain(word);
    expect(said(moved('walked'))?.text).not.toContain('måtte gå');
    expect(said(moved('dropped'))).toBeNull();
  });

  it('is who has the watch and who is away, but not what time put away', () => {
    const duty = {
      id: 'room' as const,
      shift: null,
      since: 1,
      holders: [{ position: 'nattoperatør', person: 'natt' }],
      handover: null,
    };
    const took = said({ type: 'duty.changed', duty, why: 'taken', actor: 'natt', actedAt: 1 });
    expect(took).toMatchObject({ kind: 'people' });
    expect(took?.text).toContain('overtok alene');
    const roster = { type: 'roster.changed' as const, put: [], drop: ['absence:1'], actedAt: null };
    expect(said({ ...roster, actor: null })).toBeNull();
    expect(said({ ...roster, actor: 'natt' })?.text).toContain('fjernet');
  });

  it('is follow-ups and routines by number, name and note', () => {
    const followUp = {
      id: 'oppf-0001',
      number: 'O-9',
      section: 'watch',
      text: 'san1 85 %',
      node: 'dips@mo',
      owner: null,
      dueAt: null,
      due: false,
      at: 1,
      by: 'natt',
      carried: 1,
      closed: { at: 2, by: 'natt', note: 'utvidet' },
    } satisfies FollowUp;
    const closed = said({ type: 'follow-up.moved', followUp, what: 'closed', actor: 'natt', actedAt: 1 });
    for (const word of ['O-9', 'san1', 'lukket', 'utvidet']) expect(closed?.text).toContain(word);
    const run = {
      id: 'lydlogg/2026-11-23',
      number: 'R-52',
      routine: 'lydlogg',
      name: 'AMK lydlogg',
      date: '2026-11-23',
      opensAt: 1,
      dueAt: 2,
      state: 'overdue',
      ticked: [],
      settled: null,
    } satisfies RoutineRun;
    expect(said({ type: 'routine.moved', run, what: 'overdue', actor: null, actedAt: null })?.text).toContain(
      'forfalt',
    );
  });
});
