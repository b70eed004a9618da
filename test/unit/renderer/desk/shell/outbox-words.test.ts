import { describe, expect, it } from 'vitest';
import { inOrder, outboxWords } from '../../../../../renderer/desk/shell/outbox-words';
import { translator } from '../../../../../renderer/i18n';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import type { PeopleEntity } from '../../../../../shared/model/people';
import { stillBoard } from '../board';

/** 23 November 2026, 04:00 in Oslo. */
const NOW = Date.UTC(2026, 10, 23, 3, 0);
const MINUTE = 60_000;
const people = new Map<string, PeopleEntity>([
  [
    'person:dag2',
    {
      kind: 'person',
      value: {
        id: 'dag2',
        name: 'dagoperatør 2',
        initials: 'D2',
        roles: ['operator'],
        active: true,
        machine: false,
      },
    },
  ],
]);
const names = { ...stillBoard(), people };

function entry(kind: string, payload: unknown, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: 'c1',
    kind,
    subject: 'core1',
    payload,
    actor: 'dag1',
    actedAt: NOW - 5 * MINUTE,
    expiresAt: NOW + 60 * MINUTE,
    fate: 'queued',
    reason: null,
    settledAt: null,
    ...change,
  };
}
const drawn = { alarm: 'A-4171', condition: 'degraded' };
const say = (one: OutboxEntry, live = false) =>
  outboxWords(one, names, { t: translator('nb'), lang: 'nb' }, NOW, live);

describe('the words of the outbox', () => {
  it('name the act with the alarm’s number, what it is about, and what was said', () => {
    expect(say(entry('alarm.acknowledge', { ...drawn, note: 'ringer', own: true }))).toMatchObject({
      title: 'Kvitter A-4171',
      detail: 'Kjernenett dc1: «ringer»',
    });
    expect(say(entry('alarm.acknowledge', { ...drawn, note: null, own: true })).detail).toBe(
      'Kjernenett dc1',
    );
    expect(
      say(
        entry('alarm.shelve', {
          ...drawn,
          until: NOW + 4 * 60 * MINUTE,
          code: 'known-fault',
          reason: 'P-2031',
          breakAfterMs: null,
        }),
      ).detail,
    ).toBe('Kjernenett dc1: til 08:00, kjent feil «P-2031»');
    expect(say(entry('alarm.hand', { ...drawn, to: 'dag2', note: null })).detail).toBe(
      'Kjernenett dc1: til dagoperatør 2',
    );
    expect(say(entry('alarm.timer', { alarm: 'A-4171', until: NOW + 30 * MINUTE })).detail).toBe(
      'Kjernenett dc1: innen 04:30',
    );
    expect(
      say(
        entry('run.request', { args: { port: 3 }, node: null, dryRun: true }, { subject: 'action/nettport' }),
      ),
    ).toMatchObject({ title: 'Kjør driftshandling', detail: 'nettport: prøvekjøring, port = 3' });
  });

  it('say on what what waits depends: on the condition, on nothing, or on the time', () => {
    expect(say(entry('alarm.acknowledge', { ...drawn, note: null, own: true })).meaning).toBe(
      'Gjelder bare om den ikke er blitt verre enn redusert. Sendes når huben svarer, senest 05:00.',
    );
    expect(say(entry('alarm.note', { alarm: 'A-4171', text: 'fremme' })).meaning).toBe(
      'Sendes når huben svarer, med klokkeslettet 03:55:00, senest 05:00.',
    );
    expect(say(entry('check.recheck', null)).meaning).toBe(
      'Sendes når huben svarer, senest 05:00. Kommer den senere, gjøres det ikke.',
    );
    expect(say(entry('check.recheck', null), true).meaning).toBe('Sendes straks.');
  });

  it('tell a missing answer, a refusal with the hub’s news, and an end of time', () => {
    expect(say(entry('check.recheck', null, { fate: 'sent' }))).toMatchObject({
      fate: 'Sendt, svar uteble',
      meaning: 'Sendes igjen med samme id og telles én gang.',
    });
    expect(
      say(entry('check.recheck', null, { fate: 'refused', reason: 'Kvittert av nattoperatør 03:58.' })),
    ).toMatchObject({ fate: 'Avvist', meaning: 'Kvittert av nattoperatør 03:58.' });
    expect(say(entry('check.recheck', null, { fate: 'expired' }))).toMatchObject({
      fate: 'For sent',
      meaning: 'Fristen gikk ut før huben fikk det. Gjør det på nytt.',
    });
  });

  it('call what this version does not know as it calls itself, and fail on no payload', () => {
    expect(say(entry('alarm.dance', { alarm: 7 }))).toMatchObject({
      title: 'alarm.dance',
      detail: 'Kjernenett dc1',
    });
    expect(say(entry('alarm.shelve', 'nonsense')).title).toBe('Hyll');
    expect(say(entry('call.log', null, { subject: 'oncall/nett' })).detail).toBe('nett');
  });

  it('stand in order: what waits as it will be sent, what was not done, what was', () => {
    const order = inOrder([
      entry('a', null, { id: 'done', fate: 'confirmed', actedAt: 9 }),
      entry('a', null, { id: 'late', fate: 'expired', actedAt: 1 }),
      entry('a', null, { id: 'second', fate: 'queued', actedAt: 3 }),
      entry('a', null, { id: 'first', fate: 'sent', actedAt: 2 }),
      entry('a', null, { id: 'refused', fate: 'refused', actedAt: 4 }),
    ]);
    expect(order.map(({ id }) => id)).toEqual(['first', 'second', 'refused', 'late', 'done']);
  });
});

