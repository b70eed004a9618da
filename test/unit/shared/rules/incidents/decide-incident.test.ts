import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../../shared/model/events';
import { ENTRIES_KEPT } from '../../../../../shared/model/incidents';
import { callersIn } from '../../../../../shared/rules/incidents/callers';
import { followed } from '../../../../../shared/rules/incidents/follow-incidents';
import { incidentsIn } from '../../../../../shared/rules/incidents/read-incidents';
import { HOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { IncidentBench } from '../../../../fixtures/incident-bench';

const A = 'hendelse-a';
const B = 'hendelse-b';
const ON_A = `incident/${A}`;

/** Thirty lines of an alarm that comes and goes. */
function measuredLines(bench: IncidentBench, id: string, round: number): EventBody {
  const line = { by: null, kind: 'alarm' as const, facts: { node: 'core', what: 'again' }, text: null };
  const ups = Array.from({ length: 30 }, () => ({ incident: id, line: { at: bench.clock.now(), ...line } }));
  const event = followed(bench.state, id, ups, { id: `runde-${round}`, at: bench.clock.now() });
  if (!event) throw new Error('no incident');
  return event;
}

describe('fields that two set while apart', () => {
  it('are merged one by one: the later act holds, whichever comes first, and the other stays in the timeline', () => {
    const bench = new IncidentBench();
    bench.open(A);
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.give('incident.set', ON_A, { severity: 'moderate', ticket: 'S-2' }, 'ola', at + 2 * MINUTE);
    bench.give(
      'incident.set',
      ON_A,
      { severity: 'major', consequence: 'ingen prøvesvar' },
      'kari',
      at + MINUTE,
    );
    expect(bench.incident(A)).toMatchObject({
      severity: 'moderate',
      ticket: 'S-2',
      consequence: 'ingen prøvesvar',
    });
    expect(bench.lines(A).filter(({ kind }) => kind === 'late')).toMatchObject([
      { by: 'kari', at: at + MINUTE, facts: { field: 'severity', value: 'major' } },
    ]);
    // It was called major: its checklist is there, also when somebody found it less bad.
    expect(bench.tasks(A).map(({ text }) => text)).toEqual(['Ring AMK', 'Utnevn hendelsesleder']);
  });

  it('cannot be set in the future of the hub’s clock', () => {
    const bench = new IncidentBench();
    bench.open(A);
    bench.give('incident.set', ON_A, { ticket: 'S-1' }, 'kari', bench.clock.now() + HOUR);
    bench.clock.advance(MINUTE);
    bench.give('incident.set', ON_A, { ticket: 'S-2' }, 'ola');
    expect(bench.incident(A).ticket).toBe('S-2');
  });
});

describe('two incidents opened apart on the same cause', () => {
  it('become one, and what was said of the other means this one', () => {
    const bench = new IncidentBench();
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.open(
      A,
      { cause: 'core', services: ['dips'], severity: 'moderate', ticket: 'S-1' },
      'kari',
      at + MINUTE,
    );
    const second = {
      cause: 'core',
      services: ['core'],
      severity: 'major' as const,
      ticket: 'S-2',
      title: 'Kjernen',
    };
    bench.open(B, second, 'ola', at + 2 * MINUTE);
    expect(incidentsIn(bench.state.incidents)).toHaveLength(1);
    expect(bench.incident(B)).toMatchObject({
      id: A,
      number: 'I-1',
      aliases: [B],
      title: 'Kjernen er nede',
      severity: 'major',
      ticket: 'S-1',
      services: ['core', 'dips'],
      openedBy: 'kari',
    });
    expect(bench.lines(A).filter(({ kind }) => kind === 'late')).toMatchObject([
      { facts: { field: 'title', value: 'Kjernen' } },
      { facts: { field: 'ticket', value: 'S-2' } },
    ]);
    bench.give('incident.note', `incident/${B}`, { id: 'notat-01', text: 'fra den andre' }, 'ola');
    expect(bench.lines(A).at(-1)).toMatchObject({ incident: A, text: 'fra den andre' });
    // A point of the checklist that was ticked off on the desk that had opened the other.
    bench.give('task.done', `task/c1-${B}`, { done: true }, 'ola');
    expect(bench.tasks(A).map(({ done }) => done?.by ?? null)).toEqual([null, 'ola']);
  });

  it('is not closed by an act that is older than the last of the openings', () => {
    const bench = new IncidentBench();
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.open(A, { cause: 'core' }, 'kari', at + 5 * MINUTE);
    bench.open(B, { cause: 'core' }, 'ola', at + MINUTE);
    const close = { code: 'network' as const, note: 'hos oss' };
    bench.give('incident.close', `incident/${B}`, close, 'ola', at + 2 * MINUTE);
    expect(bench.incident(A).state).toBe('open');
    expect(bench.lines(A)).toContainEqual(expect.objectContaining({ kind: 'late', text: 'hos oss' }));
  });

  it('does not become part of one that was closed before it was opened', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core' });
    bench.clock.advance(MINUTE);
    bench.give('incident.close', ON_A, { code: 'network', note: null });
    bench.clock.advance(MINUTE);
    bench.open(B, { cause: 'core' });
    expect(bench.incident(B)).toMatchObject({ id: B, number: 'I-2', state: 'open' });
  });
});

