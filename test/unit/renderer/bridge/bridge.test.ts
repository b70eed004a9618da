// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { BridgeMissing, deskBridge, wallBridge } from '../../../../renderer/bridge/bridge';
import { startFrameBeat } from '../../../../renderer/bridge/frame-beat';
import { ManualClock } from '../../../../shared/time/clock';
import { failure, success } from '../../../../shared/util/result';

const noop = (): void => {};
const wall = {
  snapshot: noop,
  onPatch: noop,
  onLink: noop,
  onSettings: noop,
  onSound: noop,
  onSoundTest: noop,
  onGlassLost: noop,
  soundReport: noop,
  frameBeat: noop,
  onPlace: noop,
  onWeb: noop,
  wallShows: noop,
  history: noop,
  chart: noop,
  figures: noop,
  readBlob: noop,
};

function install(bridge: unknown): void {
  Object.defineProperty(window, 'vaktrom', { value: bridge, configurable: true });
}

afterEach(() => {
  Reflect.deleteProperty(window, 'vaktrom');
});

describe('bridge', () => {
  it('says what is wrong when the preload is missing', () => {
    expect(() => wallBridge()).toThrow(BridgeMissing);
    expect(() => deskBridge()).toThrow(/without its preload/);
  });

  it('gives each window its bridge', () => {
    install({ ...wall, frameBeat: (frames: number) => frames });
    const bridge = wallBridge();
    expect(Object.keys(bridge)).toEqual(Object.keys(wall));
    expect(bridge.frameBeat(7)).toBe(7);
  });

  it('reads the text that patches come as, and passes on why there is no snapshot', async () => {
    const patch = { status: { put: [['node:a', { kind: 'node' }]], gone: ['node:b'] } };
    const text = JSON.stringify(patch);
    let tell = (_patch: unknown): void => {};
    const answers = [
      success({ revision: 3, patch: text, display: { index: 0, count: 1 } }),
      failure('gone', 'no'),
    ];
    install({
      ...wall,
      snapshot: async () => answers.shift(),
      onPatch: (listen: (patch: unknown) => void) => {
        tell = listen;
        return () => 'left';
      },
    });
    const bridge = wallBridge();
    expect(await bridge.snapshot()).toEqual(success({ revision: 3, patch, display: { index: 0, count: 1 } }));
    expect(await bridge.snapshot()).toEqual(failure('gone', 'no'));
    const heard: unknown[] = [];
    expect(bridge.onPatch((news) => heard.push(news))()).toBe('left');
    tell({ base: 3, revision: 4, patch: text });
    expect(heard).toEqual([{ base: 3, revision: 4, patch }]);
  });

  it('names the verbs that a desk lacks when it got the wall’s preload', () => {
    install(wall);
    expect(() => deskBridge()).toThrow(/samples, quality, previewMaintenance/);
  });
});

describe('frame beat', () => {
  it('tells the supervisor each second until it ends', () => {
    const clock = new ManualClock();
    const told: number[] = [];
    const end = startFrameBeat({ frameBeat: (frames) => told.push(frames) }, clock);
    clock.advance(3_000);
    expect(told).toHaveLength(3);
    end();
    clock.advance(3_000);
    expect(told).toHaveLength(3);
  });
});
