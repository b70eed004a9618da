import type { SceneDraft, WallDisplay } from '../../../shared/model/wall';
import type { WebState } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';
import type { Translate } from '../../i18n';
import type { ChangedKeys } from '../../stores/board-data';
import type { BoardStore } from '../../stores/board-store';
import { type Palette, readPalette } from '../../theme/state-theme';
import type { DisplayList } from '../../wall/layout/display-list';
import { difference, paint, type Region } from '../../wall/paint/paint';
import { createTypesetter, fontOf, type Typesetter } from '../../wall/paint/typesetter';
import type { Asked } from '../../wall/panels/asked';
import { SceneBoard } from '../../wall/scene/scene-board';
import { ScenePicture } from '../../wall/scene/scene-picture';

/** What the pictures show, besides the board. */
export interface MiniatureView {
  readonly displays: readonly WallDisplay[];
  /** A scene to show instead of what the wall shows; null: that. */
  readonly draft: SceneDraft | null;
  readonly webs: readonly WebState[];
  readonly t: Translate;
}

interface Target {
  readonly palette: Palette;
  readonly type: Typesetter;
  /** Of the canvas, its own pixels. */
  readonly width: number;
  readonly height: number;
}

interface Pane {
  readonly canvas: HTMLCanvasElement;
  readonly picture: ScenePicture;
  list: DisplayList | null;
  /** The last drawing of it failed. */
  failed: boolean;
  /** What was painted, and when: monotonic, ms. */
  version: number;
  paintedAt: number;
}

/** Each display is painted anew this often at least, ms: its clock runs. */
const TICK_MS = 1_000;
/** What changed is seen after so long at most, ms: a miniature is no wall, and the desk has other work. */
const PACE_MS = 250;
/** Where more than so many places changed, all of it is painted. */
const PLACES_MOST = 16;

/**
 * Paints the wall's displays small: each by the wall's own drawing in the display's own pixels, scaled to the canvas that
 * it is given. One display a frame, so that no frame is long. Where the window cannot draw, nothing is.
 */
export class MiniaturePainter {
  readonly #store: BoardStore;
  readonly #clock: Clock;
  readonly #asked: Asked;
  readonly #onFailed: (displays: ReadonlySet<string>) => void;
  /** What all the displays are drawn from. */
  readonly #board = new SceneBoard();
  readonly #panes = new Map<string, Pane>();
  #type: Typesetter | null = null;
  #palette: { readonly theme: string; readonly value: Palette } | null = null;
  #view: MiniatureView | null = null;
  /** Grows with whatever changes. */
  #version = 0;
  #request = 0;

