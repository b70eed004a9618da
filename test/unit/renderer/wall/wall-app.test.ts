// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBoardStore } from '../../../../renderer/stores/board-store';
import { COLOUR_TOKENS } from '../../../../renderer/theme/state-theme';
import { Picture } from '../../../../renderer/wall/paint/picture';
import { startWall } from '../../../../renderer/wall/wall-app';
import type {
  Args,
  BoardPatch,
  BoardSnapshot,
  LinkState,
  Settings,
  WallBridge,
} from '../../../../shared/contract/ipc';
import type { EventBody } from '../../../../shared/model/events';
import { readWall } from '../../../../shared/rules/wall/read-wall';
import { type Clock, ManualClock } from '../../../../shared/time/clock';
import { failure, type Result } from '../../../../shared/util/result';
import { IDENTITY, SILENT } from '../../../fixtures/wall-harness/people';
import { buildBoard, linkOf, type Scene } from '../../../fixtures/wall-harness/scenes';
import { type FakeContext, FakePath, fakeContext, handOver } from './fake-canvas';
import { estates, NOW } from './wall-fixture';

const unanswered = async (): Promise<Result<never>> => failure('offline', 'no hub');
const SETTINGS: Settings = { theme: 'night', lang: 'nb', viewingDistanceM: 7, pixelPitchMm: 0.634 };

/** A whole wall window on a bridge that the test holds, with frames and time in its hand. */
class Rig {
  readonly clock: ManualClock = new ManualClock(NOW);
  readonly canvas: FakeContext = fakeContext();
  readonly beats: number[] = [];
  readonly shows: Args<'wall:shows'>[] = [];
  readonly mirror: HTMLElement;
  readonly #board;
  #revision = 1;
  #link: LinkState;
  #frame: FrameRequestCallback | null = null;
  #patch: (patch: BoardPatch) => void = () => {};
  #glassLost: () => void = () => {};
  #tellLink: (link: LinkState) => void = () => {};
  #tellSettings: (settings: Settings) => void = () => {};
  readonly #ends: (() => void)[] = [];

