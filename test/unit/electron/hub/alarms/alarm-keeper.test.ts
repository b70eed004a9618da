import { describe, expect, it } from 'vitest';
import { AlarmBench, FOUR, HOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { aService, catalogueChanged, hard } from '../../../../fixtures/room';

const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index + 1}`);

describe('what is measured', () => {
  it('raises an alarm under a number of its own, and only for the cause', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
    expect(bench.alarm('db')).toMatchObject({ id: 'A-1', condition: 'down', symptoms: 1 });
    expect(bench.state.room?.alarmCount).toBe(1);
    bench.observe('print', 'critical');
    expect(bench.alarm('print').id).toBe('A-2');
    bench.observe('db', 'ok');
    expect(bench.states()).toEqual({ db: 'returned', print: 'unacknowledged' });
  });

  it('of one turn is one event', () => {
    const bench = new AlarmBench(many(5).map((id) => aService(id)));
    const from = bench.events.length;
    for (const id of many(5)) bench.say(hard(id, 'critical', bench.clock.now()));
    expect(bench.moved(from)).toEqual([]);
    bench.turn();
    expect(bench.moved(from)).toEqual([many(5).map((id) => `facts ${id}`)]);
  });

  it('of a storm is several events of a bounded size, with numbers that follow each other', () => {
    const bench = new AlarmBench(many(250).map((id) => aService(id)));
    const from = bench.events.length;
    for (const id of many(250)) bench.say(hard(id, 'critical', bench.clock.now()));
    bench.turn();
    expect(bench.moved(from).map((moves) => moves.length)).toEqual([100, 100, 50]);
    const numbers = many(250).map((id) => Number(bench.alarm(id).id.slice(2)));
    expect(numbers.sort((a, b) => a - b)).toEqual(many(250).map((_, index) => index + 1));
    expect(bench.state.room?.alarmCount).toBe(250);
  });

  it('is said once: nothing that is said of alarms makes more of itself', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.acknowledge('db');
    const from = bench.events.length;
    for (let i = 0; i < 10; i++) bench.turn();
    bench.clock.advance(19 * MINUTE);
    bench.turn();
    expect(bench.events.length).toBe(from);
  });

  it('when nothing can be measured is one alarm, and none for each service', () => {
    const bench = new AlarmBench();
    bench.observe('print', 'critical');
    bench.say({ type: 'vantage.changed', lost: true });
    bench.turn();
    expect(bench.states()).toEqual({ print: 'unacknowledged', 'vaktrom/nett': 'unacknowledged' });
    expect(bench.alarm('vaktrom/nett')).toMatchObject({ priority: 1 });
    bench.say({ type: 'vantage.changed', lost: false });
    bench.turn();
    expect(bench.alarm('vaktrom/nett').condition).toBe('normal');
    expect(bench.states()).toMatchObject({ print: 'unacknowledged' });
  });
});

describe('what time does', () => {
  const shelve = (bench: AlarmBench, until: number, breakAfterMs: number | null = null) => {
    const { id: alarm, condition } = bench.alarm('db');
    const reason = { code: 'known-fault' as const, reason: 'kjent', breakAfterMs };
    expect(bench.give('alarm.shelve', 'db', { alarm, condition, until, ...reason })).toBeNull();
  };

  it('breaks an acknowledgement after which nothing moved', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.acknowledge('db');
    bench.clock.advance(20 * MINUTE - 2_000);
    expect(bench.alarm('db').state).toBe('acknowledged');
    bench.clock.advance(3_000);
    expect(bench.alarm('db')).toMatchObject({ state: 'unacknowledged', broken: { why: 'stalled' } });
  });

  it('does not call stalled what came back in that very moment', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.acknowledge('db');
    bench.clock.advance(20 * MINUTE - 2_000);
    // Applied, and not gathered: the timer comes first.
    bench.say(hard('db', 'ok', bench.clock.now()));
    const from = bench.events.length;
    bench.clock.advance(MINUTE);
    expect(bench.moved(from)).toEqual([['facts db']]);
  });

  it('warns before a shelf ends, and ends it', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    shelve(bench, FOUR + HOUR);
    bench.clock.advance(54 * MINUTE);
    expect(bench.alarm('db').shelf?.warned).toBe(false);
    bench.clock.advance(MINUTE + 1_000);
    expect(bench.alarm('db').shelf?.warned).toBe(true);
    bench.clock.advance(5 * MINUTE - 3_000);
    expect(bench.alarm('db').state).toBe('shelved');
    bench.clock.advance(2_000);
    expect(bench.alarm('db')).toMatchObject({ state: 'unacknowledged', shelf: null });
  });

  it('is noticed within seconds when the clock jumps ahead, and undone by no step back', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    shelve(bench, FOUR + HOUR);
    bench.clock.advance(2_000);
    bench.clock.jump(-3 * HOUR);
    bench.clock.advance(30_000);
    expect(bench.alarm('db').state).toBe('shelved');
    bench.clock.jump(5 * HOUR);
    bench.clock.advance(16_000);
    expect(bench.alarm('db').state).toBe('unacknowledged');
  });

  it('ends a shelf under which it was active for longer than it allows', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    shelve(bench, FOUR + 4 * HOUR, 10 * MINUTE);
    bench.clock.advance(9 * MINUTE);
    expect(bench.alarm('db').state).toBe('shelved');
    bench.clock.advance(2 * MINUTE);
    expect(bench.alarm('db').state).toBe('unacknowledged');
  });

  it('makes a promised word and a review due', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.give('alarm.timer', 'db', { alarm: 'A-1', until: FOUR + 15 * MINUTE });
    bench.give('alarm.out-of-service', 'print', {
      responsible: 'Lagring',
      reason: 'bytte',
      reviewAt: FOUR + HOUR,
    });
    bench.clock.advance(15 * MINUTE + 1_000);
    expect(bench.alarm('db').timer?.due).toBe(true);
    expect(bench.alarm('print').outOfService?.due).toBe(false);
    bench.clock.advance(HOUR);
    expect(bench.alarm('print').outOfService?.due).toBe(true);
    expect(bench.alarm('print').state).toBe('out-of-service');
  });

  it('is told again when the log took nothing the first time', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.acknowledge('db');
    bench.full = true;
    bench.clock.advance(21 * MINUTE);
    expect(bench.alarm('db').state).toBe('acknowledged');
    bench.full = false;
    bench.clock.advance(6_000);
    expect(bench.alarm('db').state).toBe('unacknowledged');
  });
});

describe('a hub that starts', () => {
  it('brings alarms in step with what was said while no alarms were kept', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.restart(0, () => {
      bench.say(hard('db', 'ok', bench.clock.now()));
      bench.say(hard('print', 'critical', bench.clock.now()));
      bench.turn();
      expect(bench.states(), 'nothing is said before it has started').toEqual({ db: 'unacknowledged' });
    });
    expect(bench.states()).toEqual({ db: 'returned', print: 'unacknowledged' });
  });

  it('says nothing where nothing happened', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    const from = bench.events.length;
    bench.restart(HOUR);
    expect(bench.events.length).toBe(from);
  });

  it('does late what time was to do while it was away', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.acknowledge('db');
    bench.restart(HOUR);
    expect(bench.alarm('db')).toMatchObject({ state: 'unacknowledged', broken: { why: 'stalled' } });
  });

  it('raises the same alarms under the same numbers as if it had never stopped', () => {
    const straight = new AlarmBench();
    const broken = new AlarmBench();
    for (const bench of [straight, broken]) {
      bench.observe('db', 'critical');
      if (bench === broken) bench.restart();
      bench.observe('print', 'warning');
      if (bench === broken) bench.restart();
      bench.observe('db', 'ok');
    }
    expect(broken.state.digests().alarms).toBe(straight.state.digests().alarms);
  });
});

describe('a catalogue that changes', () => {
  it('removes the alarms of services that are gone, whatever state they are in', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.give('alarm.out-of-service', 'print', { responsible: 'x', reason: 'y', reviewAt: FOUR + HOUR });
    const from = bench.events.length;
    bench.say(
      catalogueChanged(
        [],
        ['service:db', 'check:db/c', 'service:app', 'check:app/c', 'service:print', 'check:print/c'],
      ),
    );
    bench.turn();
    expect(bench.moved(from).flat().sort()).toEqual(['removed db', 'removed print']);
    expect(bench.state.alarms.size).toBe(0);
  });

  it('moves alarms with the graph: what has lost its cause speaks for itself', () => {
    const bench = new AlarmBench();
    bench.observe('db', 'critical');
    bench.observe('app', 'critical');
    expect(bench.states()).toEqual({ db: 'unacknowledged', app: 'suppressed' });
    bench.say(catalogueChanged([{ kind: 'service', value: aService('app') }]));
    bench.turn();
    bench.clock.advance(2_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged', app: 'unacknowledged' });
    expect(bench.alarm('db').symptoms).toBe(0);
  });
});

describe('a rule that fails', () => {
  it('is said once, tried again in time, and said to be over', () => {
    const bench = new AlarmBench();
    const real = bench.state.status;
    let broken = true;
    Object.defineProperty(bench.state, 'status', {
      configurable: true,
      get: () => {
        if (broken) throw new Error('no status');
        return real;
      },
    });
    bench.keeper.applied(
      { origin: 'o', epoch: 1, seq: 1, at: FOUR, body: { type: 'vantage.changed', lost: false } },
      {},
    );
    for (let i = 0; i < 5; i++) bench.turn();
    bench.clock.advance(3_000);
    expect(bench.faults).toEqual(['Error: no status']);
    broken = false;
    bench.clock.advance(2_000);
    expect(bench.faults).toEqual(['Error: no status', null]);
  });
});
