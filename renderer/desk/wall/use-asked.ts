import { useMemo } from 'react';
import type { DeskBridge } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import { translator } from '../../i18n';
import { useBoardStore, useClock } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { AskService } from '../../wall/panels/ask-service';
import type { Asked } from '../../wall/panels/asked';
import { useBridge } from '../desk-context';

const services = new WeakMap<BoardStore, Asked>();

/**
 * What panels of a miniature live on besides the board; one for all miniatures of a window, so that nothing is asked twice.
 * It asks only while it is read, and forgets a minute after: it needs no end.
 */
export function useAsked(): Asked {
  const bridge = useBridge();
  const store = useBoardStore();
  const clock = useClock();
  return useMemo(() => askedOf(bridge, store, clock), [bridge, store, clock]);
}

function askedOf(bridge: DeskBridge, store: BoardStore, clock: Clock): Asked {
  const known = services.get(store);
  if (known) return known;
  const made = new AskService({
    bridge,
    clock,
    hubNow: () => store.linkView().hubNow,
    decode: (bytes) => createImageBitmap(new Blob([bytes.slice()])),
    words: (why) => translator(store.getState().settings.lang)(`wall:picture.${why}`),
  });
  services.set(store, made);
  return made;
}
