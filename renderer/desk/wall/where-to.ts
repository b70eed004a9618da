import type { WallCell, WallDisplay } from '../../../shared/model/wall';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import { inReadingOrder } from './wall-cells';

/**
 * The display on which something that is sent is least in the way: the last in reading order without the mosaic and with
 * nothing that was sent; else the last without the mosaic; else the last. One that is dark only where all are: nobody would
 * see it. Null: the wall has no display.
 */
export function leastInTheWay(
  displays: readonly WallDisplay[],
  placed: readonly PlacedPanel[],
  dark: ReadonlySet<string>,
): WallCell | null {
  const lit = displays.filter(({ id }) => !dark.has(id));
  const last = [...inReadingOrder(lit.length > 0 ? lit : displays)].reverse();
  const holds = (id: string, what: (panel: PlacedPanel) => boolean): boolean =>
    placed.some((panel) => panel.display === id && what(panel));
  const plain = last.filter(({ id }) => !holds(id, ({ kind }) => kind === 'mosaic'));
  const display = plain.find(({ id }) => !holds(id, ({ sent }) => sent !== null)) ?? plain[0] ?? last[0];
  return display === undefined ? null : { display: display.id, at: null };
}
