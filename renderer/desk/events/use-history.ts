import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogEvent } from '../../../shared/model/events';
import { useBoardStore, useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** What has been read of the log. */
export interface History {
  /** `stale`: a newer question was refused, these events are from before (`error` says why). */
  readonly phase: 'loading' | 'ready' | 'failed' | 'stale';
  readonly events: readonly LogEvent[];
  /** There is nothing older than this. */
  readonly complete: boolean;
  readonly source: 'hub' | 'cache';
  readonly error: string | null;
}

const NOTHING: History = { phase: 'loading', events: [], complete: false, source: 'hub', error: null };
/** News leads to a new question at most so often, ms. */
const ASK_AGAIN_MS = 1_000;
/** What changes no state (a settled command) is met by asking now and then, ms. */
const POLL_MS = 10_000;

export interface HistoryQuestion {
  /** A node's or a service's id; null: everything. */
  readonly node: string | null;
  /** Older than this `seq`; null: the newest. */
  readonly before: number | null;
  /** The epoch that `before` is of: the log goes on in a new one after a restore. Left out: the present one. */
  readonly epoch?: number | undefined;
  readonly limit: number;
  /** Asks again when there is news. Off while somebody reads: nothing moves under the eye. */
  readonly follow: boolean;
}

/** Reads the log and, while it follows, reads it again when the board moves. */
export function useHistory(question: HistoryQuestion): History & { readonly refresh: () => void } {
  const { node, before, epoch, limit, follow } = question;
  const bridge = useBridge();
  const store = useBoardStore();
  const clock = useClock();
  const live = useLinkView().phase === 'live';
  const [history, setHistory] = useState<History>(NOTHING);
  const asked = useRef(0);
  const refresh = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    const failed = (error: string): void => {
      if (mine !== asked.current) return;
      setHistory((old) => ({ ...old, phase: old.events.length > 0 ? 'stale' : 'failed', error }));
    };
    bridge.history({ node, before, limit, ...(epoch !== undefined && { epoch }) }).then(
      (answer) => {
        if (mine !== asked.current) return;
        if (answer.ok) setHistory({ ...answer.value, phase: 'ready', error: null });
        else failed(answer.error.message);
      },
      (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
    );
  }, [bridge, node, before, epoch, limit]);

  // Another question: what was there answers another one, and is not shown.
  useEffect(() => {
    setHistory(NOTHING);
    refresh();
    return () => {
      asked.current += 1;
    };
  }, [refresh]);

  // The link is back, or gone: the source is another one.
  const wasLive = useRef(live);
  useEffect(() => {
    if (wasLive.current !== live) refresh();
    wasLive.current = live;
  }, [live, refresh]);

  useEffect(() => {
    if (!follow) return;
    let cancelNews: (() => void) | null = null;
    let cancelPoll = (): void => {};
    const end = store.subscribeChanges(() => {
      cancelNews ??= clock.after(ASK_AGAIN_MS, () => {
        cancelNews = null;
        refresh();
      });
    });
    const poll = (): void => {
      cancelPoll = clock.after(POLL_MS, () => {
        refresh();
        poll();
      });
    };
    poll();
    return () => {
      end();
      cancelNews?.();
      cancelPoll();
    };
  }, [store, clock, follow, refresh]);
  return { ...history, refresh };
}
