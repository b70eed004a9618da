import { useEffect, useMemo, useState } from 'react';
import type { Handover, SignedText } from '../../../shared/model/handover';
import { handoverOf, handoversIn, openHandover } from '../../../shared/rules/handover/read-handovers';
import { useBridge } from '../../desk/desk-context';
import { type ProvisionalRoom, provisionalRoom } from '../../desk/handovers/provisional-room';
import { useBoard, useBoardStore } from '../../stores/board-react';

/** The watch's things as they stand now, with what waits here laid over them by the hub's own rules; kept up. */
export function useWatchNow(): ProvisionalRoom {
  const store = useBoardStore();
  const outbox = useBoard((state) => state.outbox);
  const version = useBoard(
    (state) =>
      `${state.watchVersion}/${state.catalogueVersion}/${state.peopleVersion}/${state.alarmsVersion}`,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => provisionalRoom(store), [store, outbox, version]);
}

/** The handover that a window shows: the one with this id; null: the one that is being made, else the last that was. */
export function chosenHandover(watch: ProvisionalRoom['watch'], id: string | null): Handover | undefined {
  if (id !== null) return handoverOf(watch, id);
  return openHandover(watch) ?? handoversIn(watch)[0];
}

/** The signed text of a handover, from whoever has it; null: nobody has signed, or it has not been read yet. */
export function useSignedText(handover: Handover | undefined): SignedText | null {
  const bridge = useBridge();
  const outbox = useBoard((state) => state.outbox);
  const live = useBoard((state) => state.link?.phase === 'live');
  const id = handover?.id ?? null;
  const hash = handover?.hash ?? null;
  const [read, setRead] = useState<{ readonly hash: string; readonly text: SignedText } | null>(null);
  // What was signed at this very console lies in its outbox until long after the hub has it.
  const own = useMemo(() => signedHere(outbox, id), [outbox, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `live`: it is asked again when the hub is back
  useEffect(() => {
    if (id === null || hash === null || own !== null) return;
    let alive = true;
    void bridge.handoverText(id).then((answer) => {
      if (alive && answer.ok && answer.value.text) setRead({ hash, text: answer.value.text });
    });
    return () => {
      alive = false;
    };
  }, [bridge, id, hash, own, live]);
  if (hash === null) return null;
  return own ?? (read?.hash === hash ? read.text : null);
}

function signedHere(
  outbox: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly fate: string;
    readonly payload?: unknown;
  }[],
  id: string | null,
): SignedText | null {
  const signed = outbox.findLast(
    ({ kind, subject, fate }) =>
      kind === 'handover.sign' && subject === `handover/${id}` && fate !== 'refused' && fate !== 'expired',
  );
  const payload = signed?.payload as { readonly text?: SignedText } | undefined;
  return payload?.text ?? null;
}
