import type { MaintenanceStatus } from '../model/maintenance';
import type { Impact } from '../model/states';
import { severity } from '../model/states';

/** A running maintenance window as a node sees it. */
export interface Muting {
  /** The window's id. */
  readonly window: string;
  /** The worst state that is expected of the node; what is worse is heard. */
  readonly worst: Impact;
}

/**
 * What running windows cover, by node id; where several do, the one that expects the worst, and of those the first by
 * id: hub and consoles hold windows in different orders, and must agree.
 */
export function mutingOf(windows: Iterable<MaintenanceStatus>): ReadonlyMap<string, Muting> {
  const muting = new Map<string, Muting>();
  for (const { window, run } of windows) {
    // An overrun mutes nothing: its time is over.
    if (run?.phase !== 'running') continue;
    for (const { node, worst } of run.covers) {
      const known = muting.get(node);
      const worse = severity(worst) - (known ? severity(known.worst) : 0);
      if (!known || worse > 0 || (worse === 0 && window.id < known.window)) {
        muting.set(node, { window: window.id, worst });
      }
    }
  }
  return muting;
}
