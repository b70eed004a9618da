import { describe, expect, it } from 'vitest';
import { restoredAt } from '../../../../../shared/rules/incidents/read-incidents';
import { FOUR, HOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { IncidentBench } from '../../../../fixtures/incident-bench';

const A = 'hendelse-a';

function aBenchWithCoreDown(): IncidentBench {
  const bench = new IncidentBench();
  bench.observe('core', 'critical');
  return bench;
}

function alarmOf(bench: IncidentBench, node: string) {
  const entity = bench.state.alarms.get(`alarm:${node}`);
  if (entity?.kind !== 'alarm') throw new Error(`no alarm for ${node}`);
  return entity.value;
}

describe('an incident opened from a cause', () => {
  it('has a number, its plan’s next word, the time it was detected, and what had happened before', () => {
    const bench = aBenchWithCoreDown();
    const { id: alarm, condition } = alarmOf(bench, 'core');
    bench.give('alarm.acknowledge', 'core', { alarm, condition, note: 'ser på den', own: true });
    const raisedAt = alarmOf(bench, 'core').raisedAt;
    bench.clock.advance(MINUTE);
    expect(bench.open(A, { cause: 'core', alarm, sites: ['mo', 'oslo'] })).toBeNull();
    const incident = bench.incident(A);
    expect(incident.number).toBe('I-1');
    expect(incident.alarm).toBe(alarm);
    expect(incident.update).toMatchObject({ until: bench.clock.now() + HOUR, due: false });
    expect(incident.times.detected).toBe(alarmOf(bench, 'core').annunciatedAt);
    expect(bench.lines(A).map(({ kind, at, text }) => [kind, at === raisedAt, text])).toEqual([
      ['alarm', true, null],
      ['acknowledged', false, 'ser på den'],
      ['opened', false, null],
    ]);
  });

  it('follows its cause: worse, back, and ITIL’s times from what is measured', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    bench.observe('core', 'ok');
    const { recovered, restored } = bench.incident(A).times;
    expect(recovered).not.toBeNull();
    expect(restored).toBe(recovered);
    expect(bench.kinds(A)).toEqual(['alarm raised', 'opened', 'recovered']);
    bench.observe('core', 'critical');
    expect(bench.incident(A).times).toMatchObject({ recovered: null, restored: null });
    expect(bench.lines(A).at(-1)).toMatchObject({
      kind: 'alarm',
      facts: { node: 'core', condition: 'down' },
    });
  });

  it('keeps a time that a person has set, whatever is measured', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    const at = bench.clock.now();
    expect(bench.give('incident.time', `incident/${A}`, { which: 'recovered', at })).toBeNull();
    expect(bench.give('incident.time', `incident/${A}`, { which: 'restored', at })).toBeNull();
    bench.clock.advance(MINUTE);
    bench.observe('core', 'ok');
    bench.observe('core', 'critical');
    expect(bench.incident(A).times).toMatchObject({ recovered: at, restored: at });
  });

  it('cannot be closed while its cause is down, says why, and keeps what was written', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    const close = { code: 'network' as const, note: 'ny linjemodul' };
    const refusal = bench.give('incident.close', `incident/${A}`, close);
    expect(refusal).toContain('core er fortsatt Nede [A-1]');
    expect(refusal).toContain('Det du sa, står i tidslinjen');
    expect(bench.lines(A).at(-1)).toMatchObject({ kind: 'late', text: 'ny linjemodul' });
    bench.observe('core', 'ok');
    expect(bench.give('incident.close', `incident/${A}`, close)).toBeNull();
    expect(bench.incident(A)).toMatchObject({ state: 'closed', closed: { by: 'kari', code: 'network' } });
    expect(bench.incident(A).update).toBeNull();
  });

  it('can be closed while its cause is shelved: that is somebody’s already', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    const { id: alarm, condition } = alarmOf(bench, 'core');
    const until = bench.clock.now() + HOUR;
    const shelf = {
      alarm,
      condition,
      until,
      code: 'known-fault' as const,
      reason: 'ventet',
      breakAfterMs: null,
    };
    expect(bench.give('alarm.shelve', 'core', shelf)).toBeNull();
    expect(bench.lines(A).at(-1)).toMatchObject({ kind: 'alarm', facts: { what: 'shelve' }, text: 'ventet' });
    expect(bench.give('incident.close', `incident/${A}`, { code: 'change', note: null })).toBeNull();
  });

  it('cannot be closed while a site works by its emergency routine', () => {
    const bench = new IncidentBench();
    bench.open(A, { sites: ['mo'] });
    const routine = { site: 'mo', state: 'in-use' as const, note: null };
    expect(bench.give('incident.routine', `incident/${A}`, routine, 'siv')).toBeNull();
    const close = { code: 'power' as const, note: null };
    expect(bench.give('incident.close', `incident/${A}`, close)).toContain('Mo bruker fortsatt nødrutinen');
    bench.clock.advance(MINUTE);
    bench.give('incident.routine', `incident/${A}`, { ...routine, state: 'ended' });
    expect(bench.give('incident.close', `incident/${A}`, close)).toBeNull();
    expect(restoredAt(bench.incident(A))).toBe(bench.clock.now());
  });
});

