import { join } from 'node:path';
import type { IncidentPlan } from '../../../shared/model/catalogue';
import type { OutMessage } from '../../../shared/model/incidents';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { assertNever } from '../../../shared/util/assert-never';
import type { ChannelTarget, LoadedCatalogue } from '../catalogue/loaded';
import { type Attempt, attempt, type Letter } from './letter';
import { sendMail } from './mail';
import { writePage } from './status-page';
import { sendSms, sendWebhook } from './web-channels';

/** One attempt is given up after this without a word from the other side, ms. */
const PATIENCE_MS = 30_000;

export interface ChannelsOptions {
  readonly clock: Clock;
  readonly state: Pick<RoomView, 'catalogue' | 'incidents' | 'room'>;
  /** The hub's own folder for status pages; those of the catalogue that name no other are in it. */
  readonly pages: string;
  /** Other folders that status pages may be written in. */
  readonly pageFolders: readonly string[];
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * The ways out of the room. Where they lead stays here: whoever sends through one learns what became of it, in words
 * without addresses. It sends what it is told to, once; whether that is to be done again is not decided here.
 */
export class Channels {
  readonly #options: ChannelsOptions;
  #targets: ReadonlyMap<string, ChannelTarget> = new Map();
  #emails: ReadonlyMap<string, string> = new Map();
  /** Pages are written one after the other: an older one must not take the place of a newer. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: ChannelsOptions) {
    this.#options = options;
  }

  /** A catalogue applies. Its pages are written anew: they may have lain for as long as the hub was away. */
  apply({ channels, emails }: Pick<LoadedCatalogue, 'channels' | 'emails'>): void {
    this.#targets = channels;
    this.#emails = emails;
    this.writePages();
  }

  /** Whether it is known where a channel leads. */
  leads(channel: string): boolean {
    return this.#targets.has(channel);
  }

  /** A contact's e-mail address; null: the on-call list has none. */
  email(team: string, contact: string): string | null {
    return this.#emails.get(`${team}/${contact}`) ?? null;
  }

  /** Writes every status page as things are now. */
  writePages(): void {
    for (const [id, target] of this.#targets) {
      if (target.kind !== 'page') continue;
      void this.#writePage(id, target).then(({ outcome, detail }) => {
        if (outcome !== 'sent')
          this.#options.log('warn', 'a status page cannot be written', { channel: id, detail });
      });
    }
  }

  /** Sends once. Never rejects; ends in time, or when `signal` aborts. */
  async deliver(channel: string, letter: Letter, signal: AbortSignal): Promise<Attempt> {
    const target = this.#targets.get(channel);
    if (!target) return attempt('refused', 'kanalen finnes ikke lenger');
    const patience = new AbortController();
    const abort = (): void => patience.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    let cancel = this.#options.clock.after(PATIENCE_MS, abort);
    const isHeard = (): void => {
      cancel();
      cancel = this.#options.clock.after(PATIENCE_MS, abort);
    };
    try {
      return await this.#send(channel, target, letter, patience.signal, isHeard);
    } catch (error) {
      // Nobody knows how far it came.
      const code = (error as { code?: unknown } | null)?.code;
      return attempt('unknown', typeof code === 'string' ? code : 'sviktet underveis');
    } finally {
      cancel();
      signal.removeEventListener('abort', abort);
    }
  }

  #send(
    id: string,
    target: ChannelTarget,
    letter: Letter,
    signal: AbortSignal,
    isHeard: () => void,
  ): Promise<Attempt> {
    switch (target.kind) {
      case 'smtp':
        return sendMail(target, letter, signal);
      case 'webhook':
        return sendWebhook(target, letter, signal);
      case 'sms':
        return sendSms(target, letter, signal, isHeard);
      case 'page':
        // To write it again does no harm: one that may still be written is not waited for.
        return Promise.race([this.#writePage(id, target), givenUp(signal)]);
      default:
        return assertNever(target, 'channel');
    }
  }

  #writePage(id: string, target: Extract<ChannelTarget, { kind: 'page' }>): Promise<Attempt> {
    const { state, clock, pages, pageFolders } = this.#options;
    const written = this.#writing.then(() =>
      writePage(target.folder ?? join(pages, id), [pages, ...pageFolders], {
        title: target.title,
        sender: planOf(state)?.sender ?? state.room?.name ?? '',
        messages: messagesOn(state, id),
        now: clock.now(),
      }),
    );
    this.#writing = written;
    return written;
  }
}

function givenUp(signal: AbortSignal): Promise<Attempt> {
  return new Promise((resolve) => {
    const end = (): void => resolve(attempt('later', 'disken svarte ikke i tide'));
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

/** What holds for incidents; null: the catalogue says nothing. */
export function planOf(view: Pick<RoomView, 'catalogue'>): IncidentPlan | null {
  const entity = view.catalogue.get('incident-plan:room');
  return entity?.kind === 'incident-plan' ? entity.value : null;
}

/** Messages that go out through this channel, or went, in the order in which they were approved. */
function messagesOn(view: Pick<RoomView, 'incidents'>, channel: string): readonly OutMessage[] {
  return [...view.incidents.values()]
    .flatMap((entity) => (entity.kind === 'message' ? [entity.value] : []))
    .filter(({ deliveries }) =>
      deliveries.some((one) => one.channel === channel && one.state !== 'waiting' && one.state !== 'refused'),
    )
    .sort((a, b) => (a.approved?.at ?? 0) - (b.approved?.at ?? 0) || a.part - b.part);
}
