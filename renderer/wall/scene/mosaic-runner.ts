import type { BoardState } from '../../stores/board-store';
import type { MeasureText, Rect } from '../layout/display-list';
import { layGeometry, mosaicScale, type WallGeometry } from '../layout/geometry';
import { layoutMosaic, type MosaicLayout } from '../layout/layout-mosaic';
import type { Callout } from '../model/callouts';
import type { Mosaic, MosaicFilter, MosaicShare } from '../model/mosaic';
import type { Totals } from '../model/wall-model';
import type { Banner, DisplayView, WallView } from '../view';
import type { SceneBoard } from './scene-board';

/** A mosaic as it was drawn. */
export interface DrawnMosaic {
  readonly view: WallView;
  readonly layout: MosaicLayout;
  readonly geometry: WallGeometry;
}

/** What is taken from the mosaic with each turn of findings. */
interface Counted {
  readonly found: number;
  readonly mosaic: Mosaic;
  readonly callouts: readonly Callout[];
  readonly outside: number;
  readonly totals: Totals;
  readonly leftOut: WallView['leftOut'];
}

/** One mosaic of the scene on one display, or the part of one that stands there. */
export class MosaicRunner {
  readonly #board: SceneBoard;
  readonly #measure: MeasureText;
  readonly #filter: MosaicFilter;
  readonly #share: MosaicShare;
  readonly #key: string;
  #geometry: { readonly key: string; readonly mosaic: Mosaic; readonly value: WallGeometry } | null = null;
  #counted: Counted | null = null;
  #layout: { readonly epoch: string; readonly value: MosaicLayout } | null = null;

  constructor(
    key: string,
    board: SceneBoard,
    filter: MosaicFilter,
    share: MosaicShare,
    measure: MeasureText,
  ) {
    this.#key = key;
    this.#board = board;
    this.#filter = filter;
    this.#share = share;
    this.#measure = measure;
  }

  /** What of the room it shows. */
  mosaic(state: BoardState): Mosaic {
    return this.#board.mosaic(state, this.#filter, this.#share);
  }

  /** Draws it in `area`, with `margin` px free at each side; a `banner` takes lines of its strip. */
  draw(
    state: BoardState,
    base: DisplayView,
    at: { readonly area: Rect; readonly margin: number; readonly banner: Banner | null },
    spotlight: string | null,
  ): DrawnMosaic {
    const mosaic = this.mosaic(state);
    const scale = mosaicScale(base.scale, at.area);
    const { findings } = this.#board;
    const { callouts, outside, totals, leftOut } = this.#count(mosaic);
    const { aside, watch, unexplained } = findings;
    const view: WallView = {
      ...base,
      scale,
      mosaic,
      callouts,
      outside,
      totals,
      leftOut,
      aside,
      watch,
      unexplained,
      spotlight,
    };
    const geometry = this.#lay(state, mosaic, view, at);
    const epoch = this.#geometry?.key ?? '';
    const layout = layoutMosaic(
      { key: this.#key, epoch, banner: at.banner },
      view,
      geometry,
      this.#measure,
      this.#layout?.epoch === epoch ? this.#layout.value : null,
    );
    this.#layout = { epoch, value: layout };
    return { view, layout, geometry };
  }

  #count(mosaic: Mosaic): Counted {
    const { found, findings } = this.#board;
    if (this.#counted?.found !== found || this.#counted.mosaic !== mosaic) {
      const { list, outside } = mosaic.callouts(findings.callouts);
      this.#counted = {
        found,
        mosaic,
        callouts: list,
        outside,
        totals: mosaic.totals(),
        leftOut: mosaic.leftOut(),
      };
    }
    return this.#counted;
  }

  #lay(
    state: BoardState,
    mosaic: Mosaic,
    view: WallView,
    { area, margin }: { readonly area: Rect; readonly margin: number },
  ): WallGeometry {
    const key = [
      area.x,
      area.y,
      area.w,
      area.h,
      margin,
      view.scale.first,
      view.scale.unit,
      this.#board.model.structure,
      view.lang,
    ].join('/');
    if (this.#geometry?.key !== key || this.#geometry.mosaic !== mosaic) {
      const base = { scale: view.scale, area, margin, centralName: view.t('wall:central') };
      const layOut = (axes: Mosaic['axes'], more = {}): WallGeometry =>
        layGeometry({ ...base, axes, ...more }, this.#measure);
      const { of } = this.#share;
      // Rows stand at the same height on every display that a mosaic spans: each knows what the others need.
      const parts = Array.from({ length: of > 1 ? of : 0 }, (_, index) =>
        layOut(this.#board.mosaic(state, this.#filter, { index, of }).axes),
      );
      const headsAtLeast = Math.max(0, ...parts.map(({ heads }) => heads.h));
      const bandAtLeast = Math.max(0, ...parts.map(({ bandRows }) => bandRows));
      this.#geometry = { key, mosaic, value: layOut(mosaic.axes, { headsAtLeast, bandAtLeast }) };
    }
    return this.#geometry.value;
  }
}
