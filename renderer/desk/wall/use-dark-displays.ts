import { useMemo } from 'react';
import type { WallDisplay } from '../../../shared/model/wall';
import { darkDisplays, wallComputers } from './health-model';
import type { WallHealth } from './use-wall-health';

/**
 * Displays that no window of a computer that is well says it shows; none while nobody has answered, for then nothing is
 * known. The same displays are the same set. `now`: the hub's clock, ms UTC.
 */
export function useDarkDisplays(
  { answer, fault }: WallHealth,
  displays: readonly WallDisplay[],
  now: number,
): ReadonlySet<string> {
  const dark =
    answer === null || fault !== null ? [] : darkDisplays(wallComputers(answer, [], now), displays);
  const key = [...dark].sort().join('\n');
  return useMemo(() => new Set(key === '' ? [] : key.split('\n')), [key]);
}
