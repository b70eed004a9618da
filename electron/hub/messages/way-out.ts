import { join } from 'node:path';
import type { HubConfig } from '../../../shared/contract/hub-config';
import type { LogEvent } from '../../../shared/model/events';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { LoadedCatalogue } from '../catalogue/loaded';
import type { CommandHandlers } from '../commands';
import { type NotifyCommandKind, NotifyKeeper } from '../notify/notify-keeper';
import type { Pipeline } from '../pipeline/pipeline';
import { Channels } from './channels';
import { type MessageCommandKind, MessageKeeper } from './message-keeper';

export interface WayOutOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  readonly config: Pick<HubConfig, 'data' | 'pageFolders'>;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/** All that leaves the room: messages to users, notifications to people on call, and the channels that both go through. */
export class WayOut {
  readonly handlers: Pick<CommandHandlers, MessageCommandKind | NotifyCommandKind>;
  readonly #channels: Channels;
  readonly #messages: MessageKeeper;
  readonly #notify: NotifyKeeper;

  constructor({ config, ...keeping }: WayOutOptions) {
    this.#channels = new Channels({
      ...keeping,
      pages: join(config.data, 'pages'),
      pageFolders: config.pageFolders,
    });
    this.#messages = new MessageKeeper({ ...keeping, channels: this.#channels });
    this.#notify = new NotifyKeeper({ ...keeping, channels: this.#channels });
    this.handlers = { ...this.#messages.handlers, ...this.#notify.handlers };
  }

  /** A catalogue applies: where channels lead may be new, and what waited for one may go. */
  apply(catalogue: Pick<LoadedCatalogue, 'channels' | 'emails'>): void {
    this.#channels.apply(catalogue);
    this.#messages.look();
    this.#notify.look();
  }

  /** The catalogue has been read, and alarms are kept. */
  start(): void {
    this.#messages.start();
    this.#notify.start();
  }

  /** Before the pipeline is: what is under way still says what became of it. */
  async stop(): Promise<void> {
    await Promise.all([this.#messages.stop(), this.#notify.stop()]);
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    this.#notify.heard(events);
  }
}