describe('an opening', () => {
  it.each([-1, -1e300, 1e300, 0.5])(
    'that says it began at %d, which no calendar has, is refused',
    (occurredAt) => {
      const bench = new IncidentBench();
      expect(bench.open(A, { occurredAt })).toMatch(/sier ikke hva den gjelder/);
    },
  );
});

describe('an incident that is reopened', () => {
  it('is not a second one on its cause: the two become one instead', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core' });
    bench.clock.advance(MINUTE);
    bench.give('incident.close', ON_A, { code: 'unknown', note: null });
    bench.clock.advance(MINUTE);
    bench.open(B, { cause: 'core' });
    bench.clock.advance(MINUTE);
    expect(bench.give('incident.reopen', ON_A, { note: 'den er her igjen' })).toMatch(
      /I-2 .* har alt core som årsak. Slå de to hendelsene sammen. Det du sa, står i tidslinjen/,
    );
    expect(bench.incident(A).state).toBe('closed');
    expect(bench.lines(A).at(-1)).toMatchObject({ kind: 'late', text: 'den er her igjen' });
    expect(bench.give('incident.merge', ON_A, { into: B })).toBeNull();
  });
});

describe('a merge by a person', () => {
  it('of two major incidents leaves one checklist, with what was ticked off on either', () => {
    const bench = new IncidentBench();
    bench.open(A, { severity: 'major' });
    bench.open(B, { severity: 'major' });
    const own = bench.tasks(B)[1]?.id ?? '';
    expect(bench.give('task.done', `task/${own}`, { done: true }, 'ola')).toBeNull();
    expect(bench.give('incident.merge', `incident/${B}`, { into: A })).toBeNull();
    expect(bench.tasks(A).map(({ text, done }) => [text, done?.by])).toEqual([
      ['Ring AMK', undefined],
      ['Utnevn hendelsesleder', 'ola'],
    ]);
    // What the other list's point was called goes on meaning this one.
    expect(bench.give('task.done', `task/${own}`, { done: false })).toBeNull();
    expect(bench.tasks(A)[1]?.done).toBeNull();
  });
  it('of one that is open into one where the service was back leaves one that is open', () => {
    const bench = new IncidentBench();
    bench.open(A);
    bench.open(B);
    bench.clock.advance(MINUTE);
    bench.give('incident.restore', ON_A, { at: bench.clock.now() });
    expect(bench.incident(A).state).toBe('restored');
    expect(bench.give('incident.merge', `incident/${B}`, { into: A })).toBeNull();
    expect(bench.incident(A)).toMatchObject({ state: 'open', times: { restored: null } });
    expect(bench.incident(A).update).not.toBeNull();
  });

  it('adds what the other knew, keeps the earlier promise, and loses no task, line or word', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core', sites: ['mo'] });
    bench.clock.advance(MINUTE);
    bench.open(B, { title: 'Utskrift', cause: 'print', sites: ['oslo'], consequence: 'ingen lapper' }, 'ola');
    bench.give('task.set', 'task/oppgave-1', { incident: B, text: 'ring lab', owner: 'ola' }, 'ola');
    bench.give('incident.note', `incident/${B}`, { id: 'notat-01', text: 'papir tomt' }, 'ola');
    const until = bench.clock.now() + 5 * MINUTE;
    bench.give('incident.update', `incident/${B}`, { until }, 'ola');
    bench.clock.advance(MINUTE);
    expect(bench.give('incident.merge', `incident/${B}`, { into: A })).toBeNull();
    expect(bench.incident(B)).toMatchObject({
      id: A,
      cause: 'core',
      sites: ['mo', 'oslo'],
      consequence: 'ingen lapper',
      update: { until },
      alarms: [{ node: 'print' }],
    });
    expect(bench.tasks(A).map(({ text }) => text)).toEqual(['ring lab']);
    expect(bench.lines(A).map(({ text }) => text)).toContain('papir tomt');
    expect(bench.lines(A).at(-1)).toMatchObject({
      kind: 'merged',
      facts: { number: 'I-2', title: 'Utskrift' },
    });
  });

  it('is refused into itself, in a circle, and into a closed one', () => {
    const bench = new IncidentBench();
    bench.open(A);
    bench.open(B);
    expect(bench.give('incident.merge', ON_A, { into: A })).toContain('alt samme hendelse');
    bench.give('incident.merge', `incident/${B}`, { into: A });
    expect(bench.give('incident.merge', ON_A, { into: B })).toBe('De to er alt samme hendelse, I-1.');
    bench.open('hendelse-c');
    bench.clock.advance(MINUTE);
    bench.give('incident.close', ON_A, { code: 'unknown', note: null });
    expect(bench.give('incident.merge', 'incident/hendelse-c', { into: A })).toContain('Gjenåpne den først');
  });
});

