import { describe, expect, it } from 'vitest';
import {
  type Alarm,
  type AlarmAct,
  type AlarmState,
  EPISODES_KEPT,
} from '../../../../../shared/model/alarms';
import type { NodeState } from '../../../../../shared/model/states';
import { type AlarmInput, EPISODES_KEPT_MS, stepAlarm } from '../../../../../shared/rules/alarms/machine';
import {
  ACKNOWLEDGE,
  alarmAfter,
  does,
  ends,
  measured,
  NODE,
  OUT_OF_SERVICE,
  SHELVE,
} from '../../../../fixtures/alarms';

const latching = { latching: true };
const back = (over = {}, id = 'A-1'): AlarmInput => measured({ condition: 'normal', ...over }, id);
const behind = { suppressed: { kind: 'cause' as const, id: 'core1' } };
const move = (kind: 'stalled' | 'shelf-warned' | 'review-due' | 'timer-due' | 'removed'): AlarmInput => ({
  kind,
  node: NODE,
});
const shelfEnded: AlarmInput = { kind: 'shelf-ended', node: NODE, why: 'time' };
const spread: AlarmInput = { kind: 'spread', node: NODE, site: 'bodø' };
const seen = does({ kind: 'seen', code: null });

/** How each state is come by. */
const IN: Readonly<Record<AlarmState, readonly AlarmInput[]>> = {
  normal: [measured(), does(ACKNOWLEDGE), back()],
  unacknowledged: [measured(latching)],
  acknowledged: [measured(latching), does(ACKNOWLEDGE)],
  returned: [measured(latching), back(latching)],
  shelved: [measured(latching), does(SHELVE)],
  suppressed: [measured({ ...latching, ...behind })],
  'out-of-service': [measured(latching), does(OUT_OF_SERVICE)],
};

