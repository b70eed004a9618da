import type { Command } from '../../../shared/contract/wire';
import type { SignedText } from '../../../shared/model/handover';
import { hashOfText } from '../../../shared/rules/handover/compose';
import { decideHandover } from '../../../shared/rules/handover/decide-handover';
import {
  HANDOVER_COMMANDS,
  type HandoverCommandKind,
  readHandoverAct,
} from '../../../shared/rules/handover/decision';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, CommandSource, Verdict } from '../commands';
import { handoverRefusalWords } from './refusals';

export interface HandoverCommandOptions {
  readonly state: Projection;
  readonly clock: Clock;
  /** Brings the alarms in step with what was measured up to now: an act is judged by nothing older. */
  readonly gather: () => void;
  /** Puts a text on the disk under its hash, before anybody hears that it was signed. Throws where it cannot. */
  readonly keepText: (hash: string, text: SignedText) => void;
}

/** What people do to handovers, follow-ups and routines, decided by the rules that every desk has too. */
export function handoverCommands(
  options: HandoverCommandOptions,
): Pick<CommandHandlers, HandoverCommandKind> {
  const handle = (command: Command, _payload: unknown, from: CommandSource): Verdict =>
    decided(options, command, from);
  return Object.fromEntries(HANDOVER_COMMANDS.map((kind) => [kind, handle])) as Record<
    HandoverCommandKind,
    typeof handle
  >;
}

function decided(
  { state, clock, gather, keepText }: HandoverCommandOptions,
  command: Command,
  from: CommandSource,
): Verdict {
  gather();
  const now = clock.now();
  const act = readHandoverAct(command, from.console);
  if (!act) throw new Error(`no rule for ${command.kind}`);
  const decision = decideHandover(state, act, now);
  if ('refused' in decision) {
    return { outcome: 'refused', reason: handoverRefusalWords(decision.refused, state, now) };
  }
  if (act.kind === 'handover.sign' && decision.ok.length > 0) {
    try {
      keepText(hashOfText(act.payload.text), act.payload.text);
    } catch {
      // The reason is the part's own fault; it is told there.
      return { outcome: 'refused', reason: DISK };
    }
  }
  return { outcome: 'done', events: decision.ok };
}

const DISK = 'Huben får ikke lagret teksten, så den er ikke signert. Prøv igjen om litt, eller skriv den ut.';
