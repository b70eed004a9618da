import { type WallBridge, WEBS_MOST } from '../../shared/contract/ipc';
import type { CheckStatus } from '../../shared/model/room';
import { checkKey } from '../../shared/rules/reduce';
import type { Clock } from '../../shared/time/clock';
import { remembering, type Translate, translator } from '../i18n';
import type { BoardState, BoardStore } from '../stores/board-store';
import { type Palette, readPalette } from '../theme/state-theme';
import { Stopwatch } from './measure';
import { type Glass, Mirror } from './mirror/mirror';
import type { Slot } from './model/wall-model';
import { Picture } from './paint/picture';
import { createTypesetter, fontOf, type Typesetter } from './paint/typesetter';
import { PaintPace } from './paint-pace';
import { AskService } from './panels/ask-service';
import { pixelShift, SHIFT_ROOM } from './pixel-shift';
import { CALM_MS, SceneBoard } from './scene/scene-board';
import { type SceneFrame, ScenePicture } from './scene/scene-picture';

export interface WallParts {
  readonly store: BoardStore;
  readonly bridge: Pick<
    WallBridge,
    'frameBeat' | 'onGlassLost' | 'wallShows' | 'chart' | 'history' | 'figures' | 'readBlob'
  >;
  readonly clock: Clock;
  /** The element that the picture's canvases are put into. */
  readonly picture: HTMLElement;
  readonly mirror: HTMLElement;
  /** Whether to keep a record of its own speed (`?measure=1`). */
  readonly measured: boolean;
}

/** A picture whose glass was lost is begun anew so often, so far apart, ms. */
const RENEWALS = 3;
const RENEW_AGAIN_MS = 1_000;
/** How long the first picture waits for the font, ms. */
const FONT_WAIT_MS = 500;
const BEAT_MS = 1_000;
/** A wall that has painted nothing for so long is not well, however many frames go by: its clock alone runs, ms. */
const STUCK_MS = 3_000;

/**
 * Starts the wall: a loop of animation frames that paints what changed, and the clock every second. Nothing is
 * painted between frames and no news is lost between them: changes wait as a set of keys, which has a bound.
 * Returns a function that ends it.
 */
export function startWall(parts: WallParts): () => void {
  const wall = new Wall(parts);
  return wall.start();
}

