import type { ReactNode } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { formatAge } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useAlarm } from '../../stores/board-react';
import { shareWords } from './figure-words';

type Source = AlarmFiguresAnswer['sources'][number];

/** The sources of most alarms, worst first: which to mend, and which nobody ever did anything about. */
export function SourceTable(props: {
  readonly sources: readonly Source[];
  readonly name: (node: string) => string;
  readonly onShow: (node: string) => void;
  readonly onBad: (node: string) => void;
}): ReactNode {
  const { sources, name, onShow, onBad } = props;
  const { t } = useT();
  if (sources.length === 0) return null;
  return (
    <section className="panel">
      <h2 className="panel-title">{t('figures:sources.title')}</h2>
      <table className="plain-table source-table">
        <thead>
          <tr>
            <th>{t('figures:sources.source')}</th>
            <th className="number">{t('figures:sources.count')}</th>
            <th className="number">{t('figures:sources.share')}</th>
            <th className="number">{t('figures:sources.median')}</th>
            <th className="number">{t('figures:sources.untouched')}</th>
            <th>{t('figures:sources.bad')}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRow
              key={source.node}
              source={source}
              name={name(source.node)}
              onShow={() => onShow(source.node)}
              onBad={() => onBad(source.node)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SourceRow(props: {
  readonly source: Source;
  readonly name: string;
  readonly onShow: () => void;
  readonly onBad: () => void;
}): ReactNode {
  const { source, name, onShow, onBad } = props;
  const { t, lang } = useT();
  // As it is now, not as it was when the hub was asked: a key that does nothing at once is pressed again.
  const bad = useAlarm(source.node)?.bad != null;
  return (
    <tr data-node={source.node}>
      <td>
        <button type="button" className="link-button figure-link" onClick={onShow}>
          {name}
        </button>
      </td>
      <td className="number">{formatCount(source.count, lang)}</td>
      <td className="number">{shareWords(source.share, lang)}</td>
      <td className="number">{source.medianMs === null ? '–' : formatAge(source.medianMs, lang)}</td>
      <td className="number">{formatCount(source.untouched, lang)}</td>
      <td className="source-bad">
        <KeyButton cap="d" label={t(bad ? 'figures:bad.off' : 'figures:bad.on')} onPress={onBad} />
      </td>
    </tr>
  );
}
