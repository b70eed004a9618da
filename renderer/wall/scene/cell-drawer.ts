import { isPanelKind } from '../../../shared/model/panels';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import { rangeOf } from '../layout/callout-strip';
import { box, type Group, group, type MeasureText, type Rect } from '../layout/display-list';
import { type MosaicShare, WHOLE } from '../model/mosaic';
import type { Asked } from '../panels/asked';
import { personWords } from '../panels/board-words';
import type { PanelContext } from '../panels/panel';
import type { Banner } from '../view';
import { untilWords } from './chrome';
import type { DisplayFrame } from './display-frame';
import { type DrawnMosaic, MosaicRunner } from './mosaic-runner';
import { drawNotice, faultOf, type Notice } from './notice-cell';
import { type BarWords, cutCell, drawBar, kindName } from './panel-cell';
import { PanelRunner } from './panel-runner';
import { filterOf, type SceneBoard } from './scene-board';
import type { SceneCell } from './scene-cells';
import type { DrawingInput } from './scene-drawing';
import { personName } from './scene-words';
import { webCell } from './web-cell';

/** A panel as it was drawn on a display. */
export interface DrawnCell {
  readonly placed: PlacedPanel;
  readonly rect: Rect;
  readonly title: string;
  readonly said: readonly string[];
  /** It is not drawn, or not in full, and why; null: it is. */
  readonly fault: string | null;
  /** The oldest observation that it rests on, ms UTC; null: none. */
  readonly oldest: number | null;
  /** It cannot vouch for what it shows, and why. */
  readonly stale: string | null;
  /** Instead of an age, in its title bar; null: its age. */
  readonly note: string | null;
  readonly leftOut: number;
  /** Who sent it and until when, in words; null: it is the scene's. */
  readonly sent: string | null;
  /** Where the page of the web goes, device px; null: there is none. */
  readonly page: Rect | null;
  readonly mosaic: DrawnMosaic | null;
}

/** What a cell is drawn with. */
export interface CellsInput {
  readonly input: DrawingInput;
  readonly frame: DisplayFrame;
  /** A banner that a mosaic takes into its strip; null: none. */
  readonly banner: Banner | null;
  readonly keep: (one: Group) => void;
  /** Monotonic, ms. */
  readonly mono: number;
}

/** Faults that are remembered, so that each is logged once. */
const LOGGED_MOST = 50;
/** Room at the sides of a mosaic that shares its display, design pixels. */
const MOSAIC_MARGIN = 20;

/** Draws the panels of a display, each by its kind; keeps what saves work from one time to the next. */
export class CellDrawer {
  readonly #board: SceneBoard;
  readonly #asked: Asked;
  readonly #measure: MeasureText;
  readonly #panels = new Map<string, PanelRunner>();
  readonly #mosaics = new Map<string, MosaicRunner>();
  readonly #logged = new Set<string>();
  #context: { readonly input: DrawingInput; readonly value: PanelContext } | null = null;

  constructor(board: SceneBoard, asked: Asked, measure: MeasureText) {
    this.#board = board;
    this.#asked = asked;
    this.#measure = measure;
  }

  renew(): void {
    this.#panels.clear();
    this.#mosaics.clear();
  }

