import { describe, expect, it } from 'vitest';
import { flagsOf } from '../../../../../electron/hub/maintenance/flags';
import {
  aCommand,
  aWindow,
  DAY,
  HOUR,
  MaintenanceBench,
  MINUTE,
} from '../../../../fixtures/maintenance-bench';
import { aService, catalogueChanged, entities } from '../../../../fixtures/room';

const oslo = (text: string): number => Date.parse(`${text}:00+01:00`);

describe('a window as time passes', () => {
  it('names no next occurrence that is over while the one before it was made longer', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ durationMs: 2 * HOUR, rrule: 'FREQ=DAILY;COUNT=2' }));
    bench.until('2026-11-23T23:00');
    const until = oslo('2026-11-25T06:00');
    bench.act(bench.keeper.extend(aCommand('maintenance.extend', 'mw/w'), { until, reason: null }));
    expect(bench.window().next).toMatchObject({ start: oslo('2026-11-24T22:00') });
    bench.until('2026-11-25T00:01');
    expect(bench.window()).toMatchObject({ run: { phase: 'running' }, next: null });
    const settled = bench.events.length;
    bench.restart();
    expect(bench.said(settled)).toEqual([]);
  });

  it('begins and ends on the minute, and mutes only what it is expected to break', () => {
    const bench = new MaintenanceBench();
    expect(bench.set(aWindow())).toBeNull();
    expect(bench.window()).toMatchObject({ run: null, next: { start: oslo('2026-11-23T22:00') } });
    bench.until('2026-11-23T21:59');
    expect(bench.window().run).toBeNull();
    bench.until('2026-11-23T22:00');
    expect(bench.window()).toMatchObject({
      run: { start: oslo('2026-11-23T22:00'), phase: 'running', covers: [{ node: 'db', worst: 'down' }] },
      next: null,
    });
    bench.observe('db', 'critical');
    bench.observe('print', 'critical');
    expect(bench.node('db')).toMatchObject({ state: 'down', quiet: { kind: 'maintenance', id: 'w' } });
    expect(bench.node('app')).toMatchObject({ state: 'down', quiet: { kind: 'maintenance', id: 'w' } });
    expect(bench.node('print')).toMatchObject({ state: 'down', quiet: null });
    expect([flagsOf(bench.state, 'db'), flagsOf(bench.state, 'print'), flagsOf(bench.state, null)]).toEqual([
      1, 0, 0,
    ]);
    // What follows from the plan says nothing of how good a service is either.
    expect(flagsOf(bench.state, 'app')).toBe(1);
    bench.observe('db', 'ok');
    expect(flagsOf(bench.state, 'app')).toBe(0);
    bench.until('2026-11-24T00:00');
    expect(bench.window()).toMatchObject({
      run: null,
      next: null,
      last: { start: oslo('2026-11-23T22:00'), end: oslo('2026-11-24T00:00'), by: null },
    });
    expect(flagsOf(bench.state, 'db')).toBe(0);
  });

  it('is heard where it is worse than expected', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ effects: [{ match: 'db', worst: 'degraded' }] }));
    bench.until('2026-11-23T22:00');
    bench.observe('db', 'warning');
    expect(bench.node('db')).toMatchObject({ state: 'degraded', quiet: { kind: 'maintenance' } });
    bench.observe('db', 'critical');
    expect(bench.node('db')).toMatchObject({ state: 'down', quiet: null });
    expect(bench.node('app')).toMatchObject({ state: 'down', quiet: null });
  });

  it('is overrun, and everything heard, while something it covers is not well; over when all is', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'critical');
    bench.until('2026-11-24T00:00');
    expect(bench.window().run).toMatchObject({ phase: 'overrun', since: oslo('2026-11-24T00:00') });
    expect(bench.node('db')).toMatchObject({ state: 'down', quiet: null });
    expect(bench.node('app').quiet).toBeNull();
    expect(flagsOf(bench.state, 'db')).toBe(0);
    bench.until('2026-11-24T00:30');
    expect(bench.window().run?.phase).toBe('overrun');
    bench.observe('db', 'ok');
    bench.clock.advance(1_000);
    expect(bench.window()).toMatchObject({
      run: null,
      last: { start: oslo('2026-11-23T22:00'), end: bench.clock.now() - 750, by: null },
    });
  });

  it('draws what was planned and what was not', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:00');
    const drawn = () => [...bench.bands.values()].map(({ kind, from, to }) => [kind, from, to]);
    expect(drawn()).toEqual([['maintenance', oslo('2026-11-23T22:00'), oslo('2026-11-24T00:00')]]);
    bench.observe('db', 'critical');
    bench.until('2026-11-24T00:00');
    bench.until('2026-11-24T00:10');
    expect(drawn()[1]).toEqual(['overrun', oslo('2026-11-24T00:00'), oslo('2026-11-24T00:10')]);
    bench.clock.advance(10_000);
    bench.observe('db', 'ok');
    bench.clock.advance(1_000);
    expect(drawn()).toEqual([
      ['maintenance', oslo('2026-11-23T22:00'), oslo('2026-11-24T00:00')],
      ['overrun', oslo('2026-11-24T00:00'), oslo('2026-11-24T00:10') + 10_250],
    ]);
    expect([...bench.bands.values()][0]).toMatchObject({ label: 'Oppgradering', nodes: ['db'] });
  });

  it('is not held to account for what a silence or another window excuses', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.set(aWindow({ id: 'longer', durationMs: 4 * HOUR, effects: [{ match: 'db', worst: 'degraded' }] }));
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'warning');
    bench.until('2026-11-24T00:00');
    expect(bench.window().run).toBeNull();
    expect(bench.node('db').quiet).toEqual({ kind: 'maintenance', id: 'longer' });
    bench.observe('db', 'critical', true);
    expect(bench.node('db').quiet).toEqual({ kind: 'silence', id: 'db/c' });
    bench.until('2026-11-24T02:00');
    expect(bench.window('longer').run).toBeNull();
  });

  it('is overrun outside service hours too, where the fault itself waits for the opening', () => {
    const bench = new MaintenanceBench([{ ...aService('db'), hours: 'kontor' }]);
    bench.putHours({
      id: 'kontor',
      name: 'Kontortid',
      order: 0,
      open: [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '15:00' }],
      closedOnHolidays: true,
    });
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    bench.observe('db', 'critical');
    expect(flagsOf(bench.state, 'db')).toBe(3);
    bench.until('2026-11-24T00:00');
    expect(bench.window().run?.phase).toBe('overrun');
    expect(bench.node('db').quiet).toEqual({ kind: 'hours', id: 'kontor' });
    bench.until('2026-11-24T07:00');
    expect(bench.node('db').quiet).toBeNull();
  });

  it('does not wait for ever for what nothing measures', () => {
    const bench = new MaintenanceBench([aService('db')]);
    bench.say(catalogueChanged([{ kind: 'service', value: aService('paper') }]));
    bench.set(aWindow({ effects: [{ match: 'paper', worst: 'down' }] }));
    bench.until('2026-11-24T00:00');
    expect(bench.window().run).toBeNull();
  });

  it('goes on to the next of a recurring one, also straight from an overrun', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    bench.until('2026-11-23T23:00');
    bench.observe('db', 'critical');
    bench.until('2026-11-24T21:59');
    expect(bench.window().run?.phase).toBe('overrun');
    bench.until('2026-11-24T22:00');
    expect(bench.window()).toMatchObject({
      run: { start: oslo('2026-11-24T22:00'), phase: 'running' },
      next: { start: oslo('2026-11-25T22:00') },
      last: { start: oslo('2026-11-23T22:00'), end: oslo('2026-11-24T22:00') },
    });
    expect(bench.node('db').quiet?.kind).toBe('maintenance');
  });

  it('covers what a new catalogue adds while it runs', () => {
    const bench = new MaintenanceBench([aService('db', [], ['bodø'])]);
    bench.set(aWindow());
    bench.until('2026-11-23T22:00');
    bench.say(catalogueChanged(entities([aService('db', [], ['bodø', 'mo'])])));
    bench.clock.advance(1_000);
    expect(bench.window().run?.covers.map(({ node }) => node)).toEqual(['db@bodø', 'db@mo']);
    bench.observe('db@mo', 'critical');
    expect(bench.node('db@mo').quiet?.kind).toBe('maintenance');
    bench.say(catalogueChanged([], ['service:db', 'check:db@mo/c', 'check:db@bodø/c']));
    bench.clock.advance(1_000);
    expect(bench.window().run?.covers).toEqual([]);
    bench.until('2026-11-24T00:00');
    expect(bench.window().run).toBeNull();
  });

  it('is forgotten a month after its last occurrence, where a desk wrote it', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.set(aWindow({ id: 'weekly', rrule: 'FREQ=WEEKLY' }));
    bench.file(aWindow({ id: 'filed' }));
    bench.until('2026-12-23T23:59');
    expect(bench.state.maintenance.has('mw/w')).toBe(true);
    bench.until('2026-12-24T00:01');
    expect([...bench.state.maintenance.keys()]).toEqual(['mw/weekly', 'mw/filed']);
  });
});

