import type { WallBridge } from '../../../shared/contract/ipc';
import { ask, hear } from './channel';

/** What every window may do: look. */
export const looking: WallBridge = {
  snapshot: () => ask('board:snapshot', undefined),
  onPatch: (listen) => hear('board:patch', listen),
  onLink: (listen) => hear('link:changed', listen),
  onSettings: (listen) => hear('settings:changed', listen),
  frameBeat: (frames) => {
    // Nobody waits for the answer; a refusal is counted and logged in main.
    ask('frame:beat', { frames }).catch(() => undefined);
  },
};
