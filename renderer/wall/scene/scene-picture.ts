import type { SceneDraft, WallDisplay, WallState } from '../../../shared/model/wall';
import type { WebState } from '../../../shared/model/wall-health';
import { layoutOf, type PlacedPanel, type PlacedScene } from '../../../shared/rules/wall/layout-of';
import {
  readWall,
  sceneAt,
  sceneOf,
  sceneOrRest,
  viewingDistanceM,
} from '../../../shared/rules/wall/read-wall';
import type { Translate } from '../../i18n';
import type { ChangedKeys } from '../../stores/board-data';
import type { BoardState } from '../../stores/board-store';
import type { LinkView } from '../../stores/link-view';
import type { DisplayList, MeasureText, Rect } from '../layout/display-list';
import type { Asked } from '../panels/asked';
import { scaleBy, type TypeScale, typeScale } from '../type-scale';
import type { Banner, DisplayView, EmptyScene } from '../view';
import type { DrawnCell } from './cell-drawer';
import { type Findings, SceneBoard } from './scene-board';
import { SceneDrawing } from './scene-drawing';

/** What a display's picture depends on. */
export interface SceneInput {
  readonly state: BoardState;
  readonly link: LinkView;
  /** The display's id among `displays`; null: the wall has none for this window, and it shows the whole scene by itself. */
  readonly display: string | null;
  readonly displays: readonly WallDisplay[];
  /** Size of this picture, device pixels, and device pixels in a CSS pixel. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** Nothing may pulse. */
  readonly still: boolean;
  /** A scene to show instead of what the wall shows: an editor's draft. Left out: what the wall shows. */
  readonly draft?: SceneDraft;
  readonly webs: readonly WebState[];
  readonly t: Translate;
}

/** A display's picture, and what stands in it. */
export interface SceneFrame {
  readonly list: DisplayList;
  /** Id of the scene that is shown. */
  readonly scene: string;
  readonly placed: readonly PlacedPanel[];
  /** Where pages of the web go, device pixels. */
  readonly webs: readonly { readonly panel: string; readonly rect: Rect }[];
  /** The display's id; null: the wall has none for this window. */
  readonly display: string | null;
  /** Its number in reading order, from 1. */
  readonly number: number;
  /** What its header calls it. */
  readonly title: string;
  readonly view: DisplayView;
  readonly banner: Banner | null;
  readonly empty: EmptyScene | null;
  /** Every panel that stands on it, as it was drawn. */
  readonly cells: readonly DrawnCell[];
  /** What its foot says: who chose or sent what, until when. */
  readonly why: readonly string[];
  /** A person's message that is up; null: none. */
  readonly message: WallState['message'];
  /** The node in the spotlight; null: none. */
  readonly spotlight: string | null;
  /** What was found in the whole room. */
  readonly findings: Findings;
}

/** What stays as it is while nothing but the board's contents change. */
interface Stage {
  readonly key: string;
  readonly scene: string;
  /** What the wall asked for: another where that one is gone. */
  readonly shown: string;
  readonly name: string;
  readonly about: string | null;
  readonly placed: PlacedScene;
  readonly display: WallDisplay;
  readonly number: number;
  readonly count: number;
}

/**
 * Draws what one display of the wall shows; one for each display, used by the wall's windows and by a desk's miniature.
 * It keeps what saves work from one frame to the next. Nothing here touches the DOM. Pictures of the same board share a
 * `SceneBoard`.
 */
export class ScenePicture {
  readonly #board: SceneBoard;
  readonly #drawing: SceneDrawing;
  #stage: Stage | null = null;
  #scale: { readonly key: string; readonly value: TypeScale } | null = null;
  #frame: SceneFrame | null = null;
  #drawnKey = '';

  constructor(parts: {
    readonly measure: MeasureText;
    readonly asked: Asked;
    readonly board?: SceneBoard;
  }) {
    this.#board = parts.board ?? new SceneBoard();
    this.#drawing = new SceneDrawing(this.#board, parts.asked, parts.measure);
  }

  /** What a change of the board touched. */
  note(changed: ChangedKeys): void {
    this.#board.note(changed);
  }

  /** Type was measured anew, or the canvas lost its picture: nothing may be taken over. */
  renew(): void {
    this.#drawing.renew();
    this.#frame = null;
  }

