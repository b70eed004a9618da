import { useEffect, useState } from 'react';
import type { MaintenancePreview } from '../../../shared/contract/wire';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import { useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import type { Field } from './draft';

export type FaultsByField = Readonly<Partial<Record<Field, string>>>;

/** What the hub makes of a window that is being written. */
export interface Preview {
  readonly phase: 'none' | 'asking' | 'known' | 'offline' | 'failed';
  readonly answer: MaintenancePreview | null;
  /** What the hub says is wrong, by the form's fields. */
  readonly faults: FaultsByField;
  /** What it says is wrong with none of them, or why it did not answer. */
  readonly others: readonly string[];
}

const NONE: Preview = { phase: 'none', answer: null, faults: {}, others: [] };
/** The hub is asked when nobody has typed for so long, ms. */
const SETTLE_MS = 300;

/** Asks the hub what a window would be, each time that it has settled. An answer that comes late is passed over. */
export function usePreview(window: MaintenanceWindow | null): Preview {
  const bridge = useBridge();
  const clock = useClock();
  const reachable = useLinkView().reachable;
  const [preview, setPreview] = useState<Preview>(NONE);
  // The same window, typed again, is no question.
  const question = window === null ? '' : JSON.stringify(window);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window's text stands for the window
  useEffect(() => {
    if (window === null) return setPreview(NONE);
    let over = false;
    setPreview((before) => ({ ...before, phase: 'asking' }));
    const cancel = clock.after(SETTLE_MS, () => {
      void bridge.previewMaintenance({ window }).then((answer) => {
        if (over) return;
        if (answer.ok) setPreview(readAnswer(answer.value));
        else {
          const offline = answer.error.code === 'offline';
          setPreview({ ...NONE, phase: offline ? 'offline' : 'failed', others: [answer.error.message] });
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

const FIELDS: readonly (readonly [begins: string, field: Field])[] = [
  ['title', 'title'],
  ['start', 'start'],
  ['duration', 'length'],
  ['length', 'length'],
  ['rrule', 'rrule'],
  ['repeat', 'rrule'],
  ['effects', 'effects'],
];

function readAnswer(answer: MaintenancePreview): Preview {
  const faults: Partial<Record<Field, string>> = {};
  const others: string[] = [];
  for (const { field, reason } of answer.issues) {
    const known = FIELDS.find(([begins]) => field.startsWith(begins))?.[1];
    if (!known) others.push(reason);
    else faults[known] ??= reason;
  }
  return { phase: 'known', answer, faults, others };
}