describe('what is refused', () => {
  const refusals: readonly [string, (bench: IncidentBench) => string | null, string][] = [
    [
      'an incident that does not exist',
      (b) => b.give('incident.note', 'incident/ukjent-1', { id: 'notat-01', text: 'x' }),
      'finnes ikke her',
    ],
    [
      'an incident without a title',
      (b) => b.give('incident.set', ON_A, { title: '\u202e ' }),
      'må ha en tittel',
    ],
    ['a service that does not exist', (b) => b.open(B, { services: ['fax'] }), '«fax» finnes ikke her'],
    ['a site that does not exist', (b) => b.give('incident.set', ON_A, { sites: ['mars'] }), 'Stedet «mars»'],
    ['a cause that does not exist', (b) => b.open(B, { cause: 'fax@mo' }), '«fax@mo» finnes ikke her'],
    [
      'a commander who does not exist',
      (b) => b.give('incident.set', ON_A, { commander: 'hans' }),
      '«hans» finnes ikke',
    ],
    [
      'a commander who is no longer in use',
      (b) => b.give('incident.set', ON_A, { commander: 'per' }),
      'ikke lenger i bruk',
    ],
    [
      'a commander from user support',
      (b) => b.give('incident.set', ON_A, { commander: 'siv' }),
      'kan ikke lede',
    ],
    ['the same incident twice', (b) => b.open(A), 'alt ført'],
    [
      'a time that lies ahead',
      (b) => b.give('incident.time', ON_A, { which: 'repair', at: b.clock.now() + HOUR }),
      'fram i tid',
    ],
    [
      'a promise in the past',
      (b) => b.give('incident.update', ON_A, { until: b.clock.now() - 1 }),
      'alt passert',
    ],
    [
      'a promise a year ahead',
      (b) => b.give('incident.update', ON_A, { until: b.clock.now() + 400 * 24 * HOUR }),
      'for langt fram',
    ],
    [
      'a task that nobody has made',
      (b) => b.give('task.done', 'task/oppgave-9', { done: true }),
      'Oppgaven finnes ikke',
    ],
    [
      'a caller on a service that does not exist',
      (b) => b.give('caller.add', 'fax@mo', { by: 1 }),
      '«fax@mo» finnes ikke her',
    ],
    [
      'taking back a caller when there is none',
      (b) => b.give('caller.add', 'dips@mo', { by: -1 }),
      'Ingen innringere',
    ],
    [
      'a report on a service that does not exist',
      (b) => b.give('report.set', 'fax', { until: b.clock.now() + HOUR, note: null }),
      'finnes ikke her',
    ],
    [
      'a report without an end in sight',
      (b) => b.give('report.set', 'print', { until: b.clock.now() + 30 * HOUR, note: null }),
      'Senest',
    ],
    ['ending a report that nobody made', (b) => b.give('report.end', 'print', null), 'ikke meldt nede'],
    [
      'retiring a known error that is not there',
      (b) => b.give('known-error.retire', 'known-error/feil-0001', null),
      'finnes ikke her',
    ],
  ];

  it.each(refusals)('%s', (_, act, words) => {
    const bench = new IncidentBench();
    bench.open(A);
    const from = bench.events.length;
    expect(act(bench)).toContain(words);
    expect(bench.events.slice(from)).toEqual([]);
  });

  it('a time before it occurred; what was said of it is kept', () => {
    const bench = new IncidentBench();
    bench.open(A, { occurredAt: bench.clock.now() - MINUTE });
    const at = bench.clock.now() - HOUR;
    const refusal = bench.give('incident.time', ON_A, { which: 'recovered', at });
    expect(refusal).toContain('«feilen rettet» kan ikke være før «oppstod»');
    expect(bench.lines(A).at(-1)).toMatchObject({
      kind: 'late',
      facts: { field: 'time:recovered', value: at },
    });
  });

  it('a cause that another incident has; the rest of what was set is kept', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core' });
    bench.open(B, { title: 'Noe annet' });
    const refusal = bench.give('incident.set', `incident/${B}`, { cause: 'core', ticket: 'S-9' });
    expect(refusal).toContain('I-1 «Kjernen er nede» har alt core som årsak');
    expect(bench.incident(B).cause).toBeNull();
    expect(bench.lines(B).map(({ facts }) => facts.value)).toContain('S-9');
  });
});

