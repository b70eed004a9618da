import type { ReactNode } from 'react';
import type { Alarm } from '../../../../shared/model/alarms';
import { formatAge, formatUntil } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { useLinkView } from '../../../stores/board-react';
import { useKeyRunner } from '../../keys/use-keys';
import type { Names } from '../use-alarm-words';
import { useSymptoms } from '../use-causes';
import { backOf, backWords } from './cause-words';

/** Names that are told of what is left before the rest is a number. */
const NAMED = 10;

/**
 * How far a cause has come back: how many of what it took down are, and what is left by name. It cannot be closed before
 * that is zero or has been split out.
 */
export function RecoveryBar({ alarm, names }: { readonly alarm: Alarm; readonly names: Names }): ReactNode {
  const speech = useT();
  const { t, lang } = speech;
  const run = useKeyRunner();
  const { hubNow, phase } = useLinkView(1_000);
  const { recovery } = alarm;
  const { count: symptoms } = useSymptoms(alarm.node);
  if (recovery === null) return null;
  const { back, most } = backOf(alarm);
  // What another cause holds down as well is not held by this recovery, but it is not back either.
  const missing = Math.max(recovery.left.length, symptoms);
  const more = missing - Math.min(recovery.left.length, NAMED);
  const left = recovery.until - hubNow;
  return (
    <section className="panel recovery" aria-label={t('causes:recovery.title')}>
      <h2 className="panel-title">
        <span className="recovery-count">{backWords(alarm, speech)}</span>
        <span className="evidence-ground">
          {t('causes:recovery.kept', {
            time: formatUntil(recovery.until, hubNow, lang),
            age: formatAge(Math.max(0, left), lang),
          })}
        </span>
      </h2>
      <progress
        className="recovery-progress"
        max={Math.max(1, most)}
        value={back}
        aria-label={t('causes:recovery.title')}
      />
      <p>
        <strong>{t('causes:recovery.left', { count: missing })}</strong>{' '}
        {recovery.left.slice(0, NAMED).map(names.name).join('; ')}
        {more > 0 && ` ${t('causes:and')} ${t('causes:more', { count: more })}`}
      </p>
      <div className="act-row">
        <KeyButton
          cap="R"
          label={t('causes:act.recheckLeft')}
          waits={phase !== 'live'}
          onPress={() => run('recheckAll')}
        />
        <KeyButton cap="J" label={t('causes:act.splitOut')} onPress={() => run('split')} />
        <span className="quiet">{t('causes:recovery.rule')}</span>
      </div>
    </section>
  );
}
