import { translator } from '../../../../renderer/i18n';
import { linkView } from '../../../../renderer/stores/link-view';
import type { MeasureText } from '../../../../renderer/wall/layout/display-list';
import { layGeometry, type WallGeometry } from '../../../../renderer/wall/layout/geometry';
import { findAside, findWatch } from '../../../../renderer/wall/model/aside';
import { countUnexplained, findCallouts } from '../../../../renderer/wall/model/callouts';
import { findHandover, isShiftChange } from '../../../../renderer/wall/model/handover';
import { WallModel } from '../../../../renderer/wall/model/wall-model';
import { typeScale } from '../../../../renderer/wall/type-scale';
import type { WallView } from '../../../../renderer/wall/view';
import type { LinkState } from '../../../../shared/contract/ipc';
import type { Projection } from '../../../../shared/rules/projection';
import type { Language } from '../../../../shared/time/format';
import { demoEstate, type Estate, fullEstate } from '../../../fixtures/wall-harness/estates';
import { buildBoard, linkOf, type Scene } from '../../../fixtures/wall-harness/scenes';

/** 23 November 2026, 04:52:17 in Oslo. */
export const NOW = Date.UTC(2026, 10, 23, 3, 52, 17);

/** Every character is 0.55 em wide: close to Inter, and the same everywhere. */
export const measure: MeasureText = (text, size) => text.length * size * 0.55;

export const estates: Readonly<Record<'demo' | 'full', () => Estate>> = {
  demo: demoEstate,
  full: fullEstate,
};

export interface Staged {
  readonly board: Projection;
  readonly view: WallView;
  readonly geometry: WallGeometry;
}

/** The real model, view and geometry of a scene. */
export function stage(
  scene: Scene,
  more: {
    readonly estate?: 'demo' | 'full';
    readonly width?: number;
    readonly height?: number;
    readonly lang?: Language;
    readonly link?: Partial<LinkState>;
    readonly sinceBeatMs?: number;
    readonly board?: Projection;
    readonly beat?: boolean;
    /** From 1. */
    readonly display?: number;
  } = {},
): Staged {
  const { estate = 'demo', width = 1920, height = 1080, lang = 'nb' } = more;
  const board = more.board ?? buildBoard(estates[estate](), scene, NOW);
  const model = new WallModel();
  model.load(board);
  const callouts = board.room?.vantageLostSince == null ? findCallouts(model, board.maintenance, board) : [];
  const linkState: LinkState = { ...linkOf(scene, NOW), ...more.link };
  const view: WallView = {
    model,
    callouts,
    unexplained: countUnexplained(callouts),
    totals: model.heardTotals(),
    aside: findAside(model.markTotals(), { ...collections(board), room: board.room ?? null }),
    watch: findWatch(board),
    handover: findHandover(board, NOW),
    shiftChange: more.display === 2 && isShiftChange(findHandover(board, NOW), NOW),
    beat: more.beat ?? false,
    room: board.room ?? null,
    link: linkView(linkState, more.sinceBeatMs ?? 0, NOW),
    linkState,
    failure: null,
    scale: typeScale({ width, height, ratio: 1, viewingDistanceM: 7, pixelPitchMm: 0.634 }),
    width,
    height,
    lang,
    t: translator(lang),
  };
  return { board, view, geometry: geometryOf(view) };
}

function collections({ alarms, people, maintenance, sources }: Projection) {
  return { alarms, people, maintenance, sources };
}

export function geometryOf(view: WallView): WallGeometry {
  const { scale, width, height } = view;
  return layGeometry({ axes: view.model.axes, scale, width, height, centralName: 'Felles' }, measure);
}
