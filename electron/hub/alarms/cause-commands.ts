import type { CommandKind } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import type { EventBody } from '../../../shared/model/events';
import type { CauseIndex } from '../../../shared/rules/alarms/causes';
import {
  type CauseRefusal,
  judgeFree,
  judgeJoin,
  judgeSplit,
} from '../../../shared/rules/causes/judge-cause';
import type { Projection } from '../../../shared/rules/projection';
import { readNode } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { assertNever } from '../../../shared/util/assert-never';
import type { CommandHandlers, Verdict } from '../commands';
import { cleanText, nodeName, refused } from './words';

/** The kinds of command about causes. */
export type CauseCommandKind = Extract<CommandKind, `cause.${string}`>;

export interface CauseCommandOptions {
  readonly state: Projection;
  readonly clock: Clock;
  /** Brings causes in step with what was measured up to now. */
  readonly gather: () => void;
  readonly causes: () => CauseIndex;
  /** Has checks run soon, spread over so many ms. */
  readonly recheck: (checks: readonly string[], withinMs: number) => void;
}

/** Re-checks of a whole cause are spread out, over no more than this, ms: they must not be an upset of their own. */
const RECHECK_WITHIN_MS = 60_000;

/** What people say of causes, judged against the causes as they are now. */
export function causeCommands(options: CauseCommandOptions): Pick<CommandHandlers, CauseCommandKind> {
  const { state, clock, gather, causes, recheck } = options;
  const rootsOf = (node: string): readonly string[] => causes().explained(node)?.roots ?? [];
  const said = (command: Command, cause: string | null, note: string | null): EventBody => {
    const { subject: node, actor } = command;
    const actedAt = Math.min(command.actedAt, clock.now());
    const verdict = { node, cause, at: actedAt, by: actor, note: note === null ? null : cleanText(note) };
    return { type: 'cause.said', node, verdict, actor, actedAt };
  };
  const refuse = (why: CauseRefusal, node: string, cause: string): Verdict =>
    refused(refusalWords(why, nodeName(state, node), nodeName(state, cause)));

  return {
    'cause.join': (command, { cause, note }) => {
      gather();
      const directly = (node: string): readonly string[] => causes().directly(node);
      const why = judgeJoin(state, directly, command.subject, cause);
      if (why) return refuse(why, command.subject, cause);
      if ((readNode(state.status, command.subject)?.state ?? 'normal') === 'normal')
        return refused(`${nodeName(state, command.subject)} er normal igjen: det er ingenting å forklare.`);
      return { outcome: 'done', events: [said(command, cause, note)] };
    },
    'cause.split': (command, { note }) => {
      gather();
      const why = judgeSplit(state, rootsOf, command.subject);
      if (why) return refuse(why, command.subject, '');
      return { outcome: 'done', events: [said(command, null, note)] };
    },
    'cause.free': (command) => {
      const why = judgeFree(state, command.subject);
      if (why) return refuse(why, command.subject, '');
      const { subject: node, actor } = command;
      const actedAt = Math.min(command.actedAt, clock.now());
      return { outcome: 'done', events: [{ type: 'cause.said', node, verdict: null, actor, actedAt }] };
    },
    'cause.recheck': ({ subject }) => {
      const { nodes } = state.graph;
      if (!nodes.has(subject)) return refuse('no-node', subject, '');
      const behind = causes().following(subject)?.nodes ?? [];
      const checks = [subject, ...behind].flatMap((id) => nodes.get(id)?.checks ?? []);
      if (checks.length === 0)
        return refused(`Ingenting måler «${nodeName(state, subject)}», og ingenting hører til den nå.`);
      return { outcome: 'done', after: () => recheck(checks, RECHECK_WITHIN_MS) };
    },
  };
}

function refusalWords(why: CauseRefusal, node: string, cause: string): string {
  switch (why) {
    case 'no-node':
      return `Tjenesten «${node}» finnes ikke her.`;
    case 'no-cause':
      return `Årsaken «${cause}» finnes ikke her. Velg en tjeneste som står i katalogen.`;
    case 'itself':
      return `${node} kan ikke være sin egen årsak.`;
    case 'cycle':
      return `Det ville gå i ring: ${cause} er selv forklart av ${node}. Løs ${cause} ut først, eller velg en annen årsak.`;
    case 'not-folded':
      return `${node} står alt alene: ingen årsak forklarer den.`;
    case 'nothing-said':
      return `Ingen har sagt noe om hva som forklarer ${node}.`;
    default:
      return assertNever(why, 'refusal of a cause');
  }
}
