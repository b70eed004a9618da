import { type ReactNode, useId, useMemo, useState } from 'react';
import type { CatalogueEdit } from '../../../shared/contract/commands';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useActs } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { entryIssues } from './entry-model';
import { PreviewPanel } from './preview-panel';
import { useEditPreview } from './use-edit-preview';

/** Asks before a change that is not written in the form: what it does is shown first. */
export function ConfirmEdit(props: {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  /** Subject of the command: the service id, or `catalogue`. */
  readonly subject: string;
  readonly base: string;
  readonly change: CatalogueEdit['change'];
  readonly onClose: () => void;
  /** It is on the disk; what becomes of it is told by the outbox. */
  readonly onGiven?: () => void;
}): ReactNode {
  const { title, text, action, subject, base, change, onClose, onGiven } = props;
  const { t } = useT();
  const acts = useActs();
  const field = useId();
  const [summary, setSummary] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const question = useMemo<CatalogueEdit>(() => ({ base, change, summary: '' }), [base, change]);
  const preview = useEditPreview(question);
  const faulty = preview.answer !== null && preview.answer.issues.length > 0;
  useKeys({ back: onClose }, { modal: true });
  const give = async (): Promise<void> => {
    const given = await acts.give({
      kind: 'catalogue.edit',
      subject,
      payload: { base, change, summary: summary.trim() || title },
    });
    if (given.ok) {
      onGiven?.();
      onClose();
    } else setRefused(given.error.message);
  };
  return (
    <Dialog title={title} closeLabel={t('common:close')} onClose={onClose}>
      <div className="confirm-edit">
        <p>{text}</p>
        {refused !== null && (
          <p className="entry-banner" role="alert">
            {t('onboard:save.refused', { reason: refused })}
          </p>
        )}
        <div className="entry-field">
          <label htmlFor={field}>{t('onboard:save.summary')}</label>
          <input
            id={field}
            type="text"
            maxLength={300}
            value={summary}
            autoComplete="off"
            onChange={(event) => setSummary(event.target.value)}
          />
        </div>
        <PreviewPanel
          preview={preview}
          issues={preview.answer === null ? [] : entryIssues(preview.answer, '')}
          onIssue={null}
        />
        <div className="act-row">
          <button
            type="button"
            className="quiet-button"
            disabled={preview.phase !== 'known' || faulty}
            onClick={() => void give()}
          >
            {action}
          </button>
          {faulty && <p className="entry-fault">{t('onboard:save.faulty')}</p>}
        </div>
      </div>
    </Dialog>
  );
}