describe('every transition of an alarm', () => {
  const table: readonly [from: AlarmState, what: string, input: AlarmInput, to: AlarmState][] = [
    ['normal', 'goes bad', measured({}, 'A-2'), 'unacknowledged'],
    ['normal', 'goes bad behind a cause', measured(behind, 'A-2'), 'suppressed'],
    ['normal', 'stays normal', back(), 'normal'],
    ['normal', 'is shelved', does(SHELVE), 'shelved'],
    ['normal', 'is taken out of service', does(OUT_OF_SERVICE), 'out-of-service'],
    ['normal', 'is said what it was', seen, 'normal'],
    ['normal', 'is stalled, which it cannot be', move('stalled'), 'normal'],
    ['normal', 'has spread, which it cannot have', spread, 'normal'],

    ['unacknowledged', 'is acknowledged', does(ACKNOWLEDGE), 'acknowledged'],
    ['unacknowledged', 'is handed on', does({ kind: 'hand', to: 'ola', note: null }), 'acknowledged'],
    ['unacknowledged', 'comes back, latching', back(latching), 'returned'],
    ['unacknowledged', 'comes back, not latching', back(), 'normal'],
    ['unacknowledged', 'is explained by a cause', measured({ ...latching, ...behind }), 'suppressed'],
    ['unacknowledged', 'is shelved', does(SHELVE), 'shelved'],
    ['unacknowledged', 'is taken out of service', does(OUT_OF_SERVICE), 'out-of-service'],
    ['unacknowledged', 'is said to be seen while it lasts', seen, 'unacknowledged'],
    ['unacknowledged', 'gets better', measured({ ...latching, condition: 'warning' }), 'unacknowledged'],
    ['unacknowledged', 'is noted on', does({ kind: 'note', text: 'x', late: false }), 'unacknowledged'],

    ['acknowledged', 'comes back', back(latching), 'normal'],
    ['acknowledged', 'is stalled', move('stalled'), 'unacknowledged'],
    ['acknowledged', 'spreads by its symptoms', measured({ sites: ['bodø', 'mo'] }), 'unacknowledged'],
    ['acknowledged', 'spreads by its service', spread, 'unacknowledged'],
    ['acknowledged', 'is acknowledged again', does(ACKNOWLEDGE, 'ola'), 'acknowledged'],
    ['acknowledged', 'is handed on', does({ kind: 'hand', to: 'ola', note: null }), 'acknowledged'],
    ['acknowledged', 'is explained by a cause', measured({ ...latching, ...behind }), 'suppressed'],
    ['acknowledged', 'is shelved', does(SHELVE), 'shelved'],
    ['acknowledged', 'is taken out of service', does(OUT_OF_SERVICE), 'out-of-service'],

    ['returned', 'is seen', seen, 'normal'],
    ['returned', 'is acknowledged, on a screen that is behind', does(ACKNOWLEDGE), 'normal'],
    ['returned', 'goes bad again', measured(latching), 'unacknowledged'],
    ['returned', 'goes bad again behind a cause', measured({ ...latching, ...behind }), 'suppressed'],
    ['returned', 'is shelved', does(SHELVE), 'shelved'],
    ['returned', 'no longer needs to be seen', back(), 'normal'],
    ['returned', 'is taken out of service', does(OUT_OF_SERVICE), 'out-of-service'],

    ['shelved', 'is taken down', does({ kind: 'unshelve' }), 'unacknowledged'],
    ['shelved', 'has its time', shelfEnded, 'unacknowledged'],
    ['shelved', 'is warned of', move('shelf-warned'), 'shelved'],
    ['shelved', 'comes back', back(latching), 'shelved'],
    ['shelved', 'spreads by its symptoms', measured({ sites: ['bodø', 'mo'] }), 'unacknowledged'],
    ['shelved', 'spreads by its service', spread, 'unacknowledged'],
    ['shelved', 'is explained by a cause', measured({ ...latching, ...behind }), 'shelved'],
    ['shelved', 'is stalled, which it cannot be', move('stalled'), 'shelved'],
    ['shelved', 'is taken out of service', does(OUT_OF_SERVICE), 'out-of-service'],

    ['suppressed', 'is released', measured(latching), 'unacknowledged'],
    ['suppressed', 'is acknowledged all the same', does(ACKNOWLEDGE), 'suppressed'],
    ['suppressed', 'is shelved', does(SHELVE), 'shelved'],

    ['out-of-service', 'is put back', does({ kind: 'in-service' }), 'unacknowledged'],
    ['out-of-service', 'is due for review', move('review-due'), 'out-of-service'],
    ['out-of-service', 'comes back', back(latching), 'out-of-service'],
    ['out-of-service', 'spreads', measured({ sites: ['bodø', 'mo'] }), 'out-of-service'],
    ['out-of-service', 'is shelved', does(SHELVE), 'out-of-service'],
  ];
  for (const [from, what, input, to] of table) {
    it(`${from}: ${what} → ${to}`, () => {
      const before = alarmAfter(...IN[from]);
      expect(before.state).toBe(from);
      const next = stepAlarm(before, input, 90_000);
      expect(next?.state).toBe(to);
      expect(next?.since).toBe(from === to ? before.since : 90_000);
      const asks = to === 'unacknowledged' && from !== to;
      const known = next?.id === before.id ? before.annunciatedAt : null;
      expect(next?.annunciatedAt).toBe(asks ? 90_000 : known);
    });
  }

  it('ends with the node, whatever was said of it', () => {
    for (const inputs of Object.values(IN)) expect(ends(...inputs, move('removed'))).toBeNull();
  });

  it('leaves no act without an alarm, but one out of service', () => {
    const acts: AlarmAct[] = [ACKNOWLEDGE, SHELVE, { kind: 'unshelve' }, { kind: 'in-service' }];
    for (const act of acts) expect(ends(does(act))).toBeNull();
    expect(ends(does(OUT_OF_SERVICE))).toMatchObject({ node: NODE, id: '', state: 'out-of-service' });
    for (const input of [shelfEnded, spread, back(), move('stalled'), move('timer-due')]) {
      expect(ends(input)).toBeNull();
    }
  });
});

