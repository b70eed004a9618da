import { describe, expect, it } from 'vitest';
import { WallHealth, type WallSource } from '../../../../../electron/hub/wall/wall-health';
import type { CommandPayload } from '../../../../../shared/contract/commands';
import { type Command, wallHealthAnswer } from '../../../../../shared/contract/wire';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { aWallReport, aWallWindow } from '../../../../fixtures/wall-report';

const DAY = 24 * 3_600_000;
const left: WallSource = { console: 'venstre', name: 'vegg-v' };
const right: WallSource = { console: 'høyre', name: 'vegg-h' };

function rig() {
  const clock = new ManualClock();
  const health = new WallHealth({ clock, state: new Projection() });
  const reports = () =>
    wallHealthAnswer.parse(health.questions['wall-health']({ ask: 'wall-health' })).reports;
  const care = (payload: CommandPayload<'wall.care'>) =>
    health.handlers['wall.care']({ actor: 'kari', actedAt: clock.now() } as Command, payload, {
      console: 'pult',
      kind: 'desk',
      enrolled: true,
      loopback: true,
      protocol: 6,
    });
  return { clock, health, reports, care };
}

describe('what the hub knows of walls', () => {
  it('is the last word of each console, by name, with when and whether it is here', () => {
    const { clock, health, reports } = rig();
    for (const source of [left, right]) health.came(source);
    health.heard(left, aWallReport());
    clock.advance(2_000);
    health.heard(right, aWallReport());
    const again = aWallReport([aWallWindow('wall-1', { scene: 'hendelse' })]);
    health.heard(left, again);
    expect(reports()).toEqual([
      { console: 'høyre', name: 'vegg-h', at: clock.now(), connected: true, report: aWallReport() },
      { console: 'venstre', name: 'vegg-v', at: clock.now(), connected: true, report: again },
    ]);
  });

  it('keeps a wall that went away, and says so, for a day', () => {
    const { clock, health, reports } = rig();
    health.came(left);
    health.heard(left, aWallReport());
    const at = clock.now();
    health.left(left);
    clock.advance(DAY);
    expect(reports()).toMatchObject([{ at, connected: false }]);
    clock.advance(1);
    expect(reports()).toEqual([]);
  });

  it('does not forget one that is here and silent', () => {
    const { clock, health, reports } = rig();
    health.came(left);
    health.heard(left, aWallReport());
    clock.advance(3 * DAY);
    expect(reports()).toMatchObject([{ connected: true }]);
  });

  it('takes a console for here while its new socket is, though the old one goes late', () => {
    const { health, reports } = rig();
    health.came(left);
    health.came(left);
    health.heard(left, aWallReport());
    health.left(left);
    expect(reports()).toMatchObject([{ connected: true }]);
    health.left(left);
    expect(reports()).toMatchObject([{ connected: false }]);
  });

  it('has nothing of a console whose walls were closed', () => {
    const { health, reports } = rig();
    health.came(left);
    health.heard(left, aWallReport());
    health.heard(left, aWallReport([]));
    expect(reports()).toEqual([]);
  });

  it('is bounded: what has been silent for longest is given up first', () => {
    const { health, reports } = rig();
    for (let i = 0; i < 64; i++) health.heard({ console: `k${i}`, name: `n${i}` }, aWallReport());
    health.heard({ console: 'k0', name: 'n0' }, aWallReport());
    health.heard({ console: 'ny', name: 'ny' }, aWallReport());
    const known = reports().map(({ console }) => console);
    expect(known).toHaveLength(64);
    expect(known).toContain('k0');
    expect(known).not.toContain('k1');
  });
});

describe('care for a wall', () => {
  it('is an event that names the console, as people call it, and the window', () => {
    const { clock, health, care } = rig();
    health.came(left);
    health.heard(left, aWallReport());
    expect(care({ console: 'venstre', window: 'wall-1', how: 'recreate' })).toEqual({
      outcome: 'done',
      events: [
        {
          type: 'wall.cared',
          console: 'venstre',
          name: 'vegg-v',
          window: 'wall-1',
          how: 'recreate',
          actor: 'kari',
          actedAt: clock.now(),
        },
      ],
    });
  });

  it('restarts the whole of it, whichever window was looked at', () => {
    const { health, care } = rig();
    health.came(left);
    health.heard(left, aWallReport());
    expect(care({ console: 'venstre', window: 'wall-1', how: 'restart' })).toMatchObject({
      events: [{ how: 'restart', window: null }],
    });
  });

  it('is refused for a wall that nobody knows, that is away, and for a window that is gone', () => {
    const { health, care } = rig();
    const asked = { console: 'venstre', window: 'wall-2', how: 'reload' } as const;
    expect(care(asked)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('velg en som') });
    health.came(left);
    health.heard(left, aWallReport());
    expect(care(asked)).toMatchObject({
      reason: '«vegg-v» har ikke vinduet «wall-2» lenger: velg et som står i listen.',
    });
    expect(care({ ...asked, window: null })).toMatchObject({ outcome: 'done' });
    health.left(left);
    expect(care({ ...asked, window: null })).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('ikke kontakt med huben'),
    });
  });
});
