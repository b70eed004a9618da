import type { ExposedBridge } from '../../../shared/contract/ipc';
import { ask, hear } from './channel';

/** What every window may do: look, ask, and say what it shows and how playing a sound went. */
export const looking: ExposedBridge = {
  snapshot: () => ask('board:snapshot', undefined),
  onPatch: (listen) => hear('board:patch', listen),
  onLink: (listen) => hear('link:changed', listen),
  onSettings: (listen) => hear('settings:changed', listen),
  onSound: (listen) => hear('sound:changed', listen),
  onSoundTest: (listen) => hear('sound:tested', () => listen()),
  onGlassLost: (listen) => hear('glass:lost', () => listen()),
  soundReport: (device) => {
    ask('sound:report', { device }).catch(() => undefined);
  },
  frameBeat: (frames, longTasks) => {
    // Nobody waits for the answer; a refusal is counted and logged in main.
    ask('frame:beat', { frames, ...(longTasks !== undefined && { longTasks }) }).catch(() => undefined);
  },
  onPlace: (listen) => hear('place:changed', listen),
  onWeb: (listen) => hear('web:changed', listen),
  wallShows: (shows) => {
    ask('wall:shows', shows).catch(() => undefined);
  },
  history: (args) => ask('history:read', args),
  chart: (args) => ask('chart:read', args),
  figures: (args) => ask('figures:read', args),
  readBlob: (hash) => ask('blob:read', { hash }),
};
