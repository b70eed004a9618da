import { translator } from '../../../../renderer/i18n';
import { linkView } from '../../../../renderer/stores/link-view';
import {
  type DisplayList,
  type Group,
  type MeasureText,
  sameGroup,
} from '../../../../renderer/wall/layout/display-list';
import { drawEmpty } from '../../../../renderer/wall/layout/foot';
import { layGeometry, type WallGeometry } from '../../../../renderer/wall/layout/geometry';
import { layoutMosaic, type MosaicLayout } from '../../../../renderer/wall/layout/layout-mosaic';
import { findAside, findWatch } from '../../../../renderer/wall/model/aside';
import { countUnexplained, findCallouts } from '../../../../renderer/wall/model/callouts';
import { findHandover } from '../../../../renderer/wall/model/handover';
import { ALL, Mosaic, WHOLE } from '../../../../renderer/wall/model/mosaic';
import { WallModel } from '../../../../renderer/wall/model/wall-model';
import { drawClock, drawFootLine, drawHeader } from '../../../../renderer/wall/scene/chrome';
import { type DisplayFrame, layFrame } from '../../../../renderer/wall/scene/display-frame';
import { typeScale } from '../../../../renderer/wall/type-scale';
import {
  type Banner,
  bannerOf,
  type EmptyScene,
  emptyOf,
  linkWords,
  type WallView,
} from '../../../../renderer/wall/view';
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
  } = {},
): Staged {
  const { estate = 'demo', width = 1920, height = 1080, lang = 'nb' } = more;
  const board = more.board ?? buildBoard(estates[estate](), scene, NOW);
  const model = new WallModel();
  model.load(board);
  const callouts = board.room?.vantageLostSince == null ? findCallouts(model, board.maintenance, board) : [];
  const linkState: LinkState = { ...linkOf(scene, NOW), ...more.link };
  const mosaic = new Mosaic(model, board, ALL, WHOLE);
  const view: WallView = {
    model,
    mosaic,
    callouts,
    outside: 0,
    leftOut: mosaic.leftOut(),
    spotlight: null,
    unexplained: countUnexplained(callouts),
    totals: mosaic.totals(),
    aside: findAside(model.markTotals(), { ...collections(board), room: board.room ?? null }),
    watch: findWatch(board),
    handover: findHandover(board),
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

export function frameOf({ scale, width, height }: WallView): DisplayFrame {
  return layFrame({ scale, width, height, bannerLines: 0, message: false }, measure);
}

export function geometryOf(view: WallView): WallGeometry {
  const { body, margin } = frameOf(view);
  const { scale, mosaic } = view;
  return layGeometry({ axes: mosaic.axes, scale, area: body, margin, centralName: 'Felles' }, measure);
}

/** A display that a mosaic has to itself. */
export interface WallLayout {
  readonly list: DisplayList;
  readonly banner: Banner | null;
  readonly empty: EmptyScene | null;
  readonly shown: MosaicLayout['shown'];
  readonly more: number;
  readonly mosaic: MosaicLayout | null;
}

/** The mosaic with header, clock and foot line around it, group by group as the scene draws them. */
export function layoutWall(
  view: WallView,
  geometry: WallGeometry,
  _measure: MeasureText = measure,
  previous: WallLayout | null = null,
): WallLayout {
  const frame = frameOf(view);
  const banner = bannerOf(view);
  const empty = emptyOf(view);
  const epoch = `${view.width}x${view.height}/${view.scale.first}/${view.lang}`;
  const label = view.room?.demo ? view.t('wall:demo') : null;
  const link = { ...linkWords(view), unknown: false };
  const mosaic = empty
    ? null
    : layoutMosaic({ key: '', epoch, banner }, view, geometry, measure, previous?.mosaic ?? null);
  const groups = new Map<string, Group>();
  for (const one of [
    drawHeader({ number: null, titles: [view.room?.name || 'Vaktrom'], label, link }, view, frame, measure),
    drawClock(view, frame),
    ...(empty ? [drawEmpty(empty, view, frame.body, frame.margin, measure)] : []),
    ...(mosaic?.groups.values() ?? []),
    drawFootLine([], view, frame, measure),
  ]) {
    const old = previous?.list.groups.get(one.key);
    groups.set(one.key, old && sameGroup(old, one) ? old : one);
  }
  const list = { width: view.width, height: view.height, epoch, groups };
  return { list, banner, empty, shown: mosaic?.shown ?? [], more: mosaic?.more ?? 0, mosaic };
}
