import type { ForeignSilence, SourceEntity, SourceStatus } from '../../../shared/model/sources';
import { sourceKey } from '../../../shared/model/sources';
import type { Projection } from '../../../shared/rules/projection';
import { compileMapping, type MappingRoom } from '../../../shared/rules/source-mapping';
import type { Clock } from '../../../shared/time/clock';
import { formatSince } from '../../../shared/time/format';
import { failure, type Result, success } from '../../../shared/util/result';
import type { SourceTarget } from '../catalogue/loaded';
import type { PushedRun } from '../checks/scheduler';
import type { Pipeline } from '../pipeline/pipeline';
import { steadySkew } from './alert-book';
import { type ForeignSource, type Picture, type PushedNews, SourceGarbled } from './foreign-source';
import { Pace } from './pace';
import { Reconciler } from './reconcile';
import { SilenceOrders } from './silence-orders';
import { failed } from './silences';
import { changesOf, writeChanges } from './source-events';
import { SourceVitals } from './source-vitals';
import { mappingRun, nodeRun, oddity, pulseRun } from './words';

export interface SourceWatchOptions {
  readonly target: SourceTarget;
  readonly source: ForeignSource;
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Pick<Projection, 'sources'>;
  readonly room: MappingRoom;
  /** Tells of a check of kind `source`. */
  readonly push: (check: string, run: PushedRun) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/** After a failure it is looked at again this soon: whether it is gone should be known sooner than the next look. */
const RETRY_MS = 2_000;
/** A hint brings the next look forward to this. */
const HURRY_MS = 250;
/** At the hub's start, what the log remembers stands for this long while the first look is under way. */
const GRACE_MS = 1_000;
/** Failures in a row that mean it is gone. */
const FAILURES = 2;
/** A timer this late means that the hub itself stood still. */
const STALLED_MS = 1_000;

/**
 * Keeps the room's picture of one foreign source as the source itself has it. Looks are the truth; what it pushes
 * comes in at once and holds until the next look. Everything that changes the picture goes through one queue.
 */
export class SourceWatch {
  readonly #options: SourceWatchOptions;
  readonly #target: SourceTarget;
  readonly #clock: Clock;
  readonly #picture: Reconciler;
  readonly #orders: SilenceOrders;
  readonly #vitals: SourceVitals;
  #failures = 0;
  #lastFailure = '';
  #stopped = false;
  #queue: Promise<void> = Promise.resolve();
  #abort: AbortController | null = null;
  #cancelNext: () => void = () => {};
  #cancelLost: () => void = () => {};
  #cancelTell: () => void = () => {};
  #telling = false;
  #nextAt = Number.POSITIVE_INFINITY;
  #looking = false;