  isDue(mono: number): boolean {
    const version = this.#version();
    for (const panel of this.#panels.values()) if (panel.isDue(version, mono)) return true;
    return false;
  }

  draw(cells: readonly SceneCell[], at: CellsInput): readonly DrawnCell[] {
    const drawn = cells.map((cell) => this.#safely(cell, at));
    for (const cell of cells) if (cell.framed) drawFrame(cell, at);
    // What stands here no more is found anew when it comes back.
    const here = new Set(cells.map(({ placed }) => nameOf(placed, at)));
    for (const map of [this.#panels, this.#mosaics])
      for (const key of map.keys()) if (!here.has(key)) map.delete(key);
    return drawn;
  }

  /** What facts of panels are found from. */
  #version(): string {
    return `${this.#board.version}/${this.#asked.version}`;
  }

  /** One for all panels of a display in a drawing: what several of them look for is found once. */
  #contextOf(input: DrawingInput): PanelContext {
    if (this.#context?.input !== input) {
      const { view, state, about } = input;
      const { link, t, lang } = view;
      const { model } = this.#board;
      const value = { state, model, hubNow: link.hubNow, about, asked: this.#asked, t, lang };
      this.#context = { input, value };
    }
    return this.#context.value;
  }

  /** What throws is a fault of this cell alone: the others live. */
  #safely(cell: SceneCell, at: CellsInput): DrawnCell {
    const kept: Group[] = [];
    const own = { ...at, keep: (one: Group) => void kept.push(one) };
    try {
      const drawn = this.#cell(cell, own);
      for (const one of kept) at.keep(one);
      return drawn;
    } catch (error) {
      const { placed } = cell;
      const words = error instanceof Error ? error.message : String(error);
      const told = `${nameOf(placed, at)}: ${words}`;
      if (!this.#logged.has(told)) {
        if (this.#logged.size >= LOGGED_MOST) this.#logged.clear();
        this.#logged.add(told);
        console.error(new Error(`${keyOf(placed)} (${placed.kind}): ${words}`, { cause: error }));
      }
      // What it had kept may be what it broke over.
      this.#mosaics.delete(nameOf(placed, at));
      return this.#threw(cell, this.#base(cell, at), words, at);
    }
  }

  #base({ placed, rect }: SceneCell, { input: { view, state } }: CellsInput): DrawnCell {
    const { t } = view;
    const fault = faultOf(placed, t);
    const name = kindName(placed.kind, t);
    const until = placed.sent === null ? '' : untilWords(placed.sent.until, view);
    const sent = placed.sent && t('wall:sentBy', { by: personName(state, placed.sent.by), until });
    return {
      placed,
      rect,
      title: name,
      said: [],
      fault: fault?.words ?? null,
      oldest: null,
      stale: null,
      note: null,
      leftOut: 0,
      sent,
      page: null,
      mosaic: null,
    };
  }

  #cell(cell: SceneCell, at: CellsInput): DrawnCell {
    const { t } = at.input.view;
    const { placed } = cell;
    const base = this.#base(cell, at);
    const fault = faultOf(placed, t);
    if (fault?.whole === true || !isPanelKind(placed.kind)) {
      const title = t('wall:fault.title', { panel: base.title });
      const said: Notice = { title, lines: [fault?.words ?? base.title], state: 'unknown' };
      return this.#notice(cell, base, said, at);
    }
    if (placed.kind === 'mosaic') return this.#mosaic(cell, base, at);
    if (placed.kind === 'web') return this.#web(cell, base, at);
    return this.#panel(cell, base, at);
  }

  #notice(cell: SceneCell, base: DrawnCell, said: Notice, at: CellsInput): DrawnCell {
    const { view } = at.input;
    const { bar, body } = cutCell(cell, view.scale);
    const drawn = { ...base, said: [said.title, ...said.lines] };
    const fault = base.fault ?? (base.stale === null ? null : drawn.said.join('. '));
    if (bar) at.keep(this.#bar(bar, drawn, at));
    at.keep(drawNotice(`${keyOf(base.placed)}/notice`, body, said, view.scale, this.#measure));
    return { ...drawn, fault };
  }

  /** A panel whose own code threw. */
  #threw(cell: SceneCell, base: DrawnCell, message: string, at: CellsInput): DrawnCell {
    const { t } = at.input.view;
    const fault = t('wall:fault.threw', { message });
    const title = t('wall:fault.title', { panel: base.title });
    return this.#notice(cell, { ...base, fault }, { title, lines: [fault], state: 'unknown' }, at);
  }

  #bar(rect: Rect, { placed, title, leftOut, oldest, stale, note, sent }: DrawnCell, at: CellsInput): Group {
    const { view, state } = at.input;
    const short =
      placed.sent &&
      view.t('wall:sentShort', {
        by: personWords(state.people, placed.sent.by).initials,
        until: untilWords(placed.sent.until, view),
      });
    const said = [sent, short].filter((one) => one !== null);
    const words: BarWords = { title, leftOut, head: { oldest, stale }, note, sent: said };
    return drawBar(`${keyOf(placed)}/bar`, rect, words, view, this.#measure);
  }

  #panel(cell: SceneCell, base: DrawnCell, at: CellsInput): DrawnCell {
    const { view, stageKey } = at.input;
    const { placed } = cell;
    const { link } = view;
    const { bar, body } = cutCell(cell, view.scale);
    const name = nameOf(placed, at);
    const runner = this.#panels.get(name) ?? new PanelRunner(keyOf(placed), placed.kind, placed.settings);
    this.#panels.set(name, runner);
    runner.find(this.#contextOf(at.input), this.#version(), at.mono);
    const { whole, visible } = spread(cell, body);
    const second = Math.floor(link.hubNow / 1000);
    const key = `${stageKey}/${second}/${link.phase}/${link.trouble}/${body.x},${body.y},${body.w},${body.h}`;
    const drawing = runner.draw(key, whole, visible, view, this.#measure);
    const { facts } = runner;
    if (drawing === null || facts === null) return this.#threw(cell, base, runner.fault ?? '', at);
    const { said, leftOut } = drawing;
    const drawn: DrawnCell = {
      ...base,
      title: facts.head.title ?? base.title,
      oldest: facts.head.oldest,
      stale: base.fault ?? facts.head.stale,
      said,
      leftOut,
    };
    if (bar) at.keep(this.#bar(bar, drawn, at));
    for (const one of drawing.groups) at.keep(one);
    return drawn;
  }

  #mosaic(cell: SceneCell, base: DrawnCell, at: CellsInput): DrawnCell {
    const { view, state, spotlight, placed: all } = at.input;
    const { placed } = cell;
    const { t, scale } = view;
    const { bar, body } = cutCell(cell, scale);
    const share = shareOf(placed, all);
    const name = nameOf(placed, at);
    const key = `${keyOf(placed)}/`;
    const filter = filterOf(placed.settings);
    const runner =
      this.#mosaics.get(name) ?? new MosaicRunner(key, this.#board, filter, share, this.#measure);
    this.#mosaics.set(name, runner);
    const alone = cell.fills && !cell.framed;
    const margin = alone ? at.frame.margin : Math.round(MOSAIC_MARGIN * scale.unit);
    const area = alone ? at.frame.body : { ...body, x: body.x - margin, w: body.w + 2 * margin };
    const banner = cell.fills ? at.banner : null;
    const mosaic = runner.draw(state, view, { area, margin, banner }, spotlight?.node ?? null);
    const { services, sites, criticalities } = mosaic.view.mosaic;
    const values = { criticality: rangeOf(criticalities), services, sites };
    const title =
      services === 0
        ? t('wall:mosaicTitleNone')
        : t(sites === 0 ? 'wall:mosaicTitleCentral' : 'wall:mosaicTitle', values);
    const drawn: DrawnCell = {
      ...base,
      title,
      oldest: view.linkState?.oldestObservedAt ?? null,
      stale: base.fault,
      mosaic,
    };
    if (bar) at.keep(this.#bar(bar, drawn, at));
    for (const one of mosaic.layout.groups.values()) at.keep(one);
    return drawn;
  }

  #web(cell: SceneCell, base: DrawnCell, at: CellsInput): DrawnCell {
    const { view, webs, real } = at.input;
    const { bar, body } = cutCell(cell, view.scale);
    const { panel, settings } = cell.placed;
    const page = webs.find((one) => one.panel === panel) ?? null;
    const web = webCell(settings, page, real, view);
    const drawn: DrawnCell = {
      ...base,
      title: web.title,
      note: web.loaded,
      stale: web.stale,
      said: [web.title],
      page: real ? body : null,
    };
    if (web.notice !== null) return this.#notice(cell, drawn, web.notice, at);
    if (bar) at.keep(this.#bar(bar, drawn, at));
    at.keep(group(`${keyOf(cell.placed)}/page`, body, []));
    return drawn;
  }
}

const keyOf = ({ panel }: PlacedPanel): string => `p/${panel}`;
/**
 * Another name, another panel: what it was about, said in another language, or showed as a part of a mosaic that spanned
 * displays, is not taken over.
 */
function nameOf(placed: PlacedPanel, { input: { about, view, placed: all } }: CellsInput): string {
  const { panel, kind, settings } = placed;
  const { index, of } = kind === 'mosaic' ? shareOf(placed, all) : WHOLE;
  return `${panel}/${kind}/${index}:${of}/${about}/${view.lang}/${JSON.stringify(settings)}`;
}

/** Which part of a mosaic that spans displays stands here: the displays share it out in reading order. */
function shareOf(placed: PlacedPanel, all: readonly PlacedPanel[]): MosaicShare {
  if (placed.whole.width <= placed.rect.width && placed.whole.height <= placed.rect.height) return WHOLE;
  const parts = all
    .filter(({ panel }) => panel === placed.panel)
    .sort((a, b) => a.offset.y - b.offset.y || a.offset.x - b.offset.x);
  const index = parts.findIndex(({ display }) => display === placed.display);
  return index < 0 ? WHOLE : { index, of: parts.length };
}

/** The whole of a panel's body, of which this display sees a part; and that part. */
function spread(cell: SceneCell, body: Rect): { readonly whole: Rect; readonly visible: Rect } {
  const { rect, inner, whole, offset } = cell;
  if (whole.w <= rect.w && whole.h <= rect.h) return { whole: body, visible: body };
  const side = Math.max(inner.x - rect.x, rect.x + rect.w - inner.x - inner.w);
  return {
    whole: {
      x: rect.x - offset.x + side,
      y: body.y - offset.y,
      w: Math.max(1, whole.w - 2 * side),
      h: Math.max(1, whole.h - (rect.h - body.h)),
    },
    visible: { x: rect.x, y: body.y, w: rect.w, h: body.h },
  };
}

/** A frame around what somebody sent or put in the spotlight, in the air that is left to it. */
function drawFrame({ rect, placed }: SceneCell, { keep, input }: CellsInput): void {
  const px = (design: number): number => Math.max(1, Math.round(design * input.view.scale.unit));
  const inset = px(3);
  const line = px(4);
  const colour = placed.sent === null ? '--text-1' : '--line-2';
  const x = rect.x + inset;
  const y = rect.y + inset;
  const w = rect.w - 2 * inset;
  const h = rect.h - 2 * inset;
  const edges: readonly Rect[] = [
    { x, y, w, h: line },
    { x, y: y + h - line, w, h: line },
    { x, y: y + line, w: line, h: h - 2 * line },
    { x: x + w - line, y: y + line, w: line, h: h - 2 * line },
  ];
  edges.forEach((edge, index) => {
    keep(group(`${keyOf(placed)}/frame/${index}`, edge, [box(edge, colour)]));
  });
}
