import { describe, expect, it } from 'vitest';
import { eventWords, subjectName } from '../../../../../renderer/desk/events/event-words';
import { translator } from '../../../../../renderer/i18n';
import type { ActionRun, AlarmAct } from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import type { MaintenanceWindow } from '../../../../../shared/model/maintenance';
import type { NodeState } from '../../../../../shared/model/states';
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
  beforeAt: null,
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

describe('what people and alarms did, in words', () => {
  const facts = {
    condition: 'down' as NodeState,
    conditionSince: AT,
    suppressed: null,
    priority: 1 as const,
    latching: true,
    sites: ['mo'],
    symptoms: 0,
    checks: 0,
    basis: 'measured' as const,
    recovery: null,
  };
  const acted = (
    act: AlarmAct,
    change: Partial<Extract<EventBody, { type: 'alarm.acted' }>> = {},
  ): EventBody => ({
    type: 'alarm.acted',
    node: 'core1',
    alarm: 'A-7',
    act,
    actor: 'dag1',
    actedAt: AT,
    ...change,
  });
  const text = (body: EventBody, lang: 'nb' | 'en' = 'nb'): string => {
    const words = say(body, lang);
    return `${words.subject}: ${words.text}`;
  };

  it('tell one alarm by itself, with its number, its symptoms and why it is quiet', () => {
    const body = (change: Partial<typeof facts> | { suppressed: unknown }, id = 'A-7'): EventBody => ({
      type: 'alarms.moved',
      moves: [{ kind: 'facts', node: 'core1', id, facts: { ...facts, ...(change as object) } }],
    });
    expect(text(body({}))).toBe('Kjernenett dc1: A-7 meldt: Nede, prioritet 1');
    expect(text(body({ symptoms: 312 }, ''))).toBe('Kjernenett dc1: Nå Nede · 312 symptomer');
    expect(text(body({ suppressed: { kind: 'cause', id: 'power1' } }), 'en')).toBe(
      'Kjernenett dc1: A-7 raised: Down, priority 1 · quiet: follows from Strøm, datasenter 1',
    );
    expect(say(body({ condition: 'normal' })).text).toBe('Tilbake til normal');
  });

  it('count many at once by the worst, and tell its own part on a node’s page', () => {
    const body: EventBody = {
      type: 'alarms.moved',
      moves: [
        { kind: 'facts', node: 'wan@mo', id: 'A-8', facts: { ...facts, condition: 'warning' } },
        { kind: 'facts', node: 'core1', id: 'A-9', facts },
        { kind: 'facts', node: 'san1', id: '', facts: { ...facts, condition: 'normal' } },
        { kind: 'shelf-warned', node: 'san2' },
      ],
    };
    expect(say(body)).toMatchObject({
      state: 'down',
      node: null,
      text: '2 ikke normale, 1 tilbake til normal, 1 endret: WAN, Mo i Rana, Kjernenett dc1',
    });
    const event = { origin: 'o', epoch: 1, seq: 1, at: AT, body };
    expect(eventWords(event, board, { t: translator('nb'), lang: 'nb' }, 'core1')).toMatchObject({
      node: 'core1',
      text: 'A-9 meldt: Nede, prioritet 1',
    });
  });

  it('say what somebody did, with their words, and that it waited for the hub', () => {
    const acknowledge = (owner: string | null, note: string | null): AlarmAct => ({
      kind: 'acknowledge',
      owner,
      note,
    });
    expect(say(acted(acknowledge('dag1', 'ringer'))).text).toBe('A-7 kvittert og overtatt av dag1 «ringer»');
    expect(say(acted(acknowledge('dag2', null))).text).toBe('A-7 kvittert av dag1, eier dag2');
    expect(say(acted(acknowledge(null, null), { actedAt: AT - 3_600_000 })).text).toBe(
      'A-7 kvittert av dag1 (gjort 13:02, nådde huben nå)',
    );
    expect(say(acted({ kind: 'note', text: 'jeg også', late: true })).text).toBe(
      'A-7 dag1 kom som nummer to: «jeg også»',
    );
    expect(
      say(
        acted({ kind: 'shelve', until: AT + 3_600_000, code: 'nuisance', reason: 'P-1', breakAfterMs: null }),
      ).text,
    ).toBe('A-7 hyllet til 15:02 av dag1, uten verdi nå: P-1');
    expect(say(acted({ kind: 'seen', code: 'supplier' }), 'en').text).toBe(
      'A-7 seen by dag1, cause: supplier',
    );
  });

  it('speak of every new kind of event in both languages, and never in keys', () => {
    const session = { id: 's1', person: 'dag1', console: 'c1', openedAt: AT, expiresAt: AT };
    const call = {
      id: 'call-00000001',
      team: 'nett',
      contact: 'Nettvakt',
      phone: '4410',
      node: 'core1',
      by: 'dag1',
      at: AT,
      outcome: 'answered' as const,
      settledAt: AT,
      etaAt: AT,
      note: 'på vei',
    };
    const run: ActionRun = {
      id: 'r1',
      action: 'omstart',
      args: {},
      node: 'core1',
      dryRun: true,
      requestedBy: 'dag1',
      requestedAt: AT,
      approval: { by: 'dag2', at: AT, approved: true, reason: 'ok' },
      state: 'unknown',
      startedAt: AT,
      endedAt: AT,
      exit: 3,
      output: 'først\nså',
    };
    const bodies: readonly EventBody[] = [
      ...(
        [
          { kind: 'spread', node: 'core1', site: 'mo' },
          { kind: 'stalled', node: 'core1' },
          { kind: 'shelf-ended', node: 'core1', why: 'time' },
          { kind: 'shelf-ended', node: 'core1', why: 'longer' },
          { kind: 'shelf-warned', node: 'core1' },
          { kind: 'review-due', node: 'core1' },
          { kind: 'timer-due', node: 'core1' },
          { kind: 'removed', node: 'borte' },
        ] as const
      ).map((move): EventBody => ({ type: 'alarms.moved', moves: [move] })),
      ...(
        [
          { kind: 'hand', to: 'dag2', note: null },
          { kind: 'unshelve' },
          { kind: 'out-of-service', responsible: 'Lagring', reason: 'bytte', reviewAt: AT },
          { kind: 'in-service' },
          { kind: 'timer', until: null },
          { kind: 'timer', until: AT },
          { kind: 'bad', on: true, note: null },
          { kind: 'bad', on: false, note: null },
          { kind: 'ticket', ticket: '1184' },
          { kind: 'ticket', ticket: null },
        ] as const
      ).map((act) => acted(act)),
      ...(['calling', 'answered', 'no-answer'] as const).map(
        (outcome): EventBody => ({ type: 'call.logged', call: { ...call, outcome } }),
      ),
      ...(
        ['waiting', 'rejected', 'expired', 'starting', 'succeeded', 'failed', 'timed-out', 'unknown'] as const
      ).map((state): EventBody => ({ type: 'run.moved', run: { ...run, state } })),
      {
        type: 'notice.raised',
        notice: {
          id: 'n1',
          kind: 'refused-act',
          at: AT,
          actor: 'dag1',
          command: 'alarm.shelve',
          subject: 'core1',
          actedAt: AT,
          reason: 'ikke lenger innlogget',
        },
      },
      { type: 'notice.seen', id: 'n1', actor: 'leder' },
      {
        type: 'person.set',
        person: {
          id: 'dag1',
          name: 'dagoperatør 1',
          initials: 'D1',
          roles: [],
          active: false,
          machine: false,
        },
        actor: 'drift',
      },
      {
        type: 'console.set',
        console: { id: 'c1', name: '', kind: 'wall', enrolledAt: AT, revokedAt: AT },
        actor: 'drift',
      },
      { type: 'session.opened', session },
      ...(['signed-out', 'expired', 'revoked', 'replaced'] as const).map(
        (why): EventBody => ({ type: 'session.ended', session, why, actor: null }),
      ),
      { type: 'signin.failed', person: '?', console: 'c1', attempts: 3 },
      { type: 'credentials.set', person: 'dag1', what: ['password', 'pin'], actor: 'dag1' },
      { type: 'watch.changed', console: 'c1', on: true, person: 'dag1' },
    ];
    for (const body of bodies) {
      for (const lang of ['nb', 'en'] as const) {
        expect(text(body, lang)).not.toMatch(/\b(log|people|desk|alarms|states):|\{\{|undefined|null/);
        expect(say(body, lang).text.length).toBeGreaterThan(3);
      }
    }
    expect(text({ type: 'run.moved', run })).toBe(
      'omstart: Utfallet er ukjent: huben stanset underveis. Kjøres ikke på nytt av seg selv (for dag1) · prøvekjøring · godkjent av dag2 · «ok» · først',
    );
    expect(text({ type: 'signin.failed', person: '?', console: 'c1', attempts: 3 })).toBe(
      'Ukjent person: Mislykket innlogging på c1, 3 ganger på rad',
    );
  });
});