describe('the timeline writes itself', () => {
  it('tells of calls, notes on the alarm, callers and reports, and who did each', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core', services: ['dips'], sites: ['mo'] });
    const { id: alarm } = alarmOf(bench, 'core');
    bench.give('alarm.note', 'core', { alarm, text: 'byttet kort' }, 'ola');
    bench.say({
      type: 'call.logged',
      call: {
        id: 'samtale-1',
        team: 'nett',
        contact: 'Nettvakt',
        phone: '',
        node: 'core',
        by: 'ola',
        at: bench.clock.now(),
        outcome: 'answered',
        settledAt: bench.clock.now(),
        etaAt: null,
        note: null,
      },
    });
    bench.turn();
    bench.give('caller.add', 'dips@mo', { by: 1 }, 'siv');
    bench.give('caller.add', 'dips@mo', { by: 1 }, 'siv');
    bench.give('caller.add', 'print', { by: 1 }, 'siv');
    bench.give('report.set', 'dips@mo', { until: bench.clock.now() + HOUR, note: 'hvit skjerm' }, 'siv');
    expect(bench.lines(A).map(({ kind, by, text }) => [kind, by, text])).toEqual([
      ['alarm', null, null],
      ['opened', 'kari', null],
      ['note', 'ola', 'byttet kort'],
      ['call', 'ola', null],
      ['callers', 'siv', null],
      ['callers', 'siv', 'hvit skjerm'],
    ]);
  });

  it('tells of a message, and its promise of the next word becomes the timer', () => {
    const bench = new IncidentBench();
    bench.open(A);
    const nextAt = bench.clock.now() + 20 * MINUTE;
    bench.clock.advance(MINUTE);
    bench.say({
      type: 'message.moved',
      what: 'approved',
      channel: null,
      actor: 'kari',
      actedAt: bench.clock.now(),
      message: {
        id: 'melding-1',
        number: 'D-1',
        series: 'melding-1',
        part: 1,
        kind: 'first',
        state: 'approved',
        incident: A,
        node: null,
        subject: 'Kjernen er nede',
        body: 'Vi jobber med saken.',
        channels: [],
        nextAt,
        version: 1,
        at: bench.clock.now(),
        by: 'kari',
        approved: { at: bench.clock.now(), by: 'kari' },
        deliveries: [],
      },
    });
    bench.turn();
    expect(bench.incident(A).update).toMatchObject({ until: nextAt, by: 'kari' });
    expect(bench.lines(A).at(-1)).toMatchObject({ kind: 'message', by: 'kari', facts: { number: 'D-1' } });
  });

  it('tells who split what out of it and who joined what to it, and follows those too', () => {
    const bench = aBenchWithCoreDown();
    bench.observe('print', 'critical');
    bench.open(A, { cause: 'core' });
    expect(bench.give('cause.join', 'print', { cause: 'core', note: 'samme kurs' }, 'ola')).toBeNull();
    expect(bench.lines(A).at(-1)).toMatchObject({
      kind: 'cause-changed',
      by: 'ola',
      text: 'samme kurs',
      facts: { node: 'print', what: 'joined', cause: 'core' },
    });
    expect(bench.incident(A).alarms).toMatchObject([{ node: 'print' }]);
    bench.clock.advance(MINUTE);
    expect(bench.give('cause.split', 'dips@mo', { note: null }, 'ola')).toBeNull();
    expect(bench.incident(A).alarms.map(({ node }) => node)).toEqual(['print', 'dips@mo']);
    bench.clock.advance(MINUTE);
    bench.give('cause.free', 'print', null, 'ola');
    expect(bench.incident(A).alarms.map(({ node }) => node)).toEqual(['dips@mo']);
    // What stands alone is closed by itself; only the cause is in the way.
    const close = { code: 'network' as const, note: null };
    expect(bench.give('incident.close', `incident/${A}`, close)).toContain('core er fortsatt Nede');
  });

  it('tells of callers about what the cause takes down, also where nobody has said that it is hit', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    bench.give('caller.add', 'dips@oslo', { by: 1 }, 'siv');
    expect(bench.lines(A).at(-1)).toMatchObject({ kind: 'callers', facts: { node: 'dips@oslo', count: 1 } });
  });

  it('says nothing of what has nothing to do with it, and nothing after it is closed', () => {
    const bench = new IncidentBench();
    bench.open(A, { cause: 'core' });
    bench.observe('print', 'critical');
    bench.observe('print', 'ok');
    bench.give('incident.close', `incident/${A}`, { code: 'unknown', note: null });
    const before = bench.lines(A).length;
    bench.observe('core', 'critical');
    expect(bench.lines(A)).toHaveLength(before);
  });

  it('goes on after the hub has been away', () => {
    const bench = aBenchWithCoreDown();
    bench.open(A, { cause: 'core' });
    bench.restart(5 * MINUTE);
    bench.observe('core', 'ok');
    expect(bench.kinds(A).at(-1)).toBe('recovered');
    expect(bench.faults).toEqual([]);
  });
});

