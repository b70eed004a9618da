import { type ReactNode, useEffect, useState } from 'react';
import { instantOf } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { readMoment } from '../maintenance/draft';
import { MomentFields } from '../maintenance/moment-fields';
import { SPANS, type Span } from './log-span';

/** How far back: a span, or from one moment to another as people write them. */
export function LogSpanFields(props: {
  readonly span: Span | 'own';
  readonly onSpan: (span: Span | 'own') => void;
  readonly onOwn: (own: { readonly from: number | null; readonly to: number | null }) => void;
}): ReactNode {
  const { span, onSpan, onOwn } = props;
  const { t } = useT();
  const [from, setFrom] = useState({ date: '', time: '00:00' });
  const [to, setTo] = useState({ date: '', time: '23:59' });
  useEffect(() => {
    if (span !== 'own') return;
    const read = ({ date, time }: typeof from): number | null => {
      const wall = readMoment(date, time);
      return wall === null ? null : instantOf(wall);
    };
    const end = read(to);
    // To the end of the minute that was written.
    onOwn({ from: read(from), to: end === null ? null : end + 59_999 });
  }, [span, from, to, onOwn]);
  return (
    <div className="log-span">
      <label>
        <span className="visually-hidden">{t('log:span.label')}</span>
        <select value={span} onChange={(event) => onSpan(event.target.value as Span | 'own')}>
          {SPANS.map((one) => (
            <option key={one} value={one}>
              {t(`log:span.${one}`)}
            </option>
          ))}
          <option value="own">{t('log:span.own')}</option>
        </select>
      </label>
      {span === 'own' && (
        <>
          <span>{t('log:span.from')}</span>
          <MomentFields
            {...from}
            dateLabel={t('log:span.fromDate')}
            timeLabel={t('log:span.fromTime')}
            onChange={(date, time) => setFrom({ date, time })}
          />
          <span>{t('log:span.to')}</span>
          <MomentFields
            {...to}
            dateLabel={t('log:span.toDate')}
            timeLabel={t('log:span.toTime')}
            onChange={(date, time) => setTo({ date, time })}
          />
        </>
      )}
    </div>
  );
}
