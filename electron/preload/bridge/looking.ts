import type { WallBridge } from '../../../shared/contract/ipc';
import { ask, hear } from './channel';

/** What every window may do: look, and say how playing a sound went. */
export const looking: WallBridge = {
  snapshot: () => ask('board:snapshot', undefined),
  onPatch: (listen) => hear('board:patch', listen),
  onLink: (listen) => hear('link:changed', listen),
  onSettings: (listen) => hear('settings:changed', listen),
  onSound: (listen) => hear('sound:changed', listen),
  onSoundTest: (listen) => hear('sound:tested', () => listen()),
  soundReport: (device) => {
    ask('sound:report', { device }).catch(() => undefined);
  },
  frameBeat: (frames) => {
    // Nobody waits for the answer; a refusal is counted and logged in main.
    ask('frame:beat', { frames }).catch(() => undefined);
  },
};
