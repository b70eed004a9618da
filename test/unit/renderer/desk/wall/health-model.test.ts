import { describe, expect, it } from 'vitest';
import {
  darkDisplays,
  SILENT_MS,
  STILL_MS,
  steadyScene,
  wallComputers,
  websOf,
  windowFaults,
} from '../../../../../renderer/desk/wall/health-model';
import type { WallHealthAnswer } from '../../../../../shared/contract/wire';
import type { WallReport } from '../../../../../shared/model/wall-health';
import { aDisplay } from '../../../../fixtures/wall-bench';

const NOW = 5_000_000;
type Window = WallReport['windows'][number];

const aWindow = (change: Partial<Window> = {}): Window => ({
  window: 'wall-1',
  display: 's1',
  displaced: false,
  hidden: false,
  scene: 'normal',
  sceneAt: NOW - 60_000,
  frames: 60,
  longTasks: 0,
  silentMs: 12,
  memoryMb: 120,
  troubles: 0,
  revived: 0,
  width: 1_920,
  height: 1_080,
  legible: true,
  webs: [],
  ...change,
});
const heard = (
  name: string,
  windows: readonly Window[],
  { ago = 500, connected = true }: { readonly ago?: number; readonly connected?: boolean } = {},
): WallHealthAnswer['reports'][number] => ({
  console: `console-${name}`,
  name,
  at: NOW - ago,
  connected,
  report: {
    computer: name,
    version: '0.1.0',
    upSince: NOW - 3_600_000,
    memoryMb: 500,
    supervised: true,
    displays: [],
    windows: [...windows],
  },
});

describe('the computers of the wall', () => {
  it('are well while they speak, late when they do not, away without a connection; those that are not well first', () => {
    const answer = {
      reports: [
        heard('a', [aWindow()]),
        heard('b', [], { ago: SILENT_MS + 1 }),
        heard('c', [], { ago: 60_000, connected: false }),
      ],
    };
    expect(wallComputers(answer, [], NOW).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'b late',
      'c away',
      'a well',
    ]);
  });

  it('include those that the catalogue names and nobody has heard of', () => {
    const planned = [
      aDisplay('s1', 0, 0, { computer: 'a' }),
      aDisplay('s2', 1, 0, { computer: 'b' }),
      aDisplay('s3', 2),
    ];
    const computers = wallComputers({ reports: [heard('a', [aWindow()])] }, planned, NOW);
    expect(computers.map(({ name, state }) => `${name} ${state}`)).toEqual(['b never', 'a well']);
    expect(computers[0]).toMatchObject({ console: null, report: null, at: null });
  });
});

describe('displays that nobody says they show', () => {
  const displays = [aDisplay('s1', 0), aDisplay('s2', 1), aDisplay('s3', 2)];

  it('are those of computers that are not well, and of hidden windows', () => {
    const answer = {
      reports: [
        heard('a', [aWindow({ display: 's1' }), aWindow({ window: 'wall-2', display: 's2', hidden: true })]),
        heard('b', [aWindow({ display: 's3' })], { connected: false }),
      ],
    };
    expect([...darkDisplays(wallComputers(answer, [], NOW), displays)].sort()).toEqual(['s2', 's3']);
  });
});

describe('a window', () => {
  it('that is well has nothing to be noted', () => {
    expect(windowFaults(aWindow(), 'normal')).toEqual([]);
  });

  it('says what wants an eye, the worst first', () => {
    const web = {
      panel: 'p',
      phase: 'failed' as const,
      address: 'https://a.example/',
      loadedAt: null,
      loadMs: null,
      since: NOW - 60_000,
      nextAt: null,
      fault: 'HTTP 502',
      refusals: 0,
    };
    const bad = aWindow({
      silentMs: STILL_MS + 1,
      displaced: true,
      scene: 'hendelse',
      legible: false,
      troubles: 2,
      webs: [web],
    });
    expect(windowFaults(bad, 'normal')).toEqual([
      'still',
      'displaced',
      'scene',
      'web',
      'illegible',
      'troubles',
    ]);
    expect(websOf(wallComputers({ reports: [heard('a', [bad])] }, [], NOW))).toEqual([web]);
  });

  it('that is hidden is not also still, and no scene is wrong where none is known', () => {
    expect(windowFaults(aWindow({ hidden: true, silentMs: 90_000 }), 'normal')).toEqual(['hidden']);
    expect(windowFaults(aWindow({ scene: null }), 'normal')).toEqual([]);
    expect(windowFaults(aWindow({ scene: 'hendelse' }), null)).toEqual([]);
  });
});

describe('the scene that windows should show', () => {
  const shown = { why: 'choice', by: 'kari', about: null, until: null, before: 'normal' } as const;

  it('is known when no window can still speak from before it changed', () => {
    const scene = { ...shown, scene: 'hendelse', turns: null, at: NOW };
    expect(steadyScene(scene, NOW - 100)).toBeNull();
    expect(steadyScene(scene, NOW + SILENT_MS - 1)).toBeNull();
    expect(steadyScene(scene, NOW + SILENT_MS)).toBe('hendelse');
  });

  it('is not known just after a turn', () => {
    const turns = [
      { scene: 'normal', forMs: 30_000 },
      { scene: 'vaktskifte', forMs: 30_000 },
    ];
    const scene = { ...shown, scene: 'normal', turns, at: NOW };
    expect(steadyScene(scene, NOW + 29_000)).toBe('normal');
    expect(steadyScene(scene, NOW + 31_000)).toBeNull();
    expect(steadyScene(scene, NOW + 30_000 + SILENT_MS)).toBe('vaktskifte');
  });
});
