import { type FormEvent, type ReactNode, type RefObject, useEffect, useId, useState } from 'react';
import type { ActionRun } from '../../../shared/model/alarms';
import type { ActionArg, RunbookAction } from '../../../shared/model/catalogue';
import type { ArgFault } from '../../../shared/rules/action-args';
import { formatClock } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { RoleNote } from '../people/role-note';
import { useMay } from '../people/use-people';
import { firstWritten, readWritten, restsUntil, type Written } from './run-model';

/** The arguments of one action, and the wish to run it: for real, or without effect first. */
export function RunForm(props: {
  readonly action: RunbookAction;
  readonly node: string | null;
  readonly runs: readonly ActionRun[];
  /** Set to what runs it, for the dialog's key. */
  readonly save: RefObject<() => void>;
}): ReactNode {
  const { action, node, runs, save } = props;
  const { t } = useT();
  const acts = useActs();
  const { hubNow, reachable } = useLinkView(1_000);
  const { may } = useMay('run.request');
  const [written, setWritten] = useState<Written>(() => firstWritten(action, node));
  const [tried, setTried] = useState(false);
  const [command, setCommand] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const entry = useBoard((state) => state.outbox.find(({ id }) => id === command));
  const { args, faults } = readWritten(action.args, written);
  const rests = restsUntil(action, runs, hubNow);
  const waiting = entry?.fate === 'queued' || entry?.fate === 'sent';
  const ask = async (dryRun: boolean): Promise<void> => {
    setTried(true);
    if (faults.size > 0 || waiting || !may || (!dryRun && rests !== null)) return;
    const answer = await acts.give({
      kind: 'run.request',
      subject: `action/${action.id}`,
      payload: { args, node, dryRun },
    });
    setFault(answer.ok ? null : answer.error.message);
    if (answer.ok) setCommand(answer.value.id);
  };
  useEffect(() => {
    save.current = () => void ask(false);
  });
  const refusal = fault ?? (entry?.fate === 'refused' || entry?.fate === 'expired' ? entry.reason : null);
  return (
    <form
      className="runs-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void ask(false);
      }}
    >
      {action.args.map((arg) => (
        <ArgField
          key={arg.id}
          arg={arg}
          value={written[arg.id] ?? ''}
          fault={tried ? faults.get(arg.id) : undefined}
          onChange={(value) => {
            setWritten((old) => ({ ...old, [arg.id]: value }));
            setCommand(null);
          }}
        />
      ))}
      {action.approval && <p className="people-note">{t('runs:needsApproval')}</p>}
      {!reachable && <p className="people-note">{t('runs:needsHub')}</p>}
      {rests !== null && <p className="people-note">{t('runs:rests', { time: formatClock(rests) })}</p>}
      <div className="act-row">
        {action.dryRun && (
          <button
            type="button"
            className="quiet-button"
            disabled={!may || waiting}
            onClick={() => void ask(true)}
          >
            {t('runs:dryRun')}
          </button>
        )}
        <KeyButton
          cap="F2"
          label={t(action.approval ? 'runs:askApproval' : 'runs:run', { name: action.name })}
          waits={!reachable}
          disabled={!may || waiting || rests !== null}
          onPress={() => void ask(false)}
        />
        <span role="status" className="quiet">
          {waiting ? t(`runs:asked.${entry.fate === 'sent' ? 'sent' : 'queued'}`) : ''}
        </span>
        <span role="alert" className="people-fault">
          {refusal === null ? '' : t('runs:refused', { reason: refusal })}
        </span>
      </div>
      <RoleNote kind="run.request" />
    </form>
  );
}

function ArgField(props: {
  readonly arg: ActionArg;
  readonly value: string | boolean;
  readonly fault: ArgFault | undefined;
  readonly onChange: (value: string | boolean) => void;
}): ReactNode {
  const { arg, value, fault, onChange } = props;
  const { t } = useT();
  const id = useId();
  const said = (
    <span className="people-fault" role="alert" id={`${id}-fault`}>
      {fault === undefined
        ? ''
        : t(
            `runs:fault.${fault}`,
            arg.type === 'integer' ? { min: arg.min, max: arg.max } : { min: '', max: '' },
          )}
    </span>
  );
  if (arg.type === 'boolean') {
    return (
      <div className="people-check">
        <input
          type="checkbox"
          id={id}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        <label htmlFor={id}>{arg.name}</label>
        {said}
      </div>
    );
  }
  return (
    <div className="people-field">
      <label htmlFor={id}>{arg.name}</label>
      {arg.type === 'choice' ? (
        <select
          id={id}
          aria-describedby={`${id}-fault`}
          value={String(value)}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('runs:choose')}</option>
          {arg.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          aria-describedby={`${id}-fault`}
          value={String(value)}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          inputMode={arg.type === 'integer' ? 'numeric' : 'text'}
          placeholder={arg.type === 'integer' ? `${arg.min}–${arg.max}` : ''}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {said}
    </div>
  );
}
