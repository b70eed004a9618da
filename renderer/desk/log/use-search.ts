import { useCallback, useEffect, useRef, useState } from 'react';
import type { Args } from '../../../shared/contract/ipc';
import type { SearchAnswer, SearchKind } from '../../../shared/contract/wire';
import { useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** Whether there is anything to look for: words, kinds or a time. Without them it is the log itself that is wanted. */
export function asksAnything({ text, kinds, from, to }: SearchQuestion): boolean {
  return text.trim() !== '' || kinds !== null || from !== null || to !== null;
}

/** What is looked for. Times are ms UTC; null: no bound. */
export interface SearchQuestion {
  readonly text: string;
  /** Null: all kinds. */
  readonly kinds: readonly SearchKind[] | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** What was found so far. */
export interface Found {
  readonly phase: 'idle' | 'loading' | 'ready' | 'failed';
  readonly hits: SearchAnswer['hits'];
  readonly complete: boolean;
  readonly source: 'hub' | 'cache';
  /** The index knows nothing older than this yet, ms UTC; null: it is whole. */
  readonly indexedFrom: number | null;
  readonly error: string | null;
}

const NOTHING: Found = {
  phase: 'idle',
  hits: [],
  complete: false,
  source: 'hub',
  indexedFrom: null,
  error: null,
};
/** A question is asked when nobody has typed for so long, ms. */
const QUIET_MS = 250;
export const SEARCH_PAGE = 100;

/** The arguments of one page of a search; `after`: the last hit of the page before. */
export function searchArgs(
  question: SearchQuestion,
  after: SearchAnswer['hits'][number] | undefined,
  limit = SEARCH_PAGE,
): Args<'search:read'> {
  return {
    text: question.text.trim(),
    kinds: question.kinds === null ? null : [...question.kinds],
    from: question.from,
    to: question.to,
    before: after === undefined ? null : { epoch: after.event.epoch, seq: after.event.seq },
    limit,
  };
}

/**
 * Looks for words, kinds or a time in the log, when nobody has typed for a moment; `more` brings the next page below what is there. The
 * link coming or going asks anew: it is another copy that answers.
 */
export function useSearch(question: SearchQuestion): Found & { readonly more: () => void } {
  const bridge = useBridge();
  const clock = useClock();
  const live = useLinkView().phase === 'live';
  const [found, setFound] = useState<Found>(NOTHING);
  const asked = useRef(0);
  const { text, kinds, from, to } = question;
  const kindsKey = kinds === null ? '' : kinds.join(' ');

  const ask = useCallback(
    (before: Found): void => {
      asked.current += 1;
      const mine = asked.current;
      const wanted: SearchQuestion = {
        text,
        kinds: kindsKey === '' ? null : (kindsKey.split(' ') as SearchKind[]),
        from,
        to,
      };
      setFound({ ...before, phase: 'loading', error: null });
      const failed = (error: string): void => {
        if (mine === asked.current) setFound({ ...before, phase: 'failed', error });
      };
      bridge.search(searchArgs(wanted, before.hits.at(-1))).then(
        (answer) => {
          if (mine !== asked.current) return;
          if (!answer.ok) return failed(answer.error.message);
          const { hits, complete, source, indexedFrom } = answer.value;
          setFound({
            phase: 'ready',
            hits: [...before.hits, ...hits],
            complete,
            source,
            indexedFrom,
            error: null,
          });
        },
        (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
      );
    },
    [bridge, text, kindsKey, from, to],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link coming or going is another source
  useEffect(() => {
    asked.current += 1;
    if (!asksAnything({ text, kinds, from, to })) {
      setFound(NOTHING);
      return;
    }
    setFound((old) => ({ ...old, phase: 'loading' }));
    return clock.after(QUIET_MS, () => ask(NOTHING));
  }, [ask, clock, text, live]);

  const more = useCallback(() => {
    if (found.phase === 'ready' && !found.complete) ask(found);
  }, [ask, found]);
  return { ...found, more };
}
