import { app, Menu } from 'electron';
import { declareScheme } from '../security/protocol';
import type { Folders } from './folders';

/** What must be settled before the app is ready: nothing here may wait. */
export function prepareApp(folders: Folders): void {
  // Enabling it takes `--no-sandbox` back from child processes, which then refuse to run as root: a test machine
  // that must go without says so by that switch, and every page's preload is sandboxed all the same.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareScheme();
  app.setPath('userData', folders.profile);
  app.setPath('sessionData', folders.chromium);
  // A window that another one covers goes on painting: the supervisor expects its frames.
  app.commandLine.appendSwitch('disable-backgrounding-occluded-windows');
  app.commandLine.appendSwitch('disable-features', 'CalculateNativeWinOcclusion');
  // Chromium gives up, and takes the app with it, when its GPU process has crashed a few times: a wall never does.
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  app.commandLine.appendSwitch('disable-background-networking');
  // An alarm sounds at a desk that nobody has clicked in since it opened.
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  // No menu: its shortcuts would reach past the pages' own. A Mac needs one for quitting and for the clipboard.
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null,
  );
}