describe('what time does', () => {
  it('says once that the next word is due, also when the hub was away then', () => {
    const bench = new IncidentBench();
    bench.open(A, { severity: 'major' });
    bench.clock.advance(31 * MINUTE);
    expect(bench.incident(A).update?.due).toBe(true);
    const said = bench.events.filter(({ body }) => 'what' in body && body.what === 'update-due');
    expect(said).toHaveLength(1);
    expect(bench.kinds(A).filter((kind) => kind === 'update-due')).toHaveLength(1);
    bench.give('incident.update', `incident/${A}`, { until: bench.clock.now() + 15 * MINUTE });
    expect(bench.incident(A).update?.due).toBe(false);
    bench.restart(20 * MINUTE);
    bench.clock.advance(1_000);
    expect(bench.incident(A).update?.due).toBe(true);
    expect(bench.kinds(A).filter((kind) => kind === 'update-due')).toHaveLength(2);
  });

  it('asks whether a report still holds, then lets it end', () => {
    const bench = new IncidentBench();
    bench.give('report.set', 'dips@mo', { until: bench.clock.now() + HOUR, note: null }, 'siv');
    bench.clock.advance(49 * MINUTE);
    expect(bench.entity('report', 'dips@mo')?.asked).toBe(false);
    bench.clock.advance(2 * MINUTE);
    expect(bench.entity('report', 'dips@mo')?.asked).toBe(true);
    bench.clock.advance(10 * MINUTE);
    expect(bench.entity('report', 'dips@mo')).toBeNull();
  });

  it('does not ask about a report that is over when the hub comes back', () => {
    const bench = new IncidentBench();
    bench.give('report.set', 'dips@mo', { until: bench.clock.now() + HOUR, note: null }, 'siv');
    const from = bench.events.length;
    bench.restart(3 * HOUR);
    const whys = bench.events
      .slice(from)
      .flatMap(({ body }) => (body.type === 'report.changed' ? [body.why] : []));
    expect(whys).toEqual(['expired']);
  });

  it('forgets callers eight hours after the last, and not before', () => {
    const bench = new IncidentBench();
    bench.give('caller.add', 'dips@mo', { by: 1 }, 'siv');
    bench.clock.advance(7 * HOUR);
    bench.give('caller.add', 'dips@mo', { by: 1 }, 'siv');
    bench.clock.advance(7 * HOUR);
    expect(bench.entity('callers', 'dips@mo')?.count).toBe(2);
    bench.clock.advance(HOUR + MINUTE);
    expect(bench.entity('callers', 'dips@mo')).toBeNull();
  });

  it('lets go of an incident fourteen days after it was closed, with its lines and tasks', () => {
    const bench = new IncidentBench();
    bench.open(A, { severity: 'major' });
    bench.give('incident.close', `incident/${A}`, { code: 'unknown', note: null });
    bench.clock.advance(13 * 24 * HOUR);
    expect(bench.tasks(A)).toHaveLength(2);
    bench.clock.advance(24 * HOUR + MINUTE);
    expect([...bench.state.incidents.keys()]).toEqual([]);
    bench.open('hendelse-b');
    expect(bench.incident('hendelse-b').number).toBe('I-2');
    expect(bench.clock.now()).toBeGreaterThan(FOUR);
  });
});
