import type { WallBridge } from '../../shared/contract/ipc';
import type { CheckStatus } from '../../shared/model/room';
import { checkKey } from '../../shared/rules/reduce';
import type { Clock } from '../../shared/time/clock';
import { type MessageKey, type Translate, translator } from '../i18n';
import type { ChangedKeys } from '../stores/board-data';
import type { BoardState, BoardStore } from '../stores/board-store';
import { type Palette, readPalette } from '../theme/state-theme';
import { layGeometry, type WallGeometry } from './layout/geometry';
import { layoutWall, type WallLayout } from './layout/layout-wall';
import { Stopwatch } from './measure';
import { type Glass, Mirror } from './mirror/mirror';
import { type Aside, findAside, findWatch, type Watch } from './model/aside';
import { type Callout, countUnexplained, findCallouts } from './model/callouts';
import { findHandover, isShiftChange, type WallHandover } from './model/handover';
import { type Slot, type Totals, WallModel } from './model/wall-model';
import { Picture } from './paint/picture';
import { createTypesetter, fontOf, type Typesetter } from './paint/typesetter';
import { pixelShift, SHIFT_ROOM } from './pixel-shift';
import { typeScale } from './type-scale';
import type { WallView } from './view';

export interface WallParts {
  readonly store: BoardStore;
  readonly bridge: Pick<WallBridge, 'frameBeat'>;
  readonly clock: Clock;
  /** The element that the picture's canvases are put into. */
  readonly picture: HTMLElement;
  readonly mirror: HTMLElement;
  /** Whether to keep a record of its own speed (`?measure=1`). */
  readonly measured: boolean;
}

/**
 * Callouts and mirror follow at once when it is quiet, and at this pace in a storm, ms: lines that change faster
 * cannot be read, neither by eye nor aloud. Cells and totals never wait.
 */
const CALM_MS = 250;
/**
 * A machine that is late with its frames (more than `LATE_MS` from one to the next) is spared: for `SPARED_MS`
 * painted frames are at least `PACE_MS` apart. Without a GPU each frame of each wall costs several milliseconds on
 * the processor, and walls that take all of it are late with every one.
 */
