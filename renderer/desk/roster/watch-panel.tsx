import type { ReactNode } from 'react';
import type { PlannedShift } from '../../../shared/rules/watch/duty';
import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { hoursText, positionName, shiftName } from './roster-words';
import { useOnWatch, usePlan } from './use-roster';

/** Who has the watch, and who is planned for it now and next. */
export function WatchPanel({ now }: { readonly now: number }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('roster:onWatch')}
        <KeyButton cap="W" label={t('roster:duty.change')} onPress={() => desk.show({ kind: 'duty' })} />
      </h2>
      <OnWatchFacts now={now} />
    </section>
  );
}

/** The same, without its frame. */
export function OnWatchFacts({ now }: { readonly now: number }): ReactNode {
  const { t, lang } = useT();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  const at = useOnWatch(now);
  const { duty, planned, next, overMs } = at;
  return (
    <dl className="roster-facts">
      <div>
        <dt>{t('roster:duty.now')}</dt>
        <dd>
          {duty === null ? (
            <strong className="roster-nobody">
              {plan !== null && <StateShape state="warning" size={14} />} {t('roster:duty.nobody')}
            </strong>
          ) : (
            <>
              {duty.holders.map(({ person, position }) => (
                <div key={`${person} ${position ?? ''}`}>
                  <strong>{personName(people, person)}</strong>
                  {position !== null && <span className="quiet"> {positionName(plan, position)}</span>}
                </div>
              ))}
              <span className="quiet">{t('roster:duty.since', { time: formatSince(duty.since, now) })}</span>
              {overMs > 0 && duty.shift !== null && (
                <strong className="roster-nobody">
                  {' '}
                  <StateShape state="warning" size={14} />{' '}
                  {t('roster:duty.over', {
                    shift: shiftName(plan, duty.shift.shift),
                    time: formatUntil(duty.shift.end, now, lang),
                    age: formatAge(overMs, lang),
                  })}
                </strong>
              )}
            </>
          )}
        </dd>
      </div>
      {planned.map((shift) => (
        <Planned key={shift.ref.id} label={t('roster:duty.planned')} shift={shift} />
      ))}
      {next !== null && <Planned label={t('roster:duty.next')} shift={next} />}
    </dl>
  );
}

function Planned({ label, shift }: { readonly label: string; readonly shift: PlannedShift }): ReactNode {
  const { t } = useT();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {shiftName(plan, shift.ref.shift)} {hoursText(shift.ref)}
        {shift.staff.map(({ position, person, why }) => (
          <div key={position}>
            <strong>{person === null ? t(`roster:why.${why}`) : personName(people, person)}</strong>{' '}
            <span className="quiet">{positionName(plan, position)}</span>
          </div>
        ))}
      </dd>
    </div>
  );
}
