import type { ReactNode } from 'react';
import { formatAge, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { useWatchNow } from '../model/watch-now';
import { RoleNote } from '../people/role-note';
import { useMay } from '../people/use-people';
import { oddLength, type RosterTurn } from './roster-model';
import { dayText, hoursText, positionName, shiftName } from './roster-words';
import { usePlan } from './use-roster';

/** The turn in focus: whose it is, why, and how long the shift is on a night when the clock jumps. */
export function TurnPanel(props: {
  readonly turn: RosterTurn;
  readonly now: number;
  readonly onSwap: () => void;
}): ReactNode {
  const { turn, now, onSwap } = props;
  const { t, lang } = useT();
  const plan = usePlan();
  const acts = useActs();
  const desk = useDeskStore();
  const people = useBoard((state) => state.people);
  const live = useLinkView(1_000).phase === 'live';
  const { watch, waiting } = useWatchNow();
  const { may } = useMay('roster.set');
  const { ref, person, planned, why } = turn;
  const odd = plan === null ? 0 : oddLength(plan, ref);
  const given = watch.get(`assignment:${turn.key}`);
  const note = given?.kind === 'assignment' ? given.value.note : null;
  const back = (): void => {
    void acts
      .give({ kind: 'roster.remove', subject: `assignment/${turn.key}`, payload: null })
      .then((answer) => {
        if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
      });
  };
  return (
    <section className="panel roster-turn-panel">
      <h2 className="panel-title">
        {shiftName(plan, ref.shift)} {dayText(ref.date, lang)}
      </h2>
      <dl className="roster-facts">
        <div>
          <dt>{t('roster:field.position')}</dt>
          <dd>{positionName(plan, turn.position)}</dd>
        </div>
        <div>
          <dt>{t('roster:field.time')}</dt>
          <dd>
            {hoursText(ref)}, {formatAge(ref.end - ref.start, lang)}
            {odd !== 0 && (
              <strong>
                {' '}
                {t(odd > 0 ? 'roster:longer' : 'roster:shorter', { age: formatAge(Math.abs(odd), lang) })}
              </strong>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('roster:field.person')}</dt>
          <dd>
            <strong>{person === null ? t(`roster:why.${why}`) : personName(people, person)}</strong>
            {why !== 'rota' && planned !== null && planned !== person && (
              <span className="quiet"> {t('roster:insteadOf', { name: personName(people, planned) })}</span>
            )}
            {waiting.has(`assignment:${turn.key}`) && (
              <span className="from-cache">{t('roster:waitsForHub')}</span>
            )}
          </dd>
        </div>
        {note !== null && (
          <div>
            <dt>{t('roster:field.note')}</dt>
            <dd>«{note}»</dd>
          </div>
        )}
        {ref.end <= now && <p className="quiet">{t('roster:over', { time: formatSince(ref.end, now) })}</p>}
      </dl>
      <div className="act-row">
        <KeyButton cap="Enter" label={t('roster:swap')} waits={!live} disabled={!may} onPress={onSwap} />
        {given !== undefined && (
          <button type="button" className="quiet-button" disabled={!may} onClick={back}>
            {t('roster:asPlanned')}
          </button>
        )}
      </div>
      <RoleNote kind="roster.set" />
    </section>
  );
}
