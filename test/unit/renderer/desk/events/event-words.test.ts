import { describe, expect, it } from 'vitest';
import { eventWords, subjectName } from '../../../../../renderer/desk/events/event-words';
import { translator } from '../../../../../renderer/i18n';
import type { EventBody } from '../../../../../shared/model/events';
import type { MaintenanceWindow } from '../../../../../shared/model/maintenance';
import { stillBoard } from '../board';

const board = stillBoard();
const AT = Date.UTC(2026, 10, 23, 13, 2, 11);
const say = (body: EventBody, lang: 'nb' | 'en' = 'nb') =>
  eventWords({ origin: 'o', epoch: 1, seq: 1, at: AT, body }, board, { t: translator(lang), lang });

const changed = {
  type: 'check.changed',
  check: 'dips-arena@mo/https',
  result: 'critical',
  hard: true,
  attempt: 3,
  output: 'HTTP 503\nmore',
  ms: 84,
  observedAt: AT,
  silenced: false,
} as const;

describe('events in words', () => {
  it('say what a check measured', () => {
    expect(say(changed)).toEqual({
      state: 'down',
      soft: false,
      node: 'dips-arena@mo',
      subject: 'DIPS Arena, Mo i Rana · Åpne journal',
      text: 'Nede · 84 ms · HTTP 503',
    });
    expect(say({ ...changed, hard: false, attempt: 1 }, 'en')).toMatchObject({
      soft: true,
      text: 'Down · attempt 1 of 3, not confirmed · 84 ms · HTTP 503',
    });
  });

  it('let a check do no more than it may: a certificate only warns', () => {
    expect(say({ ...changed, check: 'dips-arena@mo/cert' }).state).toBe('warning');
  });

  it('call a check that is gone by its id', () => {
    expect(say({ ...changed, check: 'borte/https' })).toMatchObject({ node: null, subject: 'borte/https' });
  });

  it('say when nobody watched', () => {
    const body = { type: 'hub.started', version: '0.1.0', reducer: 1, blindFrom: AT - 600_000 } as const;
    expect(say(body)).toMatchObject({
      state: 'unknown',
      text: 'Huben startet, versjon 0.1.0. Ingen overvåket 13:52–14:02:11 (10 min)',
    });
    expect(say({ ...body, blindFrom: null }).state).toBeNull();
  });

  it('give a rejected catalogue its place', () => {
    const issue = { file: 'rom.yaml', line: 41, col: 9, reason: 'unknown service "x"' };
    expect(say({ type: 'catalogue.rejected', issues: [issue, issue] }, 'en').text).toBe(
      'The catalogue was rejected: rom.yaml:41:9 unknown service "x" (and 1 more error)',
    );
  });

  it('say when a measurement did not come', () => {
    const overdue = { type: 'check.overdue', check: 'san1/ping', lastObservedAt: AT - 60_000 } as const;
    expect(say(overdue)).toMatchObject({
      state: 'stale',
      text: 'Ingen måling innen fristen, sist målt 14:01',
    });
    expect(say({ ...overdue, lastObservedAt: null }).text).toMatch(/aldri målt/);
  });

  it('say what became of a command', () => {
    const body = {
      type: 'command.settled',
      command: 'command-1',
      kind: 'check.recheck',
      subject: 'san1',
      actor: 'pult',
      actedAt: AT,
      reason: 'for travelt',
    } as const;
    expect(say({ ...body, outcome: 'done' })).toMatchObject({
      node: 'san1',
      text: 'Sjekket på nytt av pult 14:02:11',
    });
    expect(say({ ...body, outcome: 'refused' }).text).toMatch(/avvist: for travelt$/);
    expect(say({ ...body, outcome: 'expired' }).text).toMatch(/kom for sent$/);
  });

  it('name what a command was about as people know it', () => {
    const window: MaintenanceWindow = {
      id: 'desk-5u27',
      title: 'Ny fastvare',
      description: null,
      ticket: null,
      owner: null,
      origin: 'desk',
      effects: [{ match: 'san1', worst: 'down' }],
      start: '2026-11-23T02:00',
      durationMs: 3_600_000,
      rrule: null,
    };
    const status = { window, run: null, next: null, last: null };
    const known = { ...board, maintenance: new Map([['mw/desk-5u27', status]]) };
    const nb = { t: translator('nb') };
    const name = (subject: string, payload?: unknown) => subjectName(board, subject, nb, payload);
    expect(subjectName(known, 'mw/desk-5u27', nb)).toBe('Ny fastvare');
    // Not on the board yet: what was given has the title. Gone from it: what it was, and never its id.
    expect(name('mw/desk-5u27', { window })).toBe('Ny fastvare');
    expect(name('mw/desk-5u27', { window: 'no window' })).toBe('et vedlikehold');
    expect(name('mw/desk-5u27')).toBe('et vedlikehold');
    expect(name('catalogue')).toBe('katalogen');
    expect(name('dips-arena')).toBe('DIPS Arena');
    expect(name('dips-arena@mo')).toBe('DIPS Arena, Mo i Rana');
    expect(name('gone@mo')).toBe('gone, mo');
  });

  it('say the rest', () => {
    expect(say({ type: 'vantage.changed', lost: true })).toMatchObject({ state: 'unknown' });
    expect(say({ type: 'vantage.changed', lost: false })).toMatchObject({ state: 'normal' });
    expect(say({ type: 'hub.stopped' }).text).toBe('Huben stanset ordnet');
    expect(say({ type: 'catalogue.changed', name: 'Rom', demo: false, put: [], drop: ['a'] }).text).toBe(
      'Katalogen «Rom» endret: 0 lagt inn eller endret, 1 fjernet',
    );
  });
});
