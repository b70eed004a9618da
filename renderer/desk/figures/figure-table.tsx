import { type ReactNode, useEffect, useRef } from 'react';
import type { AlarmFigure } from '../../../shared/contract/wire';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { boundaryWords, valueWords } from './figure-words';

/** Every figure against what it is held to. The one that is chosen shows its alarms beside. */
export function FigureTable(props: {
  readonly figures: readonly AlarmFigure[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}): ReactNode {
  const { figures, chosen, onChoose } = props;
  const { t } = useT();
  const row = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is chosen is another one then
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <section className="panel">
      <table className="plain-table figures-table">
        <thead>
          <tr>
            <th>{t('figures:columns.figure')}</th>
            <th className="number">{t('figures:columns.value')}</th>
            <th>{t('figures:columns.boundary')}</th>
            <th>{t('figures:columns.verdict')}</th>
            <th className="number">{t('figures:columns.alarms')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure, index) => (
            <FigureRow
              key={figure.id}
              rowRef={index === chosen ? row : null}
              figure={figure}
              chosen={index === chosen}
              onChoose={() => onChoose(index)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FigureRow(props: {
  readonly rowRef: React.Ref<HTMLTableRowElement>;
  readonly figure: AlarmFigure;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { rowRef, figure, chosen, onChoose } = props;
  const speech = useT();
  const { t, lang } = speech;
  const { id, verdict, alarms, more } = figure;
  return (
    <tr ref={rowRef} data-chosen={chosen ? '' : undefined} data-verdict={verdict} onClick={onChoose}>
      <td>
        <button type="button" className="figure-choose" aria-pressed={chosen} onClick={onChoose}>
          {t(`figures:figure.${id}`)}
        </button>
      </td>
      <td className="number">
        <strong>{valueWords(figure, speech) ?? '–'}</strong>
      </td>
      <td className="quiet">{boundaryWords(figure, speech) ?? t('figures:boundary.none')}</td>
      <td className="figure-verdict">{verdict === 'none' ? '' : t(`figures:verdict.${verdict}`)}</td>
      <td className="number">{formatCount(alarms.length + more, lang)}</td>
    </tr>
  );
}
