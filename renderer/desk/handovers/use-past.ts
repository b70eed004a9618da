import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AnswerTo } from '../../../shared/contract/wire';
import type { Handover, SignedText } from '../../../shared/model/handover';
import { handoversIn } from '../../../shared/rules/handover/read-handovers';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { provisionalRoom } from './provisional-room';

/** A handover of the list, with what was signed; null: nothing was, or it is not kept any more. */
export interface HandoverRecord {
  readonly handover: Handover;
  readonly text: SignedText | null;
}

/** What has been read of the past. */
export interface PastHandovers {
  readonly phase: 'reading' | 'read' | 'failed';
  /** The newest first; the one that is being made stands at the top. */
  readonly records: readonly HandoverRecord[];
  readonly source: 'hub' | 'cache';
  readonly error: string | null;
  /** Keys (`watch/handover:ID`) of what waits for the hub. */
  readonly waiting: ReadonlySet<string>;
}

/** The list goes so far back, ms: thirteen months. */
const BACK_MS = 396 * 86_400_000;
const MOST = 200;

type Read = Pick<PastHandovers, 'phase' | 'source' | 'error'> & {
  readonly answer: AnswerTo<'handovers'>['handovers'];
};

/** Every handover, those of the state as they stand now, with what waits here laid over them. */
export function usePast(): PastHandovers {
  const bridge = useBridge();
  const store = useBoardStore();
  const outbox = useBoard((state) => state.outbox);
  const version = useBoard((state) => state.watchVersion);
  const live = useLinkView(1_000).phase === 'live';
  const [read, setRead] = useState<Read>({ phase: 'reading', source: 'hub', error: null, answer: [] });
  const ask = useCallback(
    async (alive: () => boolean): Promise<void> => {
      const now = Math.floor(store.linkView().hubNow);
      const answer = await bridge.handovers({ from: now - BACK_MS, to: now + 86_400_000, limit: MOST });
      if (!alive()) return;
      setRead((before) =>
        answer.ok
          ? { phase: 'read', source: answer.value.source, error: null, answer: answer.value.handovers }
          : { ...before, phase: 'failed', error: answer.error.message },
      );
    },
    [bridge, store],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked again when the link is another, and when one is accepted
  useEffect(() => {
    let alive = true;
    void ask(() => alive);
    return () => {
      alive = false;
    };
  }, [ask, live, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => {
    const { watch, waiting } = provisionalRoom(store);
    const texts = new Map(read.answer.map(({ handover, text }) => [handover.id, text]));
    const now = handoversIn(watch).map((handover) => ({ handover, text: texts.get(handover.id) ?? null }));
    const known = new Set(now.map(({ handover }) => handover.id));
    const past = read.answer.filter(({ handover }) => !known.has(handover.id));
    const records = [...now, ...past].sort((a, b) => b.handover.beganAt - a.handover.beganAt);
    const { phase, source, error } = read;
    return { phase, source, error, records, waiting };
  }, [store, read, outbox, version]);
}

/** Whether all the words that somebody looks for are in a handover: its number, its people's ids, its text. */
export function matches({ handover, text }: HandoverRecord, words: string, named: string): boolean {
  const wanted = words
    .toLocaleLowerCase('nb')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return true;
  const whole = [
    handover.number,
    handover.id,
    named,
    text?.summary ?? '',
    text?.readBack?.text ?? '',
    ...(text?.lines ?? []).flatMap((line) => [line.text, ...line.sources.map(({ label }) => label)]),
    ...handover.signatures.map(({ exception }) => exception?.reason ?? ''),
  ]
    .join('\n')
    .toLocaleLowerCase('nb');
  return wanted.every((word) => whole.includes(word));
}