describe('an acknowledgement', () => {
  it('breaks when it gets worse than what was acknowledged, and not when it only gets worse again', () => {
    const say = (...conditions: NodeState[]): Alarm =>
      alarmAfter(
        measured({ condition: 'degraded' }),
        does(ACKNOWLEDGE),
        ...conditions.map((condition) => measured({ condition })),
      );
    expect(say('warning')).toMatchObject({ state: 'acknowledged', broken: null });
    expect(say('warning', 'degraded')).toMatchObject({ state: 'acknowledged', broken: null });
    expect(say('warning', 'down')).toMatchObject({
      state: 'unacknowledged',
      broken: { why: 'worse' },
      ack: { by: 'kari', condition: 'degraded' },
    });
    // Broken is broken: that it got better is no word of anybody's.
    expect(say('down', 'warning')).toMatchObject({ state: 'unacknowledged', broken: { why: 'worse' } });
  });

  it('holds again when somebody says so again, for what it is by then', () => {
    const alarm = alarmAfter(
      measured({ condition: 'degraded' }),
      does(ACKNOWLEDGE),
      measured({ condition: 'down', sites: ['bodø', 'mo'] }),
      does({ kind: 'acknowledge', note: 'ringer', owner: 'ola' }, 'ola', 3_500),
    );
    expect(alarm).toMatchObject({
      state: 'acknowledged',
      broken: null,
      owner: 'ola',
      ack: { by: 'ola', at: 3_500, condition: 'down', sites: ['bodø', 'mo'], note: 'ringer' },
      note: { by: 'ola', at: 3_500, text: 'ringer' },
    });
  });

  it('does not break for a site that was hit before in this case', () => {
    const both = { sites: ['bodø', 'mo'] };
    const alarm = alarmAfter(
      measured(both),
      does(ACKNOWLEDGE),
      measured(),
      measured({ condition: 'down', sites: ['alta', 'mo'] }),
      does(ACKNOWLEDGE),
      measured(both),
    );
    expect(alarm).toMatchObject({ state: 'acknowledged', ack: { sites: ['alta', 'bodø', 'mo'] } });
  });

  it('keeps whose it was when it breaks', () => {
    const alarm = alarmAfter(
      measured(),
      does({ ...ACKNOWLEDGE, owner: 'kari' } as AlarmAct),
      move('stalled'),
      does(ACKNOWLEDGE, 'ola'),
    );
    expect(alarm).toMatchObject({ owner: 'kari', ack: { by: 'ola' } });
  });

  it('stands through being suppressed', () => {
    expect(alarmAfter(measured(), does(ACKNOWLEDGE), measured(behind), measured()).state).toBe(
      'acknowledged',
    );
    expect(alarmAfter(measured(behind), does(ACKNOWLEDGE), measured()).state).toBe('acknowledged');
  });

  it('is of the worst that it was when it came back before the word arrived', () => {
    const alarm = alarmAfter(measured(latching), back(latching), does(ACKNOWLEDGE));
    expect(alarm).toMatchObject({ state: 'normal', ack: { condition: 'down' } });
  });
});

