import type { ReactNode } from 'react';
import { formatSeconds } from '../../../shared/time/format';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard } from '../../stores/board-react';
import { faultWords } from '../model/fault-words';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords } from '../model/use-words';
import { Provisional } from './provisional';

/** Which handover it is, who is in it, and whether everything that was written is safe. */
export function NoteHead(): ReactNode {
  const { handover, document, room, writer, show } = useHandoverWindow();
  const words = useWords();
  const { t, title, holder } = words;
  const now = useHubSeconds();
  const people = (side: 'outgoing' | 'incoming'): string =>
    handover[side].map(holder).join(', ') || t('handover:items.nobody');
  const locked = useBoard((state) => state.identity?.locked ?? false);
  const late = handover.lateSince !== null && handover.acceptedAt === null;
  return (
    <header className="note-head">
      <div className="note-title">
        <h2>{title(handover)}</h2>
        <Presence />
      </div>
      <div className="note-facts">
        <p>
          {t('handover:from')} <strong>{people('outgoing')}</strong> {t('handover:to')}{' '}
          <strong>{people('incoming')}</strong>{' '}
          {handover.acceptedAt === null && handover.hash === null && (
            <KeyButton cap="n" label={t('handover:people.change')} onPress={() => show({ kind: 'people' })} />
          )}
        </p>
        <p className="note-saved">
          {t('handover:head.draft', {
            time: clockOf(handover.beganAt, now),
            drawn: t('handover:head.drawn', { count: document.document.auto.length }),
            edited: t('handover:head.edited', { count: document.document.history.length }),
          })}{' '}
          <Saved />
          {room.waiting.has(`watch/handover:${handover.id}`) && <Provisional />}
        </p>
      </div>
      {late && (
        <p className="note-late" role="alert">
          <StateShape state="warning" size={14} />{' '}
          {t('handover:late', { time: clockOf(handover.lateSince ?? handover.dueAt, now) })}
        </p>
      )}
      {document.fault !== null && (
        <p className="note-late" role="alert">
          <StateShape state="warning" size={14} /> {faultWords(document.fault, 'write', words)}
        </p>
      )}
      {writer === null ? (
        <p className="quiet">{t('handover:head.signedOut')}</p>
      ) : (
        locked && <p className="quiet">{t('handover:head.locked')}</p>
      )}
    </header>
  );
}

/** Who is in it now, and whether they write: told apart by their outline. */
function Presence(): ReactNode {
  const { document } = useHandoverWindow();
  const { t, initials, person } = useWords();
  const present = new Map<string, boolean>();
  for (const one of document.present)
    present.set(one.person, (present.get(one.person) ?? false) || one.writing);
  return (
    <ul className="note-present" aria-label={t('handover:present.label')}>
      {[...present].map(([id, writing]) => (
        <li key={id} title={person(id)}>
          <span className="present-initials" data-writing={writing ? '' : undefined}>
            {initials(id)}
          </span>{' '}
          {t(writing ? 'handover:present.writing' : 'handover:present.reading')}
          <span className="visually-hidden"> {person(id)}</span>
        </li>
      ))}
    </ul>
  );
}

function Saved(): ReactNode {
  const { document } = useHandoverWindow();
  const { t } = useWords();
  const { phase, live, saved, savedAt } = document;
  if (phase === 'opening') return t('handover:head.opening');
  if (!saved) return t('handover:head.saving');
  const time = savedAt === null ? '' : formatSeconds(savedAt);
  if (live) return savedAt === null ? t('handover:head.atHub') : t('handover:head.savedAtHub', { time });
  return (
    <span className="from-cache">
      {savedAt === null ? t('handover:head.here') : t('handover:head.savedHere', { time })}
    </span>
  );
}
