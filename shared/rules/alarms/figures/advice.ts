import type { AlarmFiguresAnswer } from '../../../contract/wire';
import type { FigureSource } from './sources';

export type FigureAdvice = AlarmFiguresAnswer['advice'][number];

/** What advice is drawn from. Shares are 0 to 1. */
export interface AdviceFacts {
  readonly sources: readonly FigureSource[];
  readonly chattering: readonly string[];
  readonly fleeting: readonly string[];
  readonly stale: readonly string[];
  /** Floods, and the share of the counted time that they took. */
  readonly floods: number;
  readonly timeInFlood: number;
  /** Share of alarms that were of priority 1; null: too few to say. */
  readonly high: number | null;
}

/** A source that asked so often is one to mend; fewer times may be a bad night. */
const OFTEN = 3;
/** These few sources are named together when they are this much of the load. */
const FEW = 3;
const MUCH = 0.2;
/** More of priority 1 than this, and the word loses its meaning (about 5 % is meant to be). */
const HIGH_ABOVE = 0.1;

/** What to do about the alarms, worst first; `none` where there is nothing. */
export function adviceOn(facts: AdviceFacts): readonly FigureAdvice[] {
  const advice: FigureAdvice[] = [];
  const say = (kind: FigureAdvice['kind'], nodes: readonly string[], value: number): void => {
    advice.push({ kind, nodes: [...nodes].slice(0, 20), value });
  };
  if (facts.floods > 0) say('flood', [], facts.timeInFlood);
  const top = facts.sources.filter(({ count }) => count >= OFTEN).slice(0, FEW);
  const load = top.reduce((sum, { share }) => sum + share, 0);
  if (load >= MUCH) say('top-sources', nodesOf(top), load);
  if (facts.chattering.length > 0) say('chattering', facts.chattering, facts.chattering.length);
  const idle = facts.sources.filter(({ count, untouched }) => count >= OFTEN && untouched === count);
  if (idle.length > 0) {
    const asked = idle.reduce((sum, { count }) => sum + count, 0);
    say('untouched', nodesOf(idle), asked);
  }
  if (facts.fleeting.length > 0) say('fleeting', facts.fleeting, facts.fleeting.length);
  if (facts.stale.length > 0) say('stale', facts.stale, facts.stale.length);
  if (facts.high !== null && facts.high > HIGH_ABOVE) say('priorities', [], facts.high);
  if (advice.length === 0) say('none', [], 0);
  return advice;
}

function nodesOf(sources: readonly FigureSource[]): readonly string[] {
  return sources.map(({ node }) => node);
}
