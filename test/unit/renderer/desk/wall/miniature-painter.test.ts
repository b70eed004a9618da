// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MiniaturePainter } from '../../../../../renderer/desk/wall/miniature-painter';
import { translator } from '../../../../../renderer/i18n';
import { createBoardStore } from '../../../../../renderer/stores/board-store';
import { COLOUR_TOKENS } from '../../../../../renderer/theme/state-theme';
import type { Asked } from '../../../../../renderer/wall/panels/asked';
import { ScenePicture } from '../../../../../renderer/wall/scene/scene-picture';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { WALL_DISPLAYS, wallScene } from '../../../../fixtures/desk-harness/wall-scene';
import { type FakeContext, FakePath, fakeContext } from '../../wall/fake-canvas';

const UNKNOWN = { value: null, at: null, fault: null };
const ASKED: Asked = {
  chart: () => UNKNOWN,
  history: () => UNKNOWN,
  figures: () => UNKNOWN,
  picture: () => UNKNOWN,
  version: 0,
};

/** The six displays of a wall in miniature, on canvases that note what is drawn. */
class Bench {
  readonly clock = new ManualClock(Date.UTC(2026, 10, 23, 3, 0));
  readonly desk = new AlarmDesk(this.clock);
  readonly store = createBoardStore(this.desk, this.clock);
  readonly failed: string[][] = [];
  readonly contexts = new Map<string, FakeContext>();
  readonly #ends: (() => void)[] = [];
  #frame: FrameRequestCallback | null = null;

  constructor() {
    vi.stubGlobal('Path2D', FakePath);
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
      this.#frame = run;
      return 1;
    });
    vi.stubGlobal('cancelAnimationFrame', () => {
      this.#frame = null;
    });
    Object.defineProperty(document, 'fonts', {
      configurable: true,
      value: { load: () => Promise.resolve([]) },
    });
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(384);
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(216);
    const made = new Map<HTMLCanvasElement, FakeContext>();
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function context(
      this: HTMLCanvasElement,
    ) {
      const known = made.get(this) ?? fakeContext();
      made.set(this, known);
      return known.ctx as never;
    } as never);
    for (const token of COLOUR_TOKENS) document.documentElement.style.setProperty(token, '#102030');
    wallScene(this.desk);
    this.desk.beat();
    this.#ends.push(this.store.start());
    for (const { id } of WALL_DISPLAYS) {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d');
      const context = made.get(canvas);
      if (context) this.contexts.set(id, context);
      this.canvases.set(id, canvas);
    }
  }

  readonly canvases = new Map<string, HTMLCanvasElement>();

  async open(): Promise<void> {
    await Promise.resolve();
    await Promise.resolve();
    const painter = new MiniaturePainter({
      store: this.store,
      clock: this.clock,
      asked: ASKED,
      onFailed: (displays) => this.failed.push([...displays]),
    });
    for (const [id, canvas] of this.canvases) painter.canvas(id, canvas);
    painter.show({ displays: WALL_DISPLAYS, draft: null, webs: [], t: translator('nb') });
    this.#ends.push(painter.start());
    // The font is there a moment later, and everything is measured anew.
    await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(null))));
  }

  frames(count: number): void {
    for (let frame = 0; frame < count; frame++) this.#frame?.(0);
  }

  /** Displays on which something was drawn since the last time. */
  drawn(): readonly string[] {
    const ids = [...this.contexts].filter(([, { texts, rects }]) => texts.length + rects.length > 0);
    return ids.map(([id]) => id);
  }

  forget(): void {
    for (const context of this.contexts.values()) context.clear();
  }

  close(): void {
    for (const end of this.#ends.reverse()) end();
  }

  get running(): boolean {
    return this.#frame !== null;
  }
}

let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  await bench.open();
});
afterEach(() => {
  bench.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the wall in miniature', () => {
  it('draws one display a frame, each by the wall itself', () => {
    bench.frames(1);
    expect(bench.drawn()).toHaveLength(1);
    bench.frames(5);
    expect(bench.drawn()).toHaveLength(6);
    const texts = bench.contexts.get('skjerm-2')?.texts.map(([text]) => text) ?? [];
    expect(texts.some((text) => text.startsWith('Kritikalitet'))).toBe(true);
  });

  it('draws nothing while nothing changes, and a small part when the clock goes on', () => {
    // The alarms that are there take the wall over a moment after it begins.
    bench.clock.advance(1_000);
    bench.frames(12);
    const whole = bench.contexts.get('skjerm-2')?.rects.length ?? 0;
    bench.forget();
    bench.frames(12);
    expect(bench.drawn()).toEqual([]);
    bench.clock.advance(1_000);
    bench.frames(12);
    expect(bench.drawn()).toHaveLength(6);
    const context = bench.contexts.get('skjerm-2');
    expect(context?.rects.length).toBeLessThan(whole);
    // Never the whole of it: the ground is put back only where something is drawn.
    expect(context?.rects.some(([, , , w, h]) => w >= 1_920 && h >= 1_080)).toBe(false);
  });

  it('follows news within a quarter of a second', () => {
    bench.frames(12);
    bench.forget();
    bench.desk.check('ad/https', 'critical', 'HTTP 503', 41);
    bench.clock.advance(250);
    bench.frames(12);
    expect(bench.drawn()).toContain('skjerm-2');
  });

  it('says which display it cannot draw, once, and draws the rest', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { frame } = ScenePicture.prototype;
    const failing = vi.spyOn(ScenePicture.prototype, 'frame').mockImplementation(function one(
      this: ScenePicture,
      input,
      mono,
    ) {
      if (input.display === 'skjerm-3') throw new Error('no such thing');
      return frame.call(this, input, mono);
    });
    bench.frames(12);
    expect(bench.failed).toEqual([['skjerm-3']]);
    expect(bench.drawn()).toHaveLength(5);
    bench.clock.advance(1_000);
    bench.frames(12);
    expect(bench.failed).toHaveLength(1);
    expect(error).toHaveBeenCalledTimes(1);
    failing.mockRestore();
    bench.clock.advance(1_000);
    bench.frames(12);
    expect(bench.failed).toEqual([['skjerm-3'], []]);
    expect(bench.drawn()).toContain('skjerm-3');
  });

  it('ends with the page', () => {
    bench.close();
    expect(bench.running).toBe(false);
  });
});
