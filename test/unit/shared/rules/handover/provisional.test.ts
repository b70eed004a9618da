import { describe, expect, it } from 'vitest';
import { hashOfText } from '../../../../../shared/rules/handover/compose';
import type { UnreadCommand } from '../../../../../shared/rules/handover/decision';
import { provisionalWatch } from '../../../../../shared/rules/handover/provisional';
import { handoverOf } from '../../../../../shared/rules/handover/read-handovers';
import { aText, criticalLine, HandoverBench, MINUTE, THE_NIGHT } from '../../../../fixtures/handover-bench';

const DIPS = criticalLine('dips@mo', 'A-1');

function waiting(kind: string, payload: unknown, actor: string, actedAt: number): UnreadCommand {
  return { id: `c-${kind}-${actor}`, kind, subject: `handover/${THE_NIGHT}`, payload, actor, actedAt };
}

describe('what both signed at one desk while the hub is away', () => {
  it('is shown as it will be, marked as not the hub’s word yet', () => {
    const bench = new HandoverBench();
    bench.onDuty('eva');
    bench.alarm('dips@mo', 'A-1', 'eva');
    bench.due();
    bench.draw(DIPS);
    bench.clock.advance(30 * MINUTE);
    bench.exchange();
    const now = bench.clock.now();
    const text = aText([DIPS]);
    const sign = { text, transfers: bench.handover.transfers, exception: null };
    const outbox = [
      waiting('handover.sign', sign, 'eva', now),
      waiting('log.write', {}, 'eva', now),
      waiting('handover.accept', { hash: hashOfText(text), exception: null }, 'anne', now + 1),
    ];
    const before = bench.state.digests();
    const { view, waiting: keys } = provisionalWatch(bench.state, outbox, now + MINUTE, 'pult-1');
    expect(handoverOf(view.watch, THE_NIGHT)?.state).toBe('accepted');
    expect(view.alarms.get('alarm:dips@mo')).toMatchObject({ value: { owner: 'anne' } });
    expect(view.people.get('watch:pult-1')).toMatchObject({ value: { person: 'anne' } });
    expect([...keys].sort()).toEqual([
      'alarms/alarm:dips@mo',
      'people/watch:pult-1',
      'watch/duty:room',
      `watch/handover:${THE_NIGHT}`,
    ]);
    expect(bench.state.digests()).toEqual(before);
  });

  it('changes nothing where it would be refused, and a handover that begins has no number yet', () => {
    const bench = new HandoverBench();
    bench.onDuty('eva');
    const now = bench.clock.now();
    const outbox = [
      waiting('handover.accept', { hash: 'a'.repeat(64), exception: null }, 'anne', now),
      waiting('handover.begin', null, 'eva', now),
    ];
    const { view } = provisionalWatch(bench.state, outbox, now, 'pult-1');
    expect(handoverOf(view.watch, THE_NIGHT)).toMatchObject({ number: '', state: 'preparing' });
  });
});
