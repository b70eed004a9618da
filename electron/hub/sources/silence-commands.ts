import type { CommandPayload } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import type { ForeignSilence } from '../../../shared/model/sources';
import { compilePattern, PatternFault } from '../../../shared/rules/source-mapping-pattern';
import type { Verdict } from '../commands';
import { askedId } from './silences';
import type { SourceWatch } from './source-watch';
import { bounded } from './text';

/** Longer than this is no silence but a decision, ms. */
const LONGEST_MS = 92 * 24 * 3_600_000;
/** The classic form of a label's name: newer ones are refused by older servers. */
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

type Matcher = CommandPayload<'silence.set'>['matchers'][number];

/**
 * Decides `silence.set`: the order is logged as `asked`, under the command's id as correlation, before anything is
 * sent. Refused at once where it cannot be done, so that nobody waits for what will not come.
 */
export function setSilence(
  watch: SourceWatch | undefined,
  command: Command,
  payload: CommandPayload<'silence.set'>,
  now: number,
): Verdict {
  const { subject, id, actor } = command;
  if (!watch) return refused(`ingen kilde heter «${subject}»`);
  if (!watch.up) return refused(`${watch.target.name} svarer ikke nå`);
  if (payload.endsAt <= now) return refused('dempingen slutter før den begynner');
  if (payload.endsAt - now > LONGEST_MS) return refused('en demping varer høyst 92 døgn');
  const fault = payload.matchers.map(matcherFault).find((reason) => reason !== null);
  if (fault) return refused(fault);
  if (payload.matchers.every(matchesNothing)) {
    return refused('minst ett vilkår må gjelde en etikett som finnes: ellers demper den alt');
  }
  const silence: ForeignSilence = {
    id: askedId(subject, id),
    source: subject,
    phase: 'asked',
    matchers: [...payload.matchers],
    startsAt: now,
    endsAt: payload.endsAt,
    author: bounded(actor, 100),
    comment: bounded(payload.comment, 1_000),
    correlation: id,
    reason: null,
  };
  return asked(watch, silence, actor);
}

/** Decides `silence.end`: logged as `ending` before anything is sent. */
export function endSilence(
  watch: SourceWatch | undefined,
  command: Command,
  silence: ForeignSilence | null,
): Verdict {
  if (!watch) return refused(`ingen kilde heter «${command.subject}»`);
  if (!silence || silence.source !== command.subject) return refused('dempingen finnes ikke');
  if (silence.phase === 'asked') return refused('dempingen er ikke bekreftet ennå');
  if (silence.phase === 'failed' || silence.phase === 'expired') return refused('dempingen er alt over');
  if (!watch.up) return refused(`${watch.target.name} svarer ikke nå`);
  return asked(watch, { ...silence, phase: 'ending', reason: null }, command.actor);
}

function asked(watch: SourceWatch, silence: ForeignSilence, actor: string): Verdict {
  return {
    outcome: 'done',
    events: [
      {
        type: 'sources.changed',
        source: silence.source,
        put: [{ kind: 'silence', value: silence }],
        drop: [],
        actor,
      },
    ],
    after: () => watch.carryOut(silence),
  };
}

function refused(reason: string): Verdict {
  return { outcome: 'refused', reason };
}

function matcherFault({ name }: Matcher): string | null {
  return LABEL.test(name) ? null : `«${bounded(name, 80)}» er ikke navnet på en etikett`;
}

/** Whether a matcher holds for a label that is not there: Alertmanager refuses a silence of only such ones. */
function matchesNothing({ value, isRegex, isEqual }: Matcher): boolean {
  return (isRegex ? matchesEmpty(value) : value === '') === isEqual;
}

/** What cannot be read here, Alertmanager may: it has the last word. */
function matchesEmpty(pattern: string): boolean {
  try {
    return compilePattern(pattern).matches('');
  } catch (error) {
    if (error instanceof PatternFault) return false;
    throw error;
  }
}
