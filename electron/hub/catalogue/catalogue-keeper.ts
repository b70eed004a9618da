import type { FileIssue } from '../../../shared/model/events';
import type { Projection } from '../../../shared/rules/projection';
import { readCheck } from '../../../shared/rules/reduce';
import { judgeVantage } from '../../../shared/rules/vantage';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';
import { diffCatalogue } from './diff-catalogue';
import { loadCatalogue } from './load-catalogue';
import type { CatalogueOutcome, CheckTarget, LoadedCatalogue } from './loaded';
import { CatalogueWatch } from './watch-catalogue';

/** Faults of a refused file that are told; the command line shows them all. */
const MAX_TOLD = 20;

export interface CatalogueKeeperOptions {
  /** Null: there is none. */
  readonly file: string | null;
  readonly clock: Clock;
  readonly pipeline: Pipeline;
  readonly state: Projection;
  /** Hands what is to be run to the scheduler. */
  readonly schedule: (targets: ReadonlyMap<string, CheckTarget>) => void;
  /** The file was read, good or bad: whoever keeps its versions may look. */
  readonly onRead?: () => void;
  /** A catalogue applies: what it says beside the checks (sources, windows) is for whoever keeps that. */
  readonly onApplied?: (catalogue: LoadedCatalogue) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Keeps the room's catalogue as the file says: what changed becomes an event, a file with a fault changes nothing
 * and is told, and what the log knows but nobody runs does not stay green.
 */
export class CatalogueKeeper {
  readonly #options: CatalogueKeeperOptions;
  #targets: ReadonlyMap<string, CheckTarget> = new Map();
  #watch: CatalogueWatch | null = null;

  constructor(options: CatalogueKeeperOptions) {
    this.#options = options;
  }

  /** Reads the file, and watches it from then on. */
  async start(): Promise<void> {
    const { file, clock } = this.#options;
    if (file !== null) {
      this.#apply(await loadCatalogue(file), file);
      this.#watch = new CatalogueWatch({ file, clock, onOutcome: (outcome) => this.#apply(outcome, file) });
      this.#watch.start();
    }
    this.#sayUntended();
  }

  stop(): void {
    this.#watch?.stop();
  }

  /** What a check reaches for, by check id. */
  target(check: string): CheckTarget | undefined {
    return this.#targets.get(check);
  }

  /** Checks that the log knows and nobody runs: the file could not be read at this start, or there is none. */
  untended(): readonly string[] {
    const { checks } = this.#options.state.graph;
    if (this.#targets.size === checks.size) return [];
    return [...checks.keys()].filter((id) => !this.#targets.has(id));
  }

  #apply(outcome: CatalogueOutcome, file: string): void {
    const { pipeline, schedule, log } = this.#options;
    this.#options.onRead?.();
    if (!outcome.ok) {
      this.#reject(outcome.issues.slice(0, MAX_TOLD), file);
      return;
    }
    const { catalogue } = outcome;
    pipeline.submit((state) => {
      const changed = diffCatalogue(state.catalogue, catalogue, state.room);
      // Also when nothing differs: a file that was refused and is mended again must clear the refusal.
      if (changed || !state.room?.rejected) return changed;
      return { type: 'catalogue.changed', name: catalogue.name, demo: catalogue.demo, put: [], drop: [] };
    });
    this.#targets = catalogue.targets;
    schedule(catalogue.targets);
    this.#options.onApplied?.(catalogue);
    // A view that was lost cannot stay lost when its reference points are gone.
    pipeline.submit(judgeVantage);
    log('info', 'catalogue applies', { file, checks: catalogue.targets.size });
  }

  #reject(issues: readonly FileIssue[], file: string): void {
    this.#options.log('warn', 'catalogue refused; the one before applies', { file, issues });
    this.#options.pipeline.submit(() => ({ type: 'catalogue.rejected', issues: [...issues] }));
  }

  /** They are overdue from the first moment: what was green when the hub last ran must not stay so. */
  #sayUntended(): void {
    for (const id of this.untended()) {
      this.#options.pipeline.submit((state) => {
        const status = readCheck(state.status, id);
        if (!status || status.overdue) return null;
        return { type: 'check.overdue', check: id, lastObservedAt: status.observedAt };
      });
    }
  }
}
