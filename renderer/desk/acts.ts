import type { CommandKind } from '../../shared/contract/commands';
import type { DeskBridge, Gift, OutboxEntry } from '../../shared/contract/ipc';
import type { Result } from '../../shared/util/result';
import type { DeskStore, PendingAct } from './desk-store';

/** What main answers when an act lacks a person: those can be helped here, and the act goes on. */
const WANTS: Readonly<Record<string, PendingAct['why']>> = {
  'signed-out': 'signed-out',
  locked: 'locked',
  pin: 'wrong-pin',
};

/** A word from the dialog: go on (with a PIN where the desk stays locked), or not at all. */
type Word = { readonly pin: string | undefined } | null;

/** Gives commands, and sees to it that somebody is there to give them. */
export interface Acts {
  /** Gives one; where nobody is signed in or the desk is locked, asks who it is and goes on. */
  give<K extends CommandKind>(gift: Gift<K>): Promise<Result<OutboxEntry>>;
  /** Gives many, one command each, in order. Whoever is asked is asked once; a refused one stops none of the rest. */
  giveAll(gifts: readonly Gift<CommandKind>[]): Promise<readonly Result<OutboxEntry>[]>;
}

/** The acts of one desk. The dialogs `sign-in` and `pin` end a wait with `pending.go` or `pending.drop`. */
export function createActs(bridge: Pick<DeskBridge, 'give'>, desk: DeskStore): Acts {
  let asking: Promise<Word> | null = null;

  /** Opens the dialog, once for all that wait. */
  const ask = (gift: Gift<CommandKind>, why: PendingAct['why'], message: string): Promise<Word> => {
    asking ??= new Promise<Word>((resolve) => {
      // What was open when somebody acted (the on-call list, a form) is open again when it is known who it was.
      const { dialog: open } = desk.getState();
      const under = open?.kind === 'pin' || open?.kind === 'sign-in' ? null : open;
      const end = (word: Word): void => {
        if (asking === null) return;
        asking = null;
        desk.setState({ pending: null, dialog: under });
        resolve(word);
      };
      desk.setState({
        dialog: { kind: why === 'signed-out' ? 'sign-in' : 'pin' },
        pending: {
          kind: gift.kind,
          subject: gift.subject,
          why,
          message,
          go: (pin) => end({ pin }),
          drop: () => end(null),
        },
      });
    });
    return asking;
  };

  const giveWith = async (
    gift: Gift<CommandKind>,
    known: string | undefined,
  ): Promise<{
    readonly answer: Result<OutboxEntry>;
    readonly pin: string | undefined;
    readonly dropped: boolean;
  }> => {
    let pin = known;
    for (;;) {
      const answer = await bridge.give(pin === undefined ? gift : { ...gift, pin });
      const why = answer.ok ? undefined : WANTS[answer.error.code];
      if (answer.ok || why === undefined) return { answer, pin, dropped: false };
      const word = await ask(gift, why, answer.error.message);
      if (word === null) return { answer, pin, dropped: true };
      ({ pin } = word);
    }
  };

  return {
    async give<K extends CommandKind>(gift: Gift<K>): Promise<Result<OutboxEntry>> {
      return (await giveWith(gift as Gift<CommandKind>, undefined)).answer;
    },
    async giveAll(gifts) {
      const answers: Result<OutboxEntry>[] = [];
      let pin: string | undefined;
      for (const gift of gifts) {
        const given = await giveWith(gift, pin);
        answers.push(given.answer);
        // Whoever thought better of the first one has thought better of them all.
        if (given.dropped) break;
        ({ pin } = given);
      }
      return answers;
    },
  };
}