describe('a case', () => {
  it('begins anew under a new number, and keeps only what holds beyond a case', () => {
    const before = alarmAfter(
      measured(),
      does({ kind: 'acknowledge', note: 'ser på', owner: 'kari' }),
      does({ kind: 'ticket', ticket: 'S-1' }),
      does({ kind: 'bad', on: true, note: 'hver natt' }),
      measured({ condition: 'normal', conditionSince: 5_000 }),
      does({ kind: 'seen', code: 'supplier' }),
    );
    expect(before).toMatchObject({
      state: 'normal',
      ended: { code: 'supplier' },
      returnedAt: 5_000,
      activeSince: null,
    });
    const next = stepAlarm(before, measured({ conditionSince: 6_500, condition: 'degraded' }, 'A-2'), 7_000);
    expect(next).toMatchObject({
      id: 'A-2',
      state: 'unacknowledged',
      raisedAt: 7_000,
      activeSince: 6_500,
      annunciatedAt: 7_000,
      worst: 'degraded',
      returnedAt: null,
      ack: null,
      broken: null,
      owner: null,
      ended: null,
      note: null,
      ticket: null,
      bad: { note: 'hver natt' },
      episodes: [{ from: 1_000, to: 5_000 }],
    });
  });

  it('goes on while nobody has seen that it came back', () => {
    const alarm = alarmAfter(
      measured(latching),
      does({ kind: 'note', text: 'ser på', late: false }),
      back({ ...latching, conditionSince: 3_000 }),
      measured({ ...latching, conditionSince: 3_900 }, 'A-2'),
    );
    expect(alarm).toMatchObject({ id: 'A-1', raisedAt: 1_000, activeSince: 3_900, note: { text: 'ser på' } });
    expect(alarm.episodes).toEqual([{ from: 1_000, to: 3_000 }]);
  });

  it('goes on under a shelf, with its number, owner and ticket, and is counted', () => {
    const alarm = alarmAfter(
      measured(),
      does({ kind: 'ticket', ticket: 'P-2031' }),
      does(SHELVE),
      back({ conditionSince: 4_000 }),
      measured({ conditionSince: 5_000 }, 'A-2'),
      back({ conditionSince: 6_000 }),
    );
    expect(alarm).toMatchObject({ id: 'A-1', state: 'shelved', ticket: 'P-2031' });
    expect(alarm.episodes).toEqual([
      { from: 1_000, to: 4_000 },
      { from: 5_000, to: 6_000 },
    ]);
    expect(stepAlarm(alarm, shelfEnded, 7_000)?.state).toBe('normal');
  });

  it('that was latched is seen by whoever shelves it, also for what it does on the shelf', () => {
    const alarm = alarmAfter(
      measured(latching),
      back(latching),
      seen,
      does(SHELVE),
      measured(latching, 'A-2'),
      back(latching),
      shelfEnded,
    );
    expect(alarm.state).toBe('normal');
  });

  it('out of service has its own number each time, and asks for nobody when it is over', () => {
    const alarm = alarmAfter(
      does(OUT_OF_SERVICE),
      measured(latching, 'A-1'),
      back(latching),
      measured(latching, 'A-2'),
      back(latching),
    );
    expect(alarm).toMatchObject({ id: 'A-2', state: 'out-of-service', annunciatedAt: null });
    expect(stepAlarm(alarm, does({ kind: 'in-service' }), 9_000)?.state).toBe('normal');
  });

  it('that nobody was asked about leaves no latch, no episode and no alarm', () => {
    expect(ends(measured({ ...latching, ...behind }), back(latching))).toBeNull();
  });

  it('asks again when it gets worse than it ever was, and not when it merely flaps', () => {
    const at = (...conditions: NodeState[]): number | null =>
      alarmAfter(...conditions.map((condition) => measured({ condition }))).annunciatedAt;
    expect(at('degraded', 'down')).toBe(2_000);
    expect(at('degraded', 'down', 'degraded', 'down')).toBe(2_000);
    expect(at('down', 'degraded')).toBe(1_000);
  });

  it('never lets a person dim what is measured', () => {
    const facts = ({ condition, conditionSince, priority, sites, symptoms, suppressed }: Alarm): unknown => ({
      condition,
      conditionSince,
      priority,
      sites,
      symptoms,
      suppressed,
    });
    const before = alarmAfter(measured(latching));
    const acts: AlarmAct[] = [
      ACKNOWLEDGE,
      SHELVE,
      OUT_OF_SERVICE,
      { kind: 'seen', code: null },
      { kind: 'hand', to: 'ola', note: 'x' },
      { kind: 'bad', on: true, note: null },
      { kind: 'timer', until: 5_000 },
    ];
    for (const act of acts)
      expect(facts(stepAlarm(before, does(act), 3_000) as Alarm)).toEqual(facts(before));
  });
});

describe('a shelf', () => {
  it('breaks when it is worse than what was shelved, also from a moment when it was normal', () => {
    const worse = [measured({ condition: 'degraded' }), does(SHELVE), measured({ condition: 'down' })];
    expect(alarmAfter(...worse)).toMatchObject({ state: 'unacknowledged', shelf: null, ack: null });
    const flapping = [measured({ condition: 'degraded' }), back(), does(SHELVE)];
    expect(alarmAfter(...flapping, measured({ condition: 'degraded' })).state).toBe('shelved');
    expect(alarmAfter(...flapping, measured({ condition: 'down' })).state).toBe('unacknowledged');
  });

  it('ends as suppressed or out of service where that holds too', () => {
    expect(alarmAfter(measured(behind), does(SHELVE), shelfEnded).state).toBe('suppressed');
    expect(alarmAfter(measured(), does(SHELVE), does(OUT_OF_SERVICE), shelfEnded).state).toBe(
      'out-of-service',
    );
  });

  it('remembers that its end was announced, until it is shelved anew', () => {
    const warned = alarmAfter(measured(), does(SHELVE), move('shelf-warned'));
    expect(warned.shelf?.warned).toBe(true);
    expect(stepAlarm(warned, does({ ...SHELVE, until: 7_000_000 } as AlarmAct), 9_000)?.shelf).toMatchObject({
      warned: false,
      until: 7_000_000,
      condition: 'down',
      sites: ['mo'],
    });
  });
});

