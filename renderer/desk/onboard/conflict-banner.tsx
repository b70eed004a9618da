// diff: what is new in the file, and both together where they do not touch the same lines.
import { applyPatch, structuredPatch } from 'diff';
import { type ReactNode, useMemo, useState } from 'react';
import { useT } from '../../i18n/react';
import { DiffView } from './diff-view';
import type { Editing } from './use-draft';

/** The service was changed in the file while it was being written here: what is new there, and what may be done. */
export function ConflictBanner({
  editing,
  theirs,
}: {
  readonly editing: Editing;
  readonly theirs: string | null;
}): ReactNode {
  const { t } = useT();
  const [open, setOpen] = useState(true);
  const shown = editing.draft?.shown ?? '';
  const mine = editing.draft?.yaml ?? '';
  const diff = useMemo(() => unified(shown, theirs ?? ''), [shown, theirs]);
  const both = useMemo(
    () => (theirs === null ? false : applyPatch(mine, patchOf(shown, theirs))),
    [mine, shown, theirs],
  );
  return (
    <div className="entry-banner" role="alert">
      <p>
        <strong>{t(theirs === null ? 'onboard:conflict.gone' : 'onboard:conflict.changed')}</strong>{' '}
        {t('onboard:conflict.kept')}
      </p>
      {open && <DiffView diff={diff} label={t('onboard:conflict.diff')} />}
      <div className="act-row">
        <button type="button" className="quiet-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('onboard:conflict.diff')}
        </button>
        {both !== false && (
          <button type="button" className="quiet-button" onClick={() => editing.keepMine(both)}>
            {t('onboard:conflict.both')}
          </button>
        )}
        <button type="button" className="quiet-button" onClick={() => editing.keepMine(mine)}>
          {t('onboard:conflict.keepMine')}
        </button>
        <button type="button" className="quiet-button" onClick={editing.discard}>
          {t('onboard:conflict.takeTheirs')}
        </button>
      </div>
    </div>
  );
}

function patchOf(before: string, after: string) {
  return structuredPatch('', '', before, after, '', '', { context: 1 });
}

function unified(before: string, after: string): string {
  return patchOf(before, after)
    .hunks.flatMap(({ lines }) => lines)
    .join('\n');
}
