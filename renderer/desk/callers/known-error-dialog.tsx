import { type ReactNode, useState } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { newId } from '../incidents/made-id';
import { useIncidents } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { RoleNote } from '../people/role-note';
import { ServicePicker } from './service-picker';

/** A known error is written or changed: `error`, its id, or null: a new one, about `service`. */
export function KnownErrorDialog(props: {
  readonly error: string | null;
  readonly service: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { error: id, service, onClose } = props;
  const { t } = useT();
  const acts = useActs();
  const live = useLinkView(1_000).phase === 'live';
  const { incidents } = useIncidents();
  const entity = id === null ? undefined : incidents.get(`known-error:${id}`);
  const [before] = useState(entity?.kind === 'known-error' ? entity.value : null);
  const [made] = useState(() => id ?? newId());
  const [title, setTitle] = useState(before?.title ?? '');
  const [services, setServices] = useState<readonly string[]>(
    before?.services ?? (service === null ? [] : [service]),
  );
  const [symptom, setSymptom] = useState(before?.symptom ?? '');
  const [workaround, setWorkaround] = useState(before?.workaround ?? '');
  const [ticket, setTicket] = useState(before?.ticket ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const first = useFirstFocus<HTMLInputElement>();
  const words = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const save = async (): Promise<void> => {
    if (words(title) === null) return setFault(t('callers:error.needTitle'));
    if (services.length === 0) return setFault(t('callers:error.needService'));
    const answer = await acts.give({
      kind: 'known-error.set',
      subject: `known-error/${made}`,
      payload: {
        title: title.trim(),
        services: [...services],
        symptom: words(symptom),
        workaround: words(workaround),
        ticket: words(ticket),
      },
    });
    if (answer.ok) onClose();
    else setFault(t('desk:notice.refused', { reason: answer.error.message }));
  };
  useKeys({ back: onClose, save: () => void save() }, { modal: true });
  return (
    <Dialog
      title={
        before === null
          ? t('callers:error.newTitle')
          : t('callers:error.editTitle', { number: before.number })
      }
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form
        className="error-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label className="people-field">
          <span>{t('callers:error.title')}</span>
          <input
            ref={first}
            value={title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <ServicePicker chosen={services} onChange={setServices} />
        <label className="people-field">
          <span>{t('callers:error.symptomField')}</span>
          <textarea
            rows={2}
            value={symptom}
            maxLength={1_000}
            onChange={(event) => setSymptom(event.target.value)}
          />
        </label>
        <label className="people-field">
          <span>{t('callers:error.workaround')}</span>
          <textarea
            rows={4}
            value={workaround}
            maxLength={2_000}
            onChange={(event) => setWorkaround(event.target.value)}
          />
        </label>
        <label className="people-field people-field-short">
          <span>{t('callers:error.ticket')}</span>
          <input
            value={ticket}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setTicket(event.target.value)}
          />
        </label>
        <p role="alert" className="people-fault">
          {fault ?? ''}
        </p>
        <RoleNote kind="known-error.set" />
        <div className="act-row">
          <KeyButton cap="F2" label={t('callers:error.save')} waits={!live} onPress={() => void save()} />
          <KeyButton cap="Esc" label={t('common:close')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
