import { useEffect, useState } from 'react';
import type { WallCell } from '../../../shared/model/wall';
import { useDarkDisplays } from './use-dark-displays';
import type { Stage } from './use-stage';
import { useWallHealth } from './use-wall-health';
import { leastInTheWay } from './where-to';

/**
 * Where something is sent: where it is least in the way until a person picks (`proposed`: they have). How the displays fare
 * is known a moment later: what nobody picked moves off a display that is dark, what somebody picked never moves.
 */
export function useCell(
  { displays, placed, now }: Stage,
  proposed: WallCell | null,
): {
  readonly cell: WallCell | null;
  readonly dark: ReadonlySet<string>;
  readonly pick: (cell: WallCell) => void;
} {
  const dark = useDarkDisplays(useWallHealth(), displays, now);
  const [isPicked, setPicked] = useState(proposed !== null);
  const [cell, setCell] = useState(() => proposed ?? leastInTheWay(displays, placed.panels, dark));
  useEffect(() => {
    if (isPicked || cell === null || !dark.has(cell.display)) return;
    const lit = leastInTheWay(displays, placed.panels, dark);
    if (lit !== null && !dark.has(lit.display)) setCell(lit);
  }, [isPicked, cell, dark, displays, placed]);
  return {
    cell,
    dark,
    pick: (next) => {
      setPicked(true);
      setCell(next);
    },
  };
}
