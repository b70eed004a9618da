import type { AdherenceAnswer } from '../../contract/wire';
import type { CriticalItem, Handover, SignedText } from '../../model/handover';
import { type ShiftPlan, shiftsBetween } from '../watch/turns';
import { dateText, dayAt } from '../watch/wall-dates';
import { baseOf } from './compose';

/** Reasons that an answer lists, at most. */
const EXCEPTIONS_MOST = 50;
const DROPPED_MOST = 200;

/** Something critical that a handover let go of, and that an alarm came of within the next shift. */
export type DroppedItem = AdherenceAnswer['dropped'][number] & { readonly positions: readonly string[] };

/** A shift by the plan that ended and was not handed over. */
export interface MissedShift {
  /** ms UTC. */
  readonly end: number;
  readonly positions: readonly string[];
}

type Row = AdherenceAnswer['rows'][number];
type Counts = { -readonly [K in keyof Row]: Row[K] } & { readonly spans: number[] };

/**
 * How handovers were done, by month and by the position that handed over: figures are of positions, never of people. What
 * is counted follows I-PASS (the five elements) and HSE (read back, in time); an exception is counted, not judged.
 */
export function adherenceOf(
  handovers: readonly Handover[],
  missed: readonly MissedShift[],
  dropped: readonly DroppedItem[],
): AdherenceAnswer {
  const rows = new Map<string, Counts>();
  const count = (at: number, positions: readonly string[], add: (row: Counts) => void): void => {
    const month = dateText(dayAt(at)).slice(0, 7);
    for (const position of [null, ...new Set(positions)]) {
      const key = `${month}/${position ?? ''}`;
      const row = rows.get(key) ?? emptyRow(month, position);
      rows.set(key, row);
      add(row);
    }
  };
  for (const one of handovers) {
    const { acceptedAt } = one;
    if (acceptedAt !== null) count(acceptedAt, positionsOf(one), (row) => addHandover(row, one, acceptedAt));
  }
  for (const { end, positions } of missed) {
    count(end, positions, (row) => {
      row.missed += 1;
    });
  }
  for (const { at, positions } of dropped) {
    count(at, positions, (row) => {
      row.dropped += 1;
    });
  }
  return {
    rows: [...rows.values()].sort(byMonth).map(({ spans, ...row }) => ({ ...row, minutes: median(spans) })),
    exceptions: exceptionsOf(handovers),
    dropped: dropped
      .map(({ positions: _, ...one }) => one)
      .sort((a, b) => b.at - a.at)
      .slice(0, DROPPED_MOST),
  };
}

/** The watch positions that handed over. */
export function positionsOf({ outgoing }: Pick<Handover, 'outgoing'>): readonly string[] {
  return [...new Set(outgoing.flatMap(({ position }) => (position === null ? [] : [position])))];
}

/** Shifts by the plan that ended in [`from`, `to`) (ms UTC) without a handover among these. */
export function missedShifts(
  plan: ShiftPlan,
  handovers: readonly Handover[],
  from: number,
  to: number,
): readonly MissedShift[] {
  const done = new Set(handovers.flatMap((one) => (one.from === null ? [] : [one.from.id])));
  return shiftsBetween(plan, from, to).flatMap(({ id, shift, end }) => {
    if (end < from || end + plan.plan.lateMs >= to || done.has(id)) return [];
    return [{ end, positions: plan.patterns.find((pattern) => pattern.id === shift)?.positions ?? [] }];
  });
}

/**
 * Nodes of critical items that a handover let go of: its own that were struck or that nobody went through, and those of the
 * handover before it that no standing line of this one speaks of.
 */
export function letGo(
  handover: Handover,
  text: SignedText,
  before: Pick<Handover, 'items'> | null,
): readonly string[] {
  const standing = text.lines.filter(({ struck }) => struck === null);
  const spoken = new Set(standing.flatMap(({ sources }) => sources.map(sourceKey)));
  const keys = new Set(standing.map(({ key }) => baseOf(key)));
  const own = handover.items.filter((item) => item.walked === null || !keys.has(item.key));
  const earlier = (before?.items ?? []).filter((item) => !isSpokenOf(item, spoken, handover.items));
  return [...new Set([...own, ...earlier].flatMap(({ node }) => (node === null ? [] : [node])))];
}

function isSpokenOf(
  item: CriticalItem,
  spoken: ReadonlySet<string>,
  items: readonly CriticalItem[],
): boolean {
  return (
    items.some(({ node }) => node === item.node) || item.sources.some((one) => spoken.has(sourceKey(one)))
  );
}

function sourceKey({ kind, id }: CriticalItem['sources'][number]): string {
  return `${kind}:${id}`;
}

function addHandover(row: Counts, one: Handover, acceptedAt: number): void {
  const { elements, readBack, signatures, exchangedAt, dueAt } = one;
  row.handovers += 1;
  if (elements) {
    const each = Object.entries(elements) as [keyof typeof elements, boolean][];
    for (const [name, there] of each)
      if (there) row.elements = { ...row.elements, [name]: row.elements[name] + 1 };
    if (each.every(([, there]) => there)) row.whole += 1;
  }
  if (readBack !== null) row.readBack += 1;
  if (signatures.some(({ exception }) => exception !== null)) row.exceptions += 1;
  if (acceptedAt > dueAt) row.late += 1;
  if (exchangedAt !== null) row.spans.push(Math.max(0, acceptedAt - exchangedAt) / 60_000);
}

function exceptionsOf(handovers: readonly Handover[]): AdherenceAnswer['exceptions'] {
  return handovers
    .flatMap(({ id, number, signatures }) =>
      signatures.flatMap(({ at, position, exception }) =>
        exception === null ? [] : [{ handover: id, number, at, position, reason: exception.reason }],
      ),
    )
    .sort((a, b) => b.at - a.at)
    .slice(0, EXCEPTIONS_MOST);
}

function emptyRow(month: string, position: string | null): Counts {
  return {
    month,
    position,
    handovers: 0,
    whole: 0,
    elements: { severity: 0, summary: 0, actions: 0, contingency: 0, synthesis: 0 },
    readBack: 0,
    exceptions: 0,
    late: 0,
    minutes: null,
    missed: 0,
    dropped: 0,
    spans: [],
  };
}

/** The newest month first; in it the room, then its positions. */
function byMonth(a: Counts, b: Counts): number {
  if (a.month !== b.month) return a.month < b.month ? 1 : -1;
  return (a.position ?? '') < (b.position ?? '') ? -1 : 1;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10;
}
