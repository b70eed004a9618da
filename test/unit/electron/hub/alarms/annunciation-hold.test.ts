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

  it('is heard within twelve seconds of its first failure though that never comes to an end', () => {
    soft('core');
    bench.observe('db', 'critical');
    bench.clock.advance(11_000);
    expect(bench.states()).toEqual({});
    bench.clock.advance(1_500);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });

  it('waits a little longer for a last answer, and no longer than fifteen seconds', () => {
    bench.say({ ...hard('core', 'critical', bench.clock.now()), hard: false, attempt: 2 } as never);
    bench.observe('db', 'critical');
    bench.clock.advance(14_000);
    expect(bench.states()).toEqual({});
    bench.clock.advance(1_500);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });

  it('waits once for one fault, and again for the next', () => {
    bench.observe('db', 'critical');
    bench.clock.advance(2_000);
    bench.observe('db', 'ok');
    expect(bench.alarm('db').state).toBe('returned');
    // The same where nobody has seen the end of the case.
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({ db: 'returned' });
    bench.clock.advance(2_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
    bench.observe('db', 'ok');
    bench.give('alarm.seen', 'db', { alarm: 'A-1', code: 'software' });
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({});
    bench.clock.advance(2_000);
    expect(bench.alarm('db')).toMatchObject({ id: 'A-2', state: 'unacknowledged' });
  });

  it('that is over before it was heard of has no alarm, and the next one waits as long', () => {
    bench.observe('db', 'critical');
    bench.observe('db', 'ok');
    bench.clock.advance(20_000);
    expect(bench.state.room?.alarmCount).toBe(0);
    bench.observe('db', 'critical');
    expect(bench.states()).toEqual({});
  });

  it('is heard after a restart in the middle of its wait', () => {
    bench.observe('db', 'critical');
    bench.restart(500);
    bench.clock.advance(2_000);
    expect(bench.states()).toEqual({ db: 'unacknowledged' });
  });
});

describe('a fault whose cause nothing measures', () => {
  it('is folded, and its cause waits while what is above that is being re-tried', () => {
    bench = new AlarmBench([
      aService('core'),
      aService('san', ['core']),
      aService('a', ['san']),
      aService('b', ['san']),
    ]);
    bench.say({ type: 'catalogue.changed', name: '', demo: false, put: [], drop: ['check:san/c'] } as never);
    bench.turn();
    soft('core');
    bench.observe('a', 'critical');
    bench.observe('b', 'critical');
    bench.clock.advance(3_000);
    expect(bench.states()).toEqual({ a: 'suppressed', b: 'suppressed' });
    bench.observe('core', 'critical');
    bench.clock.advance(3_000);
    expect(bench.states()).toEqual({ a: 'suppressed', b: 'suppressed', core: 'unacknowledged' });
  });
});

describe('faults from when the hub could not see', () => {
  it('are asked again, and wait for the answer, when it can', () => {
    const lost = (is: boolean) => bench.say({ type: 'vantage.changed', lost: is });
    lost(true);
    for (const id of ['core', 'san', 'db', 'print']) bench.observe(id, 'critical');
    bench.clock.advance(60_000);
    expect(Object.keys(bench.states())).toEqual(['vaktrom/nett']);
    lost(false);
    bench.turn();
    expect([...bench.rechecked].sort()).toEqual(['core/c', 'db/c', 'print/c', 'san/c']);
    for (const id of ['core', 'san', 'db']) bench.observe(id, 'ok');
    bench.clock.advance(12_000);
    expect(bench.states()).toEqual({ print: 'unacknowledged' });
  });
});

describe('a fault with nothing upstream', () => {
  it('is heard at once', () => {
    bench.observe('print', 'critical');
    expect(bench.states()).toEqual({ print: 'unacknowledged' });
  });
});
