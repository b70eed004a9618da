import type { ReactNode } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { FLOOD_ABOVE, FLOOD_WINDOW_MS } from '../../../shared/rules/alarms/flood';
import { formatSince } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { useLinkView } from '../../stores/board-react';

const WIDTH = 1_000;
const HEIGHT = 56;

/**
 * Annunciated alarms by ten minutes, against the ten that one person can take in (EEMUA 191). The picture is decoration
 * beside its sentence: which is the worst, and when.
 */
export function PeriodBars({ answer }: { readonly answer: AlarmFiguresAnswer }): ReactNode {
  const { t, lang } = useT();
  const { hubNow } = useLinkView(60_000);
  const { from, to, periods } = answer;
  const worst = periods.reduce<(typeof periods)[number] | null>(
    (most, one) => (most === null || one.count > most.count ? one : most),
    null,
  );
  const top = Math.max(FLOOD_ABOVE * 1.5, worst?.count ?? 0);
  const x = (at: number): number => ((at - from) / (to - from)) * WIDTH;
  const y = (count: number): number => HEIGHT - (count / top) * HEIGHT;
  const width = Math.max(1.5, x(from + FLOOD_WINDOW_MS) - 1);
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('figures:periods10.title')}
        <span className="quiet">
          {worst === null
            ? t('figures:periods10.none')
            : t('figures:periods10.worst', {
                worst: formatCount(worst.count, lang),
                time: formatSince(worst.at, hubNow),
              })}
        </span>
      </h2>
      <svg
        className="period-bars"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <line className="period-limit" x1={0} x2={WIDTH} y1={y(FLOOD_ABOVE)} y2={y(FLOOD_ABOVE)} />
        {periods.map(({ at, count }) => (
          <rect
            key={at}
            className="period-bar"
            data-over={count > FLOOD_ABOVE ? '' : undefined}
            x={Math.max(0, x(at))}
            y={y(count)}
            width={width}
            height={HEIGHT - y(count)}
          />
        ))}
      </svg>
      <p className="period-ends">
        <time>{formatSince(from, hubNow)}</time>
        <span>{t('figures:periods10.limit', { limit: FLOOD_ABOVE })}</span>
        <time>{formatSince(to, hubNow)}</time>
      </p>
    </section>
  );
}
