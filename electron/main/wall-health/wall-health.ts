import type { WallReport } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from '../app/log';
import type { WallCareAsked, WallsLink } from '../board/console-walls';
import type { AppWindow } from '../windows/app-window';
import { type ProcessMemory, UNMEASURED, type WeighedProcess, weighProcesses } from './process-memory';
import { type SeenWindow, type ShownThere, wallReportOf } from './wall-report';

/** How often the hub hears of the walls, ms. */
const EVERY_MS = 2_000;
/** Weighing walks through the memory of every process: once for so many reports. */
const WEIGH_EVERY = 5;

/** A wall window that can be looked at and brought back. */
export type CaredWindow = SeenWindow & Pick<AppWindow, 'bringBack'>;

export interface WallHealthOptions<W extends CaredWindow> {
  readonly clock: Clock;
  readonly log: Logger;
  readonly hub: WallsLink;
  /** The name that this computer calls itself by. */
  readonly computer: () => string;
  readonly version: string;
  /** Something starts the app again when it ends. */
  readonly supervised: boolean;
  /** The wall windows that are open, by number. */
  readonly windows: () => readonly W[];
  readonly shown: (window: W) => ShownThere;
  /** Tasks over 50 ms of its page since this was asked last. */
  readonly takeLongTasks: (window: W) => number;
  readonly displays: () => WallReport['displays'];
  readonly processes: () => readonly WeighedProcess[];
  /** Ends the app, to be started again. */
  readonly restart: () => void;
}

/**
 * Tells the hub how this console's walls fare, and does what people at desks ask to have done about them. A console
 * without walls says nothing. Returns what ends it.
 */
export function keepWallHealth<W extends CaredWindow>(options: WallHealthOptions<W>): () => void {
  const { clock, log, hub } = options;
  let memory: ProcessMemory = UNMEASURED;
  let reports = 0;
  let had = false;
  let cancel = (): void => undefined;
  const weigh = (): void => {
    weighProcesses(options.processes()).then(
      (weighed) => {
        memory = weighed;
      },
      (error: unknown) => log.warn({ err: error }, 'the memory of the walls was not measured'),
    );
  };
  const tell = (): void => {
    const open = options.windows();
    // Of walls that were closed it goes on saying that there are none: the hub may not hear it the first time.
    had ||= open.length > 0;
    if (!had) return;
    if (open.length > 0 && reports % WEIGH_EVERY === 0) weigh();
    reports += 1;
    hub.report(
      wallReportOf({
        computer: options.computer(),
        version: options.version,
        upSince: hub.upSince,
        supervised: options.supervised,
        displays: options.displays(),
        windows: open.map((window) => ({
          window,
          shown: options.shown(window),
          longTasks: options.takeLongTasks(window),
        })),
        memory,
      }),
    );
  };
  const round = (): void => {
    cancel = clock.after(EVERY_MS, () => {
      tell();
      round();
    });
  };
  round();
  const deaf = hub.onCare((asked) => careFor(asked, options));
  return () => {
    cancel();
    deaf();
  };
}

function careFor<W extends CaredWindow>(
  { window: name, how, actor }: WallCareAsked,
  { windows, restart, log }: WallHealthOptions<W>,
): void {
  if (how === 'restart') {
    log.warn({ actor }, 'the console starts again: somebody at a desk asked for it');
    restart();
    return;
  }
  const asked = windows().filter((window) => name === null || window.name === name);
  if (asked.length === 0) log.warn({ window: name, how, actor }, 'there is no such wall window any more');
  for (const window of asked) window.bringBack(how, `asked for by ${actor}`);
}
