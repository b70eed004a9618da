import { type ReactNode, useRef } from 'react';
import { suspects } from '../../../shared/rules/watch/sensitive';
import { useT } from '../../i18n/react';

/** So many places are named; the rest are the same matter. */
const NAMED = 6;

/**
 * Asks once about words that look like they say who a patient is: the first time they are given answers false, the same words a
 * second time true. What does not look so answers true at once.
 */
export function useAskOnce(): (words: string, looks: boolean) => boolean {
  const asked = useRef<string | null>(null);
  return (words, looks) => {
    if (!looks || asked.current === words) return true;
    asked.current = words;
    return false;
  };
}

/**
 * What in the words looks like a patient, as it is written. `asked`: it was given once, and is held back until it is given once
 * more. Nothing where nothing does.
 */
export function SuspectNote(props: {
  readonly text: string;
  /** Names of files that do. */
  readonly files?: readonly string[];
  readonly asked: boolean;
}): ReactNode {
  const { text, files = [], asked } = props;
  const { t } = useT();
  const found = suspects(text);
  if (found.length === 0 && files.length === 0) return null;
  const kinds = [...new Set(found.map(({ kind }) => t(`shift-log:suspect.${kind}`)))];
  return (
    <div className="suspect-note" role="alert" data-asked={asked ? '' : undefined}>
      <p>
        <strong>{t(asked ? 'shift-log:suspect.held' : 'shift-log:suspect.title')}</strong>
      </p>
      {found.length > 0 && (
        <p>
          {kinds.join(', ')}:{' '}
          {found.slice(0, NAMED).map(({ from, to }) => (
            <mark key={from}>{text.slice(from, to)}</mark>
          ))}
        </p>
      )}
      {files.length > 0 && <p>{t('shift-log:suspect.files', { names: files.join(', ') })}</p>}
      <p>{t(asked ? 'shift-log:suspect.again' : 'shift-log:suspect.text')}</p>
    </div>
  );
}
