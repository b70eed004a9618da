import type { WallDisplay, WallState } from '../../../shared/model/wall';
import type { WebState } from '../../../shared/model/wall-health';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import type { BoardState } from '../../stores/board-store';
import { drawBanner } from '../layout/banner';
import { type Group, type MeasureText, type Rect, sameGroup } from '../layout/display-list';
import { drawEmpty } from '../layout/foot';
import type { Asked } from '../panels/asked';
import { type Banner, bannerOf, type DisplayView, type EmptyScene, emptyOf, linkWords } from '../view';
import { CellDrawer, type DrawnCell } from './cell-drawer';
import { drawClock, drawFootLine, drawHeader, drawMessage, type HeaderWords, untilWords } from './chrome';
import { type DisplayFrame, layFrame } from './display-frame';
import { faultOf } from './notice-cell';
import { ageWords } from './panel-cell';
import type { SceneBoard } from './scene-board';
import { cellsOf, type SceneCell } from './scene-cells';
import { personName, whyWords } from './scene-words';

/** What is drawn. */
export interface DrawingInput {
  readonly state: BoardState;
  readonly view: DisplayView;
  readonly wall: WallState;
  readonly webs: readonly WebState[];
  /** Those that still hold. */
  readonly message: WallState['message'];
  readonly spotlight: WallState['spotlight'];
  /** Changes when panels stand elsewhere, or are others. */
  readonly stageKey: string;
  /** The scene's name, and the node it is about. */
  readonly name: string;
  readonly about: string | null;
  /** On all displays. */
  readonly placed: readonly PlacedPanel[];
  readonly display: WallDisplay;
  /** The display's number in reading order; null: it is the only one. */
  readonly number: number | null;
  /** Panels that stand nowhere. */
  readonly left: number;
  /** This window shows pages of the web: it is the display itself, and no picture of it. */
  readonly real: boolean;
  /**
   * A scene that is being written: panels stand where they will, under the boxes that they are moved by, whatever pushes them
   * down on the wall for a while. What a banner says is said beside it.
   */
  readonly draft: boolean;
}

/** One display as it was drawn. */
export interface DrawnScene {
  readonly groups: ReadonlyMap<string, Group>;
  readonly epoch: string;
  readonly title: string;
  readonly banner: Banner | null;
  readonly empty: EmptyScene | null;
  readonly cells: readonly DrawnCell[];
  /** What its foot says: who chose or sent what, until when. */
  readonly why: readonly string[];
  readonly webs: readonly { readonly panel: string; readonly rect: Rect }[];
}

/** Draws the panels of one display and what stands around them. */
export class SceneDrawing {
  readonly #measure: MeasureText;
  readonly #cells: CellDrawer;
  #groups: ReadonlyMap<string, Group> = new Map();
  #epoch = 0;

  constructor(board: SceneBoard, asked: Asked, measure: MeasureText) {
    this.#measure = measure;
    this.#cells = new CellDrawer(board, asked, measure);
  }

  /** Nothing may be taken over. */
  renew(): void {
    this.#epoch += 1;
    this.#cells.renew();
    this.#groups = new Map();
  }

  /** Whether a panel's facts are due. */
  isDue(mono: number): boolean {
    return this.#cells.isDue(mono);
  }

