import { describe, expect, it } from 'vitest';
import { correctedTime, steadySkew } from '../../../../../electron/hub/sources/alert-book';
import type { RawSilence } from '../../../../../electron/hub/sources/foreign-source';
import { askedId, failed, seeSilences } from '../../../../../electron/hub/sources/silences';
import type { ForeignSilence } from '../../../../../shared/model/sources';

const NOW = 1_000_000_000;
const raw = (change: Partial<RawSilence> = {}): RawSilence => ({
  id: 's1',
  phase: 'active',
  matchers: [],
  startsAt: NOW - 1_000,
  endsAt: NOW + 60_000,
  author: 'x',
  comment: 'y',
  correlation: null,
  ...change,
});
const asked = (correlation: string, change: Partial<ForeignSilence> = {}): ForeignSilence => ({
  id: askedId('am', correlation),
  source: 'am',
  phase: 'asked',
  matchers: [],
  startsAt: NOW - 1_000,
  endsAt: NOW + 60_000,
  author: 'pult',
  comment: 'y',
  correlation,
  reason: null,
  ...change,
});
const see = (known: readonly ForeignSilence[], seen: readonly RawSilence[], now = NOW) => [
  ...seeSilences('am', new Map(known.map((one) => [one.id, one])), seen, 0, now).values(),
];

describe('silences that are seen', () => {
  it('take the place of what was asked for, under their own id', () => {
    const [only, ...more] = see([asked('cmd-1')], [raw({ correlation: 'cmd-1' })]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ id: 'am/s1', phase: 'active', correlation: 'cmd-1' });
  });

  it('leave another order waiting', () => {
    expect(see([asked('cmd-1')], [raw()]).map(({ id }) => id)).toEqual(['am/s1', 'am/asked-cmd-1']);
  });

  it('are ending until they have ended, whatever is seen meanwhile', () => {
    const [before] = see([], [raw()]);
    const ending: ForeignSilence = { ...(before as ForeignSilence), phase: 'ending' };
    expect(see([ending], [raw()])[0]?.phase).toBe('ending');
    expect(see([ending], [raw({ phase: 'expired', endsAt: NOW })])[0]?.phase).toBe('expired');
    expect(see([ending], [])).toEqual([]);
  });

  it('that ended are shown for a while, where they were known', () => {
    const known = see([], [raw()]);
    const over = raw({ phase: 'expired', endsAt: NOW });
    expect(see(known, [over], NOW + 60_000)).toHaveLength(1);
    expect(see(known, [over], NOW + 16 * 60_000)).toEqual([]);
    expect(see([], [over])).toEqual([]);
    expect(see([asked('cmd-1')], [{ ...over, correlation: 'cmd-1' }])).toMatchObject([
      { id: 'am/s1', phase: 'expired' },
    ]);
  });

  it('fail when their time is over before anybody saw them, and go after an hour', () => {
    const [late] = see([asked('cmd-1')], [], NOW + 61_000);
    expect(late).toMatchObject({ phase: 'failed', reason: 'tiden gikk ut før kilden bekreftet den' });
    const refused = failed(asked('cmd-1'), 'nei');
    expect(see([refused], [])).toEqual([refused]);
    expect(see([refused], [], NOW + 3_600_000)).toEqual([]);
  });
});

describe('the clock of a source', () => {
  it('is right where it is nearly right, and steady where it is not', () => {
    expect(steadySkew(null, null)).toBeNull();
    expect(steadySkew(null, 60_000)).toBe(60_000);
    expect(steadySkew(-900, null)).toBe(0);
    expect(steadySkew(600_400, null)).toBe(600_000);
    expect(steadySkew(601_400, 600_000)).toBe(600_000);
    expect(steadySkew(700_000, 600_000)).toBe(700_000);
    expect(steadySkew(800, 600_000)).toBe(0);
  });

  it('moves times, never into the future, and not again by a second', () => {
    expect(correctedTime(NOW - 50, null, 0, NOW)).toBe(NOW - 50);
    expect(correctedTime(NOW - 50, NOW - 900, 0, NOW)).toBe(NOW - 50);
    expect(correctedTime(NOW + 600_000, null, 600_000, NOW)).toBe(NOW);
    expect(correctedTime(NOW + 600_000, NOW - 1_200, 600_000, NOW)).toBe(NOW - 1_200);
    expect(correctedTime(NOW + 600_000, NOW - 60_000, 600_000, NOW)).toBe(NOW);
    // In the future though the clock is right: it began when it was first seen.
    expect(correctedTime(NOW + 5_000_000, null, 0, NOW)).toBe(NOW);
    expect(correctedTime(NOW + 5_000_000, NOW - 10, 0, NOW)).toBe(NOW - 10);
  });
});
