import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ForeignSilence } from '../../../shared/model/sources';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { SilenceForm } from './silence-form';
import type { SourceView } from './source-model';

/** The source's silences, whoever made them, and a new one. `asked` grows when a key asked for the form. */
export function SilencePanel(props: { readonly view: SourceView; readonly asked: number }): ReactNode {
  const { view, asked } = props;
  const { t } = useT();
  const [making, setMaking] = useState(asked > 0);
  useEffect(() => {
    if (asked > 0) setMaking(true);
  }, [asked]);
  return (
    <ScrollRegion className="silence-panel" aria-label={t('sources:tabs.silences')}>
      {making ? (
        <SilenceForm view={view} first={[]} onDone={() => setMaking(false)} />
      ) : (
        <div className="act-row">
          <KeyButton cap="n" label={t('sources:silences.new')} onPress={() => setMaking(true)} />
        </div>
      )}
      {view.silences.length === 0 ? (
        <Notice title={t('sources:silences.none')} text={t('sources:silences.noneText')} />
      ) : (
        <ul className="silence-list">
          {view.silences.map((silence) => (
            <SilenceLine key={silence.id} silence={silence} view={view} />
          ))}
        </ul>
      )}
    </ScrollRegion>
  );
}

function SilenceLine({
  silence,
  view,
}: {
  readonly silence: ForeignSilence;
  readonly view: SourceView;
}): ReactNode {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const { hubNow } = useLinkView(1_000);
  const [sure, setSure] = useState(false);
  const holds = useMemo(
    () => view.alerts.filter((alert) => alert.silencedBy.includes(silence.id)).length,
    [view.alerts, silence.id],
  );
  const end = async (): Promise<void> => {
    setSure(false);
    const answer = await acts.give({
      kind: 'silence.end',
      subject: view.source.id,
      payload: { silence: silence.id },
    });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  const canEnd = silence.phase === 'active' || silence.phase === 'pending';
  return (
    <li className="silence-line" data-phase={silence.phase}>
      <p>
        <strong>
          {t(`sources:silences.phase.${silence.phase}`, {
            time: formatSince(silence.startsAt, hubNow),
            reason: silence.reason ?? '',
          })}
        </strong>{' '}
        {t('sources:silences.until', { time: formatSince(silence.endsAt, hubNow) })},{' '}
        {t('sources:silences.by', { author: silence.author })}{' '}
        <span className="held-tag">
          {t(silence.correlation === null ? 'sources:silences.there' : 'sources:silences.here')}
        </span>
      </p>
      <p>{silence.comment}</p>
      <p>
        {silence.matchers.map((matcher) => (
          <code
            key={`${matcher.name}${matcher.isEqual}${matcher.isRegex}${matcher.value}`}
            className="matcher"
          >
            {matcher.name}
            {matcher.isEqual ? '=' : '!'}
            {matcher.isRegex ? '~' : matcher.isEqual ? '' : '='}
            {JSON.stringify(matcher.value)}
          </code>
        ))}
        <span className="quiet">{t('sources:silences.holds', { count: holds })}</span>
      </p>
      {canEnd &&
        (sure ? (
          <p className="act-row" role="alert">
            {t('sources:silences.endConfirm')}
            <button type="button" className="quiet-button" onClick={() => void end()}>
              {t('sources:silences.end')}
            </button>
            <button type="button" className="quiet-button" onClick={() => setSure(false)}>
              {t('sources:form.cancel')}
            </button>
          </p>
        ) : (
          <button type="button" className="quiet-button" onClick={() => setSure(true)}>
            {t('sources:silences.end')}
          </button>
        ))}
    </li>
  );
}
