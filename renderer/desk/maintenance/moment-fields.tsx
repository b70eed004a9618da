import type { ReactNode } from 'react';
import { formatDate } from '../../../shared/time/format';
import { instantOf } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { readMoment } from './draft';

/**
 * A date and a time, as people write them. Not the browser's own fields: those speak the machine's language, and
 * 11/12 must never be read two ways. The day that was understood is said beside.
 */
export function MomentFields(props: {
  readonly date: string;
  readonly time: string;
  readonly dateLabel: string;
  readonly timeLabel: string;
  readonly onChange: (date: string, time: string) => void;
}): ReactNode {
  const { date, time, dateLabel, timeLabel, onChange } = props;
  const { t, lang } = useT();
  const wall = readMoment(date, time);
  return (
    <>
      <input
        aria-label={dateLabel}
        className="mw-date"
        value={date}
        autoComplete="off"
        inputMode="numeric"
        placeholder={t('maintenance:form.dateHelp')}
        onChange={(event) => onChange(event.target.value, time)}
      />
      <input
        aria-label={timeLabel}
        className="mw-short"
        value={time}
        autoComplete="off"
        inputMode="numeric"
        placeholder="22:00"
        onChange={(event) => onChange(date, event.target.value)}
      />
      {wall !== null && <span className="quiet">{formatDate(instantOf(wall), lang).split(' ')[0]}</span>}
    </>
  );
}
