import { dayKey } from '../../../shared/time/format';
import type { Callout } from '../model/callouts';
import { type Banner, bannerOf, type EmptyScene, emptyOf, isLastKnown, type WallView } from '../view';
import { drawStrip } from './callout-strip';
import { drawCell } from './cells';
import { type DisplayList, type Group, type MeasureText, sameGroup } from './display-list';
import { drawAside, drawEmpty, drawFoot, drawNotes } from './foot';
import { drawClock, drawCorner, drawHeader, drawHeads, drawRowNames } from './frame';
import type { WallGeometry } from './geometry';
import { drawHandover } from './handover-scene';

/** The picture, and what stands in it by name. */
export interface WallLayout {
  readonly list: DisplayList;
  readonly banner: Banner | null;
  readonly empty: EmptyScene | null;
  /** Callouts that are on screen, and the number of those that are not. */
  readonly shown: readonly Callout[];
  readonly more: number;
  /** What cells depend on besides their own state. */
  readonly cellEpoch: string;
}

/**
 * The whole picture of a view. Pure: the same view and geometry give the same list. `previous` only saves work:
 * groups that paint the same pixels are taken over as they are, and a cell whose version did not move is not
 * drawn again, so that the cost follows the changes.
 */
export function layoutWall(
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
  previous: WallLayout | null = null,
): WallLayout {
  const groups = new Map<string, Group>();
  const scene = view.shiftChange && view.handover ? 'shift-change' : 'mosaic';
  const epoch = `${view.width}x${view.height}/${view.scale.first}/${view.model.structure}/${view.lang}/${scene}`;
  const cellEpoch = `${epoch}/${isLastKnown(view)}/${view.room?.vantageLostSince != null}/${dayKey(view.link.hubNow)}`;
  const sameEpoch = previous !== null && previous.list.epoch === epoch;
  const before = sameEpoch ? previous.list.groups : null;
  const keep = (group: Group): void => {
    const old = before?.get(group.key);
    groups.set(group.key, old && sameGroup(old, group) ? old : group);
  };

  const empty = emptyOf(view);
  const banner = bannerOf(view);
  keep(drawHeader(view, geometry, measure));
  keep(drawClock(view, geometry));
  let shown: readonly Callout[] = [];
  let more = 0;
  if (empty) {
    keep(drawEmpty(empty, view, geometry, measure));
  } else {
    const strip = drawStrip(view, geometry, banner, measure);
    ({ shown, more } = strip);
    for (const group of strip.groups) keep(group);
    if (view.shiftChange && view.handover) {
      for (const group of drawHandover(view.handover, view, geometry, measure)) keep(group);
    } else {
      keep(drawHeads(view, geometry));
      keep(drawCorner(view, geometry, more, measure));
      for (const group of drawRowNames(view, geometry, measure)) keep(group);
      drawCells(
        view,
        geometry,
        measure,
        sameEpoch && previous.cellEpoch === cellEpoch ? before : null,
        groups,
      );
    }
  }
  keep(drawFoot(view, geometry, measure));
  keep(drawAside(view, geometry, measure));
  keep(drawNotes(view, geometry, measure));
  const list: DisplayList = { width: view.width, height: view.height, epoch, groups };
  return { list, banner, empty, shown, more, cellEpoch };
}

function drawCells(
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
  before: ReadonlyMap<string, Group> | null,
  groups: Map<string, Group>,
): void {
  view.model.cells.forEach((cell, index) => {
    const key = `cell/${cell.place.key}`;
    const old = before?.get(key);
    if (old && old.stamp === cell.version) {
      groups.set(key, old);
      return;
    }
    const place = geometry.cells[index];
    if (place) groups.set(key, drawCell(cell, place, view, measure));
  });
}