describe('a hub that does not always watch', () => {
  it('goes on as it was after a restart, without a word', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    bench.until('2026-11-23T22:30');
    const before = bench.events.length;
    bench.restart(MINUTE);
    expect(bench.said(before)).toEqual([]);
    bench.observe('db', 'critical');
    expect(bench.node('db').quiet?.kind).toBe('maintenance');
    bench.until('2026-11-24T00:00');
    expect(bench.window().run?.phase).toBe('overrun');
    const overrun = bench.events.length;
    bench.restart(MINUTE);
    expect(bench.said(overrun)).toEqual([]);
    bench.observe('db', 'ok');
    bench.clock.advance(1_000);
    expect(bench.window().run).toBeNull();
  });

  it('begins late what still lasts, under its planned time', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.restart(11 * HOUR);
    expect(bench.window().run).toMatchObject({
      start: oslo('2026-11-23T22:00'),
      since: oslo('2026-11-23T23:00'),
    });
    bench.until('2026-11-24T00:00');
    expect(bench.window()).toMatchObject({ run: null, last: { start: oslo('2026-11-23T22:00'), by: null } });
  });

  it('never begins what it slept through, and keeps the last of it', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    const before = bench.events.length;
    bench.restart(3 * DAY + HOUR);
    expect(bench.said(before)).toEqual(['maintenance.moved']);
    expect(bench.window()).toMatchObject({
      run: null,
      next: { start: oslo('2026-11-26T22:00') },
      last: { start: oslo('2026-11-25T22:00'), end: oslo('2026-11-26T00:00'), by: null },
    });
  });

  it('ends what ended while it slept, or finds it overrun', () => {
    const well = new MaintenanceBench();
    well.set(aWindow());
    well.until('2026-11-23T23:00');
    well.restart(DAY);
    expect(well.window()).toMatchObject({ run: null, last: { end: oslo('2026-11-24T00:00') } });
    const ill = new MaintenanceBench();
    ill.set(aWindow());
    ill.until('2026-11-23T23:00');
    ill.observe('db', 'critical');
    ill.restart(DAY);
    expect(ill.window().run).toMatchObject({ phase: 'overrun', since: ill.clock.now() });
    expect(ill.node('db').quiet).toBeNull();
  });

  it('notices within seconds that the clock was set ahead', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.clock.jump(11 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.window().run).toMatchObject({ start: oslo('2026-11-23T22:00'), phase: 'running' });
  });

  it('takes back what lies in the future when the clock is set back, and does it again in its time', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ rrule: 'FREQ=DAILY' }));
    // A wrong clock: two days pass as it seems, and are taken back.
    bench.clock.jump(2 * DAY + 11 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.window().run?.start).toBe(oslo('2026-11-25T22:00'));
    bench.clock.jump(-(2 * DAY + 11 * HOUR));
    bench.clock.advance(15_000);
    expect(bench.window()).toMatchObject({ run: null, next: { start: oslo('2026-11-23T22:00') } });
    bench.until('2026-11-23T22:00');
    expect(bench.window().run?.start).toBe(oslo('2026-11-23T22:00'));
  });

  it('runs again what had ended only by a wrong clock', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:30');
    bench.clock.jump(5 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.window().run).toBeNull();
    bench.clock.jump(-5 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.window().run?.start).toBe(oslo('2026-11-23T22:00'));
  });

  it('is not disturbed by the small steps of a time server', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow());
    bench.until('2026-11-23T22:00');
    const before = bench.events.length;
    bench.clock.jump(-2_000);
    bench.clock.advance(15_000);
    expect(bench.said(before)).toEqual([]);
    expect(bench.window().run?.phase).toBe('running');
  });

  it('waits months without a timer that overflows', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ start: '2027-04-01T22:00' }));
    bench.clock.advance(Date.parse('2027-04-01T20:00Z') - bench.clock.now() - 1);
    expect(bench.window().run).toBeNull();
    bench.clock.advance(1);
    expect(bench.window().run?.phase).toBe('running');
  });

  it('begins at 03:30 where spring skips 02:30', () => {
    const bench = new MaintenanceBench();
    bench.set(aWindow({ start: '2027-03-28T02:30', durationMs: HOUR }));
    bench.clock.advance(Date.parse('2027-03-28T01:30Z') - bench.clock.now());
    expect(bench.window().run).toMatchObject({ end: Date.parse('2027-03-28T02:30Z') });
  });
});
