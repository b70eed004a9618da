import type { WindowKind } from '../../../shared/contract/ipc';
import { ORIGIN } from '../security/origin';

/** A window that may call main. `wall`: its place among the walls. */
export interface Sender {
  readonly name: string;
  readonly kind: WindowKind;
  readonly index: number;
}

/** What a call shows about who made it, read at once: `senderFrame` becomes null when the frame goes. */
export interface Caller {
  readonly id: number;
  /** Null: the frame is gone. */
  readonly frame: { readonly origin: string; readonly isMain: boolean } | null;
}

/** Why a call is refused before anything looks at it. */
export type Refused = 'unknown-sender' | 'no-frame' | 'not-main-frame' | 'foreign-origin' | 'not-allowed';

/** The windows that exist, by the id of their web contents. */
export class Senders {
  readonly #byId = new Map<number, Sender>();

  add(id: number, sender: Sender): void {
    this.#byId.set(id, sender);
  }

  remove(id: number): void {
    this.#byId.delete(id);
  }

  get(id: number): Sender | undefined {
    return this.#byId.get(id);
  }

  /** Who calls, when it may call a channel that is open to `allowed`; else why not. */
  judge(
    caller: Caller,
    allowed: readonly WindowKind[],
  ): { readonly sender: Sender } | { readonly refused: Refused } {
    const sender = this.#byId.get(caller.id);
    if (!sender) return { refused: 'unknown-sender' };
    if (!caller.frame) return { refused: 'no-frame' };
    if (!caller.frame.isMain) return { refused: 'not-main-frame' };
    if (caller.frame.origin !== ORIGIN) return { refused: 'foreign-origin' };
    return allowed.includes(sender.kind) ? { sender } : { refused: 'not-allowed' };
  }
}
