import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import * as Y from 'yjs';
import type { SharedDocument } from '../document/shared-document';
import { type TextTarget, type Writer, Writing } from '../document/text-target';

/** A line is not a letter. */
const MOST = 2_000;

interface Caret {
  readonly from: Y.RelativePosition;
  readonly to: Y.RelativePosition;
}

/**
 * A field over a text that others may write in at the same time. The text is the document's: each letter goes there at once,
 * and what others write comes in around the cursor, which stays at the words where it stood. Enter and Escape leave it, with
 * all that was written; Ctrl Z takes back what was written here.
 */
export function LineEditor(props: {
  readonly shared: SharedDocument;
  readonly target: TextTarget;
  readonly writer: Writer;
  readonly label: string;
  readonly placeholder?: string | undefined;
  /** `next`: Enter left it; else Escape or the mouse. */
  readonly onDone: (next: boolean) => void;
}): ReactNode {
  const { shared, target, writer, label, placeholder, onDone } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useRef<Writing | null>(null);
  writing.current ??= new Writing(shared, target, writer);
  const caret = useRef<Caret | null>(null);

  useLayoutEffect(() => {
    const element = field.current;
    const mine = writing.current;
    if (!element || !mine) return;
    element.value = mine.words;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    // Where the cursor stands, said by the words around it: kept before anything changes, found again after.
    const keep = (): void => {
      const { text } = mine;
      if (text === null) return;
      const place = (index: number): Y.RelativePosition => Y.createRelativePositionFromTypeIndex(text, index);
      caret.current = { from: place(element.selectionStart), to: place(element.selectionEnd) };
    };
    const follow = (): void => {
      if (element.value === mine.words) return;
      element.value = mine.words;
      const at = (place: Y.RelativePosition | undefined): number | undefined =>
        place && Y.createAbsolutePositionFromRelativePosition(place, shared.doc)?.index;
      const from = at(caret.current?.from) ?? element.value.length;
      element.setSelectionRange(from, at(caret.current?.to) ?? from);
    };
    const { doc } = shared;
    doc.on('beforeTransaction', keep);
    const end = shared.subscribe(follow);
    return () => {
      doc.off('beforeTransaction', keep);
      end();
    };
  }, [shared]);

  useEffect(() => {
    shared.at(target.line, true);
    const mine = writing.current;
    return () => {
      shared.release();
      mine?.end();
      shared.at(target.line, false);
    };
  }, [shared, target.line]);

  const typed = (): void => {
    const element = field.current;
    const mine = writing.current;
    if (!element || !mine) return;
    mine.type(element.value, element.selectionStart);
    // What was pasted over several lines stands on one.
    if (element.value !== mine.words) {
      const at = element.selectionStart;
      element.value = mine.words;
      element.setSelectionRange(at, at);
    }
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      onDone(true);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onDone(false);
    }
  };

  return (
    <textarea
      ref={field}
      className="line-editor"
      rows={1}
      maxLength={MOST}
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      onInput={typed}
      onKeyDown={pressed}
      onCompositionStart={() => shared.hold()}
      onCompositionEnd={() => shared.release()}
      onBlur={() => {
        // Another window in front is no reason to stop writing here.
        if (window.document.hasFocus()) onDone(false);
      }}
    />
  );
}
