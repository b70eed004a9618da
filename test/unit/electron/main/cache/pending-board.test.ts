import { describe, expect, it } from 'vitest';
import { PendingBoard } from '../../../../../electron/main/cache/pending-board';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { at, event } from './board-fixture';

const words = (pending: PendingBoard): string[] =>
  [...pending.changes()].map(([, key, entity]) => `${key}=${entity === null ? 'gone' : String(entity)}`);

const said = (put: Record<string, string>, drop: string[] = []) =>
  ({ status: { put: Object.entries(put), drop } }) as never;

describe('what the board said and the file has not heard', () => {
  it('is the last word on each key', () => {
    const pending = new PendingBoard();
    expect(pending.empty).toBe(true);
    pending.say(said({ a: '1', b: '1' }));
    pending.say(said({ a: '2' }, ['b', 'c']));
    pending.say(said({ c: '3' }));
    expect(words(pending)).toEqual(['a=2', 'b=gone', 'c=3']);
    expect(pending.empty).toBe(false);
    pending.replace(said({ d: '4' }));
    expect(words(pending)).toEqual(['d=4']);
    expect(pending.whole).toBe(true);
  });

  it('stands over what could not be written and is given back', () => {
    const older = new PendingBoard();
    older.replace(said({ a: '1', b: '1', c: '1' }));
    older.state = { position: at(1), reducer: REDUCER_VERSION, knownAt: null, oldestObservedAt: null };
    older.hear([event(1, 'a')]);
    const newer = new PendingBoard();
    newer.say(said({ a: '2' }, ['b']));
    newer.hear([event(2, 'a')]);
    newer.giveBack(older);
    expect(words(newer).sort()).toEqual(['a=2', 'b=gone', 'c=1']);
    expect(newer.whole).toBe(true);
    expect(newer.state?.position).toEqual(at(1));
    expect(newer.events.map((one) => one.seq)).toEqual([1, 2]);
  });

  it('takes nothing back but events when it is whole itself', () => {
    const older = new PendingBoard();
    older.say(said({ a: '1' }));
    older.hear([event(1, 'a')]);
    const newer = new PendingBoard();
    newer.replace(said({ b: '2' }));
    newer.giveBack(older);
    expect(words(newer)).toEqual(['b=2']);
    expect(newer.events).toHaveLength(1);
  });

  it('keeps a bounded number of events, the newest', () => {
    const pending = new PendingBoard();
    pending.hear([...Array(20_010).keys()].map((n) => event(n + 1, 'a')));
    expect(pending.events).toHaveLength(20_000);
    expect(pending.events.at(-1)?.seq).toBe(20_010);
  });
});
