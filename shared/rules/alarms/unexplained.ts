import type { Alarm } from '../../model/alarms';
import type { CauseIndex, CauseView } from './causes';
import { compareAlarms } from './list';

/**
 * What no cause explains, in the middle of an upset: alarms to be heard with nothing behind them, while others have
 * something behind theirs. Node ids, the most pressing first. Empty: there is no upset that could hide them, or it explains
 * everything.
 */
export function unexplained(
  view: Pick<CauseView, 'alarms'>,
  index: Pick<CauseIndex, 'following' | 'explained'>,
): readonly string[] {
  const alone: Alarm[] = [];
  let upset = false;
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'alarm') continue;
    const { state, node } = entity.value;
    if (state !== 'unacknowledged' && state !== 'acknowledged') continue;
    if (index.following(node)) upset = true;
    else if ((index.explained(node)?.roots.length ?? 0) === 0) alone.push(entity.value);
  }
  return upset ? alone.sort(compareAlarms).map(({ node }) => node) : [];
}
