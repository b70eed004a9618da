import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { useBoard, useClock } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { newestFirst, saysAll } from './log-model';
import { useEntries } from './use-entries';

/** What is looked for in the shift log. Times are ms UTC; null: no bound. */
export interface LogQuestion {
  readonly text: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** The shift log as far as it was read. */
export interface ShiftLog {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  readonly waiting: ReadonlySet<string>;
  /** There is nothing older. */
  readonly complete: boolean;
  /** This console has nothing older than this yet, ms UTC; null: it has all of it. */
  readonly since: number | null;
  readonly error: string | null;
  /** Reads on, below what is there. */
  readonly more: () => void;
}

interface Pages {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly found: readonly LogEntry[];
  readonly complete: boolean;
  readonly since: number | null;
  readonly error: string | null;
}

const NOTHING: Pages = { phase: 'loading', found: [], complete: false, since: null, error: null };
export const LOG_PAGE = 100;
/** At most so many in one question. */
const MOST = 500;
/** A question is asked when nobody has typed, and nothing has come, for so long, ms. */
const QUIET_MS = 250;

/**
 * The shift log of years from this console's own disk, page by page, with what the board knows of the last days and what waits
 * here laid over it: what was written a moment ago is there before any disk has been asked.
 */
export function useShiftLog({ text, from, to }: LogQuestion): ShiftLog {
  const bridge = useBridge();
  const clock = useClock();
  const own = useEntries();
  const version = useBoard((state) => state.watchVersion);
  const [pages, setPages] = useState<Pages>(NOTHING);
  const asked = useRef(0);
  const loaded = useRef(0);
  const words = text.trim();

  const ask = useCallback(
    (before: readonly LogEntry[], limit: number): void => {
      asked.current += 1;
      const mine = asked.current;
      const failed = (error: string): void => {
        if (mine === asked.current) setPages((old) => ({ ...old, phase: 'failed', error }));
      };
      bridge.searchShiftLog({ text: words, from, to, before: before.at(-1)?.id ?? null, limit }).then(
        (answer) => {
          if (mine !== asked.current) return;
          if (!answer.ok) return failed(answer.error.message);
          const found = [...before, ...answer.value.entries];
          loaded.current = found.length;
          const { complete, since } = answer.value;
          setPages({ phase: 'ready', found, complete, since, error: null });
        },
        (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
      );
    },
    [bridge, words, from, to],
  );

  // Another question: what was found answers another one.
  useEffect(() => {
    loaded.current = 0;
    setPages((old) => ({ ...NOTHING, since: old.since }));
    return clock.after(QUIET_MS, () => ask([], LOG_PAGE));
  }, [ask, clock]);

  // News: the same pages once more, from the top, when it has come to rest.
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    return clock.after(QUIET_MS, () => ask([], Math.min(MOST, Math.max(LOG_PAGE, loaded.current))));
  }, [ask, clock, version]);

  const more = useCallback((): void => {
    if (pages.phase === 'ready' && !pages.complete) ask(pages.found, LOG_PAGE);
  }, [ask, pages]);

  const entries = useMemo(() => {
    const all = new Map(pages.found.map((entry) => [entry.id, entry]));
    for (const entry of own.entries.values()) {
      const wanted = (from === null || entry.at >= from) && (to === null || entry.at < to);
      if (all.has(entry.id) || (wanted && saysAll(entry, words))) all.set(entry.id, entry);
    }
    return [...all.values()].sort(newestFirst);
  }, [pages.found, own, from, to, words]);

  const { phase, complete, since, error } = pages;
  return { phase, entries, waiting: own.waiting, complete, since, error, more };
}
