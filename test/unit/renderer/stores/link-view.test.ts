import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkView } from '../../../../renderer/stores/link-view';
import type { LinkState } from '../../../../shared/contract/ipc';
import { LAST_KNOWN_MS, LINK_SILENCE_MS } from '../../../../shared/rules/freshness';

const NOW = Date.UTC(2026, 10, 23, 3, 0, 0);

function link(change: Partial<LinkState> = {}): LinkState {
  return {
    phase: 'live',
    since: NOW - 60_000,
    lastBeatAt: NOW,
    knownAt: NOW,
    oldestObservedAt: NOW - 30_000,
    unobserved: 0,
    offsetMs: 0,
    roundTripMs: 3,
    hub: 'http://127.0.0.1:1',
    reason: null,
    degraded: [],
    rejectedMessages: 0,
    ...change,
  };
}

describe('linkView', () => {
  it('is live while heartbeats come', () => {
    expect(linkView(link(), 1_900, NOW)).toMatchObject({ phase: 'live', trouble: null, reachable: true });
  });

  it('notices by itself that main says nothing more', () => {
    const at = linkView(link(), LINK_SILENCE_MS, NOW + LINK_SILENCE_MS);
    expect(at).toMatchObject({ phase: 'last-known', trouble: 'silent', silentForMs: 5_000, since: NOW });
    expect(linkView(link(), LINK_SILENCE_MS - 1, NOW + 4_999).phase).toBe('live');
  });

  it('turns from last known to stale after a minute', () => {
    const lost = link({ phase: 'lost', knownAt: NOW - LAST_KNOWN_MS + 1 });
    expect(linkView(lost, 0, NOW)).toMatchObject({ phase: 'last-known', trouble: 'lost' });
    expect(linkView(lost, 0, NOW + 1)).toMatchObject({ phase: 'stale', silentForMs: LAST_KNOWN_MS });
  });

  it('counts from the last word of the hub, by the clock of the hub', () => {
    const lost = link({ phase: 'lost', knownAt: NOW - 10_000, offsetMs: 3_000 });
    expect(linkView(lost, 0, NOW)).toMatchObject({
      since: NOW - 10_000,
      silentForMs: 13_000,
      hubNow: NOW + 3_000,
    });
  });

  it('is never younger than what the monotonic clock has seen pass', () => {
    const lost = link({ phase: 'lost', knownAt: NOW });
    expect(linkView(lost, 90_000, NOW - 3_600_000)).toMatchObject({ phase: 'stale', silentForMs: 90_000 });
  });

  it('says connecting, then empty, when nothing was ever known', () => {
    const never = link({ phase: 'connecting', since: NOW, lastBeatAt: null, knownAt: null });
    expect(linkView(never, 0, NOW + 4_999).phase).toBe('connecting');
    expect(linkView(never, 0, NOW + 5_000).phase).toBe('empty');
    expect(linkView(link({ phase: 'refused', knownAt: null }), 0, NOW)).toMatchObject({
      phase: 'empty',
      trouble: 'refused',
    });
    expect(linkView(null, 0, NOW).phase).toBe('connecting');
    expect(linkView(null, 5_000, NOW).phase).toBe('empty');
  });

  it('shows the cache as last known or stale while it connects', () => {
    const cached = (ago: number) => link({ phase: 'connecting', lastBeatAt: null, knownAt: NOW - ago });
    expect(linkView(cached(10_000), 0, NOW)).toMatchObject({ phase: 'last-known', trouble: 'connecting' });
    expect(linkView(cached(3_600_000), 0, NOW)).toMatchObject({ phase: 'stale', trouble: 'connecting' });
  });

  it('is live only when main says so and a heartbeat came within five seconds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<LinkState['phase']>('connecting', 'live', 'lost', 'refused', 'diverged'),
        fc.option(fc.integer({ min: NOW - 1e9, max: NOW + 1e6 })),
        fc.nat({ max: 1e8 }),
        fc.integer({ min: -1e7, max: 1e7 }),
        (phase, knownAt, sinceBeat, offsetMs) => {
          const seen = linkView(link({ phase, knownAt, offsetMs }), sinceBeat, NOW);
          expect(seen.phase === 'live').toBe(phase === 'live' && sinceBeat < LINK_SILENCE_MS);
          expect(seen.silentForMs).toBeGreaterThanOrEqual(0);
          if (knownAt !== null && seen.phase !== 'live') {
            expect(seen.phase).toBe(seen.silentForMs < LAST_KNOWN_MS ? 'last-known' : 'stale');
            expect(seen.silentForMs).toBeGreaterThanOrEqual(sinceBeat);
          }
        },
      ),
    );
  });
});

it('tells the hub’s time in whole ms, though the monotonic clock and the offset have fractions', () => {
  expect(linkView(link({ offsetMs: 12.4 }), 100.3, NOW + 0.7).hubNow).toBe(NOW + 13);
});
