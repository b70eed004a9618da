import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Args, DeskBridge, WindowKind } from '../../shared/contract/ipc';
import type { Result } from '../../shared/util/result';
import { useT } from '../i18n/react';
import { type Acts, createActs } from './acts';
import type { DeskState, DeskStore } from './desk-store';

interface Desk {
  readonly bridge: DeskBridge;
  readonly desk: DeskStore;
  readonly actions: Actions;
  readonly acts: Acts;
}

/** What a person can do here. None of these throws: what was refused is said in the status bar. */
export interface Actions {
  recheck(node: string): void;
  /** Silences the sound here; it ends by itself. */
  silence(): void;
  /** Locks the desk: acts need a PIN until it is unlocked, and nothing is hidden. */
  lock(): void;
  /** `page`: what a handover's window opens at; left out: the present one. */
  openWindow(kind: WindowKind, page?: string): void;
  openLink(url: string): void;
  set(change: Args<'settings:set'>): void;
}

const DeskContext = createContext<Desk | null>(null);

/** Gives the desk's components their bridge, their own state and what people can do. */
export function DeskProvider(props: {
  readonly bridge: DeskBridge;
  readonly desk: DeskStore;
  readonly children: ReactNode;
}): ReactNode {
  const { bridge, desk, children } = props;
  const { t } = useT();
  const acts = useMemo(() => createActs(bridge, desk), [bridge, desk]);
  const value = useMemo<Desk>(() => {
    const ask = (run: () => Promise<Result<unknown>>): void => {
      desk.setState({ notice: null });
      run().then(
        (answer) => {
          if (!answer.ok)
            desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
        },
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          desk.setState({ notice: t('desk:notice.refused', { reason }) });
        },
      );
    };
    return {
      bridge,
      desk,
      acts,
      actions: {
        recheck: (node) => ask(() => acts.give({ kind: 'check.recheck', subject: node, payload: null })),
        silence: () => ask(() => bridge.silence()),
        lock: () => ask(() => bridge.lock()),
        openWindow: (kind, page) =>
          ask(() => (page === undefined ? bridge.openWindow(kind) : bridge.openWindow(kind, page))),
        openLink: (url) => ask(() => bridge.openLink(url)),
        set: (change) => ask(() => bridge.setSettings(change)),
      },
    };
  }, [bridge, desk, acts, t]);
  return <DeskContext value={value}>{children}</DeskContext>;
}

function useContextValue(): Desk {
  const value = useContext(DeskContext);
  if (!value) throw new Error('a component of the desk outside <DeskProvider>');
  return value;
}

export function useBridge(): DeskBridge {
  return useContextValue().bridge;
}

export function useDeskStore(): DeskStore {
  return useContextValue().desk;
}

export function useDesk<T>(select: (state: DeskState) => T): T {
  return useStore(useContextValue().desk, select);
}

export function useActions(): Actions {
  return useContextValue().actions;
}

/** Gives commands; where nobody is known to be here, asks who it is and goes on. */
export function useActs(): Acts {
  return useContextValue().acts;
}
