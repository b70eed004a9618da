import type { ReactNode } from 'react';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords } from '../model/use-words';
import { Provisional } from './provisional';

/** The note's end: what the incoming watch stated back, and who has signed. */
export function EndRows(): ReactNode {
  const { handover, document, room, signed } = useHandoverWindow();
  const { t, person } = useWords();
  const now = useHubSeconds();
  const readBack = signed?.readBack?.text ?? document.document.readBack.trim();
  const by = handover.readBack;
  const names = handover.signatures
    .map(({ person: who, at }) => t('handover:end.by', { name: person(who), time: clockOf(at, now) }))
    .join(', ');
  return (
    <>
      <section className="note-section" aria-label={t('handover:end.readBack')}>
        <div className="note-section-head">
          <h3>{t('handover:end.readBack')}</h3>
        </div>
        <p className="note-end">
          <span className={readBack === '' ? 'quiet' : undefined}>
            {readBack === ''
              ? t('handover:end.notRead')
              : by === null
                ? t('handover:end.words', { words: readBack })
                : t('handover:end.said', { name: person(by.by), time: clockOf(by.at, now), words: readBack })}
          </span>
        </p>
      </section>
      <section className="note-section" aria-label={t('handover:end.signed')}>
        <div className="note-section-head">
          <h3>{t('handover:end.signed')}</h3>
        </div>
        <p className="note-end">
          <span className={names === '' ? 'quiet' : undefined}>
            {names === '' ? t('handover:end.notSigned') : `${names}.`}
            {handover.acceptedAt === null
              ? ` ${t('handover:end.notAccepted')}`
              : ` ${t('handover:end.accepted', { time: clockOf(handover.acceptedAt, now) })}`}
            {room.waiting.has(`watch/handover:${handover.id}`) && <Provisional />}
          </span>
          {handover.hash !== null && (
            <span className="note-origin">{t('handover:end.hash', { hash: handover.hash.slice(0, 8) })}</span>
          )}
        </p>
      </section>
    </>
  );
}
