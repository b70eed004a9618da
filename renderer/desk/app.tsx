import { type ReactNode, useLayoutEffect } from 'react';
import type { DeskBridge } from '../../shared/contract/ipc';
import type { Clock } from '../../shared/time/clock';
import { I18nProvider, useT } from '../i18n/react';
import { CrashGuard } from '../parts/crash-guard';
import { Notice } from '../parts/notice';
import { BoardProvider, useBoard, useBoardStore, useLinkView } from '../stores/board-react';
import type { BoardStore } from '../stores/board-store';
import { AlarmsView } from './alarms/alarms-view';
import { CallersPage } from './callers/callers-page';
import { KnownErrorDialog } from './callers/known-error-dialog';
import { UserReportDialog } from './callers/user-report-dialog';
import { DeskProvider, useActions, useDesk, useDeskStore } from './desk-context';
import { type DeskStore, pageOf, presentPage, tabOf } from './desk-store';
import { FiguresPage } from './figures/figures-page';
import { HandoversPage } from './handovers/handovers-page';
import { IncidentPage } from './incidents/incident-page';
import { IncidentsPage } from './incidents/incidents-page';
import { OpenIncidentDialog } from './incidents/open-incident-dialog';
import { KeyProvider, useKeys } from './keys/use-keys';
import { LogView } from './log/log-view';
import { MaintenanceView } from './maintenance/maintenance-view';
import { MessagesPage } from './messages/messages-page';
import { linksInFocus, nodeInFocus } from './model/focus-links';
import { CataloguePage } from './onboard/catalogue-page';
import { OnCallDialog } from './oncall/on-call-dialog';
import { Palette } from './palette/palette';
import { NoticesDialog } from './people/notices-dialog';
import { PeoplePage } from './people/people-page';
import { PersonDialog } from './people/person-dialog';
import { PinDialog } from './people/pin-dialog';
import { SignInDialog } from './people/sign-in-dialog';
import { DutyDialog } from './roster/duty-dialog';
import { RosterPage } from './roster/roster-page';
import { RoutinesPage } from './routines/routines-page';
import { RunDialog } from './runs/run-dialog';
import { ScenesPage } from './scenes/scenes-page';
import { ServicePage } from './service/service-page';
import { ServicesView } from './services/services-view';
import { Banners } from './shell/banners';
import { HatchPatterns } from './shell/hatch-patterns';
import { KeySheet } from './shell/key-sheet';
import { MoreDialog } from './shell/more-dialog';
import { OutboxDialog } from './shell/outbox-dialog';
import { PapersDialog } from './shell/papers-dialog';
import { StatusBar } from './shell/status-bar';
import { TopBar } from './shell/top-bar';
import { LogEntryDialog } from './shift-log/log-entry-dialog';
import { ShiftLogPage } from './shift-log/shift-log-page';
import { SourcesView } from './sources/sources-view';
import { ToWallDialog } from './wall/to-wall-dialog';
import { WallActDialog } from './wall/wall-act-dialog';
import { WallPage } from './wall/wall-page';

export interface DeskAppProps {
  readonly bridge: DeskBridge;
  readonly store: BoardStore;
  readonly desk: DeskStore;
  readonly clock: Clock;
}

