import type { ReactNode } from 'react';
import type { ChartAnswer, ChartSeries } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { chartRows } from './chart-data';
import { formatStep, formatValue } from './chart-words';

/** Rows that somebody can listen to. */
const ROWS = 24;

/** A chart's main series in figures, for those who do not see the picture. */
export function ChartTable(props: {
  readonly series: ChartSeries;
  readonly answer: Pick<ChartAnswer, 'at' | 'stepMs'>;
  readonly name: string;
  readonly rangeMs: number;
}): ReactNode {
  const { series, answer, name, rangeMs } = props;
  const { t, lang } = useT();
  const value = (number: number | null): string =>
    number === null ? '–' : formatValue(number, series.unit, lang);
  return (
    <table className="visually-hidden">
      <caption>{t('chart:table.title', { name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('chart:table.time')}</th>
          <th scope="col">{t('chart:table.median')}</th>
          <th scope="col">{t('chart:table.max')}</th>
          <th scope="col">{t('chart:table.count')}</th>
          <th scope="col">{t('chart:table.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {chartRows(series, answer, ROWS).map((row) => (
          <tr key={row.from}>
            <th scope="row">{formatStep(row.from, Math.max(60_000, row.to - row.from), rangeMs)}</th>
            <td>
              {row.low === null || row.low === row.high
                ? value(row.low)
                : t('chart:table.between', { low: value(row.low), high: value(row.high) })}
            </td>
            <td>{value(row.max)}</td>
            <td>{row.count}</td>
            <td>{row.failed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
