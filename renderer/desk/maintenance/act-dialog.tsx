import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { maintenanceKey } from '../../../shared/model/maintenance';
import { formatUntil } from '../../../shared/time/format';
import { instantOf, wallTime } from '../../../shared/time/oslo';
import type { Result } from '../../../shared/util/result';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useBoard } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import type { Act } from './acts';
import { dateAndTime, readMoment } from './draft';
import { MomentFields } from './moment-fields';

const STEPS = [30, 60] as const;
const MINUTE_MS = 60_000;

/** Asks for the reason, gives the command and stays until its fate is known: a refusal loses nothing of it. */
export function ActDialog(props: {
  readonly act: Act;
  readonly hubNow: number;
  readonly onClose: () => void;
}): ReactNode {
  const { act, hubNow, onClose } = props;
  const { t, lang } = useT();
  const acts = useActs();
  const { window, run } = act.status;
  const reasonId = useId();
  const reasonField = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [command, setCommand] = useState<string | null>(null);
  // An overrun is extended from now: from when it should have been over, it would be over at once.
  const [from] = useState(() => Math.max(run?.end ?? hubNow, hubNow));
  const [until, setUntil] = useState<number | null>(() => from + 30 * MINUTE_MS);
  const entry = useBoard((state) => state.outbox.find((item) => item.id === command));
  const waiting = entry?.fate === 'queued' || entry?.fate === 'sent';
  // The dialog has given the focus to its first button.
  useEffect(() => reasonField.current?.focus(), []);
  useEffect(() => {
    if (entry?.fate === 'confirmed') onClose();
  }, [entry, onClose]);

  const give = async (): Promise<void> => {
    if (waiting) return;
    const end = until ?? 0;
    if (act.kind === 'extend' && end <= hubNow) return setFault(t('maintenance:act.inPast'));
    setFault(null);
    const subject = maintenanceKey(window.id);
    const why = reason.trim() === '' ? null : reason.trim();
    const ask = (): Promise<Result<OutboxEntry>> => {
      if (act.kind === 'end')
        return acts.give({ kind: 'maintenance.end', subject, payload: { reason: why } });
      if (act.kind === 'extend')
        return acts.give({ kind: 'maintenance.extend', subject, payload: { until: end, reason: why } });
      return acts.give({ kind: 'maintenance.remove', subject, payload: null });
    };
    const answer = await ask();
    if (answer.ok) setCommand(answer.value.id);
    else setFault(t('maintenance:refused', { reason: answer.error.message }));
  };
  useKeys(
    {
      back: onClose,
      save: () => {
        void give();
      },
    },
    { modal: true },
  );
  return (
    <Dialog
      title={t(`maintenance:act.${act.kind}Title`, { title: window.title })}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form
        className="mw-form mw-act"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        {act.kind === 'remove' && (
          <p>{t(run ? 'maintenance:act.removeRunning' : 'maintenance:act.removeText')}</p>
        )}
        {act.kind === 'extend' && <UntilField from={from} until={until} onChange={setUntil} />}
        {act.kind !== 'remove' && (
          <div className="mw-field">
            <label htmlFor={reasonId}>{t('maintenance:act.reason')}</label>
            <input
              ref={reasonField}
              id={reasonId}
              value={reason}
              maxLength={300}
              autoComplete="off"
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        )}
        {act.kind === 'extend' && until !== null && (
          <p role="status">{t('maintenance:act.until', { time: formatUntil(until, hubNow, lang) })}</p>
        )}
        <p className="mw-fault" role="alert">
          {fault ??
            (entry && entry.fate !== 'confirmed' && !waiting
              ? t(`maintenance:fate.${entry.fate}`, { reason: entry.reason ?? '' })
              : '')}
        </p>
        {waiting && <p role="status">{t('maintenance:act.queued')}</p>}
        <KeyButton
          cap="F2"
          label={t(`maintenance:act.${act.kind}`)}
          disabled={waiting}
          onPress={() => {
            void give();
          }}
        />
      </form>
    </Dialog>
  );
}

/** Half an hour, an hour, or a time by the clock on the wall. */
function UntilField(props: {
  readonly from: number;
  /** Null: what is written is no time. */
  readonly until: number | null;
  readonly onChange: (until: number | null) => void;
}): ReactNode {
  const { from, until, onChange } = props;
  const { t } = useT();
  const id = useId();
  const [typed, setTyped] = useState(() => dateAndTime(wallTime(from + 30 * MINUTE_MS)));
  return (
    <fieldset className="mw-choices">
      <legend>{t('maintenance:act.newEnd')}</legend>
      {STEPS.map((minutes) => (
        <label key={minutes}>
          <input
            type="radio"
            name={id}
            checked={until === from + minutes * MINUTE_MS}
            onChange={() => {
              setTyped(dateAndTime(wallTime(from + minutes * MINUTE_MS)));
              onChange(from + minutes * MINUTE_MS);
            }}
          />
          {t('maintenance:act.minutes', { count: minutes })}
        </label>
      ))}
      <MomentFields
        date={typed.date}
        time={typed.time}
        dateLabel={t('maintenance:field.endDate')}
        timeLabel={t('maintenance:field.endTime')}
        onChange={(date, time) => {
          setTyped({ date, time });
          const wall = readMoment(date, time);
          onChange(wall === null ? null : instantOf(wall));
        }}
      />
    </fieldset>
  );
}
