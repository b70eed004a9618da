import { describe, expect, it } from 'vitest';
import { sceneAt, versionsOf } from '../../../../../shared/rules/wall/read-wall';
import { WallBench } from '../../../../fixtures/wall-bench';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CAUSE = { kind: 'cause', settings: {} };

const choose = (bench: WallBench, scene: string, ms = HOUR, about: string | null = null) =>
  bench.act('wall.scene', { scene, about, until: bench.now + ms });

describe('the wall', () => {
  it('rests, without a word of anybody', () => {
    const bench = new WallBench();
    expect(bench.look()).toBeNull();
    expect(bench.scene).toBe('normal');
    expect(bench.wall.shown.why).toBe('rest');
  });

  it('shows what a person chose on every computer at one moment ahead, and returns at its time', () => {
    const bench = new WallBench();
    expect(choose(bench, 'vaktskifte')).toBeNull();
    const { shown } = bench.wall;
    expect(shown).toMatchObject({ scene: 'vaktskifte', why: 'choice', by: 'kari', before: 'normal' });
    expect(shown.at).toBeGreaterThan(bench.now);
    expect(sceneAt(shown, shown.at - 1)).toEqual({ scene: 'normal', until: shown.at });
    expect(sceneAt(shown, shown.at).scene).toBe('vaktskifte');
    expect(bench.pass(HOUR)).toEqual(['ended']);
    expect(bench.scene).toBe('normal');
    expect(bench.wall.shown.at).toBeLessThanOrEqual(shown.until ?? 0);
  });

  it('is not taken back to what was before while a clock that was set back catches up', () => {
    const bench = new WallBench();
    choose(bench, 'vaktskifte');
    const { shown } = bench.wall;
    expect(sceneAt(shown, shown.at - 5_000).scene).toBe('normal');
    expect(sceneAt(shown, shown.at - HOUR).scene).toBe('vaktskifte');
    const turns = [
      { scene: 'normal', forMs: 10_000 },
      { scene: 'vaktskifte', forMs: 20_000 },
    ];
    const turning = { ...shown, turns, before: 'hendelse' };
    expect(sceneAt(turning, shown.at - HOUR)).toEqual({
      scene: 'normal',
      until: shown.at - HOUR + 10_000,
    });
    expect(sceneAt(turning, shown.at - HOUR + 10_000).scene).toBe('vaktskifte');
  });

  it('refuses what it cannot show, and what has no end', () => {
    const bench = new WallBench();
    expect(choose(bench, 'finnes-ikke')).toBe('unknown-scene');
    expect(choose(bench, 'normal', -1)).toBe('too-short');
    expect(choose(bench, 'normal', 25 * HOUR)).toBe('too-long');
    expect(choose(bench, 'hendelse', HOUR, 'nede@ingensteds')).toBe('unknown-node');
    expect(bench.act('wall.spotlight', { node: 'x', until: bench.now + HOUR })).toBe('unknown-node');
    expect(bench.act('wall.clear', { what: 'all', id: null })).toBe('nothing');
    expect(bench.wall.shown.why).toBe('rest');
  });
});

