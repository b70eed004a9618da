import type { Check } from '../../../shared/model/catalogue';
import { startsCase } from '../../../shared/rules/alarms/machine';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { asksUpstream } from '../../../shared/rules/causes/upstream';
import type { GraphNode } from '../../../shared/rules/graph';
import { type RoomView, readCheck, readNode } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';

/** Where nobody knows when a check was seen last, its answer is waited for so long, ms. */
const LEAST_MS = 1_500;
/** Nobody waits longer than this for what may explain a fault, ms. */
const MOST_MS = 8_000;

export interface AnnunciationHoldOptions {
  readonly clock: Clock;
  /** When a check was observed last, ms UTC; null: never. */
  readonly seenAt?: (check: string) => number | null;
}

interface Held {
  /** By the monotonic clock, ms. */
  readonly from: number;
  /** Its first failure, ms UTC: what was seen since then is an answer. */
  readonly since: number;
  /** Checks whose word may explain it. */
  readonly asked: readonly string[];
  /** Nodes that nothing measures, and that may be inferred from it. */
  readonly unmeasured: readonly string[];
}

type HoldView = Pick<RoomView, 'graph' | 'status' | 'alarms'>;

/**
 * Keeps back the first word on a fault while what may explain it is being asked: a symptom is confirmed before its cause
 * whenever its own turn came first. The state on the screen never waits, only the alarm does, and only for seconds: until
 * all that is upstream has answered since the fault began, the reference points too, and nothing of it is being re-tried;
 * never longer than MOST_MS. What may be inferred from a fault waits as long as the fault does.
 */
export class AnnunciationHold {
  readonly #options: AnnunciationHoldOptions;
  readonly #held = new Map<string, Held>();
  /** Since when what nothing measures waits, by the monotonic clock, ms. */
  readonly #unmeasured = new Map<string, number>();
  /** Faults that have had their wait, until they are over: one fault waits once. */
  readonly #waited = new Set<string>();

  constructor(options: AnnunciationHoldOptions) {
    this.#options = options;
  }

  /** Nodes that wait now. */
  get size(): number {
    return this.#held.size;
  }

  /**
   * Takes in what changed.
   * @returns the nodes whose new case must wait, and those that have waited long enough and are to be decided now
   */
  look(
    view: HoldView,
    touched: Iterable<string>,
  ): { readonly held: ReadonlySet<string>; readonly released: readonly string[] } {
    const now = this.#options.clock.mono();
    for (const id of touched) this.#note(view, id, now);
    const released: string[] = [];
    const held = new Set<string>();
    for (const [id, one] of this.#held) {
      if (!this.#isOver(one, view, now) && begins(view, id)) {
        held.add(id);
        continue;
      }
      this.#held.delete(id);
      this.#waited.add(id);
      released.push(id);
    }
    this.#holdUnmeasured(held, released, now);
    return { held, released };
  }

  /** What nothing measures waits with the faults below it, and no longer than one of them may. */
  #holdUnmeasured(held: Set<string>, released: string[], now: number): void {
    const wanted = new Set([...this.#held.values()].flatMap(({ unmeasured }) => unmeasured));
    for (const id of wanted) {
      const from = this.#unmeasured.get(id) ?? now;
      this.#unmeasured.set(id, from);
      if (now - from < MOST_MS) held.add(id);
      else released.push(id);
    }
    for (const id of this.#unmeasured.keys()) {
      if (wanted.has(id)) continue;
      this.#unmeasured.delete(id);
      released.push(id);
    }
  }

  #note(view: HoldView, id: string, now: number): void {
    if (!begins(view, id)) {
      // Over, or somebody has heard of it: the next fault waits again.
      if ((readNode(view.status, id)?.own ?? 'normal') === 'normal') this.#waited.delete(id);
      return;
    }
    if (this.#held.has(id) || this.#waited.has(id)) return;
    const node = view.graph.nodes.get(id);
    if (!node) return;
    const { checks, unmeasured } = asksUpstream(node, view.graph);
    const asked = [...checks, ...view.graph.references];
    const since = Math.min(this.#options.clock.now(), ...failingSince(node, view));
    if (asked.length > 0) this.#held.set(id, { from: now, since, asked, unmeasured });
  }

  #isOver({ from, since, asked }: Held, view: HoldView, now: number): boolean {
    const waited = now - from;
    if (waited >= MOST_MS) return true;
    const { seenAt } = this.#options;
    if (!seenAt && waited < LEAST_MS) return false;
    return asked.every((id) => {
      const check = view.graph.checks.get(id);
      const status = readCheck(view.status, id);
      if (!check || !status) return true;
      if (!status.hard && status.result !== null && status.result !== 'ok') return false;
      const known = status.confirmed !== null && status.confirmed !== 'ok';
      return known || !seenAt || !isAsked(check) || (seenAt(id) ?? 0) >= since;
    });
  }
}

/** What nobody can ask (it is pushed, or another system's word) has said what it has to say. */
function isAsked({ kind, source }: Check): boolean {
  return source === null && kind !== 'heartbeat' && kind !== 'self' && kind !== 'source';
}

/** When the checks of a node that fail now began to, ms UTC. */
function failingSince(node: GraphNode, view: HoldView): readonly number[] {
  return node.checks.flatMap((id) => {
    const status = readCheck(view.status, id);
    return status && status.result !== null && status.result !== 'ok' ? [status.resultSince] : [];
  });
}

/** Whether a fault of its own would raise an alarm that is not there yet. */
function begins(view: Pick<RoomView, 'status' | 'alarms'>, id: string): boolean {
  const own = readNode(view.status, id)?.own ?? 'normal';
  return own !== 'normal' && startsCase(readAlarm(view.alarms, id));
}