describe('a promise', () => {
  const timer = does({ kind: 'timer', until: 5_000 });

  it('is due until it is changed', () => {
    const due = alarmAfter(measured(), timer, move('timer-due'));
    expect(due.timer).toEqual({ at: 2_000, by: 'kari', until: 5_000, due: true });
    expect(stepAlarm(due, does({ kind: 'timer', until: 9_000 }), 6_000)?.timer).toMatchObject({ due: false });
    expect(stepAlarm(due, does({ kind: 'timer', until: null }), 6_000)?.timer).toBeNull();
  });

  it('ends with its case, and not before', () => {
    expect(alarmAfter(measured(latching), timer, back(latching)).timer).not.toBeNull();
    expect(alarmAfter(measured(latching), timer, back(latching), seen).timer).toBeNull();
    expect(alarmAfter(measured(), timer, does(SHELVE), back()).timer).not.toBeNull();
  });
});

describe('what is said', () => {
  it('is shown by when it was said, not by when it arrived', () => {
    const said = (text: string, at: number, late: boolean): AlarmInput =>
      does({ kind: 'note', text, late }, 'kari', at);
    expect(alarmAfter(measured(), said('først', 100, false), said('sist', 200, false)).note?.text).toBe(
      'sist',
    );
    expect(alarmAfter(measured(), said('sist', 200, false), said('sen', 100, true)).note?.text).toBe('sist');
  });

  it('counts as movement, and so does a change of condition or of sites, but not of priority or symptoms', () => {
    const before = alarmAfter(measured());
    const movedBy = (input: AlarmInput): boolean => stepAlarm(before, input, 7_000)?.movedAt === 7_000;
    expect(movedBy(does({ kind: 'ticket', ticket: 'x' }))).toBe(true);
    expect(movedBy(measured({ condition: 'degraded' }))).toBe(true);
    expect(movedBy(measured({ sites: ['bodø', 'mo'] }))).toBe(true);
    expect(movedBy(measured({ priority: 1, symptoms: 9 }))).toBe(false);
  });
});

describe('what came and went', () => {
  it('is remembered for a day, at most so many, and then forgotten with the alarm', () => {
    let alarm: Alarm | undefined;
    for (let i = 0; i < EPISODES_KEPT + 5; i++) {
      const at = 10_000 * i;
      alarm = stepAlarm(alarm, measured({ conditionSince: at }, `A-${i}`), at) as Alarm;
      alarm = stepAlarm(alarm, back({ conditionSince: at + 40 }), at + 40) as Alarm;
    }
    expect(alarm?.episodes).toHaveLength(EPISODES_KEPT);
    const last = alarm?.episodes.at(-1)?.to ?? 0;
    expect(stepAlarm(alarm, back(), last + EPISODES_KEPT_MS - 1)).toMatchObject({ state: 'normal' });
    expect(stepAlarm(alarm, back(), last + EPISODES_KEPT_MS)).toBeNull();
  });

  it('is kept for longer where somebody has said something that holds', () => {
    const late = EPISODES_KEPT_MS * 2;
    for (const act of [SHELVE, OUT_OF_SERVICE, { kind: 'bad', on: true, note: null } as const]) {
      expect(stepAlarm(alarmAfter(measured(), does(act)), back(), late)).not.toBeNull();
    }
  });

  it('keeps where it was and how pressing', () => {
    const sites = ['bodø', 'mo'];
    const alarm = alarmAfter(
      measured({ sites, symptoms: 7, priority: 1 }),
      back({ sites: ['mo'], priority: 4 }),
    );
    expect(alarm).toMatchObject({ sites, symptoms: 0, priority: 1, worst: 'down' });
  });
});