/** The desk window, whole. */
export function DeskApp({ bridge, store, desk, clock }: DeskAppProps): ReactNode {
  return (
    <BoardProvider store={store} clock={clock}>
      <Spoken>
        <DeskProvider bridge={bridge} desk={desk}>
          <Crashable>
            <Keyed>
              <DeskWindow />
            </Keyed>
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

function Keyed({ children }: { readonly children: ReactNode }): ReactNode {
  const characters = useDesk((state) => state.characterKeys);
  return <KeyProvider characters={characters}>{children}</KeyProvider>;
}

function DeskWindow(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const page = useDesk(presentPage);
  const { theme, lang } = useBoard((state) => state.settings);
  const lockable = useBoard(({ identity }) => identity?.signedIn?.pin === true && !identity.locked);
  const name = useBoard((state) => state.room?.name ?? '');
  const link = useLinkView();
  const board = useBoardStore();
  useLayoutEffect(() => {
    document.title = name === '' ? t('common:product') : `${name} – ${t('desk:title')}`;
  }, [name, t]);
  useKeys(
    {
      alarms: () => desk.open(pageOf('alarms')),
      services: () => desk.open(pageOf('services')),
      incidents: () => desk.open(pageOf('incidents')),
      callers: () => desk.open(pageOf('callers')),
      messages: () => desk.open(pageOf('messages')),
      figures: () => desk.open({ view: 'figures' }),
      events: () => desk.open(pageOf('events')),
      'shift-log': () => desk.open(pageOf('shift-log')),
      handovers: () => desk.open(pageOf('handovers')),
      routines: () => desk.open(pageOf('routines')),
      maintenance: () => desk.open(pageOf('maintenance')),
      more: () => desk.show({ kind: 'more' }),
      roster: () => desk.open(pageOf('roster')),
      papers: () => desk.show({ kind: 'papers' }),
      duty: () => desk.show({ kind: 'duty' }),
      handover: () => actions.openWindow('handover'),
      writeLog: () => desk.show({ kind: 'log-entry', links: linksInFocus(desk.getState(), board) }),
      sources: () => desk.open(pageOf('sources')),
      catalogue: () => desk.open(pageOf('catalogue')),
      people: () => desk.open(pageOf('people')),
      back: () => {
        desk.back();
      },
      help: () => desk.show({ kind: 'keys' }),
      outbox: () => desk.show({ kind: 'outbox' }),
      palette: () => desk.show({ kind: 'palette' }),
      person: () => desk.show({ kind: 'person' }),
      silence: () => actions.silence(),
      // Where there is nothing to lock with, or nothing left to lock, the way to do something about it.
      lock: () => (lockable ? actions.lock() : desk.show({ kind: 'person' })),
      onCall: () => desk.show({ kind: 'on-call', node: null, team: null }),
      wall: () => desk.show({ kind: 'to-wall', node: nodeInFocus(desk.getState(), board) }),
      walls: () => desk.open(pageOf('walls')),
      theme: () => actions.set({ theme: theme === 'night' ? 'day' : 'night' }),
      language: () => actions.set({ lang: lang === 'nb' ? 'en' : 'nb' }),
    },
    { last: true },
  );
  return (
    <div className="desk" data-link={link.phase}>
      <HatchPatterns />
      <TopBar />
      <Banners />
      <main className="desk-main">
        <View />
      </main>
      <StatusBar />
      <Dialogs />
      <p className="visually-hidden" role="status">
        {t(`desk:tabs.${page.view === 'figures' ? page.view : tabOf(page)}`)}
      </p>
    </div>
  );
}

/** What stands over the page, if anything. */
function Dialogs(): ReactNode {
  const desk = useDeskStore();
  const dialog = useDesk((state) => state.dialog);
  const onClose = desk.close;
  switch (dialog?.kind) {
    case 'keys':
      return <KeySheet onClose={onClose} />;
    case 'outbox':
      return <OutboxDialog onClose={onClose} />;
    case 'palette':
      return <Palette onClose={onClose} />;
    case 'person':
      return <PersonDialog onClose={onClose} />;
    case 'notices':
      return <NoticesDialog onClose={onClose} />;
    case 'more':
      return <MoreDialog onClose={onClose} />;
    case 'papers':
      return <PapersDialog onClose={onClose} />;
    case 'duty':
      return <DutyDialog onClose={onClose} />;
    case 'log-entry':
      return <LogEntryDialog links={dialog.links} onClose={onClose} />;
    case 'sign-in':
      return <SignInDialog onClose={onClose} />;
    case 'pin':
      return <PinDialog onClose={onClose} />;
    case 'on-call':
      return <OnCallDialog node={dialog.node} team={dialog.team} onClose={onClose} />;
    case 'run':
      return <RunDialog node={dialog.node} action={dialog.action} onClose={onClose} />;
    case 'open-incident':
      return <OpenIncidentDialog node={dialog.node} onClose={onClose} />;
    case 'user-report':
      return <UserReportDialog node={dialog.node} onClose={onClose} />;
    case 'known-error':
      return <KnownErrorDialog error={dialog.error} service={dialog.service} onClose={onClose} />;
    case 'to-wall':
      return <ToWallDialog node={dialog.node} onClose={onClose} />;
    case 'wall-act':
      return <WallActDialog intent={dialog} onClose={onClose} />;
    default:
      return null;
  }
}

/** The page that was asked for, or why there is none. */
function View(): ReactNode {
  const { t } = useT();
  const page = useDesk(presentPage);
  const phase = useBoard((state) => state.phase);
  const error = useBoard((state) => state.error);
  const nodes = useBoard((state) => state.graph.nodes.size);
  const link = useLinkView();
  // Also where nothing else is known: a desk that is not enrolled gets nothing before it is.
  if (page.view === 'people') return <PeoplePage />;
  if (nodes === 0) {
    if (phase === 'failed') return <Notice whole title={t('desk:state.failed')} text={error?.message} />;
    if (link.phase === 'connecting') return <Notice whole title={t('desk:state.connecting')} />;
    if (link.phase === 'empty') {
      return <Notice whole title={t('desk:state.empty')} text={t('desk:state.emptyText')} />;
    }
  }
  if (page.view === 'incidents') return <IncidentsPage />;
  if (page.view === 'incident') return <IncidentPage incident={page.incident} />;
  if (page.view === 'callers') return <CallersPage service={page.service} />;
  if (page.view === 'messages') return <MessagesPage message={page.message} />;
  if (page.view === 'shift-log') return <ShiftLogPage entry={page.entry} />;
  if (page.view === 'handovers') return <HandoversPage handover={page.handover} />;
  if (page.view === 'routines') return <RoutinesPage item={page.item} />;
  if (page.view === 'roster') return <RosterPage form={page.form} />;
  if (page.view === 'figures') return <FiguresPage />;
  if (page.view === 'events') return <LogView />;
  if (page.view === 'maintenance') return <MaintenanceView />;
  if (page.view === 'walls') return <WallPage />;
  if (page.view === 'scenes') return <ScenesPage scene={page.scene} />;
  if (page.view === 'sources') return <SourcesView />;
  if (page.view === 'catalogue') return <CataloguePage service={page.service} />;
  if (nodes === 0) {
    return <Notice whole title={t('desk:state.noServices')} text={t('desk:state.noServicesText')} />;
  }
  if (page.view === 'alarms') return <AlarmsView />;
  return page.view === 'service' ? <ServicePage node={page.node} /> : <ServicesView />;
}
