import type { ReactNode } from 'react';
import type { HandoverSeverity } from '../../../shared/model/handover';
import type { NodeState } from '../../../shared/model/states';
import { composeText, drawnSeverity } from '../../../shared/rules/handover/compose';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { capOf } from '../keys/window-keys';
import { useHandoverWindow } from '../model/handover-context';
import { KeyHints } from './key-hints';
import { LineEditor } from './line-editor';
import { SUMMARY_ROW } from './note-model';

/** How bad it is has a state's shape: red is a state's red, and green is a state without a sign. */
const SHAPE_OF: Readonly<Record<HandoverSeverity, NodeState>> = {
  red: 'down',
  yellow: 'warning',
  green: 'normal',
};

/** How bad it is, and the night in one sentence. */
export function SummaryRow(props: {
  readonly focused: boolean;
  readonly onFocus: () => void;
  readonly onEdit: () => void;
  readonly onDone: (next: boolean) => void;
}): ReactNode {
  const { focused, onFocus, onEdit, onDone } = props;
  const { t, lang } = useT();
  const { handover, document, shared, signed, editing, writer, show } = useHandoverWindow();
  const text = signed ?? composeText(document.document, handover);
  const drawn = drawnSeverity(document.document);
  // The severity stands before it, as a title.
  const why = drawn?.why.replace(/^\p{L}+\. /u, '');
  const byHand = signed === null && document.document.severity !== null;
  return (
    <div className="note-summary">
      {/* biome-ignore lint/a11y/useSemanticElements: a place in a text that takes keys; a fieldset is a part of a form */}
      <div
        role="group"
        className="note-summary-row"
        data-row={SUMMARY_ROW}
        data-focused={focused ? '' : undefined}
        tabIndex={focused ? 0 : -1}
        aria-label={t('handover:summary.label')}
        onFocus={onFocus}
        onDoubleClick={onEdit}
      >
        <StateShape state={SHAPE_OF[text.severity]} size={18} />
        <button
          type="button"
          className="note-severity"
          tabIndex={-1}
          disabled={signed !== null}
          onClick={() => show({ kind: 'severity' })}
        >
          {t('handover:severity.title', {
            severity: t(`handover:severity.${text.severity}`).toLocaleUpperCase(lang),
          })}
        </button>
        {byHand && <span className="note-tag">{t('handover:severity.byHand')}</span>}
        {editing?.row === SUMMARY_ROW && writer !== null ? (
          <LineEditor
            shared={shared}
            target={editing.target}
            writer={writer}
            label={t('handover:summary.label')}
            placeholder={why ?? t('handover:summary.help')}
            onDone={onDone}
          />
        ) : text.summary !== '' ? (
          <span>{text.summary}</span>
        ) : signed !== null ? (
          <span className="quiet">{t('handover:summary.notWritten')}</span>
        ) : (
          <>
            <span className="quiet">{why ?? t('handover:summary.help')}</span>
            <KeyButton cap={capOf('summary')} label={t('handover:summary.write')} onPress={onEdit} />
          </>
        )}
      </div>
      <KeyHints />
    </div>
  );
}
