import type { ReactNode, Ref } from 'react';
import type { AlarmFigure } from '../../../shared/contract/wire';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';

/** The alarms behind a figure, each a way to it. */
export function FigureAlarms(props: {
  readonly ref: Ref<HTMLDivElement>;
  readonly figure: AlarmFigure;
  readonly name: (node: string) => string;
  readonly onShow: (node: string) => void;
}): ReactNode {
  const { ref, figure, name, onShow } = props;
  const { t } = useT();
  const { hubNow } = useLinkView(60_000);
  const { id, alarms, more } = figure;
  return (
    <section className="panel figure-behind" ref={ref}>
      <h2 className="panel-title">
        <span>
          {t('figures:behind')} <strong className="figures-of">{t(`figures:figure.${id}`)}</strong>
        </span>
        <span className="quiet">
          <KeyCap cap="Enter" /> {t('figures:toList')}
        </span>
      </h2>
      {alarms.length === 0 ? (
        <p className="quiet">{t('figures:noneBehind')}</p>
      ) : (
        <ol className="figure-alarms">
          {alarms.map(({ alarm, node, at, priority }) => (
            <li key={`${alarm} ${at}`} data-node={node}>
              <time>{formatSince(at, hubNow)}</time>
              <span className="number">{priority}</span>
              <button type="button" className="link-button figure-link" onClick={() => onShow(node)}>
                {alarm} {name(node)}
              </button>
            </li>
          ))}
        </ol>
      )}
      {more > 0 && <p className="quiet">{t('figures:more', { count: more })}</p>}
    </section>
  );
}
