import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { CommandPayload } from '../../../shared/contract/commands';
import { dayNumber } from '../../../shared/rules/watch/wall-dates';
import { formatAge } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { Line } from '../alarms/form-line';
import { personName } from '../events/command-words';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { useWatchNow } from '../model/watch-now';
import { type RosterTurn, tightTurns, turnsOf } from './roster-model';
import { dayText, hoursText, positionName, shiftName } from './roster-words';
import { usePlan } from './use-roster';
import { WhoField } from './who-field';

/** Turns that can be taken in return lie so many days before or after, at most. */
const RETURN_DAYS = 42;

/**
 * Somebody else takes one turn, or nobody; where they give one of theirs in return, both change with one press. What it
 * means for their rest is said before it is given.
 */
export function TurnDialog(props: { readonly turn: RosterTurn; readonly onClose: () => void }): ReactNode {
  const { turn, onClose } = props;
  const { t, lang } = useT();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  const { watch } = useWatchNow();
  const make = useRef<() => Made>(() => []);
  const [person, setPerson] = useState(turn.person);
  const [back, setBack] = useState('');
  const [note, setNote] = useState('');
  const { ref, position, planned } = turn;
  const day = dayNumber(ref.date) ?? 0;
  const around = useMemo(
    () => (plan === null ? [] : turnsOf(plan, watch, day - RETURN_DAYS, 2 * RETURN_DAYS + 1)),
    [plan, watch, day],
  );
  const theirs =
    person === null || person === turn.person || turn.person === null
      ? []
      : around.filter((one) => one.person === person && one.key !== turn.key);
  const inReturn = theirs.find(({ key }) => key === back);
  const tight = person === null ? [] : tightTurns(around, person, ref, [turn.key, back]);
  const given = (to: RosterTurn, who: string | null) => {
    const value = {
      id: to.key,
      date: to.ref.date,
      shift: to.ref.shift,
      position: to.position,
      person: who,
      note: note.trim() || null,
    };
    const payload: CommandPayload<'roster.set'> = { kind: 'assignment', value };
    return { kind: 'roster.set' as const, subject: `assignment/${to.key}`, payload };
  };
  const asPlanned = (to: RosterTurn) =>
    ({ kind: 'roster.remove' as const, subject: `assignment/${to.key}`, payload: null }) as const;
  make.current = () => {
    if (person === turn.person) return [];
    // As the rota says is no swap: what was said over it is taken back.
    const changed = watch.has(`assignment:${turn.key}`);
    const first = person === planned && changed && note.trim() === '' ? asPlanned(turn) : given(turn, person);
    return inReturn ? [first, given(inReturn, turn.person)] : [first];
  };
  return (
    <FormDialog
      title={t('roster:swapTitle', {
        shift: shiftName(plan, ref.shift),
        day: dayText(ref.date, lang),
        position: positionName(plan, position),
      })}
      kind="roster.set"
      label={t('roster:give')}
      make={make}
      onClose={onClose}
    >
      <p className="quiet">
        {hoursText(ref)}.{' '}
        {planned === null
          ? t('roster:plannedNobody')
          : t('roster:plannedIs', { name: personName(people, planned) })}
      </p>
      <WhoField
        first
        label={t('roster:field.takes')}
        nobody={t('roster:nobodyTakes')}
        chosen={person}
        onChoose={(id) => {
          setPerson(id);
          setBack('');
        }}
      />
      {theirs.length > 0 && (
        <ReturnField
          turns={theirs}
          chosen={back}
          name={personName(people, turn.person ?? '')}
          onChoose={setBack}
        />
      )}
      <Line label={t('roster:field.note')} max={200} value={note} onChange={setNote} />
      {tight.map(({ turn: other, restMs }) => (
        <p key={other.key} className="people-note">
          {t(`roster:rest.${restOf(restMs, plan?.plan.overlapMs ?? 0)}`, {
            name: personName(people, person ?? ''),
            shift: shiftName(plan, other.ref.shift),
            day: dayText(other.ref.date, lang),
            age: formatAge(Math.max(0, restMs), lang),
          })}
        </p>
      ))}
    </FormDialog>
  );
}

/** `none`: the two only meet, for as long as shifts do. */
function restOf(restMs: number, overlapMs: number): 'same' | 'none' | 'short' {
  if (restMs > 0) return 'short';
  return restMs < -overlapMs ? 'same' : 'none';
}

/** The turn that is given in return. */
function ReturnField(props: {
  readonly turns: readonly RosterTurn[];
  readonly chosen: string;
  /** Who would take it. */
  readonly name: string;
  readonly onChoose: (key: string) => void;
}): ReactNode {
  const { turns, chosen, name, onChoose } = props;
  const { t, lang } = useT();
  const plan = usePlan();
  return (
    <label className="act-field">
      <span>{t('roster:field.inReturn', { name })}</span>
      <select className="text-field" value={chosen} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{t('roster:nothingInReturn')}</option>
        {turns.map(({ key, ref, position }) => (
          <option key={key} value={key}>
            {dayText(ref.date, lang)} {shiftName(plan, ref.shift)} {hoursText(ref)},{' '}
            {positionName(plan, position)}
          </option>
        ))}
      </select>
    </label>
  );
}
