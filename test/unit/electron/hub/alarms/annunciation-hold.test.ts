import { beforeEach, describe, expect, it } from 'vitest';
import { AlarmBench } from '../../../../fixtures/alarm-bench';
import { aService, hard } from '../../../../fixtures/room';

let bench: AlarmBench;
const soft = (node: string) => {
  bench.say({ ...hard(node, 'critical', bench.clock.now()), hard: false, attempt: 1 } as never);
  bench.turn();
};

beforeEach(() => {
  bench = new AlarmBench([
    aService('core'),
    aService('san', ['core']),
    aService('db', ['san']),
    aService('print'),
  ]);
});

describe('a fault that something upstream may explain', () => {
  it('waits while that is being re-tried, and has no alarm when it is down', () => {
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({});
    soft('core');
    bench.clock.advance(4_000);
    expect(bench.states()).toEqual({});
    bench.observe('core', 'critical');
    bench.clock.advance(10_000);
    expect(bench.states()).toMatchObject({ core: 'unacknowledged' });
    expect(bench.states()).not.toMatchObject({ db: 'unacknowledged' });
    expect(bench.alarm('core')).toMatchObject({ id: 'A-1', symptoms: 2 });
  });

  it('shows its state at once all the same', () => {
    bench.observe('db', 'critical');
    const entity = bench.state.status.get('node:db');
    expect(entity?.kind === 'node' && entity.value.state).toBe('down');
  });

  it('is heard within two seconds when that is well', () => {
    bench.observe('db', 'critical');
    bench.clock.advance(2_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });

  it('is heard within ten seconds though that never comes to an end', () => {
    soft('core');
    bench.observe('db', 'critical');
    bench.clock.advance(10_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });

  it('waits once for one fault, and again for the next', () => {
    bench.observe('db', 'critical');
    bench.clock.advance(2_000);
    bench.observe('db', 'ok');
    expect(bench.alarm('db').state).toBe('returned');
    // A case that nobody has seen the end of goes on at once.
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
    bench.observe('db', 'ok');
    bench.give('alarm.seen', 'db', { alarm: 'A-1', code: 'software' });
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({});
    bench.clock.advance(2_000);
    expect(bench.alarm('db')).toMatchObject({ id: 'A-2', state: 'unacknowledged' });
  });

  it('that is over before it was heard of has no alarm', () => {
    bench.observe('db', 'critical');
    bench.observe('db', 'ok');
    bench.clock.advance(20_000);
    expect(bench.state.room?.alarmCount).toBe(0);
  });

  it('is heard after a restart in the middle of its wait', () => {
    bench.observe('db', 'critical');
    bench.restart(500);
    bench.clock.advance(2_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });
});

describe('a fault with nothing upstream', () => {
  it('is heard at once', () => {
    bench.observe('print', 'critical');
    expect(bench.states()).toEqual({ print: 'unacknowledged' });
  });
});
