import { useEffect, useState } from 'react';
import type { CatalogueEdit } from '../../../shared/contract/commands';
import type { CataloguePreview } from '../../../shared/contract/wire';
import { useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** What the hub makes of an edit. */
export interface EditPreview {
  readonly phase: 'none' | 'asking' | 'known' | 'offline' | 'failed';
  /** The last answer; of an earlier text while `asking`. */
  readonly answer: CataloguePreview | null;
  /** The text that the answer is about; null for an edit that has none. */
  readonly yaml: string | null;
  readonly reason: string;
}

const NONE: EditPreview = { phase: 'none', answer: null, yaml: null, reason: '' };
/** The hub is asked when nobody has typed for so long, ms. */
const SETTLE_MS = 350;

/** Asks the hub what an edit would do, each time that it has settled. An answer that comes late is passed over. */
export function useEditPreview(edit: CatalogueEdit | null): EditPreview {
  const bridge = useBridge();
  const clock = useClock();
  const { reachable } = useLinkView();
  const [preview, setPreview] = useState<EditPreview>(NONE);
  // The same edit, typed again, is no question.
  const question = edit === null ? '' : JSON.stringify(edit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question's text stands for the edit
  useEffect(() => {
    if (edit === null) return setPreview(NONE);
    let over = false;
    setPreview((before) => ({ ...before, phase: 'asking' }));
    const cancel = clock.after(SETTLE_MS, () => {
      void bridge.previewCatalogue({ edit }).then((answer) => {
        if (over) return;
        const yaml = 'yaml' in edit.change ? edit.change.yaml : null;
        if (answer.ok) setPreview({ phase: 'known', answer: answer.value, yaml, reason: '' });
        else {
          const offline = answer.error.code === 'offline';
          setPreview({ ...NONE, phase: offline ? 'offline' : 'failed', reason: answer.error.message });
        }
      });
    });
    return () => {
      over = true;
      cancel();
    };
  }, [bridge, clock, question, reachable]);
  return preview;
}
