import { describe, expect, it } from 'vitest';
import { subjectName } from '../../../../../renderer/desk/events/command-words';
import { eventWords } from '../../../../../renderer/desk/events/event-words';
import { outboxWords } from '../../../../../renderer/desk/shell/outbox-words';
import { translator } from '../../../../../renderer/i18n';
import type { CommandKind, CommandPayload } from '../../../../../shared/contract/commands';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import type { EventBody } from '../../../../../shared/model/events';
import type { Duty } from '../../../../../shared/model/roster';
import { type WatchEntity, watchKey } from '../../../../../shared/model/watch';
import { bodyOf } from '../../../../../shared/rules/watch/bodies';
import { anEntry, LOG_PLAN } from '../../../../fixtures/desk-harness/log-scene';
import { stillBoard } from '../board';

const AT = Date.UTC(2026, 10, 23, 4, 0);
const MINUTE = 60_000;
const SALT = 'salt-salt-salt-salt';
const entry = anEntry('00000000-0000-4000-8000-000000000001', 'L-88', AT, 'Nettvakt svarte 04:11');
const duty: Duty = {
  id: 'room',
  shift: null,
  since: AT,
  holders: [{ position: 'nattoperatør', person: 'natt' }],
  handover: null,
};
const shift = (id: string, date: string) => ({ id: `${date}/${id}`, shift: id, date, start: AT, end: AT });
type HandoverMoved = Extract<EventBody, { type: 'handover.moved' }>;
const handover: HandoverMoved['handover'] = {
  id: '2026-11-22_natt',
  number: 'H-41',
  from: shift('natt', '2026-11-22'),
  to: shift('dag', '2026-11-23'),
  outgoing: [],
  incoming: [{ position: 'dagoperatør', person: 'dag1' }],
  state: 'exchanging',
  beganAt: AT,
  dueAt: AT + 30 * MINUTE,
  lateSince: null,
  exchangedAt: null,
  items: [
    {
      key: 'a',
      title: 'DIPS treg',
      node: null,
      sources: [],
      criticality: 1,
      owner: null,
      to: null,
      walked: { at: 1, by: 'natt' },
      said: null,
    },
    {
      key: 'b',
      title: 'WAN Mo',
      node: null,
      sources: [],
      criticality: 1,
      owner: null,
      to: null,
      walked: { at: 2, by: 'natt' },
      said: null,
    },
  ],
  readBack: null,
  signatures: [],
  transfers: [],
  hash: null,
  severity: null,
  acceptedAt: null,
  amendments: [],
  elements: null,
  movedAt: AT,
};
const watch: readonly WatchEntity[] = [
  { kind: 'entry', value: entry },
  { kind: 'handover', value: handover },
];
const names = {
  ...stillBoard([...stillBoard().catalogue.values(), ...LOG_PLAN]),
  watch: new Map(watch.map((entity) => [watchKey(entity), entity])),
};
const nb = { t: translator('nb'), lang: 'nb' as const };
const en = { t: translator('en'), lang: 'en' as const };
const words = (body: EventBody, at = AT, speech: typeof nb | typeof en = nb) =>
  eventWords({ origin: 'hub', epoch: 1, seq: 1, at, body }, names, speech);
const moved = (what: HandoverMoved['what'], change: Partial<HandoverMoved> = {}): HandoverMoved => ({
  type: 'handover.moved',
  handover,
  what,
  duty: null,
  posts: { on: [], off: [] },
  actor: 'natt',
  actedAt: AT,
  ...change,
});

describe('the shift log in words', () => {
  it('says what was written, how much more there is, what goes with it, and by whom', () => {
    const long = { ...entry, body: bodyOf('Nettvakt svarte 04:11\nmontør 09:00', SALT), handover: true };
    expect(words({ type: 'log.written', entry: long })).toMatchObject({
      subject: 'L-88',
      entry: entry.id,
      text: 'Nettvakt svarte 04:11 (og 1 linje til) · skal med i vaktskiftet (natt)',
    });
    expect(words({ type: 'log.written', entry: long }, AT, en).text).toContain(
      '(and 1 line more) · for the handover',
    );
  });

  it('says when it happened, where that was earlier, and when it was written, where the hub heard late', () => {
    const early = { ...entry, at: AT - 50 * MINUTE };
    expect(words({ type: 'log.written', entry: early }, AT + 5 * MINUTE).text).toBe(
      'Nettvakt svarte 04:11 · gjaldt 04:10 (natt) (gjort 05:00, nådde huben nå)',
    );
  });

  it('says that words were erased, and why, and never what they were', () => {
    const gone = { ...entry, body: { ...entry.body, said: null } };
    expect(words({ type: 'log.written', entry: gone }).text).toBe('teksten er slettet (natt)');
    const erased = { entry: entry.id, number: 'L-88', why: 'navn', hash: 'h', actor: 'leder', actedAt: AT };
    expect(words({ type: 'log.erased', part: 'text', ...erased }).text).toBe('Teksten slettet: navn (leder)');
    expect(words({ type: 'log.erased', part: 'a'.repeat(64), ...erased }).text).toContain(
      'Et vedlegg slettet',
    );
    expect(words({ type: 'log.erased', part: 'rettelse-1', ...erased }).text).toContain(
      'En rettelse slettet',
    );
  });
});

