import { join } from 'node:path';
import { BrowserWindow, type WebContents } from 'electron';
import type { Theme, WindowKind } from '../../../shared/contract/ipc';
import { GROUND, KINDS } from './kinds';
import type { Rect } from './placement';

/** A hardened window of a kind at a place, not shown: no white flash in a dark room. */
export function makeBrowserWindow(
  kind: WindowKind,
  bounds: Rect,
  preloads: string,
  theme: Theme,
): BrowserWindow {
  const traits = KINDS[kind];
  return new BrowserWindow({
    ...bounds,
    minWidth: traits.smallest.width,
    minHeight: traits.smallest.height,
    title: traits.title,
    backgroundColor: GROUND[theme],
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: join(preloads, traits.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: traits.backgroundThrottling,
    },
  });
}

/**
 * Ends the process behind a page from outside. `forcefullyCrashRenderer` asks the process itself to crash
 * on Linux, which one that is stopped or deadlocked never does.
 */
export function endRenderer(contents: WebContents): void {
  const pid = contents.getOSProcessId();
  try {
    // 0 is no process: as a target of kill it would be our own group.
    if (pid > 0) process.kill(pid, 'SIGKILL');
    else contents.forcefullyCrashRenderer();
  } catch {
    // It is gone, or is not ours to end: Chromium's own way is what is left.
    contents.forcefullyCrashRenderer();
  }
}
