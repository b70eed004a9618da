import { type ReactNode, useRef, useState } from 'react';
import type { RoutineRun } from '../../../shared/model/handover';
import { stepsLeft } from '../../../shared/rules/routines/decide-routine';
import { useT } from '../../i18n/react';
import { DigitChoice } from '../alarms/digit-choice';
import { Line } from '../alarms/form-line';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';

/** A turn is done, or left: what is left of it, or all of it, needs a word. */
export function SettleDialog(props: {
  readonly run: RoutineRun;
  readonly steps: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { run, steps, onClose } = props;
  const { t } = useT();
  const make = useRef<() => Made>(() => []);
  const [state, setState] = useState<'done' | 'skipped'>('done');
  const [note, setNote] = useState('');
  const left = stepsLeft(run, steps.length);
  const wants = state === 'skipped' || left > 0;
  make.current = () => {
    if (wants && note.trim() === '')
      return t(state === 'skipped' ? 'routines:need.why' : 'routines:need.note');
    return [
      {
        kind: 'routine.settle' as const,
        subject: `routine/${run.id}`,
        payload: { state, note: note.trim() || null },
      },
    ];
  };
  return (
    <FormDialog
      title={`${run.number} ${run.name}`}
      kind="routine.settle"
      label={t(`routines:settle.${state}`)}
      make={make}
      onClose={onClose}
    >
      {left > 0 && <p className="people-note">{t('routines:stepsLeft', { count: left })}</p>}
      <DigitChoice
        label={t('routines:settle.how')}
        options={(['done', 'skipped'] as const).map((id) => ({ id, name: t(`routines:settle.${id}`) }))}
        chosen={state}
        onChoose={(id) => id !== null && setState(id)}
      />
      <Line
        label={t(wants ? 'routines:field.noteNeeded' : 'routines:field.note')}
        max={1_000}
        value={note}
        onChange={setNote}
      />
    </FormDialog>
  );
}