const LATE_MS = 25;
const SPARED_MS = 1_000;
const PACE_MS = 24;
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
  readonly #model = new WallModel();
  readonly #mirror: Mirror;
  readonly #stopwatch: Stopwatch | null;
  /** Somebody here wants no motion. */
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)');
  #changed = new Set<string>();
  #changedAlarms = new Set<string>();
  #reload = true;
  /** Something besides nodes changed: the next frame lays out anew. */
  #dirty = true;
  /** Nothing on the canvas can be taken over. */
  #repaint = true;
  #seen: BoardState | null = null;
  #palette: Palette | null = null;
  #translate: Translate = translator('nb');
  #geometry: { readonly key: string; readonly value: WallGeometry } | null = null;
  #layout: WallLayout | null = null;
  #callouts: {
    readonly list: readonly Callout[];
    readonly totals: Totals;
    readonly aside: readonly Aside[];
    readonly watch: Watch | null;
    readonly unexplained: number | null;
    readonly handover: WallHandover | null;
    readonly version: number;
    readonly at: number;
  } = {
    list: [],
    totals: this.#model.serviceTotals(),
    aside: [],
    watch: null,
    unexplained: null,
    handover: null,
    version: -1,
    at: Number.NEGATIVE_INFINITY,
  };
  #mirrored: { at: number; readonly moved: Set<Slot> } = { at: Number.NEGATIVE_INFINITY, moved: new Set() };
  #mirrorDue = true;
  #linkKey = '';
  #second = Number.NaN;
  #stateMarked = false;
  #painted = Number.NEGATIVE_INFINITY;
  /** When a picture was last painted to its end. */
  #showed = Number.NEGATIVE_INFINITY;
  #lastFrame = Number.NEGATIVE_INFINITY;
  #sparedUntil = Number.NEGATIVE_INFINITY;
  #frames = 0;
  #request = 0;

  constructor(parts: WallParts) {
    this.#parts = parts;
    this.#picture = new Picture(parts.picture);
    const measuring = document.createElement('canvas').getContext('2d');
    if (!measuring) throw new Error('this window cannot draw on a canvas');
    this.#type = createTypesetter(measuring);
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
      bridge.frameBeat(shows ? this.#frames : 0);
      this.#frames = 0;
      cancelBeat = clock.after(BEAT_MS, beat);
    };
    const loop = (): void => {
      this.#request = requestAnimationFrame(loop);
      this.#frame();
      // One that ended in a fault is none.
      this.#frames += 1;
    };
    const ends = [
      store.subscribeChanges((changed) => this.#note(changed)),
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
      this.#geometry = null;
      this.#layout = null;
      this.#repaint = true;
    });
  }

  #note(changed: ChangedKeys): void {
    if (changed.whole || changed.catalogue.size > 0) {
      this.#reload = true;
    }
    for (const key of changed.status) this.#changed.add(key);
    if (changed.room) this.#dirty = true;
    const { maintenance, sources, alarms, people, incidents, watch } = changed;
    for (const key of alarms) this.#changedAlarms.add(key);
    const besides = [maintenance, sources, alarms, people, incidents, watch].some(({ size }) => size > 0);
    if (besides || changed.room) this.#model.touch();
  }

  #frame(): void {
    const { clock, store } = this.#parts;
    this.#stopwatch?.frame();
    const began = clock.mono();
    if (began - this.#lastFrame > LATE_MS) this.#sparedUntil = began + SPARED_MS;
    this.#lastFrame = began;
    if (began < this.#sparedUntil && began - this.#painted < PACE_MS) return;
    const state = store.getState();
    this.#takeState(state);
    const ratio = window.devicePixelRatio || 1;
    const room = { width: window.innerWidth - SHIFT_ROOM, height: window.innerHeight - SHIFT_ROOM };
    if (this.#picture.fit(room.width, room.height, ratio)) this.#repaint = true;
    const changed = this.#changed;
    this.#changed = new Set();
    const moved = this.#takeChanges(state, changed);
    const link = store.linkView();
    const linkKey = `${link.phase}/${link.trouble}/${link.knownAt === null}`;
    const second = Math.floor(link.hubNow / 1000);
    const tick = second !== this.#second;
    if (linkKey !== this.#linkKey || moved.length > 0) this.#dirty = true;
    if (this.#calloutsDue(clock.mono())) this.#dirty = true;
    const due = this.#mirrorDue && this.#mayMirror(clock.mono());
    if (!this.#dirty && !this.#repaint && !tick && !due) {
      this.#stopwatch?.passedOver(changed.size);
      return;
    }
    this.#painted = began;
    this.#linkKey = linkKey;
    this.#second = second;

    const view = this.#view(state, link, ratio);
    const geometry = this.#layGeometry(view);
    this.#findCallouts(state, clock.mono());
    const { list: callouts, totals, aside, watch, unexplained, handover } = this.#callouts;
    const shiftChange = state.display.index > 0 && isShiftChange(handover, link.hubNow);
    const current: WallView = {
      ...view,
      callouts,
      totals,
      aside,
      watch,
      unexplained,
      handover,
      shiftChange,
    };
    const before = this.#layout;
    this.#layout = layoutWall(current, geometry, this.#type.measure, before);
    if (this.#palette)
      this.#picture.paint(
        this.#layout.list,
        this.#repaint ? null : (before?.list ?? null),
        this.#palette,
        this.#type,
      );
    const shift = pixelShift(link.hubNow);
    const stands = this.#picture.place(shift.x, shift.y);
    if (this.#dirty || this.#repaint || tick) this.#mirrorDue = true;
    this.#dirty = false;
    this.#repaint = false;
    if (tick) this.#mirror.tick(current);
    this.#updateMirror(current, geometry, { ratio, ...stands }, clock.mono());
    this.#showed = clock.mono();
    this.#count(changed, moved, state, began);
    this.#markFirstState(state);
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
    if (seen?.link !== state.link || seen?.room !== state.room || seen?.error !== state.error)
      this.#dirty = true;
  }

  /** Brings the model up to date with what changed since the last frame. */
  #takeChanges(state: BoardState, changed: ReadonlySet<string>): Slot[] {
    const alarms = this.#changedAlarms;
    if (alarms.size > 0) this.#changedAlarms = new Set();
    if (this.#reload) {
      this.#reload = false;
      this.#model.load(state);
      this.#mirrored.moved.clear();
      this.#dirty = true;
      return [];
    }
    if (changed.size === 0 && alarms.size === 0) return [];
    const moved = [...this.#model.apply(changed, state), ...this.#model.takeAlarms(alarms, state)];
    for (const slot of moved) this.#mirrored.moved.add(slot);
    return moved;
  }

  #view(state: BoardState, link: WallView['link'], ratio: number): WallView {
    const { width, height } = this.#picture;
    const { settings } = state;
    return {
      model: this.#model,
      callouts: this.#callouts.list,
      totals: this.#callouts.totals,
      aside: this.#callouts.aside,
      watch: this.#callouts.watch,
      unexplained: this.#callouts.unexplained,
      handover: this.#callouts.handover,
      shiftChange: false,
      // All walls beat in the same second, by the hub's clock.
      beat: !this.#still.matches && Math.floor(link.hubNow / 1000) % 2 === 0,
      room: state.room,
      link,
      linkState: state.link,
      failure: state.error,
      scale: typeScale({ ...settings, width, height, ratio }),
      width,
      height,
      lang: settings.lang,
      t: this.#translate,
    };
  }

  #layGeometry(view: WallView): WallGeometry {
    const key = `${view.width}x${view.height}/${view.scale.first}/${view.scale.unit}/${view.model.structure}/${view.lang}`;
    if (this.#geometry?.key !== key) {
      const { axes } = view.model;
      const { scale, width, height } = view;
      const value = layGeometry(
        { axes, scale, width, height, centralName: view.t('wall:central') },
        this.#type.measure,
      );
      this.#geometry = { key, value };
      this.#repaint = true;
    }
    return this.#geometry.value;
  }

  #calloutsDue(now: number): boolean {
    return this.#callouts.version !== this.#model.version && now - this.#callouts.at >= CALM_MS;
  }

  #findCallouts(state: BoardState, now: number): void {
    if (!this.#calloutsDue(now)) return;
    // Under the banner that says why nothing is known, lines that say the same of each service are noise.
    const blind = state.room?.vantageLostSince != null;
    const list = blind ? [] : findCallouts(this.#model, state.maintenance, state);
    this.#callouts = {
      list,
      unexplained: countUnexplained(list),
      totals: this.#model.heardTotals(),
      aside: findAside(this.#model.markTotals(), state),
      watch: findWatch(state),
      handover: findHandover(state, this.#parts.store.linkView().hubNow),
      version: this.#model.version,
      at: now,
    };
  }

  #mayMirror(now: number): boolean {
    return now - this.#mirrored.at >= CALM_MS;
  }

  #updateMirror(view: WallView, geometry: WallGeometry, glass: Glass, now: number): void {
    if (!this.#layout || !this.#mirrorDue || !this.#mayMirror(now)) return;
    this.#mirror.update(view, this.#layout, geometry, this.#mirrored.moved, glass);
    this.#mirrored.moved.clear();
    this.#mirrored.at = now;
    this.#mirrorDue = false;
  }

  /** Tells the stopwatch which changed checks moved pixels in this frame. */
  #count(changed: ReadonlySet<string>, moved: readonly Slot[], state: BoardState, began: number): void {
    if (!this.#stopwatch) return;
    const nodes = new Set(moved.map((slot) => slot.node.id));
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

/** A translator that looks up a message without values once: a storm says the same seven words all the time. */
function remembering(t: Translate): Translate {
  const known = new Map<MessageKey, string>();
  return (key, values) => {
    if (values) return t(key, values);
    const said = known.get(key) ?? t(key);
    known.set(key, said);
    return said;
  };
}
