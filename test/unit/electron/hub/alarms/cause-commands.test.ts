import { beforeEach, describe, expect, it } from 'vitest';
import { AlarmBench } from '../../../../fixtures/alarm-bench';
import { aService } from '../../../../fixtures/room';

let bench: AlarmBench;

beforeEach(() => {
  bench = new AlarmBench([aService('core'), aService('db', ['core']), aService('print'), aService('mail')]);
});

describe('a person’s word on a cause', () => {
  it('folds an alarm under what they name, and stands with who said it', () => {
    bench.observe('core', 'critical');
    bench.observe('print', 'critical');
    expect(bench.states()).toMatchObject({ print: 'unacknowledged' });
    expect(bench.give('cause.join', 'print', { cause: 'core', note: 'samme rack' })).toBeNull();
    bench.clock.advance(1_000);
    expect(bench.keeper.causes.explained('print')?.roots).toEqual(['core']);
    expect(bench.alarm('core').symptoms).toBe(2);
    expect(bench.states()).not.toMatchObject({ print: 'unacknowledged' });
    expect(bench.state.alarms.get('verdict:print')?.value).toMatchObject({ by: 'kari', note: 'samme rack' });
  });

  it('takes a symptom out of its cause, so that it is heard by itself', () => {
    bench.observe('core', 'critical');
    bench.observe('db', 'critical');
    bench.clock.advance(10_000);
    expect(bench.states()).not.toMatchObject({ db: 'unacknowledged' });
    expect(bench.give('cause.split', 'db', { note: null })).toBeNull();
    bench.clock.advance(10_000);
    expect(bench.states()).toMatchObject({ db: 'unacknowledged' });
    expect(bench.give('cause.free', 'db', null)).toBeNull();
    bench.clock.advance(1_000);
    expect(bench.states()).not.toMatchObject({ db: 'unacknowledged' });
  });

  it('is over when the node is normal again', () => {
    bench.observe('core', 'critical');
    bench.observe('print', 'critical');
    bench.give('cause.join', 'print', { cause: 'core', note: null });
    bench.observe('print', 'ok');
    bench.clock.advance(2_000);
    expect(bench.state.alarms.has('verdict:print')).toBe(false);
  });

  it('is refused where it would go in a ring, with what to do', () => {
    bench.observe('core', 'critical');
    bench.observe('print', 'critical');
    bench.observe('mail', 'critical');
    expect(bench.give('cause.join', 'core', { cause: 'db', note: null })).toMatch(/i ring.*db.*core/);
    expect(bench.give('cause.join', 'print', { cause: 'mail', note: null })).toBeNull();
    const from = bench.events.length;
    expect(bench.give('cause.join', 'mail', { cause: 'print', note: null })).toMatch(/i ring/);
    expect(bench.events.slice(from).map(({ body }) => body.type)).not.toContain('cause.said');
  });

  it.each([
    ['cause.join', 'print', { cause: 'print', note: null }, /sin egen årsak/],
    ['cause.join', 'print', { cause: 'nope', note: null }, /«nope» finnes ikke/],
    ['cause.join', 'nope', { cause: 'core', note: null }, /«nope» finnes ikke/],
    ['cause.join', 'mail', { cause: 'core', note: null }, /normal igjen/],
    ['cause.split', 'print', { note: null }, /står alt alene/],
    ['cause.free', 'print', null, /Ingen har sagt noe/],
    ['cause.recheck', 'nope', null, /«nope» finnes ikke/],
  ] as const)('%s of %s is refused in words when it makes no sense', (kind, subject, payload, words) => {
    bench.observe('core', 'critical');
    bench.observe('print', 'critical');
    expect(bench.give(kind, subject, payload as never)).toMatch(words);
  });
});

describe('a re-check of a whole cause', () => {
  it('asks the cause and all that follows from it', () => {
    bench.observe('core', 'critical');
    bench.observe('db', 'critical');
    bench.clock.advance(10_000);
    expect(bench.give('cause.recheck', 'core', null)).toBeNull();
    expect([...bench.rechecked].sort()).toEqual(['core/c', 'db/c']);
  });
});
