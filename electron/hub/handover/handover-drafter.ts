import type { LogEvent } from '../../../shared/model/events';
import type { Handover } from '../../../shared/model/handover';
import { amendmentsAfter } from '../../../shared/rules/handover/amendments';
import { changedLines, composeText, hashOfWords } from '../../../shared/rules/handover/compose';
import { criticalItems } from '../../../shared/rules/handover/critical-items';
import { putDrawn } from '../../../shared/rules/handover/document';
import { draftHandover } from '../../../shared/rules/handover/draft';
import { moved, signedAt } from '../../../shared/rules/handover/moves';
import { handoverOf, handoversIn, openHandover } from '../../../shared/rules/handover/read-handovers';
import { proposeTransfers } from '../../../shared/rules/handover/transfers';
import { type AskSamples, gatherTrends, type Trend } from '../../../shared/rules/handover/trend';
import { upcomingHandover } from '../../../shared/rules/handover/upcoming';
import { isSame } from '../../../shared/rules/incidents/registers';
import type { Projection } from '../../../shared/rules/projection';
import { dutyOf } from '../../../shared/rules/watch/duty';
import type { Clock } from '../../../shared/time/clock';
import type { Documents } from '../documents/documents';
import type { Log } from '../log/log';
import type { Pipeline } from '../pipeline/pipeline';
import type { SampleStore } from '../store/sample-store';
import type { HandoverRecord } from './handover-record';
import { ShiftLedgerReader } from './shift-ledger-reader';

/** The draft is drawn at most so often, ms; and so often where nothing is heard of, for what time and samples say. */
const DRAW_MS = 3_000;
const REDRAW_MS = 60_000;
/** Amendments are looked for so long after something was written, ms: people write letter by letter. */
const AMEND_MS = 2_000;
/** A shift of which nobody has taken over the watch is told of so far back, ms. */
const LEDGER_MOST_MS = 36 * 3_600_000;

export interface HandoverDrafterOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  readonly log: Pick<Log, 'head' | 'history'>;
  readonly samples: Pick<SampleStore, 'chart'>;
  readonly documents: Pick<Documents, 'read' | 'change' | 'onWritten'>;
  readonly record: Pick<HandoverRecord, 'text' | 'keepAmended'>;
  /** The draft cannot be drawn, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * Draws the handover that is being made from facts, and keeps it current until somebody signs: its lines in the document,
 * its critical items and what changes hands in the room. After that it proposes what people have written since.
 */
export class HandoverDrafter {
  readonly #options: HandoverDrafterOptions;
  readonly #ledger: ShiftLedgerReader;
  #trends: readonly Trend[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;
  #cancelDraw: (() => void) | null = null;
  #cancelTrends: (() => void) | null = null;
  #unsubscribe: () => void = () => {};
  readonly #amending = new Map<string, () => void>();
  #running = false;
  readonly #faults = new Map<string, string>();

