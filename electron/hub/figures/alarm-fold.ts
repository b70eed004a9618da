import type { Alarm, AlarmEntity } from '../../../shared/model/alarms';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { AlarmRecord } from '../../../shared/rules/alarms/figures';
import { holdsAck, isActive } from '../../../shared/rules/alarms/machine';
import { type AlarmEvent, reduceAlarms } from '../../../shared/rules/alarms/reduce-alarms';

/** The events that the figures are made of. */
type Counted = Extract<
  EventBody,
  { type: 'alarms.moved' | 'alarm.acted' | 'call.logged' | 'run.moved' | 'watch.changed' | 'console.set' }
>;
const COUNTED: ReadonlySet<EventBody['type']> = new Set([
  'alarms.moved',
  'alarm.acted',
  'call.logged',
  'run.moved',
  'watch.changed',
  'console.set',
] satisfies Counted['type'][]);

/** Whether an event says anything for the figures. */
export function isCounted(body: EventBody): body is Counted {
  return COUNTED.has(body.type);
}

/** A record in the making, with its place in the file. */
export interface OpenRecord {
  readonly id: number;
  readonly record: AlarmRecord;
}

/** A console that is on watch, with its place in the file. */
export interface OpenWatch {
  readonly id: number;
  readonly console: string;
  readonly from: number;
}

/** What must be known to go on: as it stands after the last event that was taken in. */
export interface FoldState {
  readonly alarms: Map<string, AlarmEntity>;
  /** The newest record of each node that has an alarm, ended ones too. */
  readonly records: Map<string, OpenRecord>;
  readonly watches: Map<string, OpenWatch>;
  /** The next free place for a record or a stretch of watch. */
  next: number;
}

/** What one or more events changed, to be written together. */
export interface FoldChange {
  readonly alarms: Map<string, Alarm | null>;
  readonly records: Map<number, OpenRecord>;
  readonly watches: Map<number, OpenWatch & { readonly to: number | null }>;
}

export function emptyFold(): FoldState {
  return { alarms: new Map(), records: new Map(), watches: new Map(), next: 1 };
}

export function noChange(): FoldChange {
  return { alarms: new Map(), records: new Map(), watches: new Map() };
}

/**
 * Takes an event in: what it makes of each alarm, by the one reducer, and from that what becomes of the alarms' records.
 * Events come in the order of the log, each once.
 */
export function takeEvent(state: FoldState, { at, body }: LogEvent, change: FoldChange): void {
  if (!isCounted(body)) return;
  if (body.type === 'watch.changed') {
    takeWatch(state, body.console, body.on, at, change);
    return;
  }
  if (body.type === 'console.set') {
    if (body.console.revokedAt !== null) takeWatch(state, body.console.id, false, at, change);
    return;
  }
  takeAlarms(state, body, at, change);
  const touched = touchedNode(body);
  const known = touched === null ? undefined : state.records.get(touched);
  if (known && !known.record.touched)
    put(state, { ...known, record: { ...known.record, touched: true } }, change);
}

function takeAlarms(
  state: FoldState,
  body: Extract<AlarmEvent, Counted>,
  at: number,
  change: FoldChange,
): void {
  const patch = reduceAlarms({ alarms: state.alarms, room: undefined }, body, at).alarms;
  for (const [key, entity] of patch?.put ?? []) {
    // Calls and runs are no alarms: only that somebody made them counts.
    if (entity.kind !== 'alarm') continue;
    const before = alarmAt(state, key);
    state.alarms.set(key, entity);
    change.alarms.set(entity.value.node, entity.value);
    step(state, before, entity.value, at, change);
  }
  for (const key of patch?.drop ?? []) {
    const before = alarmAt(state, key);
    state.alarms.delete(key);
    if (!before) continue;
    change.alarms.set(before.node, null);
    const open = state.records.get(before.node);
    if (open?.record.to === null) put(state, { ...open, record: { ...open.record, to: at } }, change);
    state.records.delete(before.node);
  }
}

function alarmAt(state: FoldState, key: string): Alarm | undefined {
  const entity = state.alarms.get(key);
  return entity?.kind === 'alarm' ? entity.value : undefined;
}

/** One alarm went from `before` to `after`. */
function step(
  state: FoldState,
  before: Alarm | undefined,
  after: Alarm,
  at: number,
  change: FoldChange,
): void {
  const begins = isActive(after) && (!before || !isActive(before) || before.id !== after.id);
  if (begins) {
    const open = state.records.get(after.node);
    if (open?.record.to === null) put(state, { ...open, record: { ...open.record, to: at } }, change);
    const id = state.next++;
    put(state, { id, record: fresh(after, at) }, change);
  }
  const known = state.records.get(after.node);
  if (!known) return;
  const { record } = known;
  let next = record;
  // What asked before this record began is in the one before it.
  if (after.annunciatedAt === at && (begins || before?.annunciatedAt !== at))
    next = { ...next, annunciated: [...next.annunciated, { at, priority: after.priority }] };
  if (next.acknowledgedAt === null && after.ack && holdsAck(after) && !(before && holdsAck(before)))
    next = { ...next, acknowledgedAt: after.ack.at };
  if (next.suppressedAt === null && after.state === 'suppressed') next = { ...next, suppressedAt: at };
  if (after.shelf && before?.shelf?.at !== after.shelf.at)
    next = { ...next, shelved: [...next.shelved, after.shelf.at] };
  if (!isActive(after) && next.to === null)
    next = { ...next, to: Math.max(next.from, after.returnedAt ?? at) };
  if (next !== record) put(state, { ...known, record: next }, change);
}

function fresh(alarm: Alarm, at: number): AlarmRecord {
  return {
    alarm: alarm.id,
    node: alarm.node,
    from: alarm.activeSince ?? at,
    to: null,
    annunciated: [],
    acknowledgedAt: null,
    touched: false,
    shelved: [],
    suppressedAt: null,
  };
}

function put(state: FoldState, open: OpenRecord, change: FoldChange): void {
  state.records.set(open.record.node, open);
  change.records.set(open.id, open);
}

/** The node that somebody did something about; null: nobody did. To have seen that it is over mends nothing. */
function touchedNode(body: Counted): string | null {
  switch (body.type) {
    case 'alarm.acted':
      return body.act.kind === 'seen' || body.act.kind === 'bad' ? null : body.node;
    case 'call.logged':
      return body.call.node;
    case 'run.moved':
      return body.run.node;
    default:
      return null;
  }
}

function takeWatch(state: FoldState, console: string, on: boolean, at: number, change: FoldChange): void {
  const open = state.watches.get(console);
  if (on === (open !== undefined)) return;
  if (on) {
    const watch = { id: state.next++, console, from: at };
    state.watches.set(console, watch);
    change.watches.set(watch.id, { ...watch, to: null });
  } else if (open) {
    state.watches.delete(console);
    change.watches.set(open.id, { ...open, to: at });
  }
}
