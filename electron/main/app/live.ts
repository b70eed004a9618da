import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/time/clock';
import type { Language } from '../../../shared/time/format';
import type { ConsolePort } from '../ipc/console-port';
import type { AppWindow } from '../windows/app-window';
import type { Logger } from './log';
import { Summary } from './summary';

const PICTURES_MS = 5_000;
/** A window that does not give its picture by then is left out this time, ms. */
const PICTURE_LIMIT_MS = 4_000;
/** Lines come at most so often on changes, and at least so often without, ms. */
const LINES_SOON_MS = 2_000;
const LINES_MS = 10_000;

/** Refreshes a picture of each window in `folder`, for those who have no display. Returns what ends it. */
export function keepPictures(
  folder: string,
  windows: () => readonly AppWindow[],
  clock: Clock,
  log: Logger,
): () => void {
  let ended = false;
  let cancel = (): void => undefined;
  const round = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const window of windows()) {
      if (window.hidden || !window.browserWindow) continue;
      try {
        const picture = await withLimit(window.browserWindow.webContents.capturePage(), clock);
        if (picture === null || picture.isEmpty() || ended) continue;
        const file = join(folder, `${window.name}.png`);
        // Whoever looks at it never sees half a picture.
        await writeFile(`${file}.new`, picture.toPNG());
        await rename(`${file}.new`, file);
      } catch (error) {
        log.debug({ err: error, window: window.name }, 'no picture of the window this time');
      }
    }
  };
  const next = (): void => {
    cancel = clock.after(PICTURES_MS, () => {
      round()
        .catch((error: unknown) => log.warn({ err: error }, 'the pictures of the windows could not be kept'))
        .finally(() => {
          if (!ended) next();
        });
    });
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}

/** Prints the room's state as text: soon after a change, and every ten seconds. Returns what ends it. */
export function printSummary(
  port: ConsolePort,
  lang: () => Language,
  clock: Clock,
  print: (text: string) => void,
): () => void {
  const summary = new Summary();
  const first = port.snapshot();
  summary.load(first.patch);
  let { revision, link } = first;
  let said = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const say = (): void => {
    said = clock.mono();
    print(`${summary.lines(link, lang(), clock.now()).join('\n')}\n`);
    wait(LINES_MS);
  };
  const wait = (ms: number): void => {
    cancel?.();
    cancel = clock.after(ms, say);
  };
  const soon = (): void => wait(Math.max(0, LINES_SOON_MS - (clock.mono() - said)));
  const stops = [
    port.onPatch((patch) => {
      if (patch.base === revision) {
        revision = patch.revision;
        if (summary.apply(patch.patch)) soon();
        return;
      }
      const fresh = port.snapshot();
      summary.load(fresh.patch);
      revision = fresh.revision;
      soon();
    }),
    port.onLink((next) => {
      const turned = next.phase !== link.phase;
      link = next;
      if (turned) soon();
    }),
  ];
  say();
  return () => {
    cancel?.();
    for (const stop of stops) stop();
  };
}

function withLimit<T>(work: Promise<T>, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PICTURE_LIMIT_MS, () => resolve(null));
    work.then(resolve, reject).finally(cancel);
  });
}
