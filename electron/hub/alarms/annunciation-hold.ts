import type { Check } from '../../../shared/model/catalogue';
import type { CheckStatus } from '../../../shared/model/room';
import { isActive } from '../../../shared/rules/alarms/machine';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { asksUpstream } from '../../../shared/rules/causes/upstream';
import type { GraphNode } from '../../../shared/rules/graph';
import { type RoomView, readCheck, readNode } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';

/** Where nobody knows when a check was seen last, its answer is waited for so long, ms. */
const LEAST_MS = 1_500;
/** Nobody waits longer than this for what may explain a fault, ms, once it is confirmed. */
const MOST_MS = 8_000;
/** Where that has failed too and is being re-tried, so long from the first failure, ms: then it is known. */
const RETRIED_MS = 12_000;
/** The same where one more answer, which may take all its time, is all that is missing. */
const LAST_TRY_MS = 15_000;

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
 * never longer than the times above. What may be inferred from a fault waits as long as the fault does.
 */
export class AnnunciationHold {
  readonly #options: AnnunciationHoldOptions;
  readonly #held = new Map<string, Held>();
  /** Since when what nothing measures waits, by the monotonic clock, ms. */
  readonly #unmeasured = new Map<string, number>();
  /** Faults that have had their wait, until they are over: one fault waits once. */
  readonly #waited = new Set<string>();
  /** When the hub saw the network again, ms UTC: what it was told before says nothing of now. */
  #sightedAt = Number.NEGATIVE_INFINITY;

  constructor(options: AnnunciationHoldOptions) {
    this.#options = options;
  }

  /** Nodes that wait now. */
  get size(): number {
    return this.#held.size;
  }

  /** The hub's own view of the network is back: what fails must be seen to, once more. */
  sighted(): void {
    this.#sightedAt = this.#options.clock.now();
    this.#held.clear();
    this.#waited.clear();
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
      const fails = isUnheard(view, id);
      if (fails && !this.#isOver(one, view, now)) {
        held.add(id);
        continue;
      }
      this.#held.delete(id);
      if (fails) this.#waited.add(id);
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
      // It is over: the next fault waits again.
      if (!ownFails(view, id)) this.#waited.delete(id);
      return;
    }
    if (this.#held.has(id) || this.#waited.has(id)) return;
    const node = view.graph.nodes.get(id);
    if (!node) return;
    const { checks, unmeasured } = asksUpstream(node, view.graph);
    const failing = failingChecks(node, view);
    const first = Math.min(this.#options.clock.now(), ...failing.map(({ resultSince }) => resultSince));
    const since = Math.max(first, this.#sightedAt);
    const own = first < this.#sightedAt ? failing.map((check) => check.id) : [];
    const asked = [...own, ...checks, ...view.graph.references];
    if (asked.length > 0) this.#held.set(id, { from: now, since, asked, unmeasured });
  }

  #isOver({ from, since, asked }: Held, view: HoldView, now: number): boolean {
    const waited = now - from;
    const most = Math.max(0, ...asked.map((id) => retriedFor(id, view)));
    if (most > 0) return this.#options.clock.now() - since >= most || waited >= most;
    if (waited >= MOST_MS) return true;
    const { seenAt } = this.#options;
    if (!seenAt && waited < LEAST_MS) return false;
    return asked.every((id) => {
      const check = view.graph.checks.get(id);
      const status = readCheck(view.status, id);
      if (!check || !status) return true;
      if (!seenAt || !isAsked(check)) return true;
      const known = status.confirmed !== null && status.confirmed !== 'ok';
      return (seenAt(id) ?? 0) >= (known ? this.#sightedAt : since);
    });
  }
}

/** What nobody can ask (it is pushed, or another system's word) has said what it has to say. */
function isAsked({ kind, source }: Check): boolean {
  return source === null && kind !== 'heartbeat' && kind !== 'self' && kind !== 'source';
}

/** How long a check that has failed, which is not confirmed yet, is waited for from the first failure, ms; 0: not. */
function retriedFor(id: string, view: HoldView): number {
  const status = readCheck(view.status, id);
  if (!status || status.hard || status.result === null || status.result === 'ok') return 0;
  const attempts = view.graph.checks.get(id)?.attempts ?? 1;
  return status.attempt >= attempts - 1 ? LAST_TRY_MS : RETRIED_MS;
}

/** The checks of a node that fail now. */
function failingChecks(node: GraphNode, view: HoldView): readonly CheckStatus[] {
  return node.checks.flatMap((id) => {
    const status = readCheck(view.status, id);
    return status && status.result !== null && status.result !== 'ok' ? [status] : [];
  });
}

/** Whether a fault of its own would raise an alarm that is not active yet. */
function begins(view: HoldView, id: string): boolean {
  const alarm = readAlarm(view.alarms, id);
  return ownFails(view, id) && (!alarm || !isActive(alarm));
}

/** Whether it has a fault of its own that nobody has heard of: what is only suppressed so far may yet speak. */
function isUnheard(view: HoldView, id: string): boolean {
  const alarm = readAlarm(view.alarms, id);
  return ownFails(view, id) && (!alarm || !isActive(alarm) || alarm.suppressed !== null);
}

function ownFails(view: HoldView, id: string): boolean {
  return (readNode(view.status, id)?.own ?? 'normal') !== 'normal';
}
