import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../../shared/model/states';
import { decide, type Observation } from '../../../../shared/rules/decide';
import { Projection } from '../../../../shared/rules/projection';
import { readCheck } from '../../../../shared/rules/reduce';
import { aService, catalogueChanged, entities, eventWriter } from '../../../fixtures/room';

const seen = (result: CheckResult, observedAt: number): Observation => ({
  check: 'a/c',
  result,
  output: result,
  ms: 1,
  observedAt,
});

function watch(): { see: (result: CheckResult, at: number) => ReturnType<typeof decide>; state: Projection } {
  const state = new Projection();
  const write = eventWriter();
  state.apply(write(catalogueChanged(entities([aService('a')]))));
  return {
    state,
    see: (result, at) => {
      const event = decide(readCheck(state.status, 'a/c'), { attempts: 3 }, seen(result, at));
      if (event) state.apply(write(event));
      return event;
    },
  };
}

describe('soft and hard states', () => {
  it('confirms a fault at the third attempt, and dates it from the first', () => {
    const { see, state } = watch();
    see('ok', 1);
    expect(see('critical', 10)).toMatchObject({ hard: false, attempt: 1 });
    expect(readCheck(state.status, 'a/c')?.confirmed).toBe('ok');
    expect(see('critical', 20)).toMatchObject({ hard: false, attempt: 2 });
    expect(see('critical', 30)).toMatchObject({ hard: true, attempt: 3 });
    expect(readCheck(state.status, 'a/c')).toMatchObject({ confirmed: 'critical', since: 10 });
    expect(see('critical', 40)).toBeNull();
  });

  it('believes a recovery at once', () => {
    const { see, state } = watch();
    for (const at of [1, 2, 3]) see('critical', at);
    expect(see('ok', 4)).toMatchObject({ hard: true, result: 'ok' });
    expect(readCheck(state.status, 'a/c')).toMatchObject({ confirmed: 'ok', since: 4 });
  });

  it('confirms at once when a confirmed fault becomes another', () => {
    const { see } = watch();
    for (const at of [1, 2, 3]) see('warning', at);
    expect(see('critical', 4)).toMatchObject({ hard: true, result: 'critical' });
  });

  it('says something after an overdue spell though the result is as before', () => {
    const { see, state } = watch();
    see('ok', 1);
    const event = {
      origin: 'x',
      epoch: 1,
      seq: 9,
      at: 5,
      body: { type: 'check.overdue' as const, check: 'a/c', lastObservedAt: 1 },
    };
    state.apply(event);
    expect(see('ok', 9)).toMatchObject({ hard: true, result: 'ok' });
    expect(readCheck(state.status, 'a/c')?.overdue).toBe(false);
  });

  it('agrees with a plain reference for any sequence of results', () => {
    const results = fc.array(fc.constantFrom<CheckResult>('ok', 'warning', 'critical', 'unknown'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(results, (sequence) => {
        const { see, state } = watch();
        let confirmed: CheckResult | null = null;
        let bad = 0;
        sequence.forEach((result, index) => {
          see(result, index + 1);
          if (result === 'ok') {
            confirmed = 'ok';
            bad = 0;
          } else {
            bad += 1;
            if (bad >= 3 || (confirmed !== null && confirmed !== 'ok')) confirmed = result;
          }
          expect(readCheck(state.status, 'a/c')?.confirmed).toBe(confirmed);
        });
      }),
    );
  });
});

describe('the words of a foreign source', () => {
  const known = (): ReturnType<typeof watch> => {
    const bench = watch();
    for (const at of [1, 2, 3]) bench.see('critical', at);
    return bench;
  };
  const other = { ...seen('critical', 4), output: 'et annet varsel' };

  it('are told when they change, for they name what is wrong', () => {
    const status = readCheck(known().state.status, 'a/c');
    expect(decide(status, { attempts: 3, kind: 'source' }, other)).toMatchObject({
      output: 'et annet varsel',
    });
    expect(decide(status, { attempts: 3, kind: 'http' }, other)).toBeNull();
    expect(decide(status, { attempts: 3, kind: 'source' }, seen('critical', 4))).toBeNull();
  });
});
