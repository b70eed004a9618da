import type { Answers, Args, IdentityState, Settings, WindowKind } from '../../../shared/contract/ipc';
import { failure, type Result, success } from '../../../shared/util/result';
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
    /** Refused when there are as many as there may be. */
    openAnother(kind: WindowKind): Result<null>;
    seat(kind: WindowKind, index: number): { readonly index: number; readonly count: number };
    beat(contentsId: number, frames: number): void;
  };
  readonly openLink: (url: string) => Promise<Result<null>>;
  /** Writes a table where the person at this window says. */
  readonly exportCsv: (
    args: Args<'csv:export'>,
    contentsId: number,
  ) => Promise<Result<Answers['csv:export']>>;
  /** Writes a report where the person at this window says. */
  readonly saveReport: (
    args: Args<'report:save'>,
    contentsId: number,
  ) => Promise<Result<Answers['report:save']>>;
}

/** The answers to all requests of the contract. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { port, fanOut, settings, windows, openLink, exportCsv, saveReport } = parts;
  const { identity } = port;
  return {
    'board:snapshot': (_args, sender, contentsId) => {
      const now = port.snapshot();
      fanOut.snapshotTaken(contentsId, now.revision, now.sound);
      return success({
        ...now,
        settings: settings.current(),
        display: windows.seat(sender.kind, sender.index),
        // A wall has nothing to do with what people are about to do, nor with who they are.
        outbox: sender.kind === 'desk' ? now.outbox : [],
        identity: sender.kind === 'desk' ? now.identity : nobody(now.identity),
        sound: { ...now.sound, here: fanOut.speaker === contentsId },
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
    'search:read': (args) => port.search(args),
    'figures:read': (args) => port.ask<'alarm-figures'>({ ask: 'alarm-figures', ...args }),
    'csv:export': (args, _sender, contentsId) => exportCsv(args, contentsId),
    'report:save': (args, _sender, contentsId) => saveReport(args, contentsId),
    'command:give': (args) => port.give(args),
    'outbox:seen': ({ ids }) => {
      port.outboxSeen(ids);
      return success(null);
    },
    'identity:sign-in': (args) => identity.signIn(args),
    'identity:sign-in-machine': () => identity.signInMachine(),
    'identity:sign-out': () => identity.signOut(),
    'identity:lock': () => identity.lock(),
    'identity:unlock': ({ pin }) => identity.unlock(pin),
    'identity:set-credentials': (args) => identity.setCredentials(args),
    'identity:enrolment-code': ({ kind }) => identity.enrolmentCode(kind),
    'identity:enrol': ({ code }) => identity.enrol(code),
    'sound:silence': () => {
      port.silence();
      return success(null);
    },
    'sound:test': () =>
      fanOut.testSound() ? success(null) : failure('no-window', 'there is no window that could play it'),
    'sound:report': ({ device }, _sender, contentsId) => {
      // Whoever has lost the task meanwhile knows nothing of the one that has it.
      if (fanOut.speaker === contentsId) port.soundDevice(device);
      return success(null);
    },
    'window:open': ({ kind }) => windows.openAnother(kind),
    'settings:set': (change) => success(settings.change(change)),
    'frame:beat': ({ frames }, _sender, contentsId) => {
      windows.beat(contentsId, frames);
      if (frames > 0) fanOut.beat(contentsId);
      return success(null);
    },
    'link:open': ({ url }) => openLink(url),
  };
}

function nobody(identity: IdentityState): IdentityState {
  return { ...identity, signedIn: null, locked: false, ready: [], offlineReady: [], waitUntil: null };
}
