import type { Alarm, AlarmMove } from '../../../shared/model/alarms';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { TimelineEntry } from '../../../shared/model/incidents';
import { type NodeState, severity } from '../../../shared/model/states';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { formatClock, type Language } from '../../../shared/time/format';
import { type EventNames, eventWords } from '../../desk/events/event-words';
import { entryWords } from '../../desk/incidents/incident-words';
import { nodeName } from '../../desk/model/row';
import type { Translate } from '../../i18n';
import type { BoardState } from '../../stores/board-store';

/** A line of the room's timeline. */
export interface TimelineLine {
  readonly key: string;
  /** ms UTC. */
  readonly at: number;
  /** What began or ended with it; null: it is no measurement. */
  readonly state: NodeState | null;
  /** An alarm that asked for somebody. */
  readonly strong: boolean;
  readonly text: string;
}

type Board = Pick<
  BoardState,
  'alarms' | 'catalogue' | 'graph' | 'incidents' | 'maintenance' | 'people' | 'wall' | 'watch'
>;
interface Speech {
  readonly t: Translate;
  readonly lang: Language;
}

/** What of the log the whole room needs to have read; the rest (single checks, sessions, the wall itself) is the desk's. */
export function isForAll(body: EventBody, calls: boolean): boolean {
  switch (body.type) {
    case 'alarms.moved':
    case 'cause.said':
    case 'flood.changed':
    case 'vantage.changed':
    case 'hub.started':
    case 'hub.restored':
    case 'catalogue.changed':
    case 'catalogue.rejected':
    case 'maintenance.moved':
    case 'duty.changed':
    case 'log.written':
    case 'incident.moved':
      return true;
    case 'alarm.acted':
      return ACTS.has(body.act.kind);
    case 'call.logged':
      return calls;
    case 'notification.moved':
      return calls && (body.what === 'sent' || body.what === 'answered' || body.what === 'exhausted');
    case 'message.moved':
      return body.what === 'approved' || body.what === 'refused' || body.what === 'unknown';
    case 'report.changed':
      return body.why !== 'asked';
    case 'run.moved':
      return RUN_ENDS.has(body.run.state);
    case 'handover.moved':
      return (
        body.what === 'exchange' || body.what === 'signed' || body.what === 'late' || body.what === 'accepted'
      );
    case 'routine.moved':
      return body.what === 'overdue' || body.what === 'done' || body.what === 'skipped';
    case 'sources.changed':
      return body.put.some((entity) => entity.kind === 'source');
    default:
      return false;
  }
}

const ACTS: ReadonlySet<string> = new Set([
  'acknowledge',
  'hand',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
  'note',
]);
const RUN_ENDS: ReadonlySet<string> = new Set(['succeeded', 'failed', 'timed-out', 'unknown']);
const MOVES: ReadonlySet<AlarmMove['kind']> = new Set(['spread', 'stalled', 'shelf-ended', 'timer-due']);
/** Lines of an incident that echo what an event of its own says. */
const ECHOES: ReadonlySet<TimelineEntry['kind']> = new Set([
  'alarm',
  'acknowledged',
  'recovered',
  'cause-changed',
  'call',
  'run',
  'message',
  'notification',
  'callers',
]);

/**
 * Lines of events (newest first, as the log is read), in the desk's words where they are short enough for a wall; those
 * that the room need not read are left out.
 */
export function linesOfEvents(
  events: readonly LogEvent[],
  board: Board,
  calls: boolean,
  speech: Speech,
): readonly TimelineLine[] {
  const lines: TimelineLine[] = [];
  const heard = new Heard(board);
  for (const event of [...events].reverse()) {
    if (!isForAll(event.body, calls)) continue;
    lines.push(...linesOf(event, `${event.epoch}/${event.seq}`, heard, board, speech));
  }
  return lines;
}

type Facts = Extract<AlarmMove, { kind: 'facts' }>;

/** A measurement that is told of this long after it was made is a count that moved, ms. */
const FRESH_MS = 5 * 60_000;

/** Follows alarms from one event to the next: what asked for somebody or came back, and not what only followed or was counted anew. */
class Heard {
  readonly #board: Board;
  readonly #before = new Map<string, string>();

  constructor(board: Board) {
    this.#board = board;
  }

