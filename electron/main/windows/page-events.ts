import type { WebContents } from 'electron';
import type { WindowKind } from '../../../shared/contract/ipc';
import type { Logger } from '../app/log';
import { opensWindow } from './shortcuts';

/** What a page does that its window has to know. */
export interface PageEvents {
  /** It begins anew. */
  readonly restarted: () => void;
  /** It shows something else: the part of its address after `#`. */
  readonly scene: (hash: string) => void;
  readonly shortcut: (kind: WindowKind) => void;
}

/** Listens to a page, and puts into the log what goes wrong with it. */
export function listenToPage(contents: WebContents, log: Logger, events: PageEvents): void {
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) events.restarted();
  });
  contents.on('did-navigate-in-page', (_event, url) => events.scene(new URL(url).hash));
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    // −3: another load took its place.
    if (isMainFrame && code !== -3) log.error({ code, description }, 'the window’s page did not load');
  });
  contents.on('preload-error', (_event, _path, error) =>
    log.error({ err: error }, 'the window’s preload failed'),
  );
  contents.on('before-input-event', (event, input) => {
    const kind = opensWindow(input, process.platform === 'darwin');
    if (kind === null) return;
    event.preventDefault();
    events.shortcut(kind);
  });
}
