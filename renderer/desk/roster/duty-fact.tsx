import type { ReactNode } from 'react';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { useWatchNow } from '../model/watch-now';
import { holderNames } from './roster-words';
import { useOnWatch, usePlan } from './use-roster';

/** Who has the watch, in the status bar: the responsible one by name, and until when. Nothing in a room without watches. */
export function DutyFact(): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(5_000);
  const { duty, overMs } = useOnWatch(hubNow);
  const { waiting } = useWatchNow();
  const show = (): void => desk.show({ kind: 'duty' });
  if (duty === null) {
    if (plan === null) return null;
    return (
      <li className="status-loud">
        <StateShape state="warning" size={14} />
        <button type="button" className="status-button" onClick={show}>
          <strong>{t('roster:duty.nobody')}</strong>
        </button>
      </li>
    );
  }
  const [first] = duty.holders;
  const others = duty.holders.length - 1;
  return (
    <li className={overMs > 0 ? 'status-loud' : undefined}>
      {overMs > 0 && <StateShape state="warning" size={14} />}
      <button type="button" className="status-button" title={holderNames(duty, people)} onClick={show}>
        {t('roster:duty.has')} <strong>{first && personName(people, first.person)}</strong>
        {others > 0 && ` +${others}`}
        {duty.shift !== null && (
          <span className="status-until">
            {' '}
            {t(overMs > 0 ? 'roster:duty.overSince' : 'roster:duty.until', {
              time: formatUntil(duty.shift.end, hubNow, lang),
            })}
          </span>
        )}
      </button>
      {waiting.has('duty:room') && <span className="from-cache"> {t('handover:provisional')}</span>}
    </li>
  );
}
