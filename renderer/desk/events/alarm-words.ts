import type { AlarmAct, AlarmMove, Call, CauseCode, ShelfCode } from '../../../shared/model/alarms';
import type { EventBody } from '../../../shared/model/events';
import type { NodeState } from '../../../shared/model/states';
import { formatClock, formatSeconds, formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { siteName } from '../incidents/incident-words';
import { actionName, type EventNames, personName, subjectName, teamName } from './command-words';
import type { EventWords } from './event-words';

type Of<T extends EventBody['type']> = Extract<EventBody, { type: T }>;

/** An act that reached the log this long after it was done was done without the hub, ms. */
const LATE_MS = 60_000;
/** So many alarms of one turn are named; the rest are counted. */
const NAMED = 3;

/** What measurement and time did to alarms. `about`: only what concerns this node, where that is the page. */
export function alarmsMovedWords(
  body: Of<'alarms.moved'>,
  names: EventNames,
  speech: Speech,
  about?: string,
): EventWords {
  const own = about === undefined ? [] : body.moves.filter((move) => move.node === about);
  const moves = own.length > 0 ? own : body.moves;
  const [first, ...more] = moves;
  if (first === undefined || more.length > 0) return manyMoves(moves, names, speech);
  return {
    state: stateOfMove(first),
    soft: false,
    node: names.graph.nodes.has(first.node) ? first.node : null,
    subject: subjectName(names, first.node, speech),
    text: moveWords(first, names, speech),
  };
}

function manyMoves(moves: readonly AlarmMove[], names: EventNames, speech: Speech): EventWords {
  const { t } = speech;
  const bad = moves.filter((move) => move.kind === 'facts' && move.facts.condition !== 'normal');
  const back = moves.filter((move) => move.kind === 'facts' && move.facts.condition === 'normal').length;
  const named = (bad.length > 0 ? bad : moves).map((move) => subjectName(names, move.node, speech));
  const parts = [
    ...(bad.length > 0 ? [t('log:alarm.manyBad', { count: bad.length })] : []),
    ...(back > 0 ? [t('log:alarm.manyBack', { count: back })] : []),
    ...(bad.length + back < moves.length
      ? [t('log:alarm.manyOther', { count: moves.length - bad.length - back })]
      : []),
  ];
  const left = named.length - NAMED;
  const list = named.slice(0, NAMED).join(', ');
  return {
    state: bad.map(stateOfMove).sort(worstFirst)[0] ?? null,
    soft: false,
    node: null,
    subject: t('log:alarm.title'),
    text: `${parts.join(', ')}: ${left > 0 ? t('log:alarm.andMore', { list, count: left }) : list}`,
  };
}

const WORST: readonly (NodeState | null)[] = [
  'down',
  'degraded',
  'redundancy-lost',
  'unknown',
  'stale',
  'warning',
];
function worstFirst(a: NodeState | null, b: NodeState | null): number {
  const place = (state: NodeState | null): number => {
    const index = WORST.indexOf(state);
    return index < 0 ? WORST.length : index;
  };
  return place(a) - place(b);
}

function stateOfMove(move: AlarmMove): NodeState | null {
  return move.kind === 'facts' ? move.facts.condition : null;
}

function moveWords(move: AlarmMove, names: EventNames, { t }: Speech): string {
  switch (move.kind) {
    case 'facts': {
      const { condition, suppressed, priority, symptoms, basis, recovery } = move.facts;
      if (condition === 'normal') return t('log:alarm.back');
      const state = t(`states:${condition}`);
      const parts = [
        move.id === ''
          ? t('log:alarm.now', { state })
          : t('log:alarm.raised', { id: move.id, state, priority }),
        ...(basis === 'measured' ? [] : [t(`log:alarm.basis.${basis}`)]),
        ...(recovery === null ? [] : [t('log:alarm.left', { count: recovery.left.length })]),
        ...(symptoms > 0 && recovery === null ? [t('log:alarm.symptoms', { count: symptoms })] : []),
        ...(suppressed === null
          ? []
          : [
              suppressed.kind === 'cause'
                ? t('log:alarm.quietCause', { name: subjectName(names, suppressed.id, { t }) })
                : t(`log:alarm.quiet.${suppressed.kind}`),
            ]),
      ];
      return parts.join(' · ');
    }
    case 'spread':
      return t('log:alarm.spread', { site: siteName(names.catalogue, move.site) });
    case 'stalled':
      return t('log:alarm.stalled');
    case 'shelf-ended':
      return t(move.why === 'time' ? 'log:alarm.shelfTime' : 'log:alarm.shelfLonger');
    case 'shelf-warned':
      return t('log:alarm.shelfWarned');
    case 'review-due':
      return t('log:alarm.reviewDue');
    case 'timer-due':
      return t('log:alarm.timerDue');
    case 'removed':
      return t('log:alarm.removed');
    case 'verdict-ended':
      return t('log:alarm.verdictEnded');
    default:
      return assertNever(move, 'moveWords');
  }
}

/** What a person did to an alarm. */
export function alarmActedWords(
  body: Of<'alarm.acted'>,
  at: number,
  names: EventNames,
  speech: Speech,
): EventWords {
  const { t } = speech;
  const said = actWords(body.act, personName(names.people, body.actor), body.actor, at, names, speech);
  const numbered = body.alarm === '' ? said : t('log:act.numbered', { id: body.alarm, text: said });
  return {
    state: null,
    soft: false,
    node: names.graph.nodes.has(body.node) ? body.node : null,
    subject: subjectName(names, body.node, speech),
    text:
      at - body.actedAt > LATE_MS
        ? t('log:act.queued', { text: numbered, time: formatSince(body.actedAt, at) })
        : numbered,
  };
}

function actWords(
  act: AlarmAct,
  actor: string,
  actorId: string,
  at: number,
  names: EventNames,
  { t, lang }: Speech,
): string {
  const note = (text: string, words: string | null): string =>
    words === null ? text : t('log:act.withNote', { text, note: words });
  switch (act.kind) {
    case 'acknowledge': {
      if (act.owner === null) return note(t('log:act.acknowledged', { actor }), act.note);
      if (act.owner === actorId) return note(t('log:act.owned', { actor }), act.note);
      return note(t('log:act.ownedBy', { actor, owner: personName(names.people, act.owner) }), act.note);
    }
    case 'seen':
      return act.code === null
        ? t('log:act.seen', { actor })
        : t('log:act.seenCode', { actor, code: causeName(act.code, t) });
    case 'hand':
      return note(t('log:act.handed', { actor, to: personName(names.people, act.to) }), act.note);
    case 'shelve':
      return t('log:act.shelved', {
        actor,
        time: formatUntil(act.until, at, lang),
        code: shelfName(act.code, t),
        reason: act.reason,
      });
    case 'unshelve':
      return t('log:act.unshelved', { actor });
    case 'out-of-service':
      return t('log:act.outOfService', {
        actor,
        responsible: act.responsible,
        reason: act.reason,
        time: formatUntil(act.reviewAt, at, lang),
      });
    case 'in-service':
      return t('log:act.inService', { actor });
    case 'note':
      return t(act.late ? 'log:act.lateNote' : 'log:act.note', { actor, text: act.text });
    case 'timer':
      return act.until === null
        ? t('log:act.timerOff', { actor })
        : t('log:act.timer', { actor, time: formatUntil(act.until, at, lang) });
    case 'bad':
      return note(t(act.on ? 'log:act.bad' : 'log:act.notBad', { actor }), act.note);
    case 'ticket':
      return act.ticket === null
        ? t('log:act.ticketOff', { actor })
        : t('log:act.ticket', { actor, ticket: act.ticket });
    default:
      return assertNever(act, 'actWords');
  }
}

/** A person's word on what explains an alarm, or that it was taken back. */
export function causeSaidWords(
  body: Of<'cause.said'>,
  at: number,
  names: EventNames,
  speech: Speech,
): EventWords {
  const { t } = speech;
  const { verdict } = body;
  const actor = personName(names.people, body.actor);
  const said =
    verdict === null
      ? t('log:verdict.freed', { actor })
      : verdict.cause === null
        ? t('log:verdict.split', { actor })
        : t('log:verdict.joined', { actor, cause: subjectName(names, verdict.cause, speech) });
  const noted = verdict?.note == null ? said : t('log:act.withNote', { text: said, note: verdict.note });
  return {
    state: null,
    soft: false,
    node: names.graph.nodes.has(body.node) ? body.node : null,
    subject: subjectName(names, body.node, speech),
    text:
      at - body.actedAt > LATE_MS
        ? t('log:act.queued', { text: noted, time: formatSince(body.actedAt, at) })
        : noted,
  };
}

/** What it was, as the one who ended the case said. */
export function causeName(code: CauseCode, t: Speech['t']): string {
  return t(`log:cause.${code}`);
}

/** Why somebody shelved. */
export function shelfName(code: ShelfCode, t: Speech['t']): string {
  return t(`log:shelf.${code}`);
}

/** A call to somebody on call, and what came of it. */
export function callWords(call: Call, names: EventNames, speech: Speech): EventWords {
  const { t } = speech;
  const values = {
    contact: call.contact,
    phone: call.phone,
    actor: personName(names.people, call.by),
    time: formatClock(call.at),
  };
  const parts = [
    t(`log:call.${call.outcome}`, values),
    ...(call.etaAt === null ? [] : [t('log:call.eta', { time: formatClock(call.etaAt) })]),
    ...(call.note === null ? [] : [`«${call.note}»`]),
    ...(call.node === null ? [] : [t('log:call.about', { name: subjectName(names, call.node, speech) })]),
  ];
  return {
    state: null,
    soft: false,
    node: call.node !== null && names.graph.nodes.has(call.node) ? call.node : null,
    subject: teamName(names.catalogue, call.team),
    text: parts.join(' · '),
  };
}

/** A runbook action and where it stands. */
export function runWords(body: Of<'run.moved'>, names: EventNames, speech: Speech): EventWords {
  const { t } = speech;
  const { run } = body;
  const [line = ''] = run.output.split('\n');
  const parts = [
    t(`log:run.${run.state}`, {
      actor: personName(names.people, run.requestedBy),
      time: formatSeconds(run.requestedAt),
      exit: run.exit ?? '',
      other: run.approval === null ? '' : personName(names.people, run.approval.by),
    }),
    ...(run.dryRun ? [t('log:run.dry')] : []),
    ...(run.approval?.approved
      ? [t('log:run.approvedBy', { actor: personName(names.people, run.approval.by) })]
      : []),
    ...(run.approval?.reason ? [`«${run.approval.reason}»`] : []),
    ...(line.trim() === '' ? [] : [line.trim()]),
  ];
  return {
    state: run.state === 'unknown' ? 'unknown' : null,
    soft: false,
    node: run.node !== null && names.graph.nodes.has(run.node) ? run.node : null,
    subject: actionName(names.catalogue, run.action),
    text: parts.join(' · '),
  };
}
