import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import type { DeskBridge } from '../../shared/contract/ipc';
import { upcomingHandover } from '../../shared/rules/handover/upcoming';
import type { Clock } from '../../shared/time/clock';
import { formatClock, formatDate, formatSeconds } from '../../shared/time/format';
import { DeskProvider, useActions, useDesk, useDeskStore } from '../desk/desk-context';
import type { DeskStore } from '../desk/desk-store';
import { KeyProvider, useKeys } from '../desk/keys/use-keys';
import { PersonDialog } from '../desk/people/person-dialog';
import { PinDialog } from '../desk/people/pin-dialog';
import { SignInDialog } from '../desk/people/sign-in-dialog';
import { HatchPatterns } from '../desk/shell/hatch-patterns';
import { OutboxDialog } from '../desk/shell/outbox-dialog';
import { I18nProvider, useT } from '../i18n/react';
import { CrashGuard } from '../parts/crash-guard';
import { KeyButton } from '../parts/key-cap';
import { Notice } from '../parts/notice';
import { BoardProvider, useBoard, useBoardStore, useLinkView } from '../stores/board-react';
import type { BoardStore } from '../stores/board-store';
import { HandoverFoot } from './handover-foot';
import { HandoverPage } from './handover-page';
import { useWindowKeys } from './keys/window-keys';
import { HandoverProvider } from './model/handover-context';
import { useGive } from './model/use-give';
import { chosenHandover, useWatchNow } from './model/use-handover';
import { useWords } from './model/use-words';

export interface HandoverAppProps {
  readonly bridge: DeskBridge;
  readonly store: BoardStore;
  readonly desk: DeskStore;
  readonly clock: Clock;
}

/** The handover window, whole. It has the desk's dialogs for who is here, and none of its pages. */
export function HandoverApp({ bridge, store, desk, clock }: HandoverAppProps): ReactNode {
  return (
    <BoardProvider store={store} clock={clock}>
      <Spoken>
        <DeskProvider bridge={bridge} desk={desk}>
          <Crashable>
            <KeyProvider characters>
              <HandoverWindow />
            </KeyProvider>
          </Crashable>
        </DeskProvider>
      </Spoken>
    </BoardProvider>
  );
}

function Spoken({ children }: { readonly children: ReactNode }): ReactNode {
  const { lang, theme } = useBoard((state) => state.settings);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return <I18nProvider lang={lang}>{children}</I18nProvider>;
}

function Crashable({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useT();
  return (
    <CrashGuard
      fallback={(error) => (
        <Notice whole title={t('desk:crash.title')} text={error.message}>
          <button type="button" className="quiet-button" onClick={() => window.location.reload()}>
            {t('desk:crash.reload')}
          </button>
        </Notice>
      )}
    >
      {children}
    </CrashGuard>
  );
}

function namedInAddress(): string | null {
  const name = window.location.hash.slice(1);
  try {
    return name === '' ? null : decodeURIComponent(name);
  } catch {
    return null;
  }
}

/** Which handover the address names; null: the present one. */
function useChosen(): string | null {
  const [chosen, setChosen] = useState(namedInAddress);
  useEffect(() => {
    const changed = (): void => setChosen(namedInAddress());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return chosen;
}

function HandoverWindow(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const phase = useBoard((state) => state.phase);
  const { theme, lang } = useBoard((state) => state.settings);
  const lockable = useBoard(({ identity }) => identity?.signedIn?.pin === true && !identity.locked);
  const link = useLinkView();
  const chosen = useChosen();
  const room = useWatchNow();
  const handover = chosenHandover(room.watch, chosen);
  useKeys(
    {
      silence: () => actions.silence(),
      lock: () => (lockable ? actions.lock() : desk.show({ kind: 'person' })),
      person: () => desk.show({ kind: 'person' }),
      theme: () => actions.set({ theme: theme === 'night' ? 'day' : 'night' }),
      language: () => actions.set({ lang: lang === 'nb' ? 'en' : 'nb' }),
    },
    { last: true },
  );
  return (
    <div className="desk handover-window" data-link={link.phase}>
      <HatchPatterns />
      <Bar />
      {phase === 'loading' ? (
        <main>
          <Notice whole title={t('handover:loading')} />
        </main>
      ) : handover === undefined ? (
        <None chosen={chosen} />
      ) : (
        <HandoverProvider key={handover.id} handover={handover} room={room}>
          <HandoverPage />
        </HandoverProvider>
      )}
      <HandoverFoot />
      <Dialogs />
    </div>
  );
}

function Bar(): ReactNode {
  const { t, lang } = useT();
  const room = useBoard((state) => state.room);
  const link = useLinkView(250);
  const title = t('handover:window');
  const name = room === null || room.name === '' ? t('common:product') : room.name;
  useLayoutEffect(() => {
    document.title = `${name} – ${title}`;
  }, [name, title]);
  return (
    <header className="top-bar">
      <h1 className="room-name">{name}</h1>
      {room?.demo && <span className="demo-tag">{t('common:demo')}</span>}
      <span className="handover-bar-title">{title}</span>
      <div className="clock">
        <span className="clock-date">
          {link.phase === 'live' || link.knownAt === null
            ? formatDate(link.hubNow, lang)
            : t('desk:clock.known', { time: formatSeconds(link.knownAt) })}
        </span>
        <time className="clock-time">{formatSeconds(link.hubNow)}</time>
      </div>
    </header>
  );
}

/** There is none: what comes next, and the way to begin it. */
function None({ chosen }: { readonly chosen: string | null }): ReactNode {
  const { t, person } = useWords();
  const store = useBoardStore();
  const give = useGive();
  const room = useWatchNow();
  const now = Math.floor(store.linkView().hubNow);
  const next = upcomingHandover(room.view, now);
  const begin = (): void => {
    if (next) void give({ kind: 'handover.begin', subject: `handover/${next.id}`, payload: null });
  };
  useWindowKeys({ begin });
  if (chosen !== null) {
    return (
      <main>
        <Notice whole title={t('handover:none.gone')} text={t('handover:none.goneHelp')} />
      </main>
    );
  }
  return (
    <main>
      <Notice
        whole
        title={t('handover:none.title')}
        text={
          next === null
            ? t('handover:none.nobody')
            : next.beginsAt === null
              ? t('handover:none.byHand')
              : t(next.beginsAt > now ? 'handover:none.begins' : 'handover:none.due', {
                  time: formatClock(next.beginsAt),
                  names:
                    next.outgoing.map((one) => person(one.person)).join(', ') || t('handover:items.nobody'),
                })
        }
      >
        {next !== null && <KeyButton cap="g" label={t('handover:none.begin')} onPress={begin} />}
      </Notice>
    </main>
  );
}

function Dialogs(): ReactNode {
  const desk = useDeskStore();
  const dialog = useDesk((state) => state.dialog);
  switch (dialog?.kind) {
    case 'person':
      return <PersonDialog onClose={desk.close} />;
    case 'sign-in':
      return <SignInDialog onClose={desk.close} />;
    case 'pin':
      return <PinDialog onClose={desk.close} />;
    case 'outbox':
      return <OutboxDialog onClose={desk.close} />;
    default:
      return null;
  }
}
