import type { ReactNode } from 'react';
import { HANDOVER_SECTIONS, type SignedLine } from '../../../shared/model/handover';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { flagsOf, shiftsOf, useNoteNames, useWhen } from './handover-words';
import type { HandoverRecord } from './use-past';

/** One handover as it was signed, to be read. */
export function HandoverText(props: {
  readonly record: HandoverRecord;
  readonly now: number;
  /** Null: it is too old for a window of its own. */
  readonly onOpen: (() => void) | null;
  readonly onCompare: () => void;
}): ReactNode {
  const { record, now, onOpen, onCompare } = props;
  const { handover, text } = record;
  const { t } = useT();
  const names = useNoteNames();
  const when = useWhen();
  const people = (side: 'outgoing' | 'incoming'): string =>
    handover[side].map(({ person }) => names.person(person)).join(', ') || t('handover:items.nobody');
  return (
    <article className="handover-text">
      <header>
        <h2>
          {handover.number} {shiftsOf(handover, names)}
        </h2>
        <p>{when(handover)}</p>
        <p>
          {t('handover:from')} <strong>{people('outgoing')}</strong> {t('handover:to')}{' '}
          <strong>{people('incoming')}</strong>
        </p>
        <Facts record={record} now={now} />
        <div className="act-row">
          {onOpen !== null && <KeyButton cap="Enter" label={t('handover:list.window')} onPress={onOpen} />}
          <KeyButton cap="x" label={t('handover:list.compare')} onPress={onCompare} />
        </div>
      </header>
      {text === null ? (
        <p className="quiet">
          {t(handover.hash === null ? 'handover:list.unsigned' : 'handover:list.noText')}
        </p>
      ) : (
        <>
          <p className="handover-severity">
            <strong>
              {t('handover:severity.title', { severity: t(`handover:severity.${text.severity}`) })}
            </strong>{' '}
            {text.summary}
          </p>
          {HANDOVER_SECTIONS.map((section) => {
            const lines = text.lines.filter((line) => line.section === section);
            return lines.length === 0 ? null : (
              <section key={section}>
                <h3>{t(`handover:section.${section}`)}</h3>
                <ul>
                  {lines.map((line) => (
                    <li key={line.key}>
                      <LineText line={line} />
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
          <section>
            <h3>{t('handover:end.readBack')}</h3>
            <p className={text.readBack === null ? 'quiet' : undefined}>
              {text.readBack === null
                ? t('handover:end.notRead')
                : t('handover:end.said', {
                    name: names.person(text.readBack.by),
                    time: formatSince(text.readBack.at, now),
                    words: text.readBack.text,
                  })}
            </p>
          </section>
        </>
      )}
    </article>
  );
}

/** A line as it was signed: taken out ones struck, with their reason. */
export function LineText({ line }: { readonly line: SignedLine }): ReactNode {
  const names = useNoteNames();
  const { t } = useT();
  const words = (
    <>
      {line.lead > 0 && <strong>{line.text.slice(0, line.lead)}</strong>}
      {line.text.slice(line.lead)}
    </>
  );
  return (
    <>
      {line.struck === null ? words : <del>{words}</del>}{' '}
      {line.sources.map(({ kind, id, label }) => (
        <span key={`${kind}/${id}`} className="line-source">
          {label}
        </span>
      ))}
      {line.struck !== null && (
        <span className="quiet">
          {' '}
          {t('handover:list.struck', { name: names.person(line.struck.by), reason: line.struck.reason })}
        </span>
      )}
      {line.struck === null && line.by !== null && <span className="quiet"> {names.person(line.by)}</span>}
    </>
  );
}

function Facts({ record, now }: { readonly record: HandoverRecord; readonly now: number }): ReactNode {
  const { handover, text } = record;
  const { t } = useT();
  const names = useNoteNames();
  return (
    <ul className="handover-facts">
      {handover.signatures.map(({ role, person, at, exception }) => (
        <li key={`${role}/${person}`}>
          {t(`handover:sign.${role}`)} {names.person(person)}{' '}
          <strong>{t('handover:sign.at', { time: formatSince(at, now) })}</strong>
          {exception !== null && ` ${t('handover:sign.withException', { reason: exception.reason })}`}
        </li>
      ))}
      {handover.signatures.length === 0 && <li className="quiet">{t('handover:end.notSigned')}</li>}
      {flagsOf(handover, text)
        .filter((flag) => flag !== 'exception')
        .map((flag) => (
          <li key={flag}>{t(`handover:flag.${flag}`)}</li>
        ))}
      {handover.hash !== null && (
        <li className="quiet">{t('handover:end.hash', { hash: handover.hash.slice(0, 12) })}</li>
      )}
    </ul>
  );
}