  constructor(scene: Scene, still = false) {
    this.#board = buildBoard(estates.demo(), scene, NOW);
    this.#link = linkOf(scene, NOW);
    vi.stubGlobal('Path2D', FakePath);
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
      this.#frame = run;
      return 1;
    });
    vi.stubGlobal('cancelAnimationFrame', () => {
      this.#frame = null;
    });
    vi.stubGlobal('matchMedia', () => ({ matches: still }));
    vi.stubGlobal('innerWidth', 1920);
    vi.stubGlobal('innerHeight', 1080);
    Object.defineProperty(document, 'fonts', {
      configurable: true,
      value: { load: () => Promise.resolve([]), ready: Promise.resolve() },
    });
    for (const token of COLOUR_TOKENS) document.documentElement.style.setProperty(token, '#102030');
    const picture = document.createElement('div');
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => this.canvas.ctx) as never);
    handOver(this.canvas.ctx);
    this.mirror = document.createElement('main');
    document.body.replaceChildren(picture, this.mirror);
    const bridge = this.#bridge();
    const clock: Clock = this.clock;
    const store = createBoardStore(bridge, clock);
    this.#ends.push(
      startWall({ store, bridge, clock, picture, mirror: this.mirror, measured: false }),
      store.start(),
    );
  }

  loseGlass(): void {
    this.#glassLost();
  }

  #bridge(): WallBridge {
    return {
      snapshot: () => Promise.resolve({ ok: true, value: this.#snapshot() }),
      onPatch: (listen) => {
        this.#patch = listen;
        return () => {};
      },
      onLink: (listen) => {
        this.#tellLink = listen;
        return () => {};
      },
      onSettings: (listen) => {
        this.#tellSettings = listen;
        return () => {};
      },
      onSound: () => () => {},
      onSoundTest: () => () => {},
      onGlassLost: (listen) => {
        this.#glassLost = listen;
        return () => {};
      },
      soundReport: () => {},
      frameBeat: (frames) => this.beats.push(frames),
      onPlace: () => () => {},
      onWeb: () => () => {},
      wallShows: (shows) => this.shows.push(shows),
      history: unanswered,
      chart: unanswered,
      figures: unanswered,
      readBlob: unanswered,
    };
  }

  #snapshot(): BoardSnapshot {
    return {
      revision: this.#revision,
      patch: this.#board.dump(),
      link: this.#link,
      settings: SETTINGS,
      display: { index: 0, count: 1 },
      place: { display: null, displays: [] },
      outbox: [],
      identity: IDENTITY,
      sound: SILENT,
    };
  }

  /** Until the wall has its first picture. */
  async ready(): Promise<void> {
    await vi.waitFor(() => {
      this.frames(1);
      expect(this.mirror.querySelector('[data-clock]')?.textContent).not.toBe('');
      expect(this.mirror.querySelector('h1')?.textContent).not.toBe('');
    });
  }

  /** Runs so many animation frames, 16 ms apart. */
  frames(count: number): void {
    for (let n = 0; n < count; n++) {
      this.clock.advance(16);
      this.#frame?.(this.clock.mono());
    }
  }

  say(body: EventBody): void {
    const patch = this.#board.apply({
      origin: 'harness',
      epoch: 1,
      seq: 900_000 + this.#revision,
      at: this.clock.now(),
      body,
    });
    const base = this.#revision++;
    this.#patch({ base, revision: this.#revision, patch });
  }
  fail(check: string): void {
    const observedAt = this.clock.now();
    this.say({
      type: 'check.changed',
      check,
      result: 'critical',
      hard: true,
      attempt: 1,
      output: '',
      ms: 1,
      observedAt,
      beforeAt: null,
      silenced: false,
    });
  }
  beat(): void {
    const now = this.clock.now();
    this.#link = { ...this.#link, lastBeatAt: now, knownAt: now, oldestObservedAt: now - 9_000 };
    this.#tellLink(this.#link);
  }
  set(change: Partial<Settings>): void {
    this.#tellSettings({ ...SETTINGS, ...change });
  }
  get(selector: string): HTMLElement | null {
    return this.mirror.querySelector<HTMLElement>(selector);
  }
  stop(): void {
    for (const end of this.#ends) end();
  }
}

let rig: Rig;
beforeEach(() => {
  vi.unstubAllGlobals();
});
afterEach(() => rig.stop());

test('a fault is on the canvas in the next frame, and in the mirror', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(20);
  rig.canvas.clear();
  rig.fail('lan@mo/0');
  rig.frames(1);
  expect(rig.canvas.texts.map(([text]) => text)).toContain('04:52');
  rig.frames(20);
  expect(rig.get('[data-node="lan@mo"]')?.dataset.state).toBe('down');
  expect(rig.get('[data-callout]')?.dataset.nodes).toBe('lan@mo');
});

test('between seconds, when nothing happens, nothing is painted; the clock runs', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(70);
  rig.canvas.clear();
  rig.frames(63);
  const drawn = rig.canvas.texts.map(([text]) => text);
  expect(drawn.filter((text) => /^\d\d:\d\d:\d\d$/u.test(text))).toHaveLength(1);
  expect(drawn).not.toContain('Tromsø');
});

test('main freezes: five seconds after the last beat the wall says so, with nothing left looking fresh', async () => {
  rig = new Rig('three');
  await rig.ready();
  rig.beat();
  rig.frames(300);
  expect(rig.get('[data-link]')?.dataset.link).toBe('live');
  rig.frames(30);
  expect(rig.get('[data-link]')?.dataset).toMatchObject({ link: 'lost', trouble: 'silent' });
  expect(rig.get('[role="alert"]')?.textContent).toMatch(/^Ingen kontakt med huben siden 04:52:/u);
  expect(rig.get('[data-node="nhn"]')?.dataset.known).toBe('last-known');
  rig.beat();
  rig.frames(20);
  expect(rig.get('[data-link]')?.dataset.link).toBe('live');
  expect(rig.get('[role="alert"]')?.textContent).toBe('');
});

