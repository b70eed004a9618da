import { FLOOD_WINDOW_MS } from '../../../shared/rules/alarms/flood';
import type { FaultKind } from '../../estate/fault-rules';
import { type Region, without } from './region';
import { type Asked, VirtualHub } from './virtual-hub';

const MINUTE = 60_000;
/** Nothing is wrong before: every check has been seen, and the spread of their turns is what chance made it. */
const CALM_MS = 4 * MINUTE;
/** How long the upset is looked at, and what comes after it is healed. */
const UPSET_MS = 12 * MINUTE;
const AFTER_MS = 14 * MINUTE;
/** An independent fault comes in the middle, at this time after the first, ms. */
const SECOND_AT_MS = 3 * MINUTE;

/** A fault of the script. */
export interface ScriptedFault {
  readonly node: string;
  readonly fault?: FaultKind;
  /** After the first, ms. */
  readonly at?: number;
}

/** One upset of the whole region. */
export interface Upset {
  readonly name: string;
  readonly faults: readonly ScriptedFault[];
  /** The nodes that may be named as the cause. */
  readonly causes: readonly string[];
  /**
   * What may be named first besides: where nobody watches the cause and one single thing hangs on it, nothing tells the two
   * apart, and the evidence says so.
   */
  readonly orFirst?: readonly string[];
  /** Nodes that nobody watches. */
  readonly unwatched?: readonly string[];
  /** A fault of its own at minute three. */
  readonly second?: ScriptedFault;
}

/** What became of an upset. */
export interface UpsetResult {
  readonly upset: Upset;
  readonly seed: number;
  /** Checks that failed at once, at most. */
  readonly failedChecks: number;
  /** Alarms that asked for somebody in any ten minutes of the upset, at most. */
  readonly annunciated: number;
  /** The first that asked is the cause, and the one with most behind it still is after ten minutes. */
  readonly causeFirst: boolean;
  /** From the fault to the first alarm that names its cause, s; null: none did. */
  readonly causeS: number | null;
  /** From the second fault to its own alarm, s; null: there was none, or none came. */
  readonly secondS: number | null;
  /** Alarms that asked and are neither a cause nor the second fault. */
  readonly others: readonly Asked[];
  /** Alarms that asked in any ten minutes after all was healed, at most. */
  readonly afterwards: number;
  /** What the hub says went wrong in itself. */
  readonly faults: readonly string[];
}

/** Plays an upset on a hub of its own. */
export async function playUpset(
  region: Region,
  upset: Upset,
  folder: string,
  seed: number,
): Promise<UpsetResult> {
  const watched = upset.unwatched ? without(region, upset.unwatched) : region;
  const hub = await VirtualHub.start(watched, folder, seed, CALM_MS + seed * 7_919);
  const before = hub.asked.length;
  const from = hub.clock.now();
  const { second } = upset;
  const steps = [...upset.faults, ...(second ? [{ ...second, at: SECOND_AT_MS }] : [])];
  steps.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  let failedChecks = 0;
  const passTo = async (at: number): Promise<void> => {
    while (hub.clock.now() < from + at) {
      await hub.clock.pass(Math.min(5_000, from + at - hub.clock.now()));
      failedChecks = Math.max(failedChecks, hub.failing());
    }
  };
  for (const { node, fault, at } of steps) {
    await passTo(at ?? 0);
    hub.estate.break(node, fault ?? 'down');
  }
  await passTo(UPSET_MS);
  const asked = hub.asked.slice(before);
  const most = [...hub.alarms()].sort((a, b) => b.symptoms - a.symptoms)[0];
  const healedAt = hub.clock.now();
  hub.estate.heal();
  await hub.clock.pass(AFTER_MS);
  const after = hub.asked.filter(({ at }) => at >= healedAt);
  await hub.stop();
  const isCause = ({ node }: Asked): boolean => upset.causes.includes(node);
  const isRight = (one: Asked): boolean => isCause(one) || upset.orFirst?.includes(one.node) === true;
  const first = asked.find(isRight);
  const led = [...upset.causes, ...(upset.faults.length > 1 ? [] : (upset.orFirst ?? []))];
  const own = asked.find(({ node }) => node === second?.node);
  return {
    upset,
    seed,
    failedChecks,
    annunciated: mostWithin(asked),
    causeFirst: asked[0] !== undefined && isRight(asked[0]) && led.includes(most?.node ?? ''),
    causeS: first ? (first.at - from) / 1_000 : null,
    secondS: own ? (own.at - from - SECOND_AT_MS) / 1_000 : null,
    others: asked.filter((one) => !isRight(one) && one.node !== second?.node),
    afterwards: mostWithin(after),
    faults: hub.faults,
  };
}

/** The most in any ten minutes. */
function mostWithin(asked: readonly Asked[]): number {
  return asked.reduce((most, { at }) => {
    const count = asked.filter((one) => one.at <= at && one.at > at - FLOOD_WINDOW_MS).length;
    return Math.max(most, count);
  }, 0);
}
