import type { ReactNode } from 'react';
import type { Amendment } from '../../../shared/model/handover';
import { changedLines, composeText, hashOfWords } from '../../../shared/rules/handover/compose';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { useHandoverWindow } from '../model/handover-context';
import { useGive } from '../model/use-give';
import { useAmendedWords } from '../model/use-handover';
import { clockOf, useWords } from '../model/use-words';

/** What was written after the text was signed: taken or declined by somebody who has the watch, and never in the text. */
export function AmendmentsPanel(): ReactNode {
  const { handover, document, signed } = useHandoverWindow();
  const words = useWords();
  const { t, person } = words;
  const now = useHubSeconds();
  const kept = useAmendedWords(handover);
  if (handover.amendments.length === 0) return null;
  const changed = signed === null ? [] : changedLines(signed, composeText(document.document, handover));
  // By their hash: a line may say something else by now than what was proposed, or taken.
  const textOf = ({ hash }: Amendment): string => {
    const said = kept.get(hash) ?? changed.find(({ text }) => hashOfWords(text) === hash)?.text;
    return said === '' ? t('handover:amendment.removed') : (said ?? t('handover:amendment.gone'));
  };
  return (
    <section className="panel" aria-label={t('handover:amendment.title')}>
      <div className="panel-title">
        <h3>{t('handover:amendment.title')}</h3>
        <span className="panel-fact">{t('handover:amendment.help')}</span>
      </div>
      <ul className="amendment-list">
        {handover.amendments.map((one) => (
          <li key={one.id}>
            <span className="amendment-words">
              {textOf(one)}
              <span className="quiet">
                {t('handover:amendment.by', {
                  name: person(one.by),
                  time: clockOf(one.at, now),
                  section: t(`handover:section.${one.section}`),
                })}
              </span>
            </span>
            {one.state === 'proposed' ? (
              <Choices amendment={one} />
            ) : (
              <span className="quiet">
                {t(`handover:origin.${one.state}`, { name: person(one.decided?.by ?? one.by) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Choices({ amendment }: { readonly amendment: Amendment }): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const decide = (taken: boolean): void => {
    void give({
      kind: 'handover.amendment',
      subject: `handover/${handover.id}`,
      payload: { amendment: amendment.id, taken, hash: amendment.hash },
    });
  };
  return (
    <span className="act-row">
      <button type="button" className="quiet-button" onClick={() => decide(true)}>
        {t('handover:amendment.take')}
      </button>
      <button type="button" className="quiet-button" onClick={() => decide(false)}>
        {t('handover:amendment.decline')}
      </button>
    </span>
  );
}
