import { describe, expect, it } from 'vitest';
import { untilOf } from '../../../../../renderer/desk/wall/lengths';
import { aboutNode, sendables } from '../../../../../renderer/desk/wall/sendable';
import { TO_WALL, toWallGift, toWallWays } from '../../../../../renderer/desk/wall/to-wall';
import { leastInTheWay } from '../../../../../renderer/desk/wall/where-to';
import { translator } from '../../../../../renderer/i18n';
import { PANEL_KINDS, PANEL_SETTINGS } from '../../../../../shared/model/panels';
import { STAY_MOST_MS, type WallEntity } from '../../../../../shared/model/wall';
import { INCIDENT, NORMAL } from '../../../../../shared/rules/wall/built-in-scenes';
import { readWallAct } from '../../../../../shared/rules/wall/decide-wall';
import { layoutOf } from '../../../../../shared/rules/wall/layout-of';
import { sceneOf } from '../../../../../shared/rules/wall/read-wall';
import { aWall, WallBench } from '../../../../fixtures/wall-bench';

const MINUTE = 60_000;
const ID = '00000000-0000-4000-8000-000000000001';

describe('what can be brought to the wall', () => {
  const bench = new WallBench();
  const at = { node: 'core', cell: { display: 's6', at: null }, text: ' Øvelse ', id: ID, now: bench.now };

  it('is Hendelse about it for half an hour, first', () => {
    expect(toWallGift('incident', at)).toEqual({
      kind: 'wall.scene',
      subject: 'wall',
      payload: { scene: INCIDENT, about: 'core', until: bench.now + 30 * MINUTE },
    });
    expect(toWallWays('core')[0]).toBe('incident');
  });

  it('is each a command that the hub does', () => {
    for (const way of TO_WALL) {
      const gift = toWallGift(way, at);
      const act = readWallAct({
        kind: gift?.kind ?? '',
        subject: 'wall',
        payload: gift?.payload,
        actor: 'kari',
        actedAt: bench.now,
      });
      expect(act, way).not.toBeNull();
      expect(bench.act(act?.kind ?? 'wall.clear', gift?.payload), way).toBeNull();
    }
    expect(bench.wall.sent).toHaveLength(1);
    expect(bench.wall.message?.text).toBe('Øvelse');
    expect(bench.wall.spotlight?.until).toBe(bench.now + 5 * MINUTE);
  });

  it('is nothing where something it needs is missing', () => {
    expect(toWallGift('cause', { ...at, cell: null })).toBeNull();
    expect(toWallGift('spotlight', { ...at, node: null })).toBeNull();
    expect(toWallGift('message', { ...at, text: '  ' })).toBeNull();
    expect(toWallWays(null)).toEqual(['incident', 'message']);
  });
});

describe('a panel that can be sent', () => {
  const t = translator('nb');

  it('is any kind that is something by itself, and no picture or page that nobody has made', () => {
    const kinds = sendables(new Map(), t).map(({ content }) => content.kind);
    expect(kinds).toEqual(PANEL_KINDS.filter((kind) => kind !== 'image' && kind !== 'web'));
  });

  it('is a page or picture that a scene has, once', () => {
    const web = {
      id: 'w',
      kind: 'web',
      settings: { url: 'https://grafana.example/d', title: 'Nett' },
      at: { x: 0, y: 0, w: 12, h: 12 },
      priority: 1,
    };
    const form = (cols: number) => ({ cols, rows: 1, panels: [web] });
    const scene: WallEntity = {
      kind: 'scene',
      value: {
        id: 'ovelse',
        name: 'Øvelse',
        arrangements: [form(1), form(2)],
        version: 1,
        at: 0,
        by: 'kari',
      },
    };
    const found = sendables(new Map([['scene:ovelse', scene]]), t).filter(
      ({ content }) => content.kind === 'web',
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.name).toBe('Nettside: Nett');
    expect(found[0]?.content.settings).toEqual(web.settings);
  });

  it('is about a node in the way of its kind', () => {
    expect(aboutNode({ kind: 'cause', settings: {} }, 'core').settings).toEqual({ about: 'core' });
    const times = aboutNode({ kind: 'response-times', settings: {} }, 'dips@mo').settings;
    expect(PANEL_SETTINGS['response-times'].parse(times).services).toEqual(['dips@mo']);
    expect(aboutNode({ kind: 'on-watch', settings: {} }, 'core').settings).toEqual({});
    expect(aboutNode({ kind: 'cause', settings: {} }, null).settings).toEqual({});
  });
});

const NONE_DARK: ReadonlySet<string> = new Set();

describe('where a panel goes', () => {
  it('is the last display without the mosaic, and not over what was sent before', () => {
    const bench = new WallBench();
    const displays = aWall(3, 2);
    const scene = sceneOf(new Map(), NORMAL);
    if (scene === null) throw new Error('no scene');
    const placed = (sent: Parameters<typeof layoutOf>[3]) =>
      layoutOf(scene, displays, bench.view, sent).panels;
    expect(leastInTheWay(displays, placed([]), NONE_DARK)).toEqual({ display: 's6', at: null });
    const there = { by: 'kari', from: 0, until: bench.now, id: ID, panel: { kind: 'causes', settings: {} } };
    const sent = [{ ...there, cell: { display: 's6', at: null } }];
    expect(leastInTheWay(displays, placed(sent), NONE_DARK)?.display).toBe('s5');
    const one = aWall(1, 1);
    expect(leastInTheWay(one, layoutOf(scene, one, bench.view).panels, NONE_DARK)?.display).toBe('s1');
    // Nobody would see it on a display that is dark; where all are, it is as if none were.
    expect(leastInTheWay(displays, placed([]), new Set(['s3', 's6']))?.display).toBe('s5');
    expect(leastInTheWay(one, [], new Set(['s1']))?.display).toBe('s1');
    expect(leastInTheWay([], [], NONE_DARK)).toBeNull();
  });
});

describe('how long it stays', () => {
  it('is never longer than the hub takes, though the way there takes a moment', () => {
    expect(untilOf('day', 1_000_000) - 1_000_000).toBeLessThan(STAY_MOST_MS);
    expect(untilOf('five', 0)).toBe(5 * MINUTE);
  });
});
