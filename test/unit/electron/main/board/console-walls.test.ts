import { describe, expect, it } from 'vitest';
import { ConsoleWalls, type WallCareAsked } from '../../../../../electron/main/board/console-walls';
import type { LogEvent } from '../../../../../shared/model/events';
import type { WallReport } from '../../../../../shared/model/wall-health';
import { ManualClock } from '../../../../../shared/time/clock';
import { aWallReport } from '../../../../fixtures/wall-report';

/** The hub's clock is this far ahead of the console's. */
const AHEAD = 3 * 3_600_000;

function rig() {
  const clock = new ManualClock();
  const sent: WallReport[] = [];
  let there = true;
  const walls = new ConsoleWalls({
    clock,
    consoleId: 'vegg',
    link: () => (there ? { wall: (report) => sent.push(report) } : null),
    log: () => {},
  });
  const asked: WallCareAsked[] = [];
  walls.onCare((one) => asked.push(one));
  const hubNow = () => clock.now() + AHEAD;
  let seq = 0;
  const event = (at: number, console = 'vegg'): LogEvent => {
    seq += 1;
    const body = {
      type: 'wall.cared',
      console,
      name: 'Vegg',
      window: 'wall-2',
      how: 'recreate',
      actor: 'kari',
      actedAt: at,
    } as const;
    return { origin: 'o', epoch: 1, seq, at, body };
  };
  const leave = (): void => {
    there = false;
  };
  return { clock, walls, asked, sent, hubNow, event, leave };
}

describe('a console that is asked to care for its walls', () => {
  it('hears what is for it, and nothing that is for another', () => {
    const { clock, walls, asked, hubNow, event } = rig();
    clock.advance(5_000);
    walls.hubSaid(hubNow());
    walls.heard([event(hubNow()), event(hubNow(), 'en-annen')]);
    expect(asked).toEqual([{ window: 'wall-2', how: 'recreate', actor: 'kari' }]);
  });

  it('does not do what was asked for before it began: its own beginning may have been what was asked for', () => {
    const { clock, walls, asked, hubNow, event } = rig();
    const before = event(hubNow() - 1);
    clock.advance(2_000);
    walls.hubSaid(hubNow());
    expect(walls.upSince).toBe(hubNow() - 2_000);
    walls.heard([before]);
    expect(asked).toEqual([]);
    walls.heard([event(hubNow() - 1_000)]);
    expect(asked).toHaveLength(1);
  });

  it('does not do what it hears of more than a minute late', () => {
    const { clock, walls, asked, hubNow, event } = rig();
    clock.advance(10_000);
    const late = event(hubNow());
    clock.advance(60_001);
    walls.hubSaid(hubNow());
    walls.heard([late]);
    expect(asked).toEqual([]);
    walls.heard([event(hubNow() - 60_000)]);
    expect(asked).toHaveLength(1);
  });

  it('goes by the hub’s clock as it was said last: two clocks that are let be for months drift apart', () => {
    const { clock, walls, asked, hubNow, event } = rig();
    clock.advance(1_000);
    walls.hubSaid(hubNow());
    // The hub was restored on a machine whose clock is hours behind.
    const elsewhere = hubNow() - 2 * AHEAD;
    walls.hubSaid(elsewhere);
    walls.heard([event(elsewhere)]);
    expect(asked).toHaveLength(1);
  });

  it('says how its walls fare to whoever is there, and to nobody else', () => {
    const { walls, sent, leave } = rig();
    walls.report(aWallReport());
    leave();
    walls.report(aWallReport());
    expect(sent).toEqual([aWallReport()]);
  });
});