describe('states', () => {
  it('go from open to restored to closed and back, with the timer only while it is open', () => {
    const bench = new IncidentBench();
    bench.open(A);
    bench.clock.advance(MINUTE);
    bench.give('incident.restore', ON_A, { at: bench.clock.now() - 1_000 });
    expect(bench.incident(A)).toMatchObject({ state: 'restored', update: null });
    bench.clock.advance(MINUTE);
    bench.give('incident.close', ON_A, { code: 'software', note: 'omstart' });
    bench.clock.advance(MINUTE);
    bench.give('incident.reopen', ON_A, { note: 'nede igjen' }, 'ola');
    expect(bench.incident(A)).toMatchObject({ state: 'open', closed: null, times: { restored: null } });
    expect(bench.incident(A).update?.until).toBe(bench.clock.now() + HOUR);
    expect(bench.lines(A).map(({ kind, text }) => [kind, text])).toEqual([
      ['opened', null],
      ['restored', null],
      ['closed', 'omstart'],
      ['reopened', 'nede igjen'],
    ]);
  });

  it('are not moved by an act that is older than the one that holds', () => {
    const bench = new IncidentBench();
    bench.open(A);
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.give('incident.close', ON_A, { code: 'software', note: null }, 'kari', at + 5 * MINUTE);
    bench.give('incident.reopen', ON_A, { note: 'jeg så den åpen' }, 'ola', at + MINUTE);
    expect(bench.incident(A).state).toBe('closed');
    expect(bench.lines(A).some(({ kind, text }) => kind === 'late' && text === 'jeg så den åpen')).toBe(true);
  });
});