describe('a take-over', () => {
  it('brings up Hendelse about the alarm, stays while it lasts, and goes back after', () => {
    const bench = new WallBench();
    bench.alarm('core', { priority: 1 });
    expect(bench.look()).toBe('take-over');
    expect(bench.wall.shown).toMatchObject({ scene: 'hendelse', why: 'take-over', about: 'core', by: null });
    bench.alarm('core', { priority: 1, state: 'acknowledged' });
    expect(bench.pass(HOUR)).toEqual([]);
    bench.clearAlarm('core');
    expect(bench.pass(MINUTE)).toEqual(['changed']);
    expect(bench.scene).toBe('hendelse');
    expect(bench.pass(2 * MINUTE)).toEqual(['returned']);
    expect(bench.scene).toBe('normal');
  });

  it('is by priority, service and site', () => {
    const rule = {
      id: 'r',
      name: '',
      priorities: [2 as const],
      services: ['dips'],
      sites: ['mo'],
      incidents: [],
      scene: 'hendelse',
      holdMs: 0,
    };
    const bench = new WallBench({ takeOver: [rule] });
    bench.alarm('core', { priority: 2 });
    bench.alarm('dips@alta', { priority: 2 });
    expect(bench.look()).toBeNull();
    bench.alarm('dips@mo', { priority: 3 });
    expect(bench.look()).toBeNull();
    bench.alarm('dips@mo', { priority: 2, state: 'shelved' });
    expect(bench.look()).toBeNull();
    bench.alarm('dips@mo', { priority: 2 });
    expect(bench.look()).toBe('take-over');
    expect(bench.wall.takeOver).toMatchObject({ node: 'dips@mo', because: ['A-dips@mo'] });
    bench.clearAlarm('dips@mo');
    expect(bench.look()).toBe('returned');
  });

  it('never undoes a person’s choice, waits beneath it, and what is sent away does not come back', () => {
    const bench = new WallBench();
    choose(bench, 'vaktskifte', HOUR);
    bench.alarm('core', { priority: 1 });
    bench.pass(MINUTE);
    expect(bench.scene).toBe('vaktskifte');
    expect(bench.pass(HOUR)).toContain('ended');
    expect(bench.scene).toBe('hendelse');
    expect(bench.act('wall.clear', { what: 'take-over', id: null })).toBeNull();
    expect(bench.scene).toBe('normal');
    expect(bench.pass(HOUR)).toEqual([]);
    bench.alarm('dips@mo', { priority: 1 });
    bench.look();
    expect(bench.wall.shown).toMatchObject({ scene: 'hendelse', about: 'dips@mo' });
    bench.clearAlarm('core');
    bench.look();
    expect(bench.wall.dismissed).toEqual([]);
  });

  it('stays with what it is about, unless something more important calls', () => {
    const plan = {
      id: 'r',
      name: '',
      services: ['*'],
      sites: [],
      incidents: [],
      scene: 'hendelse',
      holdMs: 0,
    };
    const bench = new WallBench({ takeOver: [{ ...plan, priorities: [1, 2] }] });
    bench.alarm('core', { priority: 2 });
    bench.look();
    bench.now += MINUTE;
    bench.alarm('dips@mo', { priority: 2, raisedAt: bench.now - HOUR });
    bench.look();
    expect(bench.wall.shown.about).toBe('core');
    bench.alarm('dips@alta', { priority: 1 });
    bench.look();
    expect(bench.wall.shown.about).toBe('dips@alta');
  });

  it('brings up the program’s own scene where the rule’s would cover the mosaic, or is gone', () => {
    const rule = {
      id: 'r',
      name: '',
      services: ['*'],
      sites: [],
      incidents: [],
      holdMs: 0,
      priorities: [1 as const],
    };
    const bench = new WallBench({ takeOver: [{ ...rule, scene: 'bare-kart' }] });
    bench.alarm('core', { priority: 1 });
    bench.look();
    expect(bench.scene).toBe('hendelse');
    const at = { x: 0, y: 0, w: 12, h: 12 };
    const map = { id: 'kart', kind: 'map', settings: {}, at, priority: 1 };
    const arrangements = [{ cols: 1, rows: 1, panels: [map] }];
    const scene = { id: 'bare-kart', name: 'Kart', arrangements, version: 1, at: 0, by: 'kari' };
    bench.say({ type: 'scene.set', scene, restored: null, actor: 'kari', actedAt: 0 });
    bench.look();
    expect(bench.scene).toBe('hendelse');
    expect(versionsOf(bench.state.wall, 'bare-kart')).toHaveLength(1);
  });
});