test('a catalogue that changes moves rows and columns, and nothing else is needed', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.say({
    type: 'catalogue.changed',
    name: 'Mindre',
    demo: false,
    put: [],
    drop: ['service:lan', 'check:lan@mo/0'],
  });
  rig.frames(20);
  expect(rig.get('h1')?.textContent).toBe('Mindre');
  expect(rig.get('[data-totals]')?.dataset.services).toBe('14');
});

test('language and theme follow the settings', async () => {
  rig = new Rig('three');
  await rig.ready();
  rig.set({ theme: 'day', lang: 'en' });
  rig.frames(20);
  expect(document.documentElement.dataset.theme).toBe('day');
  expect(document.documentElement.lang).toBe('en');
  expect(rig.get('[data-node="ek@mo"]')?.textContent).toBe('Elektronisk kurve, Mo: Degraded since 03:52');
});

test('the supervisor is told each second how many frames were painted, also when none were', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(130);
  expect(rig.beats.some((frames) => frames > 40)).toBe(true);
  rig.clock.advance(2_000);
  expect(rig.beats.at(-1)).toBe(0);
});

test('frames of a wall whose picture is gone, or whose painting fails, do not count', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(130);
  expect(rig.beats.at(-1)).toBeGreaterThan(40);
  const picture = document.body.firstElementChild;
  picture?.remove();
  rig.frames(130);
  expect(rig.beats.at(-1)).toBe(0);
  document.body.prepend(picture as Element);
  rig.frames(130);
  expect(rig.beats.at(-1)).toBeGreaterThan(40);
  vi.spyOn(Picture.prototype, 'paint').mockImplementation(() => {
    throw new Error('a fault in the picture');
  });
  for (let n = 0; n < 400; n++) {
    try {
      rig.frames(1);
    } catch {
      // A browser reports it, and goes on with the next frame.
    }
  }
  vi.restoreAllMocks();
  expect(rig.beats.at(-1)).toBe(0);
});

test('a picture whose glass was lost is begun anew, whole, and once more', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(10);
  const host = document.body.firstElementChild;
  const canvases = new Set([host?.firstElementChild]);
  rig.loseGlass();
  rig.canvas.clear();
  for (let second = 0; second < 10; second++) {
    rig.frames(60);
    canvases.add(host?.firstElementChild);
  }
  expect(canvases.size).toBe(4);
  expect(host?.childElementCount).toBe(1);
  const whole = rig.canvas.rects.filter(([, x, y, w, h]) => x + y === 0 && w === 1912 && h === 1072);
  expect(whole).toHaveLength(3);
});

test('the picture leaves its window the room that it moves in', async () => {
  rig = new Rig('normal');
  await rig.ready();
  const { style } = document.body.firstElementChild as HTMLElement;
  expect([style.width, style.height]).toEqual(['1912px', '1072px']);
  const places = new Set<string>();
  for (let step = 0; step < 6; step++) {
    rig.clock.advance(120_000);
    rig.frames(2);
    places.add(`${style.left} ${style.top}`);
  }
  expect(places.size).toBeGreaterThan(4);
});

const page = {
  id: 'grafana',
  kind: 'web',
  settings: { url: 'https://grafana.example/' },
  at: { x: 0, y: 6, w: 12, h: 6 },
  priority: 2,
};
const mosaic = { id: 'mosaikk', kind: 'mosaic', settings: {}, at: { x: 0, y: 0, w: 12, h: 6 }, priority: 1 };

test('main is told which scene is shown since when, and where pages of the web go, once for each change', async () => {
  rig = new Rig('normal');
  await rig.ready();
  rig.frames(130);
  expect(rig.shows).toHaveLength(1);
  expect(rig.shows[0]).toMatchObject({ scene: 'normal', webs: [], legible: true });
  const scene = {
    id: 'med-side',
    name: 'Med side',
    version: 1,
    at: NOW,
    by: 'natt',
    arrangements: [{ cols: 1, rows: 1, panels: [mosaic, page] }],
  };
  rig.say({ type: 'scene.set', scene, restored: null, actor: 'natt', actedAt: NOW });
  const shown = {
    scene: scene.id,
    turns: null,
    why: 'choice' as const,
    by: 'natt',
    about: null,
    until: null,
    at: 0,
    before: null,
  };
  rig.say({
    type: 'wall.moved',
    what: 'scene',
    wall: { ...readWall({ wall: new Map(), catalogue: new Map() }), shown },
    actor: 'natt',
    actedAt: NOW,
  });
  const before = rig.clock.now();
  rig.frames(40);
  expect(rig.shows).toHaveLength(2);
  const [, now] = rig.shows;
  expect(now?.scene).toBe('med-side');
  expect(now?.at).toBeGreaterThanOrEqual(before);
  expect(now?.webs).toMatchObject([{ panel: 'grafana' }]);
  const { y = 0, h = 0 } = now?.webs[0]?.rect ?? {};
  expect(y).toBeGreaterThan(540);
  expect(y + h).toBeLessThanOrEqual(1080);
  expect(rig.get('[data-panel="grafana"]')?.dataset.kind).toBe('web');
  expect(rig.mirror.dataset.scene).toBe('med-side');
});

