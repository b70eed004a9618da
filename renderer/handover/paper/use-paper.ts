import { useState } from 'react';
import { changedLines, composeText, hashOfWords } from '../../../shared/rules/handover/compose';
import { markdownOf } from '../../../shared/rules/handover/note';
import { useBridge } from '../../desk/desk-context';
import { useNoteNames } from '../../desk/handovers/handover-words';
import { useBoardStore } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { useAmendedWords } from '../model/use-handover';
import { paperHtml } from './note-html';

export type PaperFormat = 'pdf' | 'md';
export type PaperFate =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' | 'failed'; readonly words: string }
  | null;

/** Keeps the handover as it stands: on A4 for the binder, or as Markdown. What is signed is kept as it was signed. */
export function usePaper(): {
  readonly fate: PaperFate;
  readonly save: (format: PaperFormat) => Promise<void>;
} {
  const { handover, document, signed } = useHandoverWindow();
  const bridge = useBridge();
  const store = useBoardStore();
  const names = useNoteNames();
  const kept = useAmendedWords(handover);
  const [fate, setFate] = useState<PaperFate>(null);
  const save = async (format: PaperFormat): Promise<void> => {
    if (fate?.kind === 'saving') return;
    setFate({ kind: 'saving' });
    const now = composeText(document.document, handover);
    const amended = new Map([
      ...(signed === null ? [] : changedLines(signed, now)).map(
        ({ text }) => [hashOfWords(text), text] as const,
      ),
      ...kept,
    ]);
    const text = signed ?? now;
    const at = Math.floor(store.linkView().hubNow);
    const answer = await bridge.saveReport({
      name: paperName(handover.number, handover.id),
      format,
      text:
        format === 'md'
          ? markdownOf(text, handover, names)
          : paperHtml({ handover, text, names, amended, at }),
    });
    if (!answer.ok) setFate({ kind: 'failed', words: answer.error.message });
    else setFate(answer.value === null ? null : { kind: 'saved', words: answer.value.path });
  };
  return { fate, save };
}

/** `Vaktskifte H-41 2026-11-22_natt`. */
export function paperName(number: string, id: string): string {
  return ['Vaktskifte', number, id]
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 120);
}
