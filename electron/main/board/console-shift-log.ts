import { join } from 'node:path';
import type { Degradation, OutboxEntry } from '../../../shared/contract/ipc';
import { eventText, namesIn } from '../../../shared/rules/event-text';
import type { Projection } from '../../../shared/rules/projection';
import type { Erasure } from '../../../shared/rules/watch/erase-event';
import { Attachments } from '../attachments/attachments';
import type { BoardCache } from '../cache/board-cache';
import type { Outbox } from '../cache/outbox';
import { ShiftLogArchive } from '../cache/shift-log-archive';
import type { HubLink } from '../link/hub-link';
import type { ConsoleOptions } from './console-options';
import { OFFLINE } from './offline';
import type { Questions } from './questions';

/** What of a console its shift log is made of. */
export interface ShiftLogParts {
  readonly options: ConsoleOptions;
  readonly state: Projection;
  readonly cache: BoardCache;
  readonly outbox: Outbox;
  readonly questions: Questions;
  readonly link: () => HubLink | null;
  /** Something that waited for a file may be sent. */
  readonly onSettled: () => void;
  /** The outbox's list is another. */
  readonly onOutbox: (entries: readonly OutboxEntry[]) => void;
  /** Something was erased, now or while this console was away. */
  readonly onErased: () => void;
  readonly onFault: (code: Degradation['code'], detail: string | null) => void;
}

/** The shift log of years, and the files that people attach. */
export function consoleShiftLog(parts: ShiftLogParts): {
  readonly archive: ShiftLogArchive;
  readonly attachments: Attachments;
} {
  const { options, state, cache, outbox, questions, link, onFault } = parts;
  const attachments = new Attachments({
    folder: join(options.dataFolder, 'attachments'),
    clock: options.clock,
    ask: async (request) => (await link()?.blob(request)) ?? OFFLINE,
    pending: () => outbox.pending(),
    onSettled: parts.onSettled,
    onFault: (detail) => onFault('attachments', detail),
  });
  const archive = new ShiftLogArchive({
    file: join(options.dataFolder, 'shift-log.db'),
    clock: options.clock,
    ask: (question) => questions.ask(question),
    position: () => state.position,
    textOf: (entry) => eventText({ type: 'log.written', entry }, namesIn(state))?.text ?? '',
    onErased: (erasures: readonly Erasure[]) => {
      cache.erase(erasures);
      outbox.erase(erasures);
      parts.onOutbox(outbox.list());
      parts.onErased();
      for (const { part } of erasures) if (/^[0-9a-f]{64}$/.test(part)) void attachments.erased(part);
    },
    onFault: (detail) => onFault('shift-log', detail),
  });
  return { archive, attachments };
}
