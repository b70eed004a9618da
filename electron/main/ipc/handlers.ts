import type { Settings, WindowKind } from '../../../shared/contract/ipc';
import { type Result, success } from '../../../shared/util/result';
import type { ConsolePort } from './console-port';
import type { FanOut } from './fan-out';
import type { Handlers } from './router';

/** What the handlers need of the rest of the shell. */
export interface HandlerParts {
  readonly port: ConsolePort;
  readonly fanOut: FanOut;
  readonly settings: {
    current(): Settings;
    change(change: {
      readonly theme?: Settings['theme'] | undefined;
      readonly lang?: Settings['lang'] | undefined;
    }): Settings;
  };
  readonly windows: {
    open(kind: WindowKind): void;
    seat(kind: WindowKind, index: number): { readonly index: number; readonly count: number };
    beat(contentsId: number, frames: number): void;
  };
  readonly openLink: (url: string) => Promise<Result<null>>;
}

/** The answers to all requests of the contract. */
export function createHandlers({ port, fanOut, settings, windows, openLink }: HandlerParts): Handlers {
  return {
    'board:snapshot': (_args, sender, contentsId) => {
      const now = port.snapshot();
      fanOut.snapshotTaken(contentsId, now.revision);
      return success({
        ...now,
        settings: settings.current(),
        display: windows.seat(sender.kind, sender.index),
        // A wall has nothing to do with what people are about to do.
        outbox: sender.kind === 'desk' ? now.outbox : [],
      });
    },
    'history:read': (args) => port.history(args),
    'samples:read': (args) => port.samples(args),
    'chart:read': (args) => port.ask<'chart'>({ ask: 'chart', ...args }),
    'quality:read': (args) => port.ask<'quality'>({ ask: 'quality', ...args }),
    'maintenance:preview': (args) => port.ask<'maintenance-preview'>({ ask: 'maintenance-preview', ...args }),
    'catalogue:source': (args) => port.ask<'catalogue-source'>({ ask: 'catalogue-source', ...args }),
    'catalogue:preview': (args) => port.ask<'catalogue-preview'>({ ask: 'catalogue-preview', ...args }),
    'catalogue:history': (args) => port.ask<'catalogue-history'>({ ask: 'catalogue-history', ...args }),
    'mapping:preview': (args) => port.ask<'mapping-preview'>({ ask: 'mapping-preview', ...args }),
    'check:recheck': ({ node }) => port.give('check.recheck', node, null),
    'command:give': ({ kind, subject, payload }) => port.give(kind, subject, payload),
    'window:open': ({ kind }) => {
      windows.open(kind);
      return success(null);
    },
    'settings:set': (change) => success(settings.change(change)),
    'frame:beat': ({ frames }, _sender, contentsId) => {
      windows.beat(contentsId, frames);
      if (frames > 0) fanOut.beat(contentsId);
      return success(null);
    },
    'link:open': ({ url }) => openLink(url),
  };
}
