import { type ReactNode, useMemo } from 'react';
import { absencesOf } from '../../../shared/rules/watch/plan';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { useWatchNow } from '../model/watch-now';
import { useMay } from '../people/use-people';

/** Who is away now and in time to come, with the way to take it back. */
export function AbsencePanel(props: { readonly now: number; readonly onNew: () => void }): ReactNode {
  const { now, onNew } = props;
  const { t, lang } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const people = useBoard((state) => state.people);
  const { watch, waiting } = useWatchNow();
  const { may } = useMay('roster.remove');
  const day = Math.floor(now / 86_400_000) * 86_400_000;
  const absences = useMemo(
    () =>
      absencesOf(watch)
        .filter(({ to }) => to > day)
        .sort((a, b) => a.from - b.from),
    [watch, day],
  );
  const remove = async (id: string): Promise<void> => {
    const answer = await acts.give({ kind: 'roster.remove', subject: `absence/${id}`, payload: null });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('roster:absences', { count: absences.length })}
        <KeyButton cap="f" label={t('roster:absence')} onPress={onNew} />
      </h2>
      {absences.length === 0 && <p className="quiet">{t('roster:noAbsences')}</p>}
      <ul className="roster-absences">
        {absences.map(({ id, person, from, to, note }) => (
          <li key={id}>
            <span>
              <strong>{personName(people, person)}</strong> {formatUntil(from, now, lang)} –{' '}
              {formatUntil(to, now, lang)}
              {note !== null && ` «${note}»`}
              {waiting.has(`absence:${id}`) && <span className="from-cache">{t('roster:waitsForHub')}</span>}
            </span>
            <button
              type="button"
              className="quiet-button"
              disabled={!may}
              aria-label={t('roster:removeAbsence', { name: personName(people, person) })}
              onClick={() => void remove(id)}
            >
              {t('roster:remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