describe('the watch in words', () => {
  it('says who has it, by position', () => {
    const body = { type: 'duty.changed' as const, duty, why: 'began' as const, actor: 'natt', actedAt: AT };
    expect(words(body)).toMatchObject({ subject: 'Vakten', text: 'Første vakt: natt (nattoperatør) (natt)' });
    expect(words({ ...body, duty: { ...duty, holders: [] }, why: 'left' }).text).toContain(
      'Nå på vakt: ingen',
    );
  });

  it('says who takes whose turn, and that time put away what is over', () => {
    const id = '2026-11-23/natt/nattoperatør';
    const assignment = {
      id,
      date: '2026-11-23',
      shift: 'natt',
      position: 'nattoperatør',
      person: 'dag2',
      note: 'syk',
    };
    const put = [{ kind: 'assignment' as const, value: assignment }];
    expect(words({ type: 'roster.changed', put, drop: [], actor: 'leder', actedAt: AT }).text).toBe(
      'dag2 tar natt 23.11., nattoperatør «syk» (leder)',
    );
    const over: EventBody = {
      type: 'roster.changed',
      put: [],
      drop: ['absence:1'],
      actor: null,
      actedAt: null,
    };
    expect(words(over).text).toBe('det som er over, er tatt bort');
  });

  it('calls a handover by its number and shifts, and names the item that was last gone through', () => {
    expect(words(moved('walked'))).toMatchObject({
      subject: 'H-41 Vaktskifte natt 22.11. → dag 23.11.',
      text: 'Kritisk sak gjennomgått: WAN Mo (natt)',
    });
    expect(words(moved('said')).text).toBe('Kritiske saker gjennomgått (natt)');
  });

  it('says that it is late, who took over, and why something was missing', () => {
    expect(words(moved('late', { actor: null, actedAt: null }))).toMatchObject({
      state: 'warning',
      text: 'Ikke gjort innen 05:30',
    });
    const accepted = { ...duty, holders: [{ position: 'dagoperatør', person: 'dag1' }] };
    expect(words(moved('accepted', { duty: accepted, actor: 'dag1' })).text).toBe(
      'Ansvaret overtatt av dag1 (dag1)',
    );
    const signature = {
      person: 'natt',
      position: null,
      at: AT,
      console: 'pult',
      hash: 'h',
      role: 'outgoing' as const,
    };
    const signatures = [{ ...signature, exception: { missing: ['read-back'], reason: 'utrykning' } }];
    expect(words(moved('signed', { handover: { ...handover, signatures } })).text).toBe(
      'Signert med unntak: utrykning (natt)',
    );
  });

  it('says every step in both languages', () => {
    for (const what of [
      'began',
      'changed',
      'exchange',
      'read-back',
      'unsigned',
      'amended',
      'dropped',
    ] as const)
      for (const speech of [nb, en])
        expect(words(moved(what), AT, speech).text).toMatch(/^[^:{}]+ \(natt\)$/);
  });
});

describe('acts of the watch in the outbox', () => {
  const given = <K extends CommandKind>(kind: K, subject: string, payload: CommandPayload<K>) => {
    const base = {
      id: 'c',
      actor: 'natt',
      actedAt: AT,
      expiresAt: AT + 3_600_000,
      reason: null,
      settledAt: null,
    };
    return outboxWords(
      { ...base, kind, subject, payload, fate: 'queued' } as OutboxEntry,
      names,
      nb,
      AT,
      false,
    );
  };

  it('say what was written, and that it is sent however late', () => {
    const payload = {
      id: entry.id,
      at: AT,
      text: 'Mistet huben',
      salt: SALT,
      links: [],
      attachments: [],
      handover: false,
    };
    const said = given('log.write', 'entry/ny-innforsel', payload);
    expect(said).toMatchObject({ title: 'Skriv i vaktloggen', detail: 'vaktloggen: «Mistet huben»' });
    expect(said.meaning).toContain('med klokkeslettet 05:00:00');
  });

  it('are about things by their names, never by ids that a desk made', () => {
    expect(subjectName(names, `entry/${entry.id}`, nb)).toBe('L-88');
    expect(subjectName(names, 'duty/room', nb)).toBe('Vakten');
    expect(subjectName(names, 'handover/2026-11-22_natt', nb)).toContain('H-41');
    expect(subjectName(names, 'handover/2026-11-21_dag', nb)).toBe('Vaktskifte dag 21.11.');
    expect(subjectName(names, 'assignment/2026-11-23/natt/nattoperatør', nb)).toBe(
      'natt 23.11., nattoperatør',
    );
    const followUp = { section: 'watch' as const, text: 'san1 85 %', node: null, owner: null, dueAt: null };
    expect(subjectName(names, 'follow-up/laget-her', nb, followUp)).toBe('san1 85 %');
    expect(subjectName(names, 'absence/laget-her', nb)).toBe('et fravær');
  });

  it('say what an item became, and why a handover was signed all the same', () => {
    const handoverId = `handover/${handover.id}`;
    expect(
      given('handover.item', handoverId, { key: 'a', walked: true, said: 'på reserve' }).detail,
    ).toContain('gjennomgått «på reserve»');
    const exception = { reason: 'utrykning' };
    expect(given('handover.accept', handoverId, { hash: 'a'.repeat(64), exception }).detail).toContain(
      'med unntak: utrykning',
    );
    expect(given('routine.tick', 'routine/lydlogg/2026-11-23', { step: 1, on: true }).detail).toContain(
      'punkt 2',
    );
  });
});
