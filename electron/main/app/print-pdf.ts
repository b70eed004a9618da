import { BrowserWindow, session } from 'electron';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { SCHEME } from '../security/origin';

/** A page that is not printed by then never will be, ms. */
const PRINT_MS = 30_000;
/** Nothing from anywhere but the page itself: its words, and the style that stands in it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
};
let printed = 0;

/**
 * Prints HTML on A4, in a window that nobody sees: sandboxed, without scripts, in a session of its own that is served
 * this one page and can reach nothing else. The HTML comes from a window, and is not trusted with more.
 */
export async function printPdf(html: string, clock: Clock): Promise<Result<Uint8Array>> {
  // Not persistent, and never used twice: what one report held, no other page can ask for.
  printed += 1;
  const own = session.fromPartition(`report-${printed}`, { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  own.setPermissionCheckHandler(() => false);
  own.webRequest.onBeforeRequest((details, decide) =>
    decide({ cancel: !details.url.startsWith(`${SCHEME}://report/`) }),
  );
  own.protocol.handle(SCHEME, () => new Response(html, { headers: HEADERS }));
  const window = new BrowserWindow({
    show: false,
    width: 794,
    height: 1123,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      images: false,
      webgl: false,
      spellcheck: false,
    },
  });
  let late = false;
  const cancel = clock.after(PRINT_MS, () => {
    late = true;
    // What waits for the page fails when its window goes.
    window.destroy();
  });
  try {
    await window.loadURL(`${SCHEME}://report/`);
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      // Margins are the page's own, by its @page rule.
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
    });
    return success(pdf);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure('print', late ? 'the page was not printed in time' : reason);
  } finally {
    cancel();
    if (!window.isDestroyed()) window.destroy();
    own.protocol.unhandle(SCHEME);
  }
}
