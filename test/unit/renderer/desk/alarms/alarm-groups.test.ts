import { describe, expect, it } from 'vitest';
import {
  alarmLines,
  holdStill,
  landing,
  lineInFocus,
  listGroup,
  type Placed,
} from '../../../../../renderer/desk/alarms/alarm-groups';
import { anAlarm } from './an-alarm';

const NOW = 10_000_000;

const place = (text: string): Placed => {
  const [group, node] = text.split(':') as [Placed['group'], string];
  return { group, node };
};
const places = (...all: string[]): Placed[] => all.map(place);
const shown = (all: readonly Placed[]): string[] => all.map(({ group, node }) => `${group}:${node}`);
const nobody = (): boolean => false;

it('calls nothing new that another alarm explains: it stands folded, and is counted there', () => {
  const held = places('unacknowledged:core1');
  const wanted = places('unacknowledged:core1', 'unacknowledged:other', 'explained:behind');
  expect(holdStill(held, wanted, nobody).waiting.fresh).toEqual(['other']);
});

describe('the parts of the list', () => {
  it('are by what is owed, with what another alarm explains apart', () => {
    expect(listGroup(anAlarm('a'), NOW)).toBe('unacknowledged');
    expect(listGroup(anAlarm('a', { state: 'normal' }), NOW)).toBeNull();
    const quiet = anAlarm('a', { state: 'suppressed', suppressed: { kind: 'maintenance', id: 'm' } });
    expect(listGroup(quiet, NOW)).toBe('quiet');
    expect(listGroup({ ...quiet, suppressed: { kind: 'cause', id: 'core1' } }, NOW)).toBe('explained');
    expect(listGroup(anAlarm('a', { state: 'out-of-service' }), NOW)).toBe('quiet');
  });
});

describe('what is over', () => {
  const ack = { at: 1, by: 'kari', note: null, condition: 'down' as const, sites: [] };
  const over = anAlarm('a', {
    state: 'normal',
    condition: 'normal',
    ack,
    owner: 'kari',
    returnedAt: NOW - 60_000,
  });

  it('is asked about while somebody had it and has not said what it was, for an hour', () => {
    expect(listGroup(over, NOW)).toBe('over');
    expect(listGroup(over, NOW + 59 * 60_000)).toBeNull();
    expect(listGroup({ ...over, ended: { at: 2, by: 'kari', code: 'network' } }, NOW)).toBeNull();
    expect(listGroup({ ...over, owner: null }, NOW)).toBeNull();
    expect(listGroup({ ...over, broken: { at: 2, why: 'stalled' } }, NOW)).toBeNull();
  });
});

describe('an order that is held', () => {
  const held = places('unacknowledged:a', 'unacknowledged:b', 'acknowledged:c', 'returned:d');

  it('does not move when others act, when alarms go, or when new ones come', () => {
    const wanted = places('unacknowledged:new', 'unacknowledged:b', 'acknowledged:a', 'acknowledged:c');
    const still = holdStill(held, wanted, nobody);
    expect(shown(still.shown)).toEqual(shown(held));
    expect(still.waiting.fresh).toEqual(['new']);
    // a goes to another part, d goes altogether.
    expect(still.waiting.moved).toBe(2);
  });

  it('lets the row of an act of one’s own go at once, to its place in its new part', () => {
    const wanted = places('unacknowledged:b', 'acknowledged:c', 'acknowledged:a', 'returned:d');
    const moved = holdStill(held, wanted, (node) => node === 'a');
    expect(shown(moved.shown)).toEqual(shown(wanted));
    expect(moved.waiting).toEqual({ fresh: [], moved: 0 });
  });

  it('opens a part that was empty in its place, and drops what one’s own act ended', () => {
    const wanted = places('unacknowledged:b', 'acknowledged:c', 'shelved:a');
    const mine = (node: string): boolean => node === 'a' || node === 'd';
    expect(shown(holdStill(held, wanted, mine).shown)).toEqual(shown(wanted));
  });

  it('counts rows that only changed their order as waiting, once each', () => {
    const wanted = places('unacknowledged:b', 'unacknowledged:a', 'acknowledged:c', 'returned:d');
    expect(holdStill(held, wanted, nobody).waiting).toEqual({ fresh: [], moved: 1 });
    expect(holdStill(held, held, nobody).waiting).toEqual({ fresh: [], moved: 0 });
  });
});

describe('the lines', () => {
  const all = places('unacknowledged:a', 'acknowledged:b', 'explained:x', 'explained:y');

  it('have a head for each part that is not empty, and fold what is explained', () => {
    expect(alarmLines(all, false).map(({ key }) => key)).toEqual([
      'group:unacknowledged',
      'a',
      'group:acknowledged',
      'b',
      'group:explained',
    ]);
    const open = alarmLines(all, true);
    expect(open.map(({ key }) => key).slice(-2)).toEqual(['x', 'y']);
    expect(open.find(({ key }) => key === 'group:explained')).toMatchObject({ count: 2, open: true });
  });

  it('keep the focus on the alarm wherever it goes, and give it to the next where it has gone', () => {
    const lines = alarmLines(all, false);
    expect(lineInFocus(lines, 'b', 0)).toBe(3);
    expect(lineInFocus(lines, null, 0)).toBe(1);
    expect(lineInFocus(lines, 'gone', 2)).toBe(3);
    expect(lineInFocus([], 'b', 3)).toBe(-1);
  });

  it('let a step land on alarms, and on the head of what is folded, but on no other head', () => {
    const lines = alarmLines(all, false);
    expect(landing(lines, 0, -1)).toBe(1);
    expect(landing(lines, 2, 1)).toBe(3);
    expect(landing(lines, 2, -1)).toBe(1);
    expect(landing(lines, 99, 1)).toBe(4);
  });
});
