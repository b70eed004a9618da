// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { BridgeMissing, deskBridge, wallBridge } from '../../../../renderer/bridge/bridge';
import { startFrameBeat } from '../../../../renderer/bridge/frame-beat';
import { ManualClock } from '../../../../shared/time/clock';

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
    install(wall);
    expect(wallBridge()).toBe(wall);
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
