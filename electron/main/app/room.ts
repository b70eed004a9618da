import { app, type BrowserWindow, nativeTheme, powerMonitor, session } from 'electron';
import type { Settings } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import type { ConsolePort } from '../ipc/console-port';
import { FanOut } from '../ipc/fan-out';
import { createHandlers } from '../ipc/handlers';
import { Router } from '../ipc/router';
import { Senders } from '../ipc/senders';
import { lockSession, openExternal } from '../security/lockdown';
import { serveAssets } from '../security/protocol';
import type { WebPages } from '../security/web-pages';
import { WebSessions } from '../web-panels/sessions';
import { WebPage } from '../web-panels/web-page';
import { WebPanels } from '../web-panels/web-panels';
import type { AppWindow } from '../windows/app-window';
import { currentDisplays, displayScales, watchDisplays } from '../windows/displays';
import { windowName } from '../windows/kinds';
import { WALL_LIMITS } from '../windows/memory';
import { Quiet } from '../windows/quiet';
import { Recycling } from '../windows/recycling';
import { type WindowPlan, Windows } from '../windows/windows';
import { Awake } from './awake';
import type { Built } from './folders';
import type { Logger } from './log';
import type { Papers } from './papers';
import { saveAttachments } from './save-attachment';
import { saveReports } from './save-report';
import { saveTables } from './save-tables';
import { sceneFiles } from './scene-files';
import type { SettingsStore } from './settings';
import { Walls } from './walls';

export interface RoomOptions {
  readonly built: Built;
  readonly plan: WindowPlan;
  readonly port: ConsolePort;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly papers: Papers;
  /** What of the web contents is a page of the web, and not ours. */
  readonly webPages: WebPages;
  readonly lastCloses: (window: AppWindow) => boolean;
}

/** The room as people see it: windows, what they are served, what they may ask, and what they are told. */
export interface Room {
  readonly windows: Windows;
  readonly walls: Walls;
  stop(): void;
}

/** Windows are weighed so often, ms. */
const WEIGH_MS = 30_000;

