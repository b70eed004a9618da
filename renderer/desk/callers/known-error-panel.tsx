import type { ReactNode } from 'react';
import type { KnownError } from '../../../shared/model/incidents';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useSupportActs } from './support-acts';

/** A known error, whole, with what can be done to it. `waits`: the hub has not heard of it as it is shown. */
export function KnownErrorPanel({
  error,
  waits,
}: {
  readonly error: KnownError;
  readonly waits: boolean;
}): ReactNode {
  const speech = useT();
  const { t } = speech;
  const desk = useDeskStore();
  const names = useEventNames();
  const support = useSupportActs();
  const { hubNow, phase } = useLinkView(10_000);
  return (
    <ScrollRegion className="tell" aria-label={t('callers:error.label')}>
      <h2 className="node-title">
        <span className="quiet">{error.number}</span> {error.title}
        {waits && <span className="from-cache">{t('callers:waits')}</span>}
      </h2>
      <p className="quiet">
        {t('callers:error.by', {
          name: personName(names.people, error.by),
          time: formatSince(error.at, hubNow),
        })}
      </p>
      <dl className="tell-facts">
        <div>
          <dt>{t('callers:error.services')}</dt>
          <dd>{error.services.map((id) => subjectName(names, id, speech)).join(', ')}</dd>
        </div>
      </dl>
      <div className="act-row">
        <KeyButton
          cap="Enter"
          label={t('callers:error.edit')}
          onPress={() => desk.show({ kind: 'known-error', error: error.id, service: null })}
        />
        <KeyButton
          cap="Del"
          label={t('callers:error.retire')}
          waits={phase !== 'live'}
          onPress={() => support.retire(error)}
        />
      </div>
      <section className="panel">
        <ErrorText error={error} named={false} />
      </section>
    </ScrollRegion>
  );
}

/** What a known error says: how it shows, what to do meanwhile, where it is dealt with. */
export function ErrorText({
  error,
  named = true,
}: {
  readonly error: KnownError;
  readonly named?: boolean;
}): ReactNode {
  const { t } = useT();
  const { number, title, symptom, workaround, ticket } = error;
  return (
    <div className="known-error">
      {named && (
        <p>
          <strong>{title}</strong> <span className="quiet">{number}</span>
        </p>
      )}
      {symptom !== null && (
        <p className="tell-message">
          <span className="quiet">{t('callers:error.symptom')}:</span> {symptom}
        </p>
      )}
      <p className="tell-message">
        <span className="quiet">{t('callers:error.workaround')}:</span>{' '}
        {workaround ?? t('callers:error.noWorkaround')}
      </p>
      {ticket !== null && <p className="quiet">{t('callers:error.ticketOf', { ticket })}</p>}
    </div>
  );
}
