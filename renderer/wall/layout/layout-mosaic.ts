import { dayKey } from '../../../shared/time/format';
import type { Callout } from '../model/callouts';
import { type Banner, isLastKnown, type WallView } from '../view';
import { drawStrip } from './callout-strip';
import { drawCell } from './cells';
import { type Group, type MeasureText, sameGroup } from './display-list';
import { drawAside, drawFoot } from './foot';
import { drawCorner, drawHeads, drawRowNames } from './frame';
import type { WallGeometry } from './geometry';

/** A mosaic as it was laid out, and what stands in it by name. */
export interface MosaicLayout {
  readonly groups: ReadonlyMap<string, Group>;
  /** Callouts that are on screen, and the number of those that are not. */
  readonly shown: readonly Callout[];
  readonly more: number;
  /** What cells depend on besides their own state. */
  readonly cellEpoch: string;
}

/**
 * A mosaic's picture. Pure: the same view and geometry give the same groups. `previous` only saves work: groups that paint
 * the same pixels are taken over as they are, and a cell whose version did not move is not drawn again, so that the cost
 * follows the changes. `key` begins every group's key; `epoch` changes with the place that it stands in. A `banner` takes
 * lines of its strip.
 */
export function layoutMosaic(
  { key, epoch, banner }: { readonly key: string; readonly epoch: string; readonly banner: Banner | null },
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
  previous: MosaicLayout | null = null,
): MosaicLayout {
  const groups = new Map<string, Group>();
  const before = previous?.groups ?? null;
  const keep = (one: Group | null): void => {
    if (one === null) return;
    const old = before?.get(one.key);
    groups.set(one.key, old && sameGroup(old, one) ? old : one);
  };
  const known = `${isLastKnown(view)}/${view.room?.vantageLostSince != null}`;
  const cellEpoch = `${epoch}/${known}/${dayKey(view.link.hubNow)}/${view.spotlight}`;
  const strip = drawStrip(key, view, geometry, banner, measure);
  for (const one of strip.groups) keep(one);
  keep(drawHeads(key, view, geometry));
  keep(drawCorner(key, view, geometry, strip.more, measure));
  for (const one of drawRowNames(key, view, geometry, measure)) keep(one);
  const same = previous?.cellEpoch === cellEpoch ? before : null;
  view.mosaic.cells.forEach((cell, index) => {
    const name = `${key}cell/${cell.place.key}`;
    const old = same?.get(name);
    const place = geometry.cells[index];
    if (old && old.stamp === cell.version) groups.set(name, old);
    else if (place) groups.set(name, drawCell(key, cell, place, view, measure));
  });
  keep(drawFoot(key, view, geometry, measure));
  keep(drawAside(key, view, geometry, measure));
  return { groups, shown: strip.shown, more: strip.more, cellEpoch };
}
