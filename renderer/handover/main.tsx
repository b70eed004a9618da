import { createRoot } from 'react-dom/client';
import { systemClock } from '../../shared/time/clock';
import { handoverBridge } from '../bridge/bridge';
import { startFrameBeat } from '../bridge/frame-beat';
import { createDeskStore } from '../desk/desk-store';
import { browserAudio } from '../sound/browser-audio';
import { startSound } from '../sound/player';
import { createBoardStore } from '../stores/board-store';
import { HandoverApp } from './handover-app';
import '../theme/tokens.css';
import '../desk/desk.css';
import './handover.css';

/** Starts the handover window: bridge, store, pixels. Which handover it shows is in its address, after the `#`. */
function start(root: HTMLElement): void {
  const clock = systemClock();
  const bridge = handoverBridge();
  const store = createBoardStore(bridge, clock);
  const desk = createDeskStore();
  createRoot(root).render(<HandoverApp bridge={bridge} store={store} desk={desk} clock={clock} />);
  const source = { sound: () => store.getState().sound, subscribe: store.subscribe };
  // Also here: where every other window is closed, what sounds must still be heard.
  const ends = [
    startSound({ source, bridge, clock, audio: browserAudio() }),
    store.start(),
    startFrameBeat(bridge, clock),
  ];
  window.addEventListener('pagehide', () => {
    for (const end of ends) end();
  });
}

const root = document.getElementById('root');
if (root) {
  try {
    start(root);
  } catch (error) {
    // Without a bridge there are no settings and no language: the fault itself is all that can be said.
    root.textContent = error instanceof Error ? error.message : String(error);
    throw error;
  }
}