  /** The picture now; the same object while nothing in it changed. `mono`: monotonic, ms; paces what may not change too often. */
  frame(input: SceneInput, mono: number): SceneFrame {
    const { state, link, t } = input;
    this.#board.take(state);
    const wall = readWall(state);
    const stage = this.#stageOf(input, wall);
    const second = Math.floor(link.hubNow / 1000);
    this.#board.find(state, mono);
    const { message, spotlight } = wall;
    const live = <T extends { readonly until: number }>(one: T | null): T | null =>
      one !== null && one.until > link.hubNow && input.draft === undefined ? one : null;
    const key = [
      stage.key,
      second,
      `${link.phase}/${link.trouble}/${link.knownAt === null}`,
      state.room === null ? '' : `${state.room.vantageLostSince}`,
      this.#board.model.version,
      this.#board.found,
      this.#drawing.isDue(mono) ? mono : '',
      state.error?.message ?? '',
      input.still,
      live(message)?.text ?? '',
      live(spotlight)?.node ?? '',
    ].join('|');
    const sameWebs = this.#webs === input.webs && this.#t === t && this.#seen === state.link;
    if (this.#frame !== null && key === this.#drawnKey && sameWebs) return this.#frame;
    this.#drawnKey = key;
    this.#webs = input.webs;
    this.#t = t;
    this.#seen = state.link;
    const view: DisplayView = {
      model: this.#board.model,
      handover: this.#board.findings.handover,
      // All walls beat in the same second, by the hub's clock.
      beat: !input.still && second % 2 === 0,
      room: state.room,
      link,
      linkState: state.link,
      failure: state.error,
      scale: this.#scaleOf(input, stage.display),
      width: input.width,
      height: input.height,
      lang: state.settings.lang,
      t,
    };
    const drawn = this.#drawing.draw(
      {
        state,
        view,
        wall,
        webs: input.webs,
        message: live(message),
        spotlight: live(spotlight),
        stageKey: stage.key,
        name: stage.name,
        about: stage.about,
        placed: stage.placed.panels,
        display: stage.display,
        number: stage.count > 1 ? stage.number : null,
        left: stage.placed.left.length + stage.placed.unplaced.length,
        draft: input.draft !== undefined,
        real: input.draft === undefined && state.place.display === input.display,
      },
      mono,
    );
    const frame: SceneFrame = {
      list: { width: input.width, height: input.height, epoch: drawn.epoch, groups: drawn.groups },
      scene: stage.scene,
      placed: stage.placed.panels.filter(({ display }) => display === stage.display.id),
      webs: drawn.webs,
      display: input.display,
      number: stage.number,
      title: drawn.title,
      view,
      banner: drawn.banner,
      empty: drawn.empty,
      cells: drawn.cells,
      why: drawn.why,
      message: live(message),
      spotlight: live(spotlight)?.node ?? null,
      findings: this.#board.findings,
    };
    this.#frame = frame;
    return frame;
  }

  #webs: readonly WebState[] | null = null;
  #t: Translate | null = null;
  #seen: BoardState['link'] = null;

  /** Which scene is shown, and what of it stands on this display. */
  #stageOf(input: SceneInput, wall: WallState): Stage {
    const { state, link, draft } = input;
    const shown = sceneAt(wall.shown, link.hubNow);
    // Before its moment has come, a scene that was shown is still about what it was about.
    const before = link.hubNow < wall.shown.at && shown.scene === wall.shown.before;
    const now = shown.scene === wall.shown.scene ? wall.shown.about : null;
    const about = before && this.#stage?.shown === shown.scene ? this.#stage.about : now;
    const sent = draft === undefined ? wall.sent.filter(({ until }) => until > link.hubNow) : [];
    const key = [
      shown.scene,
      input.display,
      `${input.width}x${input.height}@${input.ratio}`,
      state.wallVersion,
      state.catalogueVersion,
      state.snapshots,
      state.settings.lang,
      sent.length,
      about,
    ].join('/');
    const known = this.#stage;
    if (known?.key === key && this.#displays === input.displays && this.#draft === draft) return known;
    this.#displays = input.displays;
    this.#draft = draft;
    const id = sceneOrRest(state, shown.scene);
    const scene = draft ?? sceneOf(state.wall, id);
    const own = input.displays.find((one) => one.id === input.display);
    const display = own ?? alone(input);
    const displays = own === undefined ? [display] : input.displays;
    const ordered = [...displays].sort((a, b) => a.row - b.row || a.col - b.col || (a.id < b.id ? -1 : 1));
    this.#stage = {
      // A new key for each stage, also where only the displays or the draft are others.
      key: known?.key === key ? `${key}+` : key,
      scene: id,
      name: scene?.name ?? id,
      shown: shown.scene,
      about,
      placed:
        scene === null
          ? { panels: [], left: [], unplaced: [] }
          : layoutOf(
              scene,
              displays,
              { catalogue: state.catalogue, graph: state.graph },
              sent,
              state.place.display,
            ),
      display,
      number: ordered.indexOf(display) + 1,
      count: displays.length,
    };
    return this.#stage;
  }

  #displays: readonly WallDisplay[] | null = null;
  #draft: SceneDraft | undefined;

  /** Sizes for the display as it is; on a smaller picture of it, the same in small. */
  #scaleOf({ state, width, height, ratio }: SceneInput, display: WallDisplay): TypeScale {
    const distanceM = viewingDistanceM(state.catalogue, state.settings.viewingDistanceM);
    const pixelPitchMm = display.pitchMm;
    const factor = width / display.width;
    // A window leaves a few pixels to its picture's movement: that is no other size.
    const small = Math.abs(factor - 1) > 0.05;
    const key = [width, height, ratio, display.width, display.height, distanceM, pixelPitchMm].join('/');
    if (this.#scale?.key !== key) {
      const value = small
        ? scaleBy(
            typeScale({
              viewingDistanceM: distanceM,
              pixelPitchMm,
              width: display.width,
              height: display.height,
              ratio: 1,
            }),
            factor,
          )
        : typeScale({ viewingDistanceM: distanceM, pixelPitchMm, width, height, ratio });
      this.#scale = { key, value };
    }
    return this.#scale.value;
  }
}

/** A display for a window that the wall has none for. */
function alone({ state, width, height }: SceneInput): WallDisplay {
  return {
    id: 'alone',
    name: '',
    col: 0,
    row: 0,
    computer: null,
    width: Math.max(320, width),
    height: Math.max(240, height),
    pitchMm: state.settings.pixelPitchMm,
    bezelMm: 0,
  };
}
