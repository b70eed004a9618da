import { systemClock } from '../../shared/time/clock';
import { wallBridge } from '../bridge/bridge';
import { browserAudio } from '../sound/browser-audio';
import { startSound } from '../sound/player';
import { createBoardStore } from '../stores/board-store';
import { watchPointer } from './pointer';
import { startWall } from './wall-app';
import '../theme/tokens.css';
import './wall.css';

/** Starts the wall window: bridge, store, pixels. */
function start(): void {
  const picture = document.querySelector<HTMLElement>('#picture');
  const mirror = document.querySelector<HTMLElement>('#mirror');
  if (!picture || !mirror) throw new Error('the wall page lacks its picture or its mirror');
  const clock = systemClock();
  const bridge = wallBridge();
  const store = createBoardStore(bridge, clock);
  const measured = new URLSearchParams(location.search).get('measure') === '1';
  const sound = {
    sound: () => store.getState().sound,
    subscribe: (listen: () => void) => store.subscribe(listen),
  };
  const ends = [
    startWall({ store, bridge, clock, picture, mirror, measured }),
    watchPointer(document.body, clock),
    startSound({ source: sound, bridge, clock, audio: browserAudio() }),
    store.start(),
  ];
  window.addEventListener('pagehide', () => {
    for (const end of ends) end();
  });
}

try {
  start();
} catch (error) {
  // Without a bridge there are no settings and no language: the fault itself is all that can be said.
  const fault = document.createElement('p');
  fault.className = 'fault';
  fault.setAttribute('role', 'alert');
  fault.textContent = error instanceof Error ? error.message : String(error);
  document.body.replaceChildren(fault);
  throw error;
}
