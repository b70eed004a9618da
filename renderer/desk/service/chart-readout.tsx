import type { ReactNode } from 'react';
import type { ChartAnswer } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { type ChartView, newest } from './chart-data';
import { dashOf, densityOf } from './chart-drawing';
import type { Mark, NamedBand } from './chart-paint';
import { formatStep, formatValue, metricName, stepWords } from './chart-words';

/** What is read at the cursor: the step, what was measured in it, and what went on. */
export function ChartReadout(props: {
  readonly view: ChartView;
  readonly answer: Pick<ChartAnswer, 'at' | 'stepMs'>;
  readonly index: number;
  readonly rangeMs: number;
  readonly bands: readonly NamedBand[];
  readonly marks: readonly Mark[];
}): ReactNode {
  const { view, answer, index, rangeMs, bands, marks } = props;
  const speech = useT();
  const { t, lang } = speech;
  const from = answer.at[index] ?? 0;
  const to = from + answer.stepMs;
  const around = marks.filter(({ at }) => at >= from - answer.stepMs / 2 && at < to + answer.stepMs / 2);
  const within = bands.filter((band) => band.from < to && band.to > from);
  const words =
    view.series.length === 1 && view.series[0]
      ? [stepWords(view.series[0], index, speech)]
      : view.series.map((one) => {
          const value = one.p50[index] ?? null;
          return `${metricName(one, view, t)} ${value === null ? '–' : formatValue(value, one.unit, lang)}`;
        });
  return (
    <>
      <strong>{formatStep(from, answer.stepMs, rangeMs)}</strong> {words.join(' · ')}
      {within.map((band) => (
        <span key={`${band.kind} ${band.from}`} className="chart-said" data-band={band.kind}>
          {band.label === '' ? band.name : `${band.name}: ${band.label}`}
        </span>
      ))}
      {around.slice(0, 3).map((mark) => (
        <span key={`${mark.at} ${mark.text}`} className="chart-said">
          {mark.text}
        </span>
      ))}
    </>
  );
}

/** Which field or line is which, with the newest value of each. */
export function ChartLegend({ view }: { readonly view: ChartView }): ReactNode {
  const { t, lang } = useT();
  const isStack = view.kind === 'phases' || view.kind === 'steps';
  return (
    <ul className="chart-legend">
      {view.series.map((one, i) => {
        const value = one.p50[newest(one)] ?? null;
        const step = view.check.steps.find(({ id }) => one.metric === `step/${id}`);
        const expected = step?.expectedMs ?? null;
        const over = value !== null && expected !== null && value > expected;
        return (
          <li key={one.metric}>
            <svg className="chart-swatch" viewBox="0 0 22 12" role="presentation" aria-hidden="true">
              {isStack ? (
                <rect width="22" height="12" fillOpacity={densityOf(i)} />
              ) : (
                <path
                  d="M0 6H22"
                  strokeDasharray={dashOf(i)?.join(' ')}
                  data-first={i === 0 ? '' : undefined}
                />
              )}
            </svg>
            {metricName(one, view, t)}{' '}
            <strong>{value === null ? '–' : formatValue(value, one.unit, lang)}</strong>
            {over && (
              <span className="chart-over">
                {t('chart:legend.over', { limit: formatValue(expected, 'ms', lang) })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
