import { describe, expect, it } from 'vitest';
import { FOLLOW_UPS_KEPT_MS, type FollowUp } from '../../../../../shared/model/handover';
import { followUpOf } from '../../../../../shared/rules/handover/read-handovers';
import { HandoverBench, MINUTE } from '../../../../fixtures/handover-bench';

const ID = 'oppfolging-1';
const AT = { subject: `follow-up/${ID}` };
const SAID = { section: 'watch', text: 'san1 85 %', node: null, owner: null, dueAt: null };

function aBench(payload: object = {}): HandoverBench {
  const bench = new HandoverBench();
  bench.onDuty('eva');
  expect(bench.act('follow-up.set', { ...SAID, ...payload }, 'eva', AT)).toBeNull();
  return bench;
}

function one(bench: HandoverBench): FollowUp {
  const found = followUpOf(bench.state.watch, ID);
  if (!found) throw new Error('gone');
  return found;
}

describe('a follow-up', () => {
  it('has a number, is changed, closed with a word, and opened again', () => {
    const bench = aBench();
    expect(one(bench)).toMatchObject({ number: 'O-1', by: 'eva', carried: 0, due: false, closed: null });
    bench.clock.advance(MINUTE);
    bench.act('follow-up.set', { ...SAID, text: ' san1  90 % ', owner: 'anne' }, 'chi', AT);
    expect(one(bench)).toMatchObject({ number: 'O-1', text: 'san1 90 %', owner: 'anne', by: 'chi' });
    expect(bench.act('follow-up.close', { note: 'byttet' }, 'anne', AT)).toBeNull();
    expect(one(bench).closed).toMatchObject({ by: 'anne', note: 'byttet' });
    expect(bench.act('follow-up.set', SAID, 'eva', AT)).toMatchObject({ code: 'closed' });
    expect(bench.act('follow-up.reopen', null, 'eva', AT)).toBeNull();
    expect(one(bench).closed).toBeNull();
  });

  it('falls due once, and not when its time is set anew', () => {
    const bench = aBench();
    const dueAt = bench.clock.now() + 10 * MINUTE;
    bench.act('follow-up.set', { ...SAID, dueAt }, 'eva', AT);
    bench.clock.advance(11 * MINUTE);
    bench.due();
    expect(one(bench).due).toBe(true);
    const before = bench.events.length;
    bench.due();
    expect(bench.events).toHaveLength(before);
    bench.act('follow-up.set', { ...SAID, dueAt: bench.clock.now() + MINUTE }, 'eva', AT);
    expect(one(bench).due).toBe(false);
  });

  it('leaves the state a week after it was closed, and never while it is open', () => {
    const bench = aBench();
    bench.clock.advance(30 * FOLLOW_UPS_KEPT_MS);
    bench.due();
    expect(one(bench).closed).toBeNull();
    bench.act('follow-up.close', { note: null }, 'eva', AT);
    bench.clock.advance(FOLLOW_UPS_KEPT_MS);
    bench.due();
    expect(followUpOf(bench.state.watch, ID)).toBeUndefined();
  });

  it('is not closed by somebody who had not read what was said of it since', () => {
    const bench = aBench();
    const at = bench.clock.now() + MINUTE;
    bench.clock.advance(5 * MINUTE);
    bench.act('follow-up.set', { ...SAID, text: 'san1 95 %, haster' }, 'chi', AT);
    expect(bench.act('follow-up.close', { note: null }, 'eva', { ...AT, at })).toMatchObject({
      code: 'newer',
      facts: { by: 'chi' },
    });
  });

  it('is refused without words, of a service that is not here, for somebody who is not, and in the past', () => {
    const bench = aBench();
    const refused = (payload: object) => bench.act('follow-up.set', { ...SAID, ...payload }, 'eva', AT)?.code;
    expect(refused({ text: ' \u202e ' })).toBe('empty');
    expect(refused({ node: 'ukjent' })).toBe('unknown-node');
    expect(refused({ owner: 'ukjent' })).toBe('unknown-person');
    expect(refused({ owner: 'per' })).toBe('not-in-use');
    expect(refused({ dueAt: bench.clock.now() - 1 })).toBe('past');
  });
});
