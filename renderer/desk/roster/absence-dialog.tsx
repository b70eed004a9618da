import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { ShiftRef } from '../../../shared/model/roster';
import { isAway } from '../../../shared/rules/watch/turns';
import { dayAt } from '../../../shared/rules/watch/wall-dates';
import { instantOf, wallTime } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { useBoard, useBoardStore } from '../../stores/board-react';
import { Line } from '../alarms/form-line';
import { personName } from '../events/command-words';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { newId } from '../incidents/made-id';
import { dateAndTime, readMoment } from '../maintenance/draft';
import { MomentFields } from '../maintenance/moment-fields';
import { useWatchNow } from '../model/watch-now';
import { turnsOf } from './roster-model';
import { dayText, hoursText, positionName, shiftName } from './roster-words';
import { usePlan } from './use-roster';
import { WhoField } from './who-field';

/** Turns that come to stand open are shown this many, and the rest counted. */
const SHOWN = 8;
const DAY_MS = 86_400_000;
/** An absence of years is planned by more than this dialog shows. */
const LOOK_DAYS = 400;

/** Somebody is away: from when to when, and which turns it leaves open. `first`: the shift that it begins with. */
export function AbsenceDialog(props: {
  readonly first: ShiftRef | null;
  readonly onClose: () => void;
}): ReactNode {
  const { first, onClose } = props;
  const { t, lang } = useT();
  const store = useBoardStore();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  const { watch } = useWatchNow();
  const make = useRef<() => Made>(() => []);
  const [id] = useState(newId);
  const [person, setPerson] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [from, setFrom] = useState(() =>
    dateAndTime(wallTime(first?.start ?? Math.floor(store.linkView().hubNow))),
  );
  const [to, setTo] = useState(() =>
    dateAndTime(wallTime(first?.end ?? Math.floor(store.linkView().hubNow) + DAY_MS)),
  );
  const start = instantOr(from);
  const end = instantOr(to);
  const open = useMemo(() => {
    if (plan === null || person === null || start === null || end === null || end <= start) return [];
    const days = Math.min(LOOK_DAYS, dayAt(end) - dayAt(start) + 2);
    const value = { id, person, from: start, to: end, note: null };
    return turnsOf(plan, watch, dayAt(start) - 1, days).filter(
      (turn) => turn.person === person && isAway([value], person, turn.ref, plan.plan.overlapMs),
    );
  }, [plan, watch, person, start, end, id]);
  make.current = () => {
    if (person === null) return t('roster:need.person');
    if (start === null || end === null) return t('roster:need.time');
    if (end <= start) return t('roster:need.order');
    const value = { id, person, from: start, to: end, note: note.trim() || null };
    return [
      {
        kind: 'roster.set' as const,
        subject: `absence/${id}`,
        payload: { kind: 'absence' as const, value },
      },
    ];
  };
  return (
    <FormDialog
      title={t('roster:absence')}
      kind="roster.set"
      label={t('roster:give')}
      make={make}
      onClose={onClose}
    >
      <WhoField
        first
        label={t('roster:field.away')}
        nobody={t('roster:choose')}
        chosen={person}
        onChoose={setPerson}
      />
      <fieldset className="roster-moment">
        <legend>{t('roster:field.from')}</legend>
        <MomentFields
          {...from}
          dateLabel={t('roster:field.fromDate')}
          timeLabel={t('roster:field.fromTime')}
          onChange={(date, time) => setFrom({ date, time })}
        />
      </fieldset>
      <fieldset className="roster-moment">
        <legend>{t('roster:field.to')}</legend>
        <MomentFields
          {...to}
          dateLabel={t('roster:field.toDate')}
          timeLabel={t('roster:field.toTime')}
          onChange={(date, time) => setTo({ date, time })}
        />
      </fieldset>
      <Line
        label={t('roster:field.note')}
        help={t('roster:noteHelp')}
        max={200}
        value={note}
        onChange={setNote}
      />
      {person !== null && (
        <div className="people-note">
          <strong>{t('roster:leavesOpen', { count: open.length, name: personName(people, person) })}</strong>
          <ul>
            {open.slice(0, SHOWN).map(({ key, ref, position }) => (
              <li key={key}>
                {dayText(ref.date, lang)} {shiftName(plan, ref.shift)} {hoursText(ref)},{' '}
                {positionName(plan, position)}
              </li>
            ))}
            {open.length > SHOWN && <li>{t('roster:more', { count: open.length - SHOWN })}</li>}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}

function instantOr({ date, time }: { readonly date: string; readonly time: string }): number | null {
  const wall = readMoment(date, time);
  return wall === null ? null : instantOf(wall);
}
