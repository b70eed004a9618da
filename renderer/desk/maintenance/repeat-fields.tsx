import { type ReactNode, useId } from 'react';
import { useT } from '../../i18n/react';
import type { Draft } from './draft';
import { Fault } from './fault';
import { NTHS, WEEKDAYS } from './recurrence';

/** In the standard's own words: the same in every language. */
const EXAMPLE_RULE = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU';

const KINDS = ['none', 'daily', 'weekly', 'monthly', 'rule'] as const;

/** How often: the four that people plan by, or a rule for the rest. */
export function RepeatFields(props: {
  readonly draft: Draft;
  readonly fault: string | undefined;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, fault, change } = props;
  const { t } = useT();
  const id = useId();
  return (
    <fieldset className="mw-choices">
      <legend>{t('maintenance:field.repeat')}</legend>
      {KINDS.map((kind) => (
        <label key={kind}>
          <input
            type="radio"
            name={id}
            checked={draft.repeat === kind}
            onChange={() => change({ repeat: kind })}
          />
          {t(`maintenance:kind.${kind}`)}
        </label>
      ))}
      {draft.repeat === 'weekly' && (
        <span className="mw-days">
          {WEEKDAYS.map((day) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={draft.days.includes(day)}
                onChange={(event) =>
                  change({
                    days: WEEKDAYS.filter((item) =>
                      item === day ? event.target.checked : draft.days.includes(item),
                    ),
                  })
                }
              />
              {t(`maintenance:day.${day}`)}
            </label>
          ))}
        </span>
      )}
      {draft.repeat === 'monthly' && (
        <span className="mw-days">
          <select
            aria-label={t('maintenance:field.nth')}
            value={draft.nth}
            onChange={(event) => change({ nth: NTHS.find((nth) => nth === event.target.value) ?? '1' })}
          >
            {NTHS.map((nth) => (
              <option key={nth} value={nth}>
                {t(`maintenance:nth.${nth}`)}
              </option>
            ))}
          </select>
          <select
            aria-label={t('maintenance:field.weekday')}
            value={draft.nthDay}
            onChange={(event) =>
              change({ nthDay: WEEKDAYS.find((day) => day === event.target.value) ?? 'MO' })
            }
          >
            {WEEKDAYS.map((day) => (
              <option key={day} value={day}>
                {t(`maintenance:day.${day}`)}
              </option>
            ))}
          </select>
        </span>
      )}
      {draft.repeat === 'rule' && (
        <input
          aria-label={t('maintenance:field.rule')}
          className="mw-long"
          value={draft.rule}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          placeholder={EXAMPLE_RULE}
          onChange={(event) => change({ rule: event.target.value })}
        />
      )}
      <Fault text={fault} />
    </fieldset>
  );
}
