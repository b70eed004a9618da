import { diffWordsWithSpace } from 'diff';
import { Fragment, type ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { type ComparedLine, compareTexts } from './compare';
import { LineText } from './handover-text';
import { shiftsOf, useNoteNames, useWhen } from './handover-words';
import type { HandoverRecord } from './use-past';

/** Two handovers side by side, the older on the left: what is new, what is gone, and what is said otherwise. */
export function CompareView(props: {
  readonly before: HandoverRecord;
  readonly after: HandoverRecord;
  readonly onClose: () => void;
}): ReactNode {
  const { before, after, onClose } = props;
  const { t } = useT();
  const sections = before.text && after.text ? compareTexts(before.text, after.text) : null;
  return (
    <article className="handover-compare">
      <div className="act-row">
        <KeyButton cap="Esc" label={t('handover:compare.end')} onPress={onClose} />
      </div>
      {sections === null ? (
        <p className="quiet">{t('handover:compare.noText')}</p>
      ) : (
        <table className="plain-table compare-table">
          <thead>
            <tr>
              <th scope="col">
                <Name record={before} />
              </th>
              <th scope="col">
                <Name record={after} />
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>
                <Summary record={before} />
              </td>
              <td>
                <Summary record={after} />
              </td>
            </tr>
            {sections.map(({ section, lines }) => (
              <Fragment key={section}>
                <tr>
                  <th scope="rowgroup" colSpan={2} className="compare-section">
                    {t(`handover:section.${section}`)}
                  </th>
                </tr>
                {lines.map((line) => (
                  <ComparedRow key={line.key} line={line} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}

function Name({ record }: { readonly record: HandoverRecord }): ReactNode {
  const names = useNoteNames();
  const when = useWhen();
  const { handover } = record;
  return (
    <>
      <strong>
        {handover.number} {shiftsOf(handover, names)}
      </strong>{' '}
      {when(handover)}
    </>
  );
}

function Summary({ record: { text } }: { readonly record: HandoverRecord }): ReactNode {
  const { t } = useT();
  if (text === null) return null;
  return (
    <>
      <strong>{t('handover:severity.title', { severity: t(`handover:severity.${text.severity}`) })}</strong>{' '}
      {text.summary}
    </>
  );
}

function ComparedRow({ line }: { readonly line: ComparedLine }): ReactNode {
  const { t } = useT();
  const { before, after, change } = line;
  return (
    <tr data-change={change}>
      <td>
        {before === null ? (
          <span className="quiet">{t('handover:compare.new')}</span>
        ) : (
          <LineText line={before} />
        )}
      </td>
      <td>
        {after === null ? (
          <span className="quiet">{t('handover:compare.gone')}</span>
        ) : change === 'changed' && before !== null && before.text !== after.text ? (
          <Difference before={before.text} after={after.text} />
        ) : (
          <LineText line={after} />
        )}
      </td>
    </tr>
  );
}

/** What it says now, with what is new underlined: the old words stand beside it. */
function Difference({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
  return diffWordsWithSpace(before, after)
    .filter(({ removed }) => !removed)
    .map((part, index) =>
      part.added ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which do not move
        <ins key={index}>{part.value}</ins>
      ) : (
        part.value
      ),
    );
}
