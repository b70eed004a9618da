import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Handover, SignedText } from '../../../shared/model/handover';
import { useBridge, useDeskStore } from '../../desk/desk-context';
import { useMe } from '../../desk/people/use-people';
import { useBoardStore, useClock } from '../../stores/board-react';
import { type DocumentState, SharedDocument } from '../document/shared-document';
import type { TextTarget, Writer } from '../document/text-target';
import { useSignedText, type useWatchNow } from './use-handover';

/** What stands over the window. */
export type Over =
  | { readonly kind: 'keys' | 'history' | 'severity' | 'people' | 'unsign' }
  | { readonly kind: 'source' | 'strike'; readonly key: string }
  /** `key`: the line that it begins from; null: from nothing. */
  | { readonly kind: 'carry'; readonly key: string | null }
  | { readonly kind: 'sign'; readonly exception: boolean };

/** A text that is written in now: the row that it stands in, and what it is. */
export interface Editing {
  readonly row: string;
  readonly target: TextTarget;
}

interface HandoverWindow {
  readonly handover: Handover;
  readonly room: ReturnType<typeof useWatchNow>;
  readonly shared: SharedDocument;
  readonly document: DocumentState;
  /** What was signed; null: nobody has, or it is not here yet. */
  readonly signed: SignedText | null;
  /** Who writes here; null: nobody is signed in. */
  readonly writer: Writer | null;
  readonly editing: Editing | null;
  edit(editing: Editing | null): void;
  readonly over: Over | null;
  show(over: Over | null): void;
  /** Who writes here; where nobody is signed in, or the desk is locked, asks who it is and answers null. */
  asWriter(): Writer | null;
}

const HandoverContext = createContext<HandoverWindow | null>(null);

/** Opens the handover's document for as long as it is shown, and gives its parts what they share. */
export function HandoverProvider(props: {
  readonly handover: Handover;
  readonly room: ReturnType<typeof useWatchNow>;
  readonly children: ReactNode;
}): ReactNode {
  const { handover, room, children } = props;
  const bridge = useBridge();
  const clock = useClock();
  const store = useBoardStore();
  const { id } = handover;
  const shared = useMemo(() => new SharedDocument(bridge, id, clock), [bridge, id, clock]);
  useEffect(() => shared.start(), [shared]);
  const document = useSyncExternalStore(shared.subscribe, shared.getState);
  const signed = useSignedText(handover);
  const [editing, edit] = useState<Editing | null>(null);
  const [over, show] = useState<Over | null>(null);
  const writer = useWriter();
  const desk = useDeskStore();
  const latest = useRef(writer);
  latest.current = writer;
  const value = useMemo<HandoverWindow>(
    () => ({
      handover,
      room,
      shared,
      document,
      signed,
      writer,
      editing,
      edit,
      over,
      show,
      asWriter: () => {
        // Main takes no words from a desk that is locked: the PIN first, so that nothing is written in vain.
        if (latest.current === null) desk.show({ kind: 'sign-in' });
        else if (store.getState().identity?.locked) desk.show({ kind: 'pin' });
        else return latest.current;
        return null;
      },
    }),
    [handover, room, shared, document, signed, writer, editing, over, desk, store],
  );
  return <HandoverContext value={value}>{children}</HandoverContext>;
}

function useWriter(): Writer | null {
  const store = useBoardStore();
  const me = useMe()?.id ?? null;
  return useMemo(
    () => (me === null ? null : { by: me, at: () => Math.floor(store.linkView().hubNow) }),
    [me, store],
  );
}

export function useHandoverWindow(): HandoverWindow {
  const value = useContext(HandoverContext);
  if (!value) throw new Error('a part of the handover window outside <HandoverProvider>');
  return value;
}