  takes({ node, id, facts }: Facts, at: number): boolean {
    const { condition, suppressed, conditionSince } = facts;
    const before = this.#before.get(node);
    const now = condition === 'normal' ? 'normal' : suppressed ? 'quiet' : `${id}/${condition}`;
    this.#before.set(node, now);
    if (now === before || now === 'quiet') return false;
    if (now !== 'normal') return before !== undefined || at - conditionSince < FRESH_MS;
    if (before !== undefined) return before !== 'quiet';
    const alarm = readAlarm(this.#board.alarms, node);
    return alarm?.annunciatedAt != null && alarm.annunciatedAt <= at && alarm.returnedAt === at;
  }
}

function linesOf(
  event: LogEvent,
  key: string,
  heard: Heard,
  board: Board,
  speech: Speech,
): readonly TimelineLine[] {
  const { body, at } = event;
  const { t } = speech;
  const line = (text: string, more: Partial<TimelineLine> = {}): TimelineLine => ({
    key: `${key}${more.key ?? ''}`,
    at,
    state: more.state ?? null,
    strong: more.strong ?? false,
    text,
  });
  switch (body.type) {
    case 'alarms.moved': {
      const facts = body.moves.filter(
        (move): move is Facts => move.kind === 'facts' && heard.takes(move, at),
      );
      const raised = facts.filter((move) => move.facts.condition !== 'normal').sort(byWeight);
      const back = facts.filter((move) => move.facts.condition === 'normal');
      const others = body.moves.filter((move) => MOVES.has(move.kind));
      return [
        ...(others.length > 0
          ? [told({ ...event, body: { ...body, moves: others } }, `${key}/other`, board, speech)]
          : []),
        ...(back.length > 0
          ? [line(namedWords(back, t('wall:returned'), board, speech), { key: '/back', state: 'normal' })]
          : []),
        ...statesOf(raised).map(([state, moves]) =>
          line(namedWords(moves, t(`states:${state}`), board, speech), {
            key: `/${state}`,
            state,
            strong: true,
          }),
        ),
      ];
    }
    case 'incident.moved': {
      const own = body.put.find((entity) => entity.kind === 'incident');
      const number = own?.kind === 'incident' ? own.value.number : numberOf(body.incident, board);
      const said = body.put.flatMap((entity) =>
        entity.kind === 'entry' && !ECHOES.has(entity.value.kind) ? [entity.value] : [],
      );
      return said.map((entry) => line(incidentLine(number, entry, board, speech), { key: `/${entry.id}` }));
    }
    case 'call.logged': {
      const { contact, outcome, settledAt } = body.call;
      const time = settledAt === null ? '' : formatClock(settledAt);
      return [line(t(`panels:timeline.call.${outcome}`, { contact, time }))];
    }
    case 'message.moved': {
      const { part, subject } = body.message;
      return [
        line(t(`panels:timeline.message.${body.what === 'approved' ? 'sent' : 'failed'}`, { part, subject })),
      ];
    }
    // What a file says anew without having changed is no news.
    case 'catalogue.changed':
      return body.put.length + body.drop.length === 0 ? [] : [told(event, key, board, speech)];
    default:
      return [told(event, key, board, speech)];
  }
}

/** By priority, then by what follows. */
function byWeight(a: Facts, b: Facts): number {
  return (
    a.facts.priority - b.facts.priority || b.facts.symptoms - a.facts.symptoms || (a.node < b.node ? -1 : 1)
  );
}

/** What was raised at once, by state, the worst first. */
function statesOf(moves: readonly Facts[]): readonly (readonly [NodeState, readonly Facts[]])[] {
  const groups = new Map<NodeState, Facts[]>();
  for (const move of moves)
    groups.set(move.facts.condition, [...(groups.get(move.facts.condition) ?? []), move]);
  return [...groups].sort(([a], [b]) => severity(b) - severity(a));
}

/** So many of what moved at once are named; the rest is counted. */
const NAMED = 3;

function namedWords(moves: readonly Facts[], state: string, board: Board, { t }: Speech): string {
  const names = moves
    .slice(0, NAMED)
    .map(({ node }) => nodeName(board, node))
    .join('; ');
  const more = moves.length - NAMED;
  const follows = moves.reduce(
    (sum, { facts }) => sum + (facts.condition === 'normal' ? 0 : facts.symptoms),
    0,
  );
  return [
    `${state}: ${names}${more > 0 ? ` ${t('wall:more', { count: more })}` : ''}`,
    ...(follows > 0 ? [t('wall:follows', { count: follows })] : []),
  ].join(' · ');
}

function numberOf(incident: string, { incidents }: Board): string {
  const entity = incidents.get(`incident:${incident}`);
  return entity?.kind === 'incident' ? entity.value.number : '';
}

function incidentLine(number: string, entry: TimelineEntry, board: Board, speech: Speech): string {
  return joined(number, entryWords(entry, namesOf(board), speech, entry.at));
}

/** An event in the desk's words. */
function told(event: LogEvent, key: string, board: Board, speech: Speech): TimelineLine {
  const { state, subject, text } = eventWords(event, namesOf(board), speech);
  return { key, at: event.at, state, strong: false, text: joined(subject, text) };
}

const joined = (subject: string, text: string): string => (subject === '' ? text : `${subject}: ${text}`);

function namesOf({ graph, catalogue, maintenance, people, incidents, watch, wall }: Board): EventNames {
  return { graph, catalogue, maintenance, people, incidents, watch, wall };
}

/**
 * What the room itself still knows of a time that its copy of the log does not reach back to: alarms, acknowledgements,
 * calls, messages and incidents' lines. `from`, `to`: ms UTC, `to` left out.
 */
export function linesOfRoom(
  board: Board,
  span: { readonly from: number; readonly to: number },
  calls: boolean,
  speech: Speech,
): readonly TimelineLine[] {
  const lines: TimelineLine[] = [];
  const within = (at: number | null): at is number => at !== null && at >= span.from && at < span.to;
  const say = (at: number | null, key: string, body: EventBody): void => {
    if (!within(at) || !isForAll(body, calls)) return;
    const event: LogEvent = { origin: 'room', epoch: 1, seq: 1, at, body };
    lines.push(...linesOf(event, `room/${key}/${at}`, new Heard(board), board, speech));
  };
  const moves = new Map<number, AlarmMove[]>();
  const moved = (at: number | null, alarm: Alarm, to: 'worst' | 'normal'): void => {
    if (within(at)) moves.set(at, [...(moves.get(at) ?? []), moveTo(alarm, to)]);
  };
  for (const entity of board.alarms.values()) {
    if (entity.kind === 'call') {
      const { value: call } = entity;
      say(call.settledAt ?? call.at, `call/${call.id}`, { type: 'call.logged', call });
    }
    if (entity.kind !== 'alarm') continue;
    const alarm = entity.value;
    const { node, id, ack } = alarm;
    if (alarm.annunciatedAt !== null) {
      moved(alarm.raisedAt, alarm, 'worst');
      moved(alarm.returnedAt, alarm, 'normal');
    }
    if (ack)
      say(ack.at, `ack/${node}`, {
        type: 'alarm.acted',
        node,
        alarm: id,
        act: { kind: 'acknowledge', note: ack.note, owner: null },
        actor: ack.by,
        actedAt: ack.at,
      });
  }
  for (const [at, list] of moves) say(at, 'moved', { type: 'alarms.moved', moves: list });
  for (const entity of board.incidents.values()) {
    if (entity.kind === 'message' && entity.value.approved) {
      const { value: message } = entity;
      const { at, by } = entity.value.approved;
      say(at, `message/${message.id}`, {
        type: 'message.moved',
        message,
        what: 'approved',
        channel: null,
        actor: by,
        actedAt: at,
      });
    }
    if (entity.kind !== 'entry' || ECHOES.has(entity.value.kind) || !within(entity.value.at)) continue;
    const { value: entry } = entity;
    const text = incidentLine(numberOf(entry.incident, board), entry, board, speech);
    lines.push({
      key: `room/entry/${entry.id}`,
      at: entry.at,
      state: null,
      strong: false,
      text,
    });
  }
  return lines;
}

/** What was told of an alarm when it began, or was over. */
function moveTo(alarm: Alarm, to: 'worst' | 'normal'): AlarmMove {
  const { node, id, worst, raisedAt, priority, latching, sites, symptomsMost, checksMost, basis } = alarm;
  return {
    kind: 'facts',
    node,
    id,
    facts: {
      condition: to === 'normal' ? 'normal' : worst,
      conditionSince: raisedAt,
      suppressed: null,
      priority,
      latching,
      sites: [...sites],
      symptoms: symptomsMost,
      checks: checksMost,
      basis,
      recovery: null,
    },
  };
}
