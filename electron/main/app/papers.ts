import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shell } from 'electron';
import { forEachCollection, type Patch } from '../../../shared/model/room';
import type { Clock } from '../../../shared/time/clock';
import type { Language } from '../../../shared/time/format';
import { failure, success } from '../../../shared/util/result';
import type { RunningConsole } from '../board/console-options';
import type { PaperPort } from '../ipc/handlers';
import { packOf } from '../paper/pack-sections';
import { PaperKeeper } from '../paper/paper-keeper';
import type { Logger } from './log';
import { printPdf } from './print-pdf';

export interface PapersOptions {
  /** The console's data folder. */
  readonly folder: string;
  readonly console: RunningConsole;
  readonly clock: Clock;
  readonly lang: () => Language;
  readonly log: Logger;
}

/** The paper packs of this console, as its windows ask for them. */
export interface Papers extends PaperPort {
  stop(): void;
}

/** Prints the room every hour, on this machine's own disk. Only after the app is ready. */
export function keepPapers({ folder, console, clock, lang, log }: PapersOptions): Papers {
  const keeper = new PaperKeeper({
    folder: join(folder, 'papers'),
    clock,
    pack: () => {
      const { patch, link } = console.snapshot();
      if (patch.room.put.length === 0) return null;
      const live = link.phase === 'live';
      const knownAt = live ? null : link.knownAt;
      const moment = {
        now: clock.now() + link.offsetMs,
        lang: lang(),
        knownAt,
        empty: !live && knownAt === null,
      };
      return { report: packOf(viewOf(patch), moment), lang: lang() };
    },
    print: (html) => printPdf(html, clock),
    onFault: (reason) => console.noteFault('paper', reason),
    log: (level, message, detail) => log[level](detail, message),
  });
  keeper.start();
  return {
    print: () => keeper.printNow(),
    list: async () => success(await keeper.list()),
    open: async (file) => {
      const path = keeper.pathOf(file);
      if (path === null || !existsSync(path)) return failure('unknown', `no paper pack "${file}"`);
      const reason = await shell.openPath(path);
      return reason === '' ? success(null) : failure('open', reason);
    },
    stop: () => keeper.stop(),
  };
}

function viewOf(patch: Required<Patch>): Parameters<typeof packOf>[0] {
  const maps = forEachCollection((name) => new Map<string, unknown>(patch[name].put));
  const room = patch.room.put[0]?.[1];
  // Each map was made of just this collection's entities.
  return { ...(maps as unknown as Parameters<typeof packOf>[0]), room };
}
