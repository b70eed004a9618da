import { checkResult } from '../../shared/model/states';
import type { Observation } from '../../shared/rules/decide';
import type { Projection } from '../../shared/rules/projection';
import { readCheck } from '../../shared/rules/reduce';
import { judgeVantage } from '../../shared/rules/vantage';
import { FlapGuard, type KeptResult } from './checks/flap-guard';
import { flagsOf } from './maintenance/flags';
import type { Pipeline } from './pipeline/pipeline';
import type { SampleStore } from './store/sample-store';

const RESULT_NUMBER = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** Observe ► decide: what is seen becomes a sample, and an event where it says something new. */
export class Observer {
  readonly flaps: FlapGuard;
  readonly #state: Projection;
  readonly #pipeline: Pipeline;
  readonly #samples: SampleStore;
  #count = 0;

  constructor(state: Projection, pipeline: Pipeline, samples: SampleStore) {
    this.#state = state;
    this.#pipeline = pipeline;
    this.#samples = samples;
    this.flaps = new FlapGuard({ recent: (check, since) => this.#keptResults(check, since) });
  }

  /** Observations since the start. */
  get count(): number {
    return this.#count;
  }

  observe(seen: Observation): void {
    this.#count += 1;
    const check = this.#state.graph.checks.get(seen.check);
    if (!check) return;
    this.#samples.add(seen.check, seen.observedAt, seen.ms, RESULT_NUMBER[seen.result], {
      flags: flagsOf(this.#state, check.node),
      metrics: seen.metrics,
    });
    // Runs of a check come one after the other: if this one seems older than the log, the clock was set back
    // while nobody watched. Dropping it as old news would leave the last state standing as if it were fresh.
    const known = readCheck(this.#state.status, seen.check);
    const now = { ...seen, observedAt: Math.max(seen.observedAt, known?.observedAt ?? 0) };
    this.#pipeline.submit(() => this.flaps.note(known, check, now));
    const event = this.#pipeline.submit(({ status }) =>
      this.flaps.decide(readCheck(status, seen.check), check, now),
    );
    if (event && check.node === null) this.#pipeline.submit(judgeVantage);
  }

  /** No observation came in time. `lastObservedAt`: ms UTC; null: there never was one. */
  overdue(check: string, lastObservedAt: number | null): void {
    this.#pipeline.submit(() => ({ type: 'check.overdue', check, lastObservedAt }));
    this.#pipeline.submit(({ status }) => this.flaps.overdue(readCheck(status, check)));
  }

  /** Whether the check's fault is still being confirmed. */
  isSoft(check: string): boolean {
    return this.flaps.isSoft(readCheck(this.#state.status, check));
  }

  /** What the samples still know of a check's results, oldest first. */
  #keptResults(check: string, since: number): readonly KeptResult[] {
    const [series] = this.#samples.read([check], since);
    return (series?.at ?? []).map((at, index) => ({
      at,
      result: checkResult.options[series?.result[index] ?? 3] ?? 'unknown',
    }));
  }
}
