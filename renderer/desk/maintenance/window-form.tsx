import { type ReactNode, type Ref, useEffect, useId, useMemo, useRef, useState } from 'react';
import { maintenanceKey } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { type Draft, type Field, isTouched, windowOf } from './draft';
import { changeDraft, draftsOf, dropDraft } from './draft-store';
import { EffectFields } from './effect-fields';
import { Fault } from './fault';
import { FormPreview } from './form-preview';
import { MomentFields } from './moment-fields';
import { RepeatFields } from './repeat-fields';
import { type FaultsByField, usePreview } from './use-preview';

/**
 * The form of one window, new or the desk's own. What is typed is a draft at once: leaving the form, the view or the
 * hub's absence loses none of it, and a refusal keeps it with the reason.
 */
export function WindowForm({ draft }: { readonly draft: Draft }): ReactNode {
  const { t } = useT();
  const acts = useActs();
  const store = useBoardStore();
  const drafts = draftsOf(useDeskStore());
  const live = useLinkView().phase === 'live';
  const entry = useBoard((state) => state.outbox.find((item) => item.id === draft.command));
  const [refusal, setRefusal] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { window, faults } = useMemo(() => windowOf(draft), [draft]);
  const preview = usePreview(window);
  const waiting = entry?.fate === 'queued' || entry?.fate === 'sent';

  const change = (part: Partial<Draft>): void => changeDraft(drafts, draft.id, part);
  const close = (): void => {
    // What nobody has touched is no draft.
    const known = store.getState().maintenance.get(maintenanceKey(draft.id))?.window ?? null;
    if (draft.command === null && !isTouched(draft, known)) dropDraft(drafts, draft.id);
    else drafts.setState({ open: null });
  };
  const save = async (): Promise<void> => {
    if (waiting) return;
    if (!window) return change({ tried: true });
    const answer = await acts.give({
      kind: 'maintenance.set',
      subject: maintenanceKey(window.id),
      payload: { window },
    });
    change({ tried: true, ...(answer.ok ? { command: answer.value.id } : {}) });
    setRefusal(answer.ok ? null : answer.error.message);
  };
  useKeys({
    save: () => {
      void save();
    },
    back: close,
  });

  const byField: FaultsByField = useMemo(() => {
    const told: Partial<Record<Field, string>> = {};
    if (draft.tried) {
      for (const [field, code] of Object.entries(faults))
        told[field as Field] = t(`maintenance:fault.${code}`);
    }
    return { ...preview.faults, ...told };
  }, [draft.tried, faults, preview.faults, t]);
  const settled = entry && !waiting && entry.fate !== 'confirmed' ? entry : null;
  const reason = refusal ?? settled?.reason ?? '';

  return (
    <ScrollRegion
      className="mw-detail"
      aria-label={t(draft.begun ? 'maintenance:form.new' : 'maintenance:form.edit')}
    >
      <form className="mw-form" onSubmit={(event) => event.preventDefault()}>
        <h2 className="mw-title">{t(draft.begun ? 'maintenance:form.new' : 'maintenance:form.edit')}</h2>
        {(settled !== null || refusal !== null) && (
          <p className="mw-fault mw-banner" role="alert">
            {settled?.fate === 'expired'
              ? t('maintenance:fate.expired')
              : t('maintenance:refused', { reason })}{' '}
            {t('maintenance:form.kept')}
          </p>
        )}
        {waiting && (
          <p className="mw-banner" role="status">
            {t(live ? 'maintenance:form.waiting' : 'maintenance:form.queued')}
          </p>
        )}
        <TextField
          ref={first}
          label={t('maintenance:field.title')}
          value={draft.title}
          max={200}
          fault={byField.title}
          onChange={(title) => change({ title })}
        />
        <div className="mw-pair">
          <TextField
            label={t('maintenance:field.owner')}
            value={draft.owner}
            max={120}
            onChange={(owner) => change({ owner })}
          />
          <TextField
            label={t('maintenance:field.ticket')}
            value={draft.ticket}
            max={100}
            onChange={(ticket) => change({ ticket })}
          />
        </div>
        <fieldset className="mw-choices">
          <legend>{t('maintenance:field.start')}</legend>
          <MomentFields
            date={draft.date}
            time={draft.time}
            dateLabel={t('maintenance:field.startDate')}
            timeLabel={t('maintenance:field.startTime')}
            onChange={(date, time) => change({ date, time })}
          />
          <span className="quiet">{t('maintenance:form.oslo')}</span>
          <Fault text={byField.start} />
        </fieldset>
        <EndFields draft={draft} faults={byField} change={change} />
        <RepeatFields draft={draft} fault={byField.rrule} change={change} />
        <EffectFields draft={draft} fault={byField.effects} change={change} />
        <TextField
          label={t('maintenance:field.description')}
          value={draft.description}
          max={2_000}
          long
          onChange={(description) => change({ description })}
        />
        <FormPreview preview={preview} window={window} />
        <div className="act-row">
          <KeyButton
            cap="F2"
            label={t('maintenance:form.save')}
            waits={!live}
            disabled={waiting}
            onPress={() => {
              void save();
            }}
          />
          <KeyButton cap="Esc" label={t('maintenance:form.close')} onPress={close} />
          <button
            type="button"
            className="quiet-button"
            disabled={waiting}
            onClick={() => dropDraft(drafts, draft.id)}
          >
            {t('maintenance:form.discard')}
          </button>
        </div>
      </form>
    </ScrollRegion>
  );
}

/** How long it lasts, or when it ends. */
function EndFields(props: {
  readonly draft: Draft;
  readonly faults: FaultsByField;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, faults, change } = props;
  const { t } = useT();
  const id = useId();
  return (
    <fieldset className="mw-choices">
      <legend>{t('maintenance:field.end')}</legend>
      {(['length', 'end'] as const).map((ending) => (
        <label key={ending}>
          <input
            type="radio"
            name={id}
            checked={draft.ending === ending}
            onChange={() => change({ ending })}
          />
          {t(`maintenance:ending.${ending}`)}
        </label>
      ))}
      {draft.ending === 'length' ? (
        <input
          aria-label={t('maintenance:field.length')}
          className="mw-short"
          value={draft.length}
          autoComplete="off"
          placeholder="2:00"
          onChange={(event) => change({ length: event.target.value })}
        />
      ) : (
        <MomentFields
          date={draft.endDate}
          time={draft.endTime}
          dateLabel={t('maintenance:field.endDate')}
          timeLabel={t('maintenance:field.endTime')}
          onChange={(endDate, endTime) => change({ endDate, endTime })}
        />
      )}
      <Fault text={draft.ending === 'length' ? faults.length : faults.end} />
    </fieldset>
  );
}

function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly max: number;
  readonly fault?: string | undefined;
  readonly long?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { label, value, max, fault, long, ref, onChange } = props;
  const id = useId();
  return (
    <div className="mw-field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea
          id={id}
          rows={3}
          maxLength={max}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          ref={ref}
          id={id}
          value={value}
          maxLength={max}
          autoComplete="off"
          aria-invalid={fault !== undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <Fault text={fault} />
    </div>
  );
}