  constructor(options: SourceWatchOptions) {
    const { target, clock } = options;
    this.#options = options;
    this.#target = target;
    this.#clock = clock;
    // A rule with a fault does not load; what slips through is left out, and its alerts are unmatched and told.
    const { mapping } = compileMapping(target.rules);
    const { state, room } = options;
    this.#picture = new Reconciler({ source: target.id, mapping, room, state, clock });
    this.#vitals = new SourceVitals(target.id, clock);
    this.#orders = new SilenceOrders({
      source: options.source,
      clock,
      timeoutMs: target.timeoutMs,
      settleMs: target.pollMs,
      skewMs: () => this.#vitals.skewMs ?? 0,
      refused: (silence, reason) => this.#refused(silence, reason),
      hurry: () => this.#schedule(HURRY_MS),
    });
  }

  get target(): SourceTarget {
    return this.#target;
  }

  get up(): boolean {
    return this.#vitals.phase === 'up';
  }

  /** Begins to look. What the log remembers is not trusted longer than a moment. */
  start(): void {
    this.#tellVitals();
    this.#cancelLost = this.#clock.after(GRACE_MS, () => {
      if (this.#vitals.phase === 'never') void this.#sayUnknown();
    });
    this.#schedule(0);
  }

  /** Stops looking, and ends what is under way. What it said stands. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelLost();
    this.#cancelTell();
    this.#abort?.abort();
    this.#orders.stop();
    await this.#queue;
  }

  /** Takes a message that the source pushed: at once, until the next look, which it brings forward. */
  takePush(body: string): Result<null> {
    let news: PushedNews;
    try {
      news = this.#options.source.readPush(body);
    } catch (error) {
      if (!(error instanceof SourceGarbled)) throw error;
      this.reject(error.message, error.piece);
      return failure('malformed', error.message);
    }
    this.#schedule(HURRY_MS);
    // Of a source that is not trusted now, it is only a reason to look.
    if (!this.up) return success(null);
    this.#picture.noteHints(news);
    void this.#exclusive(() => this.#merge(news));
    return success(null);
  }

  /** Counts what could not be read, and tells of it soon. */
  reject(reason: string, piece: string): void {
    this.#vitals.reject(reason, piece);
    this.#tellSoon();
  }

  /** The room changed: places are found anew. */
  roomChanged(): void {
    this.#picture.roomChanged();
    this.#schedule(0);
  }

  /** Carries out an order that is in the log. */
  carryOut(silence: ForeignSilence): void {
    this.#orders.begin(silence);
  }

  // ── look

  #schedule(waitMs: number): void {
    const at = this.#clock.mono() + waitMs;
    if (this.#stopped || at >= this.#nextAt) return;
    this.#cancelNext();
    this.#nextAt = at;
    this.#cancelNext = this.#clock.after(waitMs, () => {
      this.#nextAt = Number.POSITIVE_INFINITY;
      // One that is under way may have missed what this was asked for.
      if (this.#looking) return this.#schedule(HURRY_MS);
      this.#looking = true;
      void this.#look().finally(() => {
        this.#looking = false;
        this.#schedule(this.#failures === 0 ? this.#target.pollMs : Math.min(RETRY_MS, this.#target.pollMs));
      });
    });
  }

  async #look(): Promise<void> {
    const { source, log } = this.#options;
    const beganAt = this.#clock.mono();
    const abort = new AbortController();
    this.#abort = abort;
    const cancel = this.#clock.after(this.#target.timeoutMs, () => abort.abort());
    try {
      const picture = await source.look(abort.signal);
      cancel();
      await this.#exclusive(() => this.#apply(picture, beganAt));
    } catch (error) {
      if (this.#stopped) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof SourceGarbled) this.reject(reason, error.piece);
      // Once for each reason: a source may be gone for days.
      if (this.#failures === 0 || reason !== this.#lastFailure) {
        log('warn', 'a source could not be looked at', { source: this.#target.id, reason });
      }
      await this.#exclusive(() => this.#fail(reason));
    } finally {
      cancel();
    }
  }

  /** One thing at a time changes the picture. Never rejects. */
  #exclusive(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#options.log('warn', 'a source could not be kept', {
        source: this.#target.id,
        reason: String(error),
      });
    });
    return this.#queue;
  }

  async #apply(picture: Picture, beganAt: number): Promise<void> {
    if (this.#stopped) return;
    const skewMs = steadySkew(picture.skewMs, this.#vitals.skewMs);
    const odd = oddity(skewMs, picture.unread);
    for (const { reason, piece } of picture.unread) this.reject(reason, piece);
    const changed = await this.#picture.seeAlerts(picture, beganAt, skewMs ?? 0);
    const silences = this.#picture.seeSilences(picture, skewMs ?? 0);
    if (this.#stopped) return;
    const map = mappingRun(this.#picture.alerts.values(), picture.unread.length);
    this.#vitals.see({
      version: picture.version,
      skewMs,
      alerts: this.#picture.alerts.size,
      silences: silences.open,
      map,
    });
    if (picture.starved === null) {
      this.#failures = 0;
      this.#vitals.rise(odd);
      this.#armLost(2 * this.#target.pollMs + this.#target.timeoutMs);
    }
    const status = this.#vitals.changed();
    await this.#write(
      [...changed.put, ...silences.put, ...(status ? [status] : [])],
      [...changed.drop, ...silences.drop],
    );
    if (picture.unread.length === 0) this.#orders.review(this.#picture.silences().values(), beganAt);
    if (picture.starved !== null) return this.#fail(picture.starved);
    this.#push('puls', pulseRun(picture.version, skewMs, odd, this.#clock.mono() - beganAt));
    this.#push('kart', map);
    await this.#pushNodes(this.#target.vouchesFor);
  }

  // ── push

  async #merge(news: PushedNews): Promise<void> {
    if (this.#stopped || !this.up) return;
    const { put, drop, nodes } = this.#picture.merge(news, this.#vitals.skewMs ?? 0);
    if (put.length + drop.length === 0) return;
    const { alerts } = this.#picture;
    const map = mappingRun(alerts.values(), 0);
    this.#vitals.recount(alerts.size, map);
    const status = this.#vitals.changed();
    await this.#write([...put, ...(status ? [status] : [])], drop);
    this.#push('kart', map);
    await this.#pushNodes(nodes);
  }

  // ── gone, and back

  async #fail(reason: string): Promise<void> {
    if (this.#stopped) return;
    this.#failures += 1;
    this.#lastFailure = reason;
    this.#vitals.doubt(reason);
    if (this.#failures >= FAILURES || this.#vitals.phase === 'down') return this.#lose(reason);
    this.#tellVitals();
    if (this.#vitals.phase === 'never') await this.#sayUnknown();
  }

  async #lose(reason: string): Promise<void> {
    if (this.#stopped) return;
    this.#cancelLost();
    this.#vitals.fall(reason);
    this.#tellVitals();
    this.#push('puls', { result: 'critical', output: this.#vitals.toldReason, ms: null, silenced: false });
    await this.#sayUnknown();
  }

  /** It is gone when it has not answered for this long, whatever holds up the looks themselves. */
  #armLost(waitMs: number): void {
    this.#cancelLost();
    const dueAt = this.#clock.mono() + waitMs;
    this.#cancelLost = this.#clock.after(waitMs, () => {
      // After a standstill of the hub, its next look comes first.
      if (this.#clock.mono() - dueAt > STALLED_MS) this.#armLost(this.#target.timeoutMs + HURRY_MS);
      else void this.#lose(this.#failures > 0 ? this.#lastFailure : 'svarer ikke i tide');
    });
  }

  /** Nothing is known of what it vouches for: not fine, and not broken. */
  async #sayUnknown(): Promise<void> {
    const { lastGoodAt } = this.#vitals;
    const output =
      lastGoodAt === null
        ? `kilden ${this.#target.name} har ikke svart siden huben startet`
        : `kilden ${this.#target.name} svarer ikke siden ${formatSince(lastGoodAt, this.#vitals.since)}`;
    const run: PushedRun = { result: 'unknown', output, ms: null, silenced: false };
    this.#push('kart', run);
    const pace = new Pace(this.#clock);
    for (const node of this.#target.vouchesFor) {
      if (this.#stopped || this.up) return;
      this.#options.push(`${node}/${this.#target.id}`, run);
      if (pace.due()) await pace.rest();
    }
  }

  // ── tell

  async #pushNodes(nodes: readonly string[]): Promise<void> {
    const byNode = this.#picture.byNode();
    const pace = new Pace(this.#clock);
    for (const node of nodes) {
      if (this.#stopped || !this.up) return;
      this.#options.push(`${node}/${this.#target.id}`, nodeRun(byNode.get(node) ?? []));
      if (pace.due()) await pace.rest();
    }
  }

  #push(part: 'puls' | 'kart', run: PushedRun): void {
    const { result, output, ms, silenced } = run;
    this.#options.push(`${this.#target.id}/${part}`, { result, output, ms, silenced: silenced ?? false });
  }

  async #write(put: readonly SourceEntity[], drop: readonly string[]): Promise<void> {
    const { pipeline } = this.#options;
    await writeChanges(changesOf(this.#target.id, put, drop), pipeline, this.#clock);
  }

  #tellVitals(): void {
    const status = this.#vitals.changed(this.#told());
    if (status)
      for (const change of changesOf(this.#target.id, [status], []))
        this.#options.pipeline.submit(() => change);
  }

  /** Details are held back, so that a flood of them is one event: what was held back is told all the same. */
  #tellSoon(): void {
    if (this.#stopped || this.#telling) return;
    this.#telling = true;
    this.#cancelTell = this.#clock.after(this.#vitals.heldBackMs(), () => {
      this.#telling = false;
      // A timer may come a moment early.
      if (this.#vitals.heldBackMs() > 0) this.#tellSoon();
      else this.#tellVitals();
    });
  }

  #told(): SourceStatus | null {
    const entity = this.#options.state.sources.get(`source:${this.#target.id}`);
    return entity?.kind === 'source' ? entity.value : null;
  }

  #refused(silence: ForeignSilence, reason: string): void {
    if (this.#stopped) return;
    const value: ForeignSilence =
      silence.phase === 'ending'
        ? { ...silence, phase: 'active', reason: `avslutningen ble avslått: ${reason}` }
        : failed(silence, reason);
    const entity: SourceEntity = { kind: 'silence', value };
    this.#options.pipeline.submit((state) => {
      if (!state.sources.has(sourceKey(entity))) return null;
      return { type: 'sources.changed', source: this.#target.id, put: [entity], drop: [], actor: null };
    });
  }
}
