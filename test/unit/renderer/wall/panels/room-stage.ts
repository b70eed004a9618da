import { translator } from '../../../../../renderer/i18n';
import {
  type BoardBridge,
  type BoardState,
  createBoardStore,
} from '../../../../../renderer/stores/board-store';
import { linkView } from '../../../../../renderer/stores/link-view';
import type { Item, Rect } from '../../../../../renderer/wall/layout/display-list';
import { WallModel } from '../../../../../renderer/wall/model/wall-model';
import type { Asked, Known } from '../../../../../renderer/wall/panels/asked';
import type {
  AnyPanel,
  PanelContext,
  PanelDrawing,
  PanelFacts,
  PanelView,
} from '../../../../../renderer/wall/panels/panel';
import { typeScale } from '../../../../../renderer/wall/type-scale';
import type { Answers, LinkState } from '../../../../../shared/contract/ipc';
import type { EventBody } from '../../../../../shared/model/events';
import { PANEL_SETTINGS } from '../../../../../shared/model/panels';
import type { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import type { Language } from '../../../../../shared/time/format';
import { fakeChart } from '../../../../fixtures/desk-harness/fake-chart';
import { buildBoard, linkOf, type Scene } from '../../../../fixtures/wall-harness/scenes';
import { estates, measure, NOW } from '../wall-fixture';

export { measure, NOW };

/** Nobody tells this store anything: its first state is what a board is put into. */
const SILENT: BoardBridge = {
  ...({} as BoardBridge),
  snapshot: () => new Promise(() => {}),
};

const UNKNOWN: Known<never> = { value: null, at: null, fault: null };
/** Nothing was answered yet. */
export const NOTHING_ASKED: Asked = {
  chart: () => UNKNOWN,
  history: () => UNKNOWN,
  figures: () => UNKNOWN,
  picture: () => UNKNOWN,
  version: 0,
};

/** The hub has answered every chart just now, as the board's checks have it. */
export function askedCharts(board: Projection, log: Parameters<typeof fakeChart>[2] = [], at = NOW): Asked {
  const chart = (node: string, hours: number, points: number): Known<Answers['chart:read']> => ({
    value: fakeChart({ node, from: at - hours * 3_600_000, to: at, points }, board.graph, log),
    at,
    fault: null,
  });
  return { ...NOTHING_ASKED, chart };
}

/** A board's state as a window has it. */
export function stateOf(board: Projection): BoardState {
  const { catalogue, status, maintenance, sources, alarms, people, incidents, watch, wall, graph, room } =
    board;
  const collections = {
    catalogue,
    status,
    maintenance,
    sources,
    alarms,
    people,
    incidents,
    watch,
    wall,
    graph,
  };
  const first = createBoardStore(SILENT, new ManualClock(NOW)).getInitialState();
  return { ...first, ...collections, room: room ?? null, phase: 'ready' };
}

export interface StagedPanel {
  readonly board: Projection;
  readonly context: PanelContext;
  readonly view: PanelView;
  readonly body: Rect;
  readonly facts: PanelFacts;
  readonly drawing: PanelDrawing;
  /** All words that are drawn. */
  readonly words: readonly string[];
}

export interface Staging {
  readonly scene?: Scene;
  readonly estate?: 'demo' | 'full';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly body?: Partial<Rect>;
  readonly lang?: Language;
  readonly link?: Partial<LinkState>;
  readonly asked?: Asked | ((board: Projection) => Asked);
  /** What else happens before it is looked at. */
  readonly happens?: (say: (at: number, body: EventBody) => void, board: Projection) => void;
  readonly now?: number;
  /** What the scene is about. */
  readonly about?: string;
}

/** A display with one panel: 1920 × 1080 at seven metres unless told otherwise. */
const BODY: Rect = { x: 48, y: 124, w: 1824, h: 900 };

interface StagedBoard {
  readonly board: Projection;
  readonly model: WallModel;
}

const BOARDS = new Map<string, StagedBoard>();

/** Boards are read only: one for each scene is enough. */
function knownBoard(scene: Scene, estate: 'demo' | 'full'): StagedBoard {
  const key = `${estate}/${scene}`;
  const made = BOARDS.get(key) ?? boardOf(scene, estate, () => {});
  BOARDS.set(key, made);
  return made;
}

function boardOf(
  scene: Scene,
  estate: 'demo' | 'full',
  happens: NonNullable<Staging['happens']>,
): StagedBoard {
  const board = buildBoard(estates[estate](), scene, NOW);
  let seq = 900_000;
  happens((at, body) => void board.apply({ origin: 'test', epoch: 1, seq: seq++, at, body }), board);
  const model = new WallModel();
  model.load(board);
  return { board, model };
}

const SPOKEN = { nb: translator('nb'), en: translator('en') } as const;

/** A panel's facts and drawing on a board that the real rules made. */
export function stagePanel(panel: AnyPanel, staging: Staging = {}): StagedPanel {
  const { scene = 'room', estate = 'full', lang = 'nb', now = NOW } = staging;
  const { board, model } = staging.happens
    ? boardOf(scene, estate, staging.happens)
    : knownBoard(scene, estate);
  const asked = typeof staging.asked === 'function' ? staging.asked(board) : (staging.asked ?? NOTHING_ASKED);
  const t = SPOKEN[lang];
  const link: LinkState = { ...linkOf(scene, now), ...staging.link };
  const context: PanelContext = {
    state: { ...stateOf(board), link },
    model,
    hubNow: now,
    about: staging.about ?? null,
    asked,
    t,
    lang,
  };
  const body = { ...BODY, ...staging.body };
  const view: PanelView = {
    scale: typeScale({ width: 1920, height: 1080, ratio: 1, viewingDistanceM: 7, pixelPitchMm: 0.634 }),
    link: linkView(link, 0, now),
    beat: false,
    lang,
    t,
    measure,
    key: 'panel/p1',
  };
  const facts = panel.facts(PANEL_SETTINGS[panel.kind].parse(staging.settings ?? {}), context);
  const drawing = panel.draw(facts, body, view);
  return { board, context, view, body, facts, drawing, words: wordsOf(drawing) };
}

export function itemsOf({ groups }: PanelDrawing): readonly Item[] {
  return groups.flatMap(({ items }) => items);
}

export function wordsOf(drawing: PanelDrawing): readonly string[] {
  return itemsOf(drawing).flatMap((item) => (item.kind === 'text' ? [item.text] : []));
}

/** What is wrong with a drawing that every panel must get right: groups inside the body, apart, and text inside its group. */
export function faultsOf({ drawing, body, view }: StagedPanel): readonly string[] {
  const faults: string[] = [];
  const inside = (a: Rect, b: Rect): boolean =>
    a.x >= b.x - 1 && a.y >= b.y - 1 && a.x + a.w <= b.x + b.w + 1 && a.y + a.h <= b.y + b.h + 1;
  const meets = (a: Rect, b: Rect): boolean =>
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  drawing.groups.forEach((one, index) => {
    if (!one.key.startsWith(`${view.key}/`)) faults.push(`key ${one.key}`);
    if (!inside(one, body)) faults.push(`${one.key} is outside`);
    for (const other of drawing.groups.slice(index + 1)) {
      if (meets(one, other)) faults.push(`${one.key} meets ${other.key}`);
      if (one.key === other.key) faults.push(`${one.key} twice`);
    }
    if (one.clipped) return;
    for (const item of one.items) {
      if (item.kind !== 'text') continue;
      const w = view.measure(item.text, item.size, item.weight);
      const x = item.align === 'right' ? item.x - w : item.align === 'center' ? item.x - w / 2 : item.x;
      const place = { x, y: item.y - item.size * 0.75, w, h: item.size * 0.97 };
      if (!inside(place, one)) faults.push(`"${item.text}" is outside ${one.key}`);
    }
  });
  return faults;
}