describe('a timeline that outgrows the state', () => {
  it('lets go of what was measured before what people said', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core' });
    bench.give('incident.note', ON_A, { id: 'notat-en-1', text: 'Ringte leverandøren' });
    for (let i = 0; i < 15; i++) {
      bench.say(measuredLines(bench, A, i));
      bench.clock.advance(MINUTE);
    }
    bench.give('incident.note', ON_A, { id: 'notat-to-2', text: 'De kommer 05:10' });
    const lines = bench.lines(A);
    expect(lines.length).toBeLessThanOrEqual(ENTRIES_KEPT);
    expect(lines.flatMap(({ text }) => text ?? [])).toEqual(['Ringte leverandøren', 'De kommer 05:10']);
    expect(lines[0]?.kind).toBe('opened');
  });
});

describe('emergency routines', () => {
  it('ask every site that is hit, and keep what was said of a site that no longer is', () => {
    const bench = new IncidentBench();
    bench.open(A, { sites: ['mo', 'oslo'] });
    bench.give('incident.routine', ON_A, { site: 'mo', state: 'not-needed', note: 'papir holder' }, 'siv');
    bench.clock.advance(MINUTE);
    bench.give('incident.set', ON_A, { sites: ['bodo'] });
    expect(bench.incident(A).routines).toMatchObject([
      { site: 'bodo', state: 'unconfirmed', at: null },
      { site: 'mo', state: 'not-needed', by: 'siv', note: 'papir holder' },
    ]);
  });
});

describe('callers', () => {
  it('are counted in any order of arrival, and the last minutes are drawn from when they called', () => {
    const bench = new IncidentBench();
    bench.clock.advance(HOUR);
    const now = bench.clock.now();
    for (const minutes of [1, 40, 5, 20])
      bench.give('caller.add', 'dips@mo', { by: 1 }, 'siv', now - minutes * MINUTE);
    expect(bench.entity('callers', 'dips@mo')).toMatchObject({
      count: 4,
      firstAt: now - 40 * MINUTE,
      lastAt: now - MINUTE,
    });
    expect(callersIn(bench.state.incidents, 'dips@mo', now - 30 * MINUTE)).toBe(3);
    bench.give('caller.add', 'dips@mo', { by: -1 }, 'siv');
    expect(bench.entity('callers', 'dips@mo')?.count).toBe(3);
    bench.give('caller.reset', 'dips@mo', null, 'siv');
    expect(bench.entity('callers', 'dips@mo')).toBeNull();
  });

  it('may call about a service when nobody has asked which site they are at', () => {
    const bench = new IncidentBench();
    expect(bench.give('caller.add', 'dips', { by: 1 }, 'siv')).toBeNull();
    expect(bench.entity('callers', 'dips')?.count).toBe(1);
  });
});

describe('known errors', () => {
  it('keep their number, and the later word on one holds', () => {
    const bench = new IncidentBench();
    const set = {
      title: 'Hvit skjerm',
      services: ['dips'],
      symptom: 'hvitt\nvindu',
      workaround: null,
      ticket: null,
    };
    const subject = 'known-error/feil-0001';
    bench.give('known-error.set', subject, set, 'siv');
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.give(
      'known-error.set',
      subject,
      { ...set, workaround: 'logg inn på nytt' },
      'siv',
      at + 5 * MINUTE,
    );
    expect(bench.give('known-error.set', subject, set, 'ola', at + MINUTE)).toContain(
      'Siv sa noe nytt om dette',
    );
    expect(bench.entity('known-error', 'feil-0001')).toMatchObject({
      number: 'K-1',
      symptom: 'hvitt\nvindu',
      workaround: 'logg inn på nytt',
    });
    bench.give('known-error.retire', subject, null, 'siv');
    expect(bench.give('known-error.retire', subject, null, 'ola')).toContain('ut av bruk');
    bench.give('known-error.set', 'known-error/feil-0002', set, 'siv');
    expect(bench.entity('known-error', 'feil-0002')?.number).toBe('K-2');
  });
});
