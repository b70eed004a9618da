import { useEffect, useMemo, useState } from 'react';
import type { Handover, SignedText } from '../../../shared/model/handover';
import { hashOfText } from '../../../shared/rules/handover/compose';
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
  const own = useMemo(() => signedHere(outbox, id, hash), [outbox, id, hash]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `live`: it is asked again when the hub is back
  useEffect(() => {
    if (id === null || hash === null || own !== null) return;
    let alive = true;
    void bridge.handoverText(id).then((answer) => {
      if (alive && answer.ok) setRead(asSigned(answer.value, hash));
    });
    return () => {
      alive = false;
    };
  }, [bridge, id, hash, own, live]);
  if (hash === null) return null;
  return own ?? (read?.hash === hash ? read.text : null);
}

/** The words of what was proposed after signing, by their hash, from whoever has them. */
export function useAmendedWords({ id, amendments }: Pick<Handover, 'id' | 'amendments'>): AmendedWords {
  const bridge = useBridge();
  const live = useBoard((state) => state.link?.phase === 'live');
  const [read, setRead] = useState<AmendedWords>(NONE);
  const hashes = amendments.map(({ hash }) => hash).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `live`: it is asked again when the hub is back
  useEffect(() => {
    if (hashes === '') return;
    let alive = true;
    void bridge.handoverText(id).then((answer) => {
      if (alive && answer.ok && answer.value.amended) setRead(new Map(Object.entries(answer.value.amended)));
    });
    return () => {
      alive = false;
    };
  }, [bridge, id, hashes, live]);
  return read;
}

/** Words by their hash; those that were taken away: none. */
export type AmendedWords = ReadonlyMap<string, string>;
const NONE: AmendedWords = new Map();

/** A text as the one that is signed now; null: what this console kept was signed before that was taken back. */
export function asSigned(
  { text, source }: { readonly text: SignedText | null; readonly source: 'hub' | 'cache' },
  hash: string,
): { readonly hash: string; readonly text: SignedText } | null {
  return text && (source === 'hub' || hashOfText(text) === hash) ? { hash, text } : null;
}

/** Of several texts that were signed here (one was taken back), the one that is signed now. */
export function signedHere(
  outbox: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly fate: string;
    readonly payload?: unknown;
  }[],
  id: string | null,
  hash: string | null,
): SignedText | null {
  for (const { kind, subject, fate, payload } of outbox) {
    if (kind !== 'handover.sign' || subject !== `handover/${id}` || fate === 'refused' || fate === 'expired')
      continue;
    const text = (payload as { readonly text?: SignedText } | undefined)?.text;
    if (text && hashOfText(text) === hash) return text;
  }
  return null;
}