  constructor(parts: {
    readonly store: BoardStore;
    readonly clock: Clock;
    readonly asked: Asked;
    /** Told which displays cannot be drawn, whenever they become others. */
    readonly onFailed: (displays: ReadonlySet<string>) => void;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#asked = parts.asked;
    this.#onFailed = parts.onFailed;
  }

  /** Begins to paint. Returns a function that ends it. */
  start(): () => void {
    const measuring = document.createElement('canvas').getContext('2d');
    if (!measuring) return () => {};
    const type = createTypesetter(measuring);
    this.#type = type;
    type.refresh();
    let running = true;
    // Whatever was measured before the font was there was measured with another one.
    void Promise.allSettled([document.fonts.load(fontOf(72, 600), 'Åa0ʼ')]).then(() => {
      type.refresh();
      for (const { picture } of this.#panes.values()) picture.renew();
      if (running) this.#forget();
    });
    const loop = (): void => {
      this.#request = requestAnimationFrame(loop);
      this.#next();
    };
    this.#request = requestAnimationFrame(loop);
    const end = this.#store.subscribeChanges((changed) => this.#note(changed));
    return () => {
      running = false;
      cancelAnimationFrame(this.#request);
      end();
    };
  }

  /** What is to be shown from now on. */
  show(view: MiniatureView): void {
    if (this.#view?.t !== view.t) this.#forget();
    this.#view = view;
    this.#version += 1;
  }

  /** Gives a display a canvas, or takes it away (null). */
  canvas(display: string, canvas: HTMLCanvasElement | null): void {
    if (canvas === null) {
      this.#panes.delete(display);
      return;
    }
    const measure = (text: string, size: number, weight: number): number =>
      this.#type?.measure(text, size, weight) ?? 0;
    const picture = new ScenePicture({ measure, asked: this.#asked, board: this.#board });
    this.#panes.set(display, {
      canvas,
      picture,
      list: null,
      failed: false,
      version: -1,
      paintedAt: Number.NEGATIVE_INFINITY,
    });
  }

  #note(changed: ChangedKeys): void {
    this.#board.note(changed);
    this.#version += 1;
  }

  /** Nothing that was painted can be taken over. */
  #forget(): void {
    for (const pane of this.#panes.values()) pane.list = null;
  }

  /** Paints the display that has waited longest, if one is due. */
  #next(): void {
    const now = this.#clock.mono();
    const pace = (pane: Pane): number => (this.#version === pane.version ? TICK_MS : PACE_MS);
    const due = [...this.#panes]
      .filter(([, pane]) => (pane.list === null && !pane.failed) || now - pane.paintedAt >= pace(pane))
      .sort(([, a], [, b]) => a.paintedAt - b.paintedAt)[0];
    if (!due) return;
    const [id, pane] = due;
    pane.paintedAt = now;
    pane.version = this.#version;
    let failed = false;
    try {
      this.#paint(id, pane, now);
    } catch (error) {
      failed = true;
      // What was painted last is no picture of now; it is tried again with the clock.
      pane.list = null;
      if (!pane.failed) console.error(error);
    }
    if (failed === pane.failed) return;
    pane.failed = failed;
    this.#onFailed(new Set([...this.#panes].filter(([, one]) => one.failed).map(([one]) => one)));
  }

  #paint(id: string, pane: Pane, now: number): void {
    const view = this.#view;
    const type = this.#type;
    const display = view?.displays.find((one) => one.id === id);
    const { canvas } = pane;
    if (!view || !type || !display || canvas.clientWidth === 0) return;
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) return;
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      pane.list = null;
    }
    const palette = this.#colours();
    const { list } = pane.picture.frame(
      {
        state: this.#store.getState(),
        link: this.#store.linkView(),
        display: id,
        displays: view.displays,
        width: display.width,
        height: display.height,
        ratio: 1,
        // A picture this small pulses on the wall itself.
        still: true,
        ...(view.draft && { draft: view.draft }),
        webs: view.webs,
        t: view.t,
      },
      now,
    );
    const before = pane.list;
    pane.list = list;
    paintSmall(ctx, list, before, { palette, type, width, height });
  }

  #colours(): Palette {
    const { theme } = this.#store.getState().settings;
    if (this.#palette?.theme !== theme) {
      this.#palette = { theme, value: readPalette(document.documentElement) };
      this.#forget();
    }
    return this.#palette.value;
  }
}

/**
 * Paints what differs from `before` (null: everything) on a canvas of another size. Edges of groups fall between its
 * pixels, where painting one group anew would wear off its neighbour: so each place is cut along whole pixels, and all that
 * meets it is painted.
 */
function paintSmall(
  ctx: CanvasRenderingContext2D,
  list: DisplayList,
  before: DisplayList | null,
  { palette, type, width, height }: Target,
): void {
  const x = width / list.width;
  const y = height / list.height;
  const { whole, gone, dirty } = difference(list, before);
  const places = [...gone, ...dirty];
  if (places.length === 0 && !whole) return;
  ctx.setTransform(x, 0, 0, y, 0, 0);
  const all: Region = { x: 0, y: 0, w: list.width, h: list.height };
  const regions = whole || places.length > PLACES_MOST ? [all] : places.map((place) => outward(place, x, y));
  const groups = [...list.groups.values()];
  for (const region of regions) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(region.x, region.y, region.w, region.h);
    ctx.clip();
    paint(ctx, { whole: true, gone: [], dirty: groups }, region, palette, type);
    ctx.restore();
  }
}

/** The whole pixels of the canvas that a place touches, in the picture's own. */
function outward(place: Region, x: number, y: number): Region {
  const left = Math.floor(place.x * x) / x;
  const top = Math.floor(place.y * y) / y;
  return {
    x: left,
    y: top,
    w: Math.ceil((place.x + place.w) * x) / x - left,
    h: Math.ceil((place.y + place.h) * y) / y - top,
  };
}
