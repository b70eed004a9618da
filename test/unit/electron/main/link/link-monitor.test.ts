import { describe, expect, it } from 'vitest';
import { LinkMonitor } from '../../../../../electron/main/link/link-monitor';
import type { LinkState } from '../../../../../shared/contract/ipc';
import type { Heartbeat } from '../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../shared/time/clock';

function beat(at: number): Heartbeat {
  return {
    at,
    position: null,
    digests: null,
    chain: '',
    oldestObservedAt: at - 9_000,
    unobserved: 0,
    behind: 0,
  };
}

function monitored() {
  const clock = new ManualClock();
  const states: LinkState[] = [];
  const monitor = new LinkMonitor(clock, { knownAt: 5, oldestObservedAt: 4 }, (state) => states.push(state));
  return { clock, monitor, states };
}

describe('what the link is worth', () => {
  it('starts from what was known before, and is not live until a heartbeat proves it', () => {
    const { monitor, clock } = monitored();
    expect(monitor.state).toMatchObject({ phase: 'connecting', knownAt: 5, oldestObservedAt: 4 });
    monitor.beat(beat(clock.now()), 'pending');
    expect(monitor.state).toMatchObject({ phase: 'connecting', knownAt: 5 });
    monitor.beat(beat(clock.now()), 'equal');
    expect(monitor.state).toMatchObject({ phase: 'live', knownAt: clock.now() });
  });

  it('is lost five seconds after the last heartbeat that proved anything, since that heartbeat', () => {
    const { monitor, clock } = monitored();
    const last = clock.now();
    monitor.beat(beat(last), 'equal');
    clock.advance(4_999);
    expect(monitor.state.phase).toBe('live');
    clock.advance(1);
    expect(monitor.state).toMatchObject({ phase: 'lost', since: last, knownAt: last });
    monitor.beat(beat(clock.now()), 'equal');
    expect(monitor.state.phase).toBe('live');
  });

  it('does not connect for ever: a hub that is not there at the start is lost, since it was last heard', () => {
    const { monitor, clock } = monitored();
    clock.advance(4_999);
    expect(monitor.state.phase).toBe('connecting');
    clock.advance(1);
    expect(monitor.state).toMatchObject({ phase: 'lost', since: 5, knownAt: 5 });
  });

  it('is not fooled by heartbeats that prove nothing, nor by a clock that jumps', () => {
    const { monitor, clock } = monitored();
    monitor.beat(beat(clock.now()), 'equal');
    for (let i = 0; i < 3; i++) {
      clock.advance(2_000);
      clock.jump(-60_000);
      monitor.beat(beat(clock.now()), 'pending');
    }
    expect(monitor.state.phase).toBe('lost');
  });

  it('knows the hub’s time though this machine’s clock is set, and says by how much it is off now', () => {
    const { monitor, clock } = monitored();
    const hubTime = clock.now() + 600_000;
    monitor.clock(hubTime - clock.mono(), 2);
    expect(monitor.state.offsetMs).toBe(600_000);
    clock.jump(590_000);
    expect(monitor.hubNow()).toBe(hubTime);
    monitor.beat(beat(hubTime), 'equal');
    expect(monitor.state.offsetMs).toBe(10_000);
  });

  it('says diverged and refused with the reason, and heals', () => {
    const { monitor, clock } = monitored();
    monitor.beat(beat(clock.now()), 'equal');
    monitor.beat(beat(clock.now()), 'diverged');
    expect(monitor.state.phase).toBe('diverged');
    monitor.refused('wrong token');
    expect(monitor.state).toMatchObject({ phase: 'refused', reason: 'wrong token' });
    clock.advance(60_000);
    expect(monitor.state.phase).toBe('refused');
    monitor.beat(beat(clock.now()), 'equal');
    expect(monitor.state).toMatchObject({ phase: 'live', reason: null });
  });

  it('dates nothing before what a hub vouched for: a clock that begins anew after a power cut runs on from there', () => {
    const clock = new ManualClock();
    const knownAt = clock.now();
    clock.jump(-6 * 365 * 24 * 3_600_000);
    const monitor = new LinkMonitor(clock, { knownAt, oldestObservedAt: null }, () => undefined);
    expect(monitor.hubNow()).toBe(knownAt);
    clock.advance(90_000);
    expect(monitor.hubNow()).toBe(knownAt + 90_000);
    monitor.beat(beat(knownAt + 95_000), 'equal');
    clock.advance(10_000);
    expect(monitor.hubNow()).toBe(knownAt + 105_000);
    clock.jump(6 * 365 * 24 * 3_600_000 + 7_000);
    expect(monitor.hubNow()).toBe(clock.now());
  });
});
