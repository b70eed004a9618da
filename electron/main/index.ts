import { app, powerMonitor, safeStorage } from 'electron';
import { type Arguments, parseArguments } from './app/arguments';
import { askOnClosing } from './app/closing-watch';
import { surviveFaults } from './app/faults';
import { builtFiles, chooseFolders, type Folders } from './app/folders';
import { watchHub } from './app/hub';
import { keepPictures, printSummary } from './app/live';
import { openLog } from './app/log';
import { machineClock } from './app/machine-clock';
import { keepPapers } from './app/papers';
import { prepareApp } from './app/prepare';
import { Quitting } from './app/quitting';
import { openRoom } from './app/room';
import { SettingsStore } from './app/settings';
import { followOtherWalls, tellWallHealth } from './app/wall-health';
import { tellWatchdog } from './app/watchdog';
import { startConsole } from './board/console';
import { systemKeyring } from './identity/keyring';
import { lockDown } from './security/lockdown';
import { WebPages } from './security/web-pages';

/** Walls that have not painted for so long, whatever was done about it, are helped by a new start only, ms. */
const DARK_MS = 90_000;

const parsed = parseArguments(process.argv.slice(1));
if (parsed.ok) begin(parsed.args);
else refuse(parsed.problems);

/** What must happen before the app is ready, then the rest. (Waiting for `ready` at the top level would deadlock.) */
function begin(args: Arguments): void {
  const folders = chooseFolders(args, app.getPath('userData'));
  prepareApp(folders);
  if (!app.requestSingleInstanceLock({ kinds: args.kinds })) {
    process.stderr.write('Vaktrom runs already on this profile: its windows come to the front\n');
    app.exit(0);
    return;
  }
  app
    .whenReady()
    .then(() => start(args, folders), fail)
    .catch(fail);
}

/** The console, from the ground up. Each part is ended in the opposite order. */
function start(args: Arguments, folders: Folders): void {
  const clock = machineClock();
  const { log, close: closeLog } = openLog(folders.logs, process.env.VAKTROM_VERBOSE === '1');
  const built = builtFiles();
  const quitting = new Quitting(clock, log);
  quitting.listen();
  quitting.add('log', closeLog);
  surviveFaults(log, () => clock.mono());
  const webPages = new WebPages();
  lockDown(app, webPages, log);
  log.info({ args, folders, electron: process.versions.electron }, 'the console starts');

  const overrides = { ...(args.theme && { theme: args.theme }), ...(args.lang && { lang: args.lang }) };
  const settings = SettingsStore.open(folders.settingsFile, overrides, clock, log);
  quitting.add('settings', () => settings.flush());

  const console = startConsole({
    clock,
    dataFolder: folders.room,
    hubUrl: null,
    // A console without a desk is a wall computer, from which nobody can act.
    kind: args.kinds.includes('desk') ? 'desk' : 'wall',
    keyring: systemKeyring(safeStorage, process.platform),
    idleMs: () => powerMonitor.getSystemIdleTime() * 1_000,
    lockAfterMs: () => settings.lockAfterMs,
    ...(args.ca !== null && { caFile: args.ca }),
    log: (level, message, detail) => log[level](detail ?? {}, message),
  });
  quitting.add('console', () => console.stop());

  const hub = watchHub({
    args,
    folders,
    built,
    clock,
    log,
    use: (url, token, machine) => console.setHub(url, token, machine),
  });
  quitting.add('hub', () => hub.stop());

  const papers = keepPapers({
    folder: folders.room,
    console,
    clock,
    lang: () => settings.current().lang,
    log,
  });
  quitting.add('papers', () => papers.stop());

  const room = openRoom({
    built,
    plan: {
      kinds: args.kinds,
      walls: args.walls,
      firstDisplay: args.wallDisplay === null ? null : args.wallDisplay - 1,
    },
    port: console,
    settings,
    papers,
    clock,
    log,
    webPages,
    lastCloses: askOnClosing({
      lang: () => settings.current().lang,
      ownHub: hub.own,
      quitting: () => quitting.begun,
      answer: process.env.VAKTROM_TEST_CLOSE,
      log,
    }),
  });
  quitting.add('windows', () => room.stop());
  quitting.add(
    'watchdog',
    tellWatchdog({ env: process.env, well: () => room.windows.paints(DARK_MS), clock, log }),
  );
  quitting.add('wall health', tellWallHealth({ console, room, env: process.env, clock, log }));
  quitting.add('other walls', followOtherWalls({ console, room, clock }));
  app.on('second-instance', () => room.windows.openAgain(args.kinds));

  const pictures = process.env.VAKTROM_LIVE_DIR;
  if (pictures)
    quitting.add(
      'pictures',
      keepPictures(pictures, () => room.windows.all, clock, log),
    );
  if (process.env.VAKTROM_SUMMARY === '1') {
    const print = (text: string): void => void process.stdout.write(text);
    quitting.add(
      'summary',
      printSummary(console, () => settings.current().lang, clock, print),
    );
  }
}

function refuse(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`vaktrom: ${problem}\n`);
  app.exit(2);
}

function fail(error: unknown): void {
  process.stderr.write(
    `vaktrom: the console could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  app.exit(1);
}