test('work that goes over its time is told without any node having moved', async () => {
  rig = new Rig('planned');
  await rig.ready();
  rig.frames(40);
  expect(rig.get('[data-callout="overrun/wan"]')).toBeNull();
  const run = { start: NOW - 1, end: NOW, phase: 'overrun', since: NOW, covers: [] } as const;
  rig.say({
    type: 'maintenance.moved',
    id: 'wan',
    title: '',
    run: { ...run, covers: [{ node: 'wan@bodø', worst: 'down' }] },
    ended: null,
    next: null,
    actor: null,
    reason: null,
    nodes: [],
  });
  rig.frames(40);
  expect(rig.get('[data-callout="overrun/wan"]')).toBeTruthy();
  expect(rig.get('[data-callout^="service/down/wan"]')).toBeTruthy();
});

const acknowledge: EventBody = {
  type: 'alarm.acted',
  node: 'ek@bodø',
  alarm: 'A-1',
  act: { kind: 'acknowledge', note: null, owner: 'bruker' },
  actor: 'bruker',
  actedAt: NOW,
};

test('an acknowledgement is on the wall with no word of any check, and so is a shelf', async () => {
  rig = new Rig('night');
  await rig.ready();
  rig.frames(20);
  const line = (): DOMStringMap | undefined => rig.get('[data-callout*="/ek/"]')?.dataset;
  expect(line()?.alarm).toBe('unacknowledged');
  rig.say(acknowledge);
  rig.frames(40);
  expect(line()).toMatchObject({ alarm: 'acknowledged', holder: 'BS' });
  rig.say({
    ...acknowledge,
    act: { kind: 'shelve', until: NOW + 3_600_000, code: 'known-fault', reason: 'P-1', breakAfterMs: null },
  });
  rig.frames(40);
  expect(line()).toBeUndefined();
  expect(rig.get('[data-node="ek@bodø"]')?.dataset).toMatchObject({ state: 'degraded', quiet: 'shelved' });
  expect(rig.get('[data-totals]')?.dataset.shelved).toBe('2');
});

test('who is on watch follows the room', async () => {
  rig = new Rig('night');
  await rig.ready();
  rig.frames(20);
  expect(rig.get('[data-totals]')?.dataset.watch).toBe('2');
  for (const [console, person] of [
    ['pult-1', 'natt'],
    ['pult-2', 'bruker'],
  ] as const) {
    rig.say({ type: 'watch.changed', console, on: false, person });
  }
  rig.frames(40);
  expect(rig.get('[data-totals]')?.dataset.watch).toBe('0');
  expect(rig.get('[data-totals]')?.textContent).toContain('Ingen på vakt');
});

test.each([false, true])(
  'what nobody has acknowledged beats once in two seconds; wanting no motion: %s',
  async (still) => {
    rig = new Rig('night', still);
    await rig.ready();
    rig.frames(20);
    const drawn: boolean[] = [];
    for (let second = 0; second < 4; second++) {
      rig.canvas.clear();
      rig.frames(63);
      drawn.push(rig.canvas.texts.some(([text]) => text === 'Ukvittert'));
    }
    // The line is painted with each beat's begin and end; where nobody wants motion it stands still.
    expect(drawn).toEqual(still ? [false, false, false, false] : [true, true, true, true]);
  },
);
