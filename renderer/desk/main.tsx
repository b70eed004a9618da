import { createRoot } from 'react-dom/client';
import { systemClock } from '../../shared/time/clock';
import { deskBridge } from '../bridge/bridge';
import { startFrameBeat } from '../bridge/frame-beat';
import { browserAudio } from '../sound/browser-audio';
import { startSound } from '../sound/player';
import { createBoardStore } from '../stores/board-store';
import { DeskApp } from './app';
import { createDeskStore } from './desk-store';
import { keepPageInHash, pageFromHash } from './page-hash';
import '../theme/tokens.css';
import 'uplot/dist/uPlot.min.css';
import './desk.css';

/** Starts the desk window: bridge, store, pixels. It begins at the page that its address names. */
function start(root: HTMLElement): void {
  const clock = systemClock();
  const bridge = deskBridge();
  const store = createBoardStore(bridge, clock);
  const desk = createDeskStore(pageFromHash(window.location.hash) ?? undefined);
  createRoot(root).render(<DeskApp bridge={bridge} store={store} desk={desk} clock={clock} />);
  const source = { sound: () => store.getState().sound, subscribe: store.subscribe };
  const ends = [
    startSound({ source, bridge, clock, audio: browserAudio() }),
    store.start(),
    startFrameBeat(bridge, clock),
    keepPageInHash(desk, window),
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