describe('the words of the outbox on causes, incidents, callers and messages', () => {
  const subject = (about: string) => ({ subject: about });

  it('say under what something was put', () => {
    expect(say(entry('cause.join', { cause: 'core1', note: 'samme rack' }, subject('san1')))).toMatchObject({
      title: 'Legg under årsak',
      detail: 'SAN 1: under Kjernenett dc1 «samme rack»',
    });
  });

  it('call what this desk made by its own words, never by its id', () => {
    const opened = entry(
      'incident.open',
      {
        id: 'incident-0001',
        title: 'Nett nede',
        severity: 'major',
        commander: null,
        services: [],
        sites: [],
        consequence: null,
        ticket: null,
        cause: null,
        alarm: null,
        occurredAt: null,
      },
      subject('incident/incident-0001'),
    );
    expect(say(opened).detail).toMatch(/^Nett nede: alvor: /);
    expect(
      say(entry('incident.note', { id: 'line-0001', text: 'hei' }, subject('incident/incident-0001'))).detail,
    ).toBe('en hendelse: «hei»');
    expect(say(entry('task.done', { done: true }, subject('task/task-00001'))).detail).toBe(
      'en oppgave: gjort',
    );
  });

  it('tell each field that was set of an incident', () => {
    const set = entry(
      'incident.set',
      { severity: 'high', commander: 'dag2', ticket: null },
      subject('incident/x'),
    );
    expect(say(set).detail).toMatch(/Alvor: .*, Hendelsesleder: dagoperatør 2, .* tømt/);
  });

  it('say that a caller is told of however late, and which way it was counted', () => {
    const one = say(entry('caller.add', { by: 1 }, subject('ek@mo')));
    expect(one.detail).toBe('Elektronisk kurve, Mo i Rana: én til');
    expect(one.meaning).toContain('med klokkeslettet 03:55');
    expect(say(entry('caller.add', { by: -1 }, subject('ek'))).detail).toBe(
      'Elektronisk kurve: én trukket fra',
    );
  });

  it('say until when users report it down', () => {
    const report = entry('report.set', { until: NOW + 60 * MINUTE, note: null }, subject('ek@mo'));
    expect(say(report).detail).toBe('Elektronisk kurve, Mo i Rana: til 05:00');
  });

  it('name the version that was approved; that approval does not hold however late it comes', () => {
    const approved = say(entry('message.approve', { version: 3 }, subject('message/message-1')));
    expect(approved.detail).toBe('en driftsmelding: versjon 3');
    expect(approved.meaning).toContain('Kommer den senere, gjøres det ikke.');
  });
});
