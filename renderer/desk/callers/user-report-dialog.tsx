import { type ReactNode, useEffect, useRef, useState } from 'react';
import { REPORT_MS } from '../../../shared/model/incidents';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useBoardStore, useLinkView, useNode } from '../../stores/board-react';
import { DigitChoice } from '../alarms/digit-choice';
import { useActs } from '../desk-context';
import { personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useIncidents } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { stateOf } from '../model/row';
import { RoleNote } from '../people/role-note';

/** How long users' word is taken for, ms. `end`: it no longer holds. */
const LENGTHS = { half: REPORT_MS / 2, hour: REPORT_MS, long: 4 * REPORT_MS } as const;
type Choice = keyof typeof LENGTHS | 'end';

/**
 * *Meldt nede av brukere*: a person's word against green checks, until a time. Where it holds already, the question whether
 * it still does: an hour more, or not any longer.
 */
export function UserReportDialog({
  node,
  onClose,
}: {
  readonly node: string;
  readonly onClose: () => void;
}): ReactNode {
  const speech = useT();
  const { t, lang } = speech;
  const acts = useActs();
  const store = useBoardStore();
  const names = useEventNames();
  const { hubNow, phase } = useLinkView(1_000);
  const state = stateOf(useNode(node));
  const { incidents } = useIncidents();
  const entity = incidents.get(`report:${node}`);
  const report = entity?.kind === 'report' ? entity.value : null;
  const [choice, setChoice] = useState<Choice>('hour');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // The digits choose as soon as it is open.
  useEffect(() => form.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);
  const chosen: Choice = choice === 'end' && report === null ? 'hour' : choice;
  const give = async (): Promise<void> => {
    const now = Math.round(store.linkView().hubNow);
    const answer =
      chosen === 'end'
        ? await acts.give({ kind: 'report.end', subject: node, payload: null })
        : await acts.give({
            kind: 'report.set',
            subject: node,
            payload: { until: now + LENGTHS[chosen], note: note.trim() || null },
          });
    if (answer.ok) onClose();
    else setFault(answer.error.message);
  };
  useKeys({ back: onClose, open: () => void give(), save: () => void give() }, { modal: true });
  const options = [
    { id: 'half', name: t('callers:report.half') },
    { id: 'hour', name: t('callers:report.hour') },
    { id: 'long', name: t('callers:report.long') },
    ...(report === null ? [] : [{ id: 'end' as const, name: t('callers:report.end') }]),
  ] as const satisfies readonly { readonly id: Choice; readonly name: string }[];
  return (
    <Dialog
      title={t('callers:report.title', { name: subjectName(names, node, speech) })}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form
        ref={form}
        className="report-form"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        {report === null ? (
          <p>
            {t(state === 'normal' ? 'callers:report.text' : 'callers:report.textBad', {
              state: t(`states:${state}`).toLocaleLowerCase(lang),
            })}
          </p>
        ) : (
          <p>
            <strong>{t('callers:report.question')}</strong>{' '}
            {t('callers:report.now', {
              name: personName(names.people, report.by),
              time: formatSince(report.at, hubNow),
              until: formatUntil(report.until, hubNow, lang),
            })}
            {report.note === null ? '' : ` «${report.note}»`}
          </p>
        )}
        <DigitChoice
          label={t('callers:report.howLong')}
          options={options}
          chosen={chosen}
          onChoose={(id) => id !== null && setChoice(id)}
        />
        <label className="people-field">
          <span>{t('callers:report.note')}</span>
          <input
            value={note}
            maxLength={1_000}
            autoComplete="off"
            disabled={chosen === 'end'}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <p className="quiet">
          {chosen === 'end'
            ? t('callers:report.ends')
            : t('callers:report.until', { time: formatUntil(hubNow + LENGTHS[chosen], hubNow, lang) })}
        </p>
        <p role="alert" className="people-fault">
          {fault === null ? '' : t('desk:notice.refused', { reason: fault })}
        </p>
        <RoleNote kind="report.set" />
        <div className="act-row">
          <KeyButton
            cap="Enter"
            label={t(chosen === 'end' ? 'callers:report.giveEnd' : 'callers:report.give')}
            waits={phase !== 'live'}
            onPress={() => void give()}
          />
          <KeyButton cap="Esc" label={t('common:close')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