describe('a rotation', () => {
  const turns = [
    { scene: 'normal', forMs: 10_000 },
    { scene: 'vaktskifte', forMs: 30_000 },
  ];

  it('turns by the hub’s clock without a word, is stopped by an alarm, and goes on after', () => {
    const bench = new WallBench();
    expect(bench.act('wall.rotate', { turns, until: bench.now + HOUR })).toBeNull();
    const { shown } = bench.wall;
    expect(sceneAt(shown, shown.at + 9_999)).toEqual({ scene: 'normal', until: shown.at + 10_000 });
    expect(sceneAt(shown, shown.at + 10_000).scene).toBe('vaktskifte');
    expect(sceneAt(shown, shown.at + 40_000).scene).toBe('normal');
    bench.now += 20_000;
    bench.alarm('core', { priority: 2 });
    expect(bench.look()).toBe('held');
    expect(bench.wall.shown).toMatchObject({
      scene: 'normal',
      turns: null,
      why: 'held',
      before: 'vaktskifte',
    });
    bench.alarm('core', { priority: 2, state: 'acknowledged' });
    expect(bench.look()).toBe('resumed');
    expect(bench.pass(2 * HOUR)).toEqual(['ended']);
    expect(bench.wall.shown.why).toBe('rest');
  });

  it('of the catalogue holds when nobody says otherwise, and leaves out scenes that are gone', () => {
    const bench = new WallBench({ rotation: [...turns, { scene: 'borte', forMs: 10_000 }] });
    bench.look();
    expect(bench.wall.shown).toMatchObject({ why: 'rotation', by: null, turns });
    choose(bench, 'vaktskifte', MINUTE);
    bench.pass(2 * MINUTE);
    expect(bench.wall.shown.why).toBe('rotation');
  });
});

describe('what is sent', () => {
  const send = (
    bench: WallBench,
    id: string,
    display = 's1',
    at: object | null = null,
    panel: object = CAUSE,
  ) => bench.act('wall.send', { id, panel, cell: { display, at }, until: bench.now + HOUR });

  it('stays its time in its cell, and gives way to what is sent there later', () => {
    const bench = new WallBench();
    expect(send(bench, 'sendt-01')).toBeNull();
    expect(send(bench, 'sendt-02', 's2')).toBeNull();
    expect(send(bench, 'sendt-03', 's1', { x: 6, y: 0, w: 6, h: 6 })).toBeNull();
    expect(send(bench, 'sendt-04', 's1', { x: 0, y: 0, w: 6, h: 6 })).toBeNull();
    expect(bench.wall.sent.map(({ id }) => id)).toEqual(['sendt-02', 'sendt-03', 'sendt-04']);
    expect(bench.act('wall.clear', { what: 'sent', id: 'sendt-03' })).toBeNull();
    expect(bench.wall.sent.map(({ id }) => id)).toEqual(['sendt-02', 'sendt-04']);
    expect(bench.pass(HOUR)).toEqual(['ended']);
    expect(bench.wall.sent).toEqual([]);
  });

  it('is refused where there is no such display, panel or place, and leaves the wall as it was', () => {
    const bench = new WallBench();
    expect(send(bench, 'sendt-01', 's9')).toBe('unknown-display');
    expect(send(bench, 'sendt-01', 's1', null, { kind: 'fisk', settings: {} })).toBe('unknown-panel');
    expect(send(bench, 'sendt-01', 's1', { x: 6, y: 0, w: 7, h: 6 })).toBe('outside');
    const web = { kind: 'web', settings: { url: 'javascript:alert(1)' } };
    expect(send(bench, 'sendt-01', 's1', null, web)).toBe('panel-settings');
    const about = { kind: 'cause', settings: { about: 'borte' } };
    expect(send(bench, 'sendt-01', 's1', null, about)).toBe('unknown-node');
    expect(bench.wall.sent).toEqual([]);
  });
});

it('a clock that was set back makes nothing stay longer than it was to', () => {
  const bench = new WallBench();
  choose(bench, 'vaktskifte', HOUR);
  bench.act('wall.message', { text: 'Øvelse', until: bench.now + 10 * MINUTE });
  bench.now -= 3 * 24 * HOUR;
  expect(bench.look()).toBe('changed');
  expect(sceneAt(bench.wall.shown, bench.now + 1_000).scene).toBe('vaktskifte');
  bench.pass(11 * MINUTE);
  expect(bench.wall.message).toBeNull();
  bench.pass(HOUR);
  expect(bench.scene).toBe('normal');
});
