import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import { Projection } from '../../../../shared/rules/projection';
import { judgeVantage } from '../../../../shared/rules/vantage';
import { aCheck, aService, catalogueChanged, entities, eventWriter, hard } from '../../../fixtures/room';

function room(references: readonly string[]) {
  const state = new Projection();
  const write = eventWriter();
  const say = (body: EventBody): void => {
    state.apply(write(body));
  };
  const points = references.map((id) => ({ kind: 'check' as const, value: aCheck(null, id) }));
  say(catalogueChanged([...entities([aService('a')]), ...points]));
  const see = (id: string, result: 'ok' | 'critical' | 'unknown', at: number) =>
    say({ ...hard('a', result, at), check: id } as EventBody);
  return { state, say, see };
}

describe('them or us', () => {
  it('is lost when every reference point has failed, and back when one answers', () => {
    const { state, say, see } = room(['ref/dc1', 'ref/dc2']);
    see('ref/dc1', 'critical', 1);
    expect(judgeVantage(state)).toBeNull();
    see('ref/dc2', 'unknown', 2);
    const lost = judgeVantage(state);
    expect(lost).toEqual({ type: 'vantage.changed', lost: true });
    say(lost as EventBody);
    expect(judgeVantage(state)).toBeNull();
    see('ref/dc1', 'ok', 3);
    expect(judgeVantage(state)).toEqual({ type: 'vantage.changed', lost: false });
  });

  it('is never lost without reference points, and comes back when they are taken out', () => {
    const none = room([]);
    none.see('a/c', 'critical', 1);
    expect(judgeVantage(none.state)).toBeNull();
    const { state, say, see } = room(['ref/dc1']);
    see('ref/dc1', 'critical', 1);
    say(judgeVantage(state) as EventBody);
    say(catalogueChanged([], ['check:ref/dc1']));
    expect(judgeVantage(state)).toEqual({ type: 'vantage.changed', lost: false });
  });
});