/** Opens the room's windows. Only after the app is ready. */
export function openRoom(options: RoomOptions): Room {
  const { built, plan, port, settings, clock, log } = options;
  lockSession(session.defaultSession, log);
  serveAssets(session.defaultSession, built.renderer, log);

  const senders = new Senders();
  // Whoever plays now has not said yet how it goes.
  const fanOut = new FanOut(
    () => port.soundDevice('unknown'),
    () => {
      log.warn('on watch, and no window to sound in: one is opened');
      windows.openAgain(plan.kinds);
    },
  );
  const awake = new Awake(clock);
  const quiet = new Quiet(clock);
  const sessions = new WebSessions(log);
  const webs = new WebPanels<BrowserWindow>({
    make: (panel, web, changed) =>
      new WebPage({
        panel,
        settings: web,
        sessions,
        pages: options.webPages,
        clock,
        log,
        changed,
      }),
    clock,
    changed: (name, states) =>
      windows.all.find((window) => window.name === name)?.send('web:changed', states),
  });
  const walls = new Walls({
    windows: () => windows.all.filter(({ kind }) => kind === 'wall'),
    scales: displayScales,
    view: () => port.view(),
    computer: () => port.identity.state.console.name,
    pitchMm: () => settings.current().pixelPitchMm,
    webs,
    changed: () => fanOut.places(({ kind, index }) => walls.place(windowName(kind, index))),
  });
  const windows = new Windows({
    plan,
    preloads: built.preload,
    settings,
    clock,
    log,
    displays: currentDisplays,
    events: {
      attached: (window, id) => {
        senders.add(id, { name: window.name, kind: window.kind, index: window.index });
        fanOut.add(id, {
          kind: window.kind,
          index: window.index,
          send: (channel, news) => window.sendTo(id, channel, news),
        });
      },
      detached: (_window, id) => {
        senders.remove(id);
        fanOut.remove(id);
        walls.forget(id);
        port.documents.gone(id);
      },
      restarted: (id) => {
        fanOut.restarted(id);
        walls.forget(id);
        port.documents.gone(id);
      },
      hidden: (id, hidden) => {
        fanOut.setHidden(id, hidden);
        // A window that took another's place takes its pages of the web too.
        walls.refreshWebs();
      },
      lastCloses: options.lastCloses,
      changed: () => {
        awake.set(windows.wallIsOpen);
        walls.refresh();
      },
    },
  });
  const seats = {
    openAnother: windows.openAnother.bind(windows),
    seat: windows.seat.bind(windows),
    beat: (id: number, frames: number, longTasks: number) => {
      windows.byContents(id)?.beat(id, frames);
      walls.longTasks(id, longTasks);
    },
  };
  const saving = {
    lang: () => settings.current().lang,
    window: (id: number) => windows.byContents(id)?.browserWindow ?? null,
    log,
  };
  const exportCsv = saveTables(saving);
  const saveReport = saveReports({ ...saving, clock });
  const saveBlob = saveAttachments({ ...saving, attachments: port.attachments });
  const scenes = sceneFiles({ ...saving, port });
  const openLink = (url: string) => openExternal(url, log);
  const router = new Router(
    senders,
    createHandlers({
      port,
      fanOut,
      settings,
      windows: seats,
      walls,
      openLink,
      exportCsv,
      saveReport,
      saveBlob,
      scenes,
      papers: options.papers,
    }),
    log,
  );

  const dress = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme === 'day' ? 'light' : 'dark';
    windows.paintGround(theme);
  };
  dress(settings.current());
  const recycling = new Recycling({
    windows: () => windows.all.filter(({ kind }) => kind === 'wall'),
    memory: processMemory,
    quiet: () => quiet.now,
    ...weighing(),
    clock,
    log,
  });
  const stops = [
    port.onPatch((patch) => {
      if (patch.patch.alarms || patch.patch.incidents) quiet.moved();
      if (patch.patch.catalogue) walls.refresh();
      if (patch.patch.wall) walls.refreshWebs();
      fanOut.patch(patch);
    }),
    port.onLink((link) => fanOut.link(link)),
    port.onOutbox((entries) => fanOut.outbox(entries)),
    port.onIdentity((identity) => fanOut.identity(identity)),
    port.onSound((sound) => {
      quiet.sound(sound.tone !== null);
      fanOut.sound(sound);
    }),
    port.documents.onNews((id, news) => windows.byContents(id)?.sendTo(id, 'doc:changed', news)),
    settings.onChange((next) => {
      dress(next);
      fanOut.settings(next);
    }),
    every(clock, 1_000, () => {
      fanOut.tick();
      walls.tick();
    }),
    watchDisplays(clock, () => {
      windows.reconcile();
      walls.refresh();
    }),
    watchGpu(() => windows.gpuGone()),
    // Displays come up one by one after a sleep, and not every system tells of each.
    watchWaking(() => {
      awake.renew();
      windows.reconcile();
    }),
    recycling.start(),
    every(clock, WEIGH_MS, () => webs.weigh(processMemory())),
  ];
  router.start();
  windows.start();
  app.on('activate', () => windows.openAgain(plan.kinds));
  return {
    windows,
    walls,
    stop: () => {
      for (const stop of stops) stop();
      webs.stop();
      windows.stop();
      router.stop();
      awake.set(false);
    },
  };
}

/** Memory of the app's processes, MB: what of each lies in RAM, shared pages with it. */
function processMemory(): ReadonlyMap<number, number> {
  return new Map(app.getAppMetrics().map(({ pid, memory }) => [pid, memory.workingSetSize / 1024]));
}

/** A test of an unpackaged app does not wait for an hour: a ceiling of so many MB, looked at every second. */
function weighing(): Pick<ConstructorParameters<typeof Recycling>[0], 'limits' | 'everyMs'> {
  const mb = app.isPackaged ? Number.NaN : Number(process.env.VAKTROM_TEST_WALL_MB);
  if (!(mb > 0)) return { limits: WALL_LIMITS, everyMs: WEIGH_MS };
  return { limits: { ...WALL_LIMITS, ceilingMb: mb }, everyMs: 1_000 };
}

function watchWaking(awake: () => void): () => void {
  powerMonitor.on('resume', awake);
  powerMonitor.on('unlock-screen', awake);
  return () => {
    powerMonitor.off('resume', awake);
    powerMonitor.off('unlock-screen', awake);
  };
}

function watchGpu(gone: () => void): () => void {
  const listen = (_event: unknown, { type }: { readonly type: string }): void => {
    if (type === 'GPU') gone();
  };
  app.on('child-process-gone', listen);
  return () => void app.off('child-process-gone', listen);
}

function every(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = clock.after(ms, () => {
      run();
      next();
    });
  };
  next();
  return () => cancel();
}