  draw(input: DrawingInput, mono: number): DrawnScene {
    const { view } = input;
    const groups = new Map<string, Group>();
    const keep = (one: Group): void => {
      const old = this.#groups.get(one.key);
      groups.set(one.key, old && sameGroup(old, one) ? old : one);
    };
    const empty = emptyOf(view);
    const banner = input.draft ? null : bannerOf(view);
    const { frame, places, inStrip, gaveWay } = this.#lay(input, banner, empty !== null);
    if (banner && frame.banner) {
      const lines = banner.detail === null ? 1 : 2;
      keep(drawBanner('banner', banner, frame.banner, lines, view, frame.margin, this.#measure));
    }
    const cells = this.#cells.draw(places, { input, frame, banner: inStrip ? banner : null, keep, mono });
    if (empty) keep(drawEmpty(empty, view, frame.body, frame.margin, this.#measure));
    const filling = cells[places.findIndex(({ fills }) => fills)];
    const title = filling?.title ?? (empty ? '' : input.name);
    const why = this.#chrome({ title, filling: filling ?? null, cells, gaveWay, input, frame, keep });
    this.#groups = groups;
    return {
      groups,
      epoch: `${this.#epoch}/${view.width}x${view.height}/${view.scale.first}/${view.lang}`,
      title,
      banner,
      empty,
      cells,
      why,
      webs: cells.flatMap(({ placed, page }) => (page === null ? [] : [{ panel: placed.panel, rect: page }])),
    };
  }

  /** A mosaic that fills its display takes the banner into its strip, so that its rows never move; else panels make room. */
  #lay(
    { view, placed, display, message, spotlight, about }: DrawingInput,
    banner: Banner | null,
    empty: boolean,
  ): {
    readonly frame: DisplayFrame;
    readonly places: readonly SceneCell[];
    readonly inStrip: boolean;
    /** Panels of this display that have no room beside what was sent. */
    readonly gaveWay: number;
  } {
    const { scale, width, height, t } = view;
    const on = (bannerLines: number) => {
      const frame = layFrame({ scale, width, height, bannerLines, message: message !== null }, this.#measure);
      const lit = spotlight?.node ?? null;
      const places = empty ? [] : cellsOf(placed, display, frame, scale, { lit, about });
      const here = empty ? [] : placed.filter((one) => one.display === display.id);
      return { frame, places, gaveWay: here.length - places.length };
    };
    const bare = on(0);
    const inStrip = bare.places.some(
      ({ fills, placed: one }) => fills && one.kind === 'mosaic' && faultOf(one, t)?.whole !== true,
    );
    if (banner === null || inStrip || empty) return { ...bare, inStrip };
    return { ...on(banner.detail === null ? 1 : 2), inStrip };
  }

  #chrome({
    title,
    filling,
    cells,
    gaveWay,
    input,
    frame,
    keep,
  }: {
    readonly title: string;
    readonly filling: DrawnCell | null;
    readonly cells: readonly DrawnCell[];
    readonly gaveWay: number;
    readonly input: DrawingInput;
    readonly frame: DisplayFrame;
    readonly keep: (one: Group) => void;
  }): readonly string[] {
    const { view, state, number, message } = input;
    const { t } = view;
    const label = state.room?.demo === true ? t('wall:demo') : null;
    const link = headerLink(filling, cells, view);
    keep(
      drawHeader(
        { number, titles: titlesOf(title, filling, input), label, link },
        view,
        frame,
        this.#measure,
      ),
    );
    keep(drawClock(view, frame));
    if (message) {
      const from = t('wall:messageFrom', {
        by: personName(state, message.by),
        until: untilWords(message.until, view),
      });
      const group = drawMessage(message, from, view, frame, this.#measure);
      if (group) keep(group);
    }
    // What stands nowhere on the wall is said once.
    const left = gaveWay + (number === null || number === 1 ? input.left : 0);
    const why = [
      ...(filling?.sent == null ? [] : [filling.sent]),
      ...(input.real ? whyWords(input.wall, state, view) : []),
      ...(left > 0 ? [t('wall:noPlace', { count: left })] : []),
    ];
    keep(drawFootLine(why, view, frame, this.#measure));
    return why;
  }
}

/** What the header may call the display, the fullest first. A wall of one display is called by its room. */
function titlesOf(
  title: string,
  filling: DrawnCell | null,
  { view, number }: DrawingInput,
): readonly string[] {
  const room = view.room?.name || 'Vaktrom';
  const left =
    filling !== null && filling.leftOut > 0 ? [view.t('wall:more', { count: filling.leftOut })] : [];
  const own = [...(title === '' ? [] : [title]), ...left].join(' · ');
  if (number !== null) return [own === '' ? room : own];
  if (own === '') return [room];
  return [`${room} · ${own}`, filling === null || filling.mosaic !== null ? room : own];
}

/** The link, and the age of the oldest data that this display rests on. */
function headerLink(
  filling: DrawnCell | null,
  cells: readonly DrawnCell[],
  view: DisplayView,
): HeaderWords['link'] {
  const words = linkWords(view);
  if (view.link.phase !== 'live' || cells.length === 0 || cells.some(({ mosaic }) => mosaic !== null))
    return { ...words, unknown: false };
  if (filling?.note != null && filling.stale === null)
    return { state: words.state, age: filling.note, old: false, unknown: false };
  const known = cells.flatMap(({ oldest }) => (oldest === null ? [] : [oldest]));
  const oldest = known.length === 0 ? null : Math.min(...known);
  const age = ageWords({ oldest, stale: filling?.stale ?? null }, view);
  return { state: words.state, age: age.words, old: age.old, unknown: age.unknown };
}
