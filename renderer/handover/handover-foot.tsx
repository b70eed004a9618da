import type { ReactNode } from 'react';
import { holdersOf } from '../../shared/rules/watch/duty';
import { formatAge } from '../../shared/time/format';
import { useDesk, useDeskStore } from '../desk/desk-context';
import { useEventNames } from '../desk/events/use-event-names';
import { useMe } from '../desk/people/use-people';
import { isUnmet, outboxWords } from '../desk/shell/outbox-words';
import { SoundFact } from '../desk/sound/sound-fact';
import { KeyButton } from '../parts/key-cap';
import { StateShape } from '../parts/state-shape-icon';
import { useBoard, useLinkView } from '../stores/board-react';
import { useWords } from './model/use-words';

/** What waits, what was refused, who is here, and who has the watch. */
export function HandoverFoot(): ReactNode {
  const { t } = useWords();
  const desk = useDeskStore();
  const notice = useDesk((state) => state.notice);
  return (
    <footer className="status-bar">
      <ul className="status-facts">
        <LinkFact />
        <OutboxFact />
        <SoundFact />
      </ul>
      <span className="status-notice" role="alert">
        {notice}
      </span>
      <ul className="status-facts status-people">
        <PersonFact />
        <DutyFact />
      </ul>
      <KeyButton cap="F6" label={t('handover:foot.person')} onPress={() => desk.show({ kind: 'person' })} />
    </footer>
  );
}

function LinkFact(): ReactNode {
  const { t, lang } = useWords();
  const view = useLinkView(250);
  const heard = formatAge(view.silentForMs, lang);
  if (view.phase === 'live') {
    return (
      <li>
        <StateShape state="normal" size={12} /> {t('desk:status.hub')}{' '}
        <span className="status-minor">{t('desk:status.heard', { age: heard })}</span>
      </li>
    );
  }
  return (
    <li className="status-trouble">
      <StateShape state="unknown" size={14} />
      {view.knownAt === null ? t('desk:status.noHub') : t('desk:status.hubGone', { age: heard })}
    </li>
  );
}

function OutboxFact(): ReactNode {
  const words = useWords();
  const { t } = words;
  const desk = useDeskStore();
  const names = useEventNames();
  const outbox = useBoard((state) => state.outbox);
  const read = useDesk((state) => state.seenFates);
  const { hubNow, phase } = useLinkView(1_000);
  const waiting = outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent').length;
  const unmet = outbox.filter((entry) => isUnmet(entry) && !read.has(entry.id));
  const last = unmet.at(-1);
  const said = last ? outboxWords(last, names, words, hubNow, phase === 'live') : null;
  return (
    <li className={unmet.length > 0 ? 'status-outbox status-loud' : 'status-outbox'}>
      {unmet.length > 0 && <StateShape state="warning" size={14} />}
      <button type="button" className="status-button" onClick={() => desk.show({ kind: 'outbox' })}>
        {t('desk:status.outbox')}{' '}
        <strong>
          {waiting === 0 ? t('desk:status.outboxEmpty') : t('handover:foot.waiting', { count: waiting })}
        </strong>
      </button>
      {said !== null && (
        <span role="status">{t('handover:foot.refused', { what: said.subject, why: said.fate })}</span>
      )}
    </li>
  );
}

function PersonFact(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const locked = useBoard((state) => state.identity?.locked ?? false);
  return (
    <li className={me === null || locked ? 'status-loud' : undefined}>
      {me === null ? (
        <strong>{t('people:status.nobody')}</strong>
      ) : (
        <>
          {t(locked ? 'people:status.locked' : 'people:status.signedIn')} <strong>{me.name}</strong>
        </>
      )}
    </li>
  );
}

function DutyFact(): ReactNode {
  const { t, person } = useWords();
  const watch = useBoard((state) => state.watch);
  // The map changes in place: its version says when.
  useBoard((state) => state.watchVersion);
  const holders = holdersOf(watch);
  return (
    <li>
      {holders.length === 0 ? (
        <strong>{t('handover:foot.nobody')}</strong>
      ) : (
        <>
          {t('handover:foot.duty')} <strong>{holders.map((one) => person(one.person)).join(', ')}</strong>
        </>
      )}
    </li>
  );
}
