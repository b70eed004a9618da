import { type App, type Session, shell } from 'electron';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Logger } from '../app/log';
import { externalUrl, isReload } from './origin';
import type { WebPages } from './web-pages';

/**
 * Everything that Electron would let a page do and that no page of ours needs, denied for every web contents but pages of
 * the web on walls, which have rules of their own (`web-panels/`).
 */
export function lockDown(app: App, webPages: WebPages, log: Logger): void {
  app.on('web-contents-created', (_created, contents) => {
    const deny = (what: string) => (event: { preventDefault(): void; readonly url?: string }) => {
      event.preventDefault();
      log.warn({ what, url: event.url?.slice(0, 300) }, 'denied to a window');
    };
    const denyNavigation = deny('navigation');
    contents.on('will-frame-navigate', (event) => {
      if (webPages.has(contents)) return;
      if (!event.isMainFrame || !isReload(contents.getURL(), event.url)) denyNavigation(event);
    });
    contents.on('will-navigate', (event) => {
      if (!webPages.has(contents) && !isReload(contents.getURL(), event.url)) denyNavigation(event);
    });
    const denyRedirect = deny('redirect');
    contents.on('will-redirect', (event) => {
      if (!webPages.has(contents)) denyRedirect(event);
    });
    contents.on('will-attach-webview', deny('webview'));
    contents.setWindowOpenHandler(({ url }) => {
      log.warn({ what: 'window.open', url: url.slice(0, 300) }, 'denied to a window');
      return { action: 'deny' };
    });
  });
  // Of pages on walls too: no certificate is ever accepted against the verdict.
  app.on('certificate-error', (event, _contents, url, reason, _certificate, decide) => {
    event.preventDefault();
    log.warn({ url: url.slice(0, 300), reason }, 'a certificate was refused');
    decide(false);
  });
}

/** Denies every permission, asked for or checked, and every request of a page that would leave the machine. */
export function lockSession(session: Session, log: Logger): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn({ permission }, 'a permission was denied to a window');
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    (details, decide) => {
      // The developer tools' own pages are not ours to judge.
      log.warn({ url: details.url.slice(0, 300) }, 'a request to the network was denied to a window');
      decide({ cancel: true });
    },
  );
}

/** Opens a runbook or routine in the system's browser. Refused: anything that is not plain http or https. */
export async function openExternal(text: string, log: Logger): Promise<Result<null>> {
  const url = externalUrl(text);
  if (url === null) return failure('link', 'only http and https links can be opened');
  try {
    await shell.openExternal(url);
    return success(null);
  } catch (error) {
    log.warn({ err: error, url }, 'the system could not open a link');
    return failure('link', 'the system could not open the link');
  }
}