  constructor(options: HandoverDrafterOptions) {
    const { log, clock } = options;
    this.#options = options;
    this.#ledger = new ShiftLedgerReader({
      log,
      clock,
      onFault: (reason) => this.#fault('ledger', reason),
      onReady: () => this.#drawSoon(),
    });
  }

  start(): void {
    this.#running = true;
    this.#unsubscribe = this.#options.documents.onWritten((doc) => this.#amendSoon(doc));
    this.#keepLedger();
    void this.#sample();
    for (const { id, hash } of handoversIn(this.#options.state.watch)) if (hash !== null) this.#amendSoon(id);
  }

  stop(): void {
    this.#running = false;
    this.#unsubscribe();
    this.#ledger.stop();
    this.#cancelDraw?.();
    this.#cancelDraw = null;
    this.#cancelTrends?.();
    this.#cancelTrends = null;
    for (const cancel of this.#amending.values()) cancel();
    this.#amending.clear();
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    if (!this.#running) return;
    this.#ledger.heard(events);
    for (const { body } of events) {
      if (body.type === 'handover.moved' && body.handover.hash !== null) this.#amendSoon(body.handover.id);
    }
    this.#keepLedger();
    this.#drawSoon();
  }

  #keepLedger(): void {
    const since = ledgerSince(this.#options.state, this.#options.clock.now());
    if (since !== null) this.#ledger.keep(since);
  }

  // ── the draft

  #drawSoon(): void {
    if (!this.#running || this.#cancelDraw || !isOpen(openHandover(this.#options.state.watch))) return;
    const { clock } = this.#options;
    const wait = Math.max(0, this.#drawnAt + DRAW_MS - clock.mono());
    this.#cancelDraw = clock.after(wait, () => {
      this.#cancelDraw = null;
      this.#drawnAt = clock.mono();
      this.#attempt('draft', () => this.#draw());
    });
  }

  #draw(): void {
    const { state, clock, documents, pipeline } = this.#options;
    const open = openHandover(state.watch);
    const { ledger } = this.#ledger;
    if (!isOpen(open) || !ledger) return;
    const now = clock.now();
    const lines = draftHandover(state, ledger, this.#trends, now);
    documents.change(open.id, (doc) => void putDrawn(doc, lines));
    pipeline.submit(() => {
      const items = [...criticalItems(state, lines, open, now)];
      const transfers = [...proposeTransfers(state, { ...open, items })];
      if (isSame(items, open.items) && isSame(transfers, open.transfers)) return null;
      return moved({ ...open, items, transfers }, 'changed', null, null);
    });
  }

  /** Trends are asked for again and again while a draft is open, and it is drawn with them. Never rejects. */
  async #sample(): Promise<void> {
    const { state, samples, clock } = this.#options;
    if (isOpen(openHandover(state.watch))) {
      try {
        const ask: AskSamples = (checks, from, to, points) => samples.chart(checks, from, to, points);
        this.#trends = await gatherTrends(state, ask, clock.now());
        this.#fault('trends', null);
      } catch (error) {
        this.#fault('trends', String(error));
      }
    }
    if (!this.#running) return;
    this.#keepLedger();
    this.#drawSoon();
    this.#cancelTrends = clock.after(REDRAW_MS, () => void this.#sample());
  }

  // ── what comes after signing

  #amendSoon(id: string): void {
    const known = handoverOf(this.#options.state.watch, id);
    if (!this.#running || this.#amending.has(id) || !known || known.hash === null) return;
    const cancel = this.#options.clock.after(AMEND_MS, () => {
      this.#amending.delete(id);
      this.#attempt('amendments', () => this.#amend(id));
    });
    this.#amending.set(id, cancel);
  }

  #amend(id: string): void {
    const { state, documents, record, pipeline, clock } = this.#options;
    const handover = handoverOf(state.watch, id);
    const signed = handover?.hash ? record.text(handover.hash) : null;
    const document = documents.read(id);
    if (!handover || !signed || !document) return;
    const composed = composeText(document, handover);
    const amendments = amendmentsAfter(handover, signed, document, composed, clock.now());
    if (amendments === handover.amendments) return;
    const words = changedLines(signed, composed).map(({ text }) => [hashOfWords(text), text] as const);
    record.keepAmended({ id, amendments }, new Map(words));
    pipeline.submit(() => moved({ ...handover, amendments }, 'amended', null, null));
  }

  #attempt(what: string, run: () => void): void {
    try {
      run();
      this.#fault(what, null);
    } catch (error) {
      this.#fault(what, error instanceof Error ? error.message : String(error));
    }
  }

  #fault(what: string, reason: string | null): void {
    if (reason === null) this.#faults.delete(what);
    else this.#faults.set(what, reason);
    const [first] = this.#faults.values();
    this.#options.onFault(first ?? null);
  }
}

/**
 * Since when the ledger tells, ms UTC: since the text of the handover before was frozen, so that nothing falls between the
 * two; else since the shift or the watch began. Null: nobody has the watch, and no plan says who should.
 */
function ledgerSince(state: Projection, now: number): number | null {
  const duty = dutyOf(state.watch);
  const before = duty?.handover ? handoverOf(state.watch, duty.handover) : undefined;
  const from = duty ? duty.shift : (upcomingHandover(state, now)?.from ?? null);
  const frozen = before && before.signatures.length > 0 ? signedAt(before) : null;
  const began = frozen ?? (duty && from ? Math.min(duty.since, from.start) : (duty?.since ?? from?.start));
  return began === undefined ? null : Math.max(began, dayStart(now) - LEDGER_MOST_MS);
}

/** A bound that does not move with every look. */
function dayStart(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}

const DAY_MS = 24 * 3_600_000;

function isOpen(handover: Handover | undefined): handover is Handover {
  return handover !== undefined && (handover.state === 'preparing' || handover.state === 'exchanging');
}