class Wall {
  readonly #parts: WallParts;
  readonly #picture: Picture;
  readonly #type: Typesetter;
  readonly #board = new SceneBoard();
  readonly #asked: AskService;
  readonly #scene: ScenePicture;
  readonly #mirror: Mirror;
  readonly #pace = new PaintPace();
  readonly #stopwatch: Stopwatch | null;
  /** Somebody here wants no motion. */
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)');
  /** Nothing on the canvas can be taken over. */
  #repaint = true;
  #seen: BoardState | null = null;
  #palette: Palette | null = null;
  #translate: Translate = translator('nb');
  #shown: SceneFrame | null = null;
  #mirrored: { at: number; readonly moved: Set<Slot> } = { at: Number.NEGATIVE_INFINITY, moved: new Set() };
  #mirrorDue = true;
  #told = '';
  /** The scene whose first frame was painted last, and when: the hub's clock, ms UTC. */
  #sceneAt: { readonly scene: string; readonly at: number } | null = null;
  #stateMarked = false;
  #painted = Number.NEGATIVE_INFINITY;
  /** When a picture was last painted to its end. */
  #showed = Number.NEGATIVE_INFINITY;
  #frames = 0;
  #longTasks = 0;
  #request = 0;
  /** How often the picture was begun anew since what draws for all windows ended; null: it did not. */
  #glassLost: number | null = null;
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WallParts) {
    this.#parts = parts;
    this.#picture = new Picture(parts.picture);
    const measuring = document.createElement('canvas').getContext('2d');
    if (!measuring) throw new Error('this window cannot draw on a canvas');
    this.#type = createTypesetter(measuring);
    this.#asked = new AskService({
      bridge: parts.bridge,
      clock: parts.clock,
      hubNow: () => parts.store.linkView().hubNow,
      decode: (bytes) => createImageBitmap(new Blob([new Uint8Array(bytes)])),
      words: (why) => this.#translate(`wall:picture.${why}`),
    });
    this.#scene = new ScenePicture({ measure: this.#type.measure, asked: this.#asked, board: this.#board });
    this.#mirror = new Mirror(parts.mirror);
    const offset = (): number => parts.store.getState().link?.offsetMs ?? 0;
    this.#stopwatch = parts.measured ? new Stopwatch(parts.clock, offset) : null;
  }

  start(): () => void {
    const { store, clock, bridge } = this.#parts;
    let running = true;
    let cancelBeat = (): void => {};
    const beat = (): void => {
      const shows = this.#picture.visible && clock.mono() - this.#showed < STUCK_MS;
      bridge.frameBeat(shows ? this.#frames : 0, this.#longTasks);
      this.#frames = 0;
      this.#longTasks = 0;
      cancelBeat = clock.after(BEAT_MS, beat);
    };
    const loop = (): void => {
      this.#request = requestAnimationFrame(loop);
      this.#frame();
      // One that ended in a fault is none.
      this.#frames += 1;
    };
    const ends = [
      store.subscribeChanges((changed) => this.#scene.note(changed)),
      bridge.onGlassLost(() => {
        this.#glassLost = 0;
      }),
      () => this.#asked.stop(),
      this.#countLongTasks(),
      ...(this.#stopwatch ? [this.#stopwatch.start(document)] : []),
    ];
    void this.#fonts().then(() => {
      if (!running) return;
      cancelBeat = clock.after(BEAT_MS, beat);
      this.#request = requestAnimationFrame(loop);
    });
    return () => {
      running = false;
      cancelAnimationFrame(this.#request);
      cancelBeat();
      for (const end of ends) end();
    };
  }

  /** The font is in the app: it is there in a moment, and a first picture in another type would jump. */
  async #fonts(): Promise<void> {
    const late = new Promise<void>((resolve) => {
      this.#parts.clock.after(FONT_WAIT_MS, resolve);
    });
    const loaded = document.fonts.load(fontOf(72, 600), 'Åa0ʼ').then(
      () => {},
      () => {},
    );
    await Promise.race([loaded, late]);
    this.#type.refresh();
    // Whoever came second measured with another type.
    void document.fonts.ready.then(() => {
      this.#type.refresh();
      this.#scene.renew();
      this.#repaint = true;
    });
  }

  /** Tasks over 50 ms, for whoever judges how this wall fares. */
  #countLongTasks(): () => void {
    if (!PerformanceObserver.supportedEntryTypes?.includes('longtask')) return () => {};
    const observer = new PerformanceObserver((list) => {
      this.#longTasks += list.getEntries().length;
    });
    observer.observe({ entryTypes: ['longtask'] });
    return () => observer.disconnect();
  }

  #frame(): void {
    const { clock, store } = this.#parts;
    this.#stopwatch?.frame();
    const began = clock.mono();
    this.#pace.frame(began);
    if (!this.#pace.mayPaint(began, this.#painted)) return;
    this.#renewGlass(began);
    const state = store.getState();
    this.#takeState(state);
    const ratio = window.devicePixelRatio || 1;
    const room = { width: window.innerWidth - SHIFT_ROOM, height: window.innerHeight - SHIFT_ROOM };
    if (this.#picture.fit(room.width, room.height, ratio)) this.#repaint = true;
    const { moved, keys, whole } = this.#board.take(state);
    if (whole) this.#mirrored.moved.clear();
    for (const slot of moved) this.#mirrored.moved.add(slot);
    const link = store.linkView();
    const before = this.#shown;
    const { width, height } = this.#picture;
    const { display, displays } = state.place;
    const { webs } = state;
    const still = this.#still.matches;
    const t = this.#translate;
    const shown = this.#scene.frame(
      { state, link, display, displays, width, height, ratio, still, webs, t },
      began,
    );
    const same = shown === before && !this.#repaint;
    if (same && !(this.#mirrorDue && this.#mayMirror(began))) {
      this.#stopwatch?.passedOver(keys.size);
      return;
    }
    this.#painted = began;
    this.#shown = shown;
    if (this.#palette && !same)
      this.#picture.paint(
        shown.list,
        this.#repaint ? null : (before?.list ?? null),
        this.#palette,
        this.#type,
      );
    const shift = pixelShift(link.hubNow);
    const glass: Glass = { ratio, ...this.#picture.place(shift.x, shift.y) };
    if (!same) this.#mirrorDue = true;
    this.#repaint = false;
    this.#mirror.tick(shown.view);
    this.#updateMirror(shown, glass, began);
    this.#tell(shown, glass, state);
    this.#showed = clock.mono();
    this.#count(shown, keys, moved, state, began);
    this.#markFirstState(state);
  }

  /**
   * Frames are called by the process that draws: the first after it ended comes from another. One may have been under way,
   * so that once more is surer; a picture costs a few milliseconds.
   */
  #renewGlass(now: number): void {
    if (this.#glassLost === null || now - this.#renewedAt < RENEW_AGAIN_MS) return;
    this.#glassLost = this.#glassLost + 1 < RENEWALS ? this.#glassLost + 1 : null;
    this.#renewedAt = now;
    this.#picture.renew();
  }

  /** Tells main what is shown, whenever it is something else. */
  #tell({ scene, webs, view }: SceneFrame, { ratio, x, y }: Glass, state: BoardState): void {
    if (state.revision < 0) return;
    if (this.#sceneAt?.scene !== scene) {
      this.#sceneAt = { scene, at: view.link.hubNow };
      // User Timing, for whoever measures how far apart the windows of a wall change: the last one alone.
      performance.clearMarks('vaktrom:scene');
      performance.mark('vaktrom:scene', { detail: scene });
    }
    const shows: Parameters<WallBridge['wallShows']>[0] = {
      scene,
      at: this.#sceneAt.at,
      legible: view.scale.legible,
      webs: webs.slice(0, WEBS_MOST).map(({ panel, rect }) => ({
        panel,
        rect: { x: rect.x / ratio + x, y: rect.y / ratio + y, w: rect.w / ratio, h: rect.h / ratio },
      })),
    };
    const told = JSON.stringify(shows);
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.bridge.wallShows(shows);
  }

  /** User Timing, for whoever measures a start: the first frame that shows a room. */
  #markFirstState(state: BoardState): void {
    if (this.#stateMarked || state.catalogue.size === 0) return;
    this.#stateMarked = true;
    performance.mark('vaktrom:state-painted');
  }

  /** Takes over theme, language and whatever else the layout reads besides the nodes. */
  #takeState(state: BoardState): void {
    const seen = this.#seen;
    if (seen === state) return;
    this.#seen = state;
    const { settings } = state;
    if (seen?.settings !== settings || !this.#palette) {
      const root = document.documentElement;
      root.dataset.theme = settings.theme;
      root.lang = settings.lang;
      this.#translate = remembering(translator(settings.lang));
      document.title = `Vaktrom · ${this.#translate('wall:title')}`;
      this.#palette = readPalette(root);
      this.#repaint = true;
    }
  }

  #mayMirror(now: number): boolean {
    return now - this.#mirrored.at >= CALM_MS;
  }

  #updateMirror(shown: SceneFrame, glass: Glass, now: number): void {
    if (!this.#mirrorDue || !this.#mayMirror(now)) return;
    this.#mirror.update(shown, this.#mirrored.moved, glass);
    this.#mirrored.moved.clear();
    this.#mirrored.at = now;
    this.#mirrorDue = false;
  }

  /** Tells the stopwatch which changed checks moved pixels in this frame. */
  #count(
    { cells }: SceneFrame,
    changed: ReadonlySet<string>,
    moved: readonly Slot[],
    state: BoardState,
    began: number,
  ): void {
    if (!this.#stopwatch) return;
    // What has no cell on this display moves no pixel of its own here.
    const mosaics = cells.flatMap(({ mosaic }) => (mosaic === null ? [] : [mosaic.view.mosaic]));
    const nodes = new Set(
      moved.map((slot) => slot.node.id).filter((id) => mosaics.some((one) => one.placeOf(id) !== undefined)),
    );
    const painted: CheckStatus[] = [];
    let unpainted = 0;
    for (const key of changed) {
      const entity = state.status.get(key);
      if (entity?.kind !== 'check' || key !== checkKey(entity.value.id)) continue;
      const node = state.graph.checks.get(entity.value.id)?.node ?? null;
      if (node !== null && nodes.has(node)) painted.push(entity.value);
      else unpainted += 1;
    }
    this.#stopwatch.painted(painted, unpainted, this.#parts.clock.mono() - began);
  }
}
