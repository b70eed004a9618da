import type {
  Answers,
  Args,
  IdentityState,
  Settings,
  WallPlace,
  WindowKind,
} from '../../../shared/contract/ipc';
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
    openAnother(kind: WindowKind, page: string | null): Result<null>;
    seat(kind: WindowKind, index: number): { readonly index: number; readonly count: number };
    beat(contentsId: number, frames: number, longTasks: number): void;
  };
  readonly walls: {
    /** Which display of the wall a window shows, and all that there are. */
    place(window: string): WallPlace;
    /** What a wall window shows now. */
    shows(contentsId: number, shows: Args<'wall:shows'>): void;
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
  /** Writes an attachment where the person at this window says. */
  readonly saveBlob: (args: Args<'blob:save'>, contentsId: number) => Promise<Result<Answers['blob:save']>>;
  /** Scenes of the wall as files. */
  readonly scenes: SceneFilesPort;
  /** The paper packs on this machine's own disk. */
  readonly papers: PaperPort;
}

/** Scenes of the wall, written to a file and read from one, where the person at a window says. */
export interface SceneFilesPort {
  save(args: Args<'scene:export'>, contentsId: number): Promise<Result<Answers['scene:export']>>;
  open(contentsId: number): Promise<Result<Answers['scene:import']>>;
}

/** What windows may do with the paper packs. */
export interface PaperPort {
  print(): Promise<Result<Answers['paper:print']>>;
  list(): Promise<Result<Answers['paper:list']>>;
  open(file: string): Promise<Result<null>>;
}

/** The answers to all requests of the contract. */
export function createHandlers(parts: HandlerParts): Handlers {
  const {
    port,
    fanOut,
    settings,
    windows,
    walls,
    openLink,
    exportCsv,
    saveReport,
    saveBlob,
    scenes,
    papers,
  } = parts;
  const { identity } = port;
  return {
    'board:snapshot': (_args, sender, contentsId) => {
      const now = port.snapshot();
      fanOut.snapshotTaken(contentsId, now.revision, now.sound);
      return success({
        ...now,
        patch: JSON.stringify(now.patch),
        settings: settings.current(),
        display: windows.seat(sender.kind, sender.index),
        place: walls.place(sender.name),
        // A wall has nothing to do with what people are about to do, nor with who they are.
        outbox: sender.kind === 'wall' ? [] : now.outbox,
        identity: sender.kind === 'wall' ? nobody(now.identity) : now.identity,
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
    'scene:export': (args, _sender, contentsId) => scenes.save(args, contentsId),
    'scene:import': (_args, _sender, contentsId) => scenes.open(contentsId),
    'paper:print': () => papers.print(),
    'paper:list': () => papers.list(),
    'paper:open': ({ file }) => papers.open(file),
    'command:give': (args) => port.give(args),
    'blob:add': (args) => port.attachments.add(args),
    'blob:read': ({ hash }) => port.attachments.read(hash),
    'blob:save': (args, _sender, contentsId) => saveBlob(args, contentsId),
    'shift-log:search': (args) => port.searchShiftLog(args),
    'doc:open': ({ doc }, _sender, contentsId) => port.documents.open(doc, contentsId),
    'doc:update': (args, _sender, contentsId) => port.documents.update(args, contentsId),
    'doc:presence': (args, _sender, contentsId) => port.documents.presence(args, contentsId),
    'doc:close': ({ doc }, _sender, contentsId) => {
      port.documents.close(doc, contentsId);
      return success(null);
    },
    'handovers:read': (args) => port.handovers(args),
    'handover:text': ({ handover }) => port.handoverText(handover),
    'adherence:read': (args) => port.ask<'adherence'>({ ask: 'adherence', ...args }),
    'wall:health': () => port.ask<'wall-health'>({ ask: 'wall-health' }),
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
    'window:open': ({ kind, page }) => windows.openAnother(kind, page ?? null),
    'settings:set': (change) => success(settings.change(change)),
    'frame:beat': ({ frames, longTasks }, _sender, contentsId) => {
      windows.beat(contentsId, frames, longTasks ?? 0);
      if (frames > 0) fanOut.beat(contentsId);
      return success(null);
    },
    'wall:shows': (shows, _sender, contentsId) => {
      walls.shows(contentsId, shows);
      return success(null);
    },
    'link:open': ({ url }) => openLink(url),
  };
}

function nobody(identity: IdentityState): IdentityState {
  return { ...identity, signedIn: null, locked: false, ready: [], offlineReady: [], waitUntil: null };
}
