import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import type { Editing } from './use-draft';

/** Why it is changed, and what may be done with what was written. */
export function SaveBar(props: {
  readonly editing: Editing;
  readonly disabled: boolean;
  readonly live: boolean;
  readonly onSave: () => void;
  readonly onBack: () => void;
  readonly onRemove: (() => void) | null;
}): ReactNode {
  const { editing, disabled, live, onSave, onBack, onRemove } = props;
  const { t } = useT();
  return (
    <div className="editor-bar">
      <input
        type="text"
        className="editor-summary"
        aria-label={t('onboard:save.summary')}
        placeholder={t('onboard:save.summary')}
        maxLength={300}
        value={editing.draft?.summary ?? ''}
        readOnly={editing.sent}
        autoComplete="off"
        onChange={(event) => editing.change({ summary: event.target.value })}
      />
      <div className="act-row">
        <KeyButton
          cap="F2"
          label={t('onboard:save.save')}
          waits={!live}
          disabled={disabled}
          onPress={onSave}
        />
        <KeyButton cap="Esc" label={t('onboard:editor.back')} onPress={onBack} />
        {editing.draft !== null && !editing.sent && (
          <button type="button" className="quiet-button" onClick={editing.discard}>
            {t('onboard:save.discard')}
          </button>
        )}
        {onRemove !== null && (
          <button type="button" className="quiet-button" disabled={editing.sent} onClick={onRemove}>
            {t('onboard:remove.button')}
          </button>
        )}
      </div>
    </div>
  );
}
