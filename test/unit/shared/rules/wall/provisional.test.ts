import { describe, expect, it } from 'vitest';
import type { UnreadCommand } from '../../../../../shared/rules/incidents/decision';
import { provisionalWall } from '../../../../../shared/rules/wall/provisional';
import { readWall, sceneOf } from '../../../../../shared/rules/wall/read-wall';
import { WallBench } from '../../../../fixtures/wall-bench';

const HOUR = 3_600_000;
const ID = '00000000-0000-4000-8000-000000000001';

const command = (
  bench: WallBench,
  kind: UnreadCommand['kind'],
  payload: unknown,
  subject = 'wall',
): UnreadCommand => ({
  id: `command-${kind}`,
  kind,
  subject,
  payload,
  actor: 'kari',
  actedAt: bench.now,
});
const lay = (bench: WallBench, ...commands: readonly UnreadCommand[]) => {
  const { wall, waiting } = provisionalWall(bench.view, commands, bench.now);
  return { wall, waiting: [...waiting].sort(), state: readWall({ ...bench.view, wall }) };
};

describe('the wall while commands wait', () => {
  it('is as the hub would make it, and says what is not its word yet', () => {
    const bench = new WallBench();
    const until = bench.now + HOUR;
    const laid = lay(
      bench,
      command(bench, 'wall.scene', { scene: 'vaktskifte', about: null, until }),
      command(bench, 'wall.send', {
        id: ID,
        panel: { kind: 'causes', settings: {} },
        cell: { display: 's3', at: null },
        until,
      }),
      command(bench, 'wall.message', { text: 'Øvelse', until }),
    );
    expect(laid.state.shown).toMatchObject({ scene: 'vaktskifte', why: 'choice', by: 'kari' });
    expect(laid.state.sent.map(({ id }) => id)).toEqual([ID]);
    expect(laid.waiting).toEqual(['choice', 'message', `sent:${ID}`]);
    // What the hub has said is as it was.
    expect(bench.wall.choice).toBeNull();
  });

  it('lays them in the order in which they were done', () => {
    const bench = new WallBench();
    const until = bench.now + HOUR;
    const laid = lay(
      bench,
      command(bench, 'wall.message', { text: 'Øvelse', until }),
      command(bench, 'wall.clear', { what: 'message', id: null }),
    );
    expect(laid.state.message).toBeNull();
    expect(laid.waiting).toEqual(['message']);
  });

  it('changes nothing by what would be refused or is about something else', () => {
    const bench = new WallBench();
    const laid = lay(
      bench,
      command(bench, 'wall.scene', { scene: 'finnes-ikke', about: null, until: bench.now + HOUR }),
      command(bench, 'wall.scene', { scene: 42 }),
      command(bench, 'wall.clear', { what: 'all', id: null }),
      command(bench, 'caller.add', { by: 1 }, 'core'),
    );
    expect(laid.waiting).toEqual([]);
    expect(laid.wall).toBe(bench.view.wall);
  });

  it('has scenes that were written, and chooses them', () => {
    const bench = new WallBench();
    const arrangements = [
      {
        cols: 1,
        rows: 1,
        panels: [{ id: 'a', kind: 'causes', settings: {}, at: { x: 0, y: 0, w: 12, h: 12 }, priority: 1 }],
      },
    ];
    const laid = lay(
      bench,
      command(bench, 'scene.set', { scene: { name: 'Øvelse', arrangements }, base: null }, 'scene/ovelse'),
      command(bench, 'wall.scene', { scene: 'ovelse', about: null, until: bench.now + HOUR }),
    );
    expect(sceneOf(laid.wall, 'ovelse')?.name).toBe('Øvelse');
    expect(laid.waiting).toEqual(['choice', 'scene:ovelse']);
    const removed = lay(
      bench,
      command(bench, 'scene.set', { scene: { name: 'Øvelse', arrangements }, base: null }, 'scene/ovelse'),
      command(bench, 'scene.remove', null, 'scene/ovelse'),
    );
    expect(sceneOf(removed.wall, 'ovelse')).toBeNull();
    expect(removed.waiting).toEqual(['scene:ovelse']);
  });
});
