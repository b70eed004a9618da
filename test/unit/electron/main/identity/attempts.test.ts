import { beforeEach, describe, expect, it } from 'vitest';
import { Attempts } from '../../../../../electron/main/identity/attempts';
import { ManualClock } from '../../../../../shared/time/clock';
import type { Result } from '../../../../../shared/util/result';

let clock: ManualClock;
let kept: Readonly<Record<string, number>>;
let told: number;

const open = (): Attempts =>
  new Attempts({
    clock,
    failures: kept,
    keep: (failures) => {
      kept = failures;
    },
    onChange: () => {
      told += 1;
    },
  });
const wrong = (attempts: Attempts, person = 'kari') => attempts.try(person, async () => null);
const right = (attempts: Attempts, person = 'kari') => attempts.try(person, async () => 'yes');
const code = async (asked: Promise<Result<unknown>>): Promise<string> => {
  const answer = await asked;
  return answer.ok ? 'ok' : answer.error.code;
};

beforeEach(() => {
  clock = new ManualClock();
  kept = {};
  told = 0;
});

describe('attempts at a secret', () => {
  it('lets five failures pass, then makes wait: half a minute, doubling to a quarter of an hour', async () => {
    const attempts = open();
    for (let n = 0; n < 5; n++) expect(await code(wrong(attempts))).toBe('wrong');
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      waits.push(attempts.waitMs);
      expect(await code(right(attempts))).toBe('wait');
      clock.advance(attempts.waitMs);
      expect(await code(wrong(attempts))).toBe('wrong');
    }
    expect(waits.map((ms) => ms / 1_000)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('forgets the failures when one is right', async () => {
    const attempts = open();
    for (let n = 0; n < 4; n++) await wrong(attempts);
    expect(await code(right(attempts))).toBe('ok');
    for (let n = 0; n < 4; n++) await wrong(attempts);
    expect(await code(right(attempts))).toBe('ok');
    expect(kept).toEqual({});
  });

  it('does not give somebody new tries at a colleague’s secret for knowing their own', async () => {
    const attempts = open();
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 2; n++) expect(await code(wrong(attempts))).toBe('wrong');
      expect(await code(right(attempts, 'ola'))).toBe('ok');
    }
    expect(kept).toEqual({ kari: 4 });
    expect(await code(wrong(attempts))).toBe('wrong');
    expect(await code(right(attempts, 'ola'))).toBe('wait');
    // Nor by a restart.
    expect(open().waitMs).toBe(30_000);
  });

  it('is not freed by a wall clock that is set, forwards or back', async () => {
    const attempts = open();
    for (let n = 0; n < 5; n++) await wrong(attempts);
    clock.jump(3_600_000);
    expect(await code(right(attempts))).toBe('wait');
    clock.jump(-7_200_000);
    clock.advance(29_999);
    expect(await code(right(attempts))).toBe('wait');
    clock.advance(1);
    expect(await code(right(attempts))).toBe('ok');
  });

  it('is not freed by a restart, nor by a kill while a secret is looked at', async () => {
    const first = open();
    for (let n = 0; n < 4; n++) await wrong(first);
    // Killed before it was known to be wrong: it counts.
    let release = (): void => undefined;
    void first.try(
      'kari',
      () =>
        new Promise<null>((resolve) => {
          release = () => resolve(null);
        }),
    );
    await Promise.resolve();
    await Promise.resolve();
    expect(kept).toEqual({ kari: 5 });
    clock.jump(86_400_000);
    const second = open();
    expect(second.waitMs).toBe(30_000);
    expect(await code(right(second))).toBe('wait');
    release();
  });

  it('counts many at once as many, one after the other', async () => {
    const attempts = open();
    const codes = await Promise.all(Array.from({ length: 40 }, () => code(wrong(attempts))));
    expect(codes.filter((one) => one === 'wrong')).toHaveLength(5);
    expect(codes.filter((one) => one === 'wait')).toHaveLength(35);
  });

  it('says when a wait begins and when it is over', async () => {
    const attempts = open();
    for (let n = 0; n < 5; n++) await wrong(attempts);
    expect(told).toBe(1);
    clock.advance(30_000);
    expect(told).toBe(2);
    expect(attempts.waitMs).toBe(0);
  });
});
