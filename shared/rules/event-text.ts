import type { SearchKind } from '../contract/wire';
import type { AlarmAct, AlarmMove } from '../model/alarms';
import { parseNodeId } from '../model/catalogue';
import type { EventBody } from '../model/events';
import type { SourceEntity } from '../model/sources';
import { assertNever } from '../util/assert-never';
import { incidentParts } from './event-text-incidents';
import { wallParts } from './event-text-wall';
import { watchParts } from './event-text-watch';
import type { RoomView } from './reduce';

/** What things are called: an event names them by id, people search by name. */
export interface Names {
  /** Names of a node's service and site; empty: unknown. */
  node(id: string): readonly string[];
  /** Null: unknown. */
  person(id: string): string | null;
}

/** What things are called in a room. */
export function namesIn(room: Pick<RoomView, 'catalogue' | 'people'>): Names {
  return {
    node: (id) => {
      const { service, site } = parseNodeId(id);
      const found = [room.catalogue.get(`service:${service}`), room.catalogue.get(`site:${site ?? ''}`)];
      return found.flatMap((entity) =>
        entity?.kind === 'service' || entity?.kind === 'site' ? [entity.value.name] : [],
      );
    },
    person: (id) => {
      const entity = room.people.get(`person:${id}`);
      return entity?.kind === 'person' ? entity.value.name : null;
    },
  };
}

/** What of an event can be searched for. */
export interface EventText {
  readonly kind: SearchKind;
  readonly text: string;
}

/** An event of a storm says more than anybody searches for, characters. */
const MOST_CHARS = 8_000;
/** Words for what is written as a code, in both languages: people search for what they say. */
const WORDS: Readonly<Record<string, string>> = {
  major: 'storhendelse major incident',
  sent: 'sendt sent',
  drafted: 'utkast draft',
  approved: 'godkjent approved',
  discarded: 'forkastet discarded',
  stopped: 'stanset stopped',
  exhausted: 'ingen svarte nobody answered',
  down: 'nede down',
  degraded: 'redusert degraded',
  warning: 'varsel warning',
  'redundancy-lost': 'redundans tapt redundancy lost',
  unknown: 'ukjent unknown',
  stale: 'utdatert stale',
  critical: 'kritisk critical',
  normal: 'normal',
  ok: 'normal ok',
  acknowledge: 'kvittert acknowledged',
  seen: 'sett seen',
  hand: 'overlevert overtatt handed',
  shelve: 'hyllet shelved',
  unshelve: 'tatt ned unshelved',
  'out-of-service': 'ute av drift out of service',
  'in-service': 'i drift igjen in service',
  note: 'merknad note',
  timer: 'nedtelling timer',
  bad: 'dårlig alarm bad alarm',
  ticket: 'sak ticket',
  stalled: 'ingenting skjer stalled',
  'shelf-ended': 'hylle over shelf ended',
  'shelf-warned': 'hylle snart over shelf ends',
  'review-due': 'vurdering review',
  'timer-due': 'frist timer due',
  removed: 'fjernet removed',
  calling: 'ringt called',
  answered: 'svarte answered',
  'no-answer': 'svarte ikke no answer',
  succeeded: 'lyktes succeeded',
  failed: 'mislyktes failed',
  refused: 'avvist refused',
  expired: 'utløpt expired',
};
/** A code in words, where it has any. */
export const word = (code: string): string => WORDS[code] ?? code;

/**
 * What of an event can be searched for, and as what; null: nothing (its words are in another event, or there are
 * none). Names are those of now: an index keeps what things were called when it heard of them.
 */
export function eventText(body: EventBody, names: Names): EventText | null {
  const found = partsOf(body, names);
  if (found === null) return null;
  const text = found[1].filter((part) => part !== null && part !== '').join(' ');
  return { kind: found[0], text: text.length > MOST_CHARS ? text.slice(0, MOST_CHARS) : text };
}

/** What an event says, piece by piece; null and empty pieces are left out. */
export type Parts = readonly (string | null)[];

function partsOf(body: EventBody, names: Names): readonly [SearchKind, Parts] | null {
  const node = (id: string | null): string => (id === null ? '' : [id, ...names.node(id)].join(' '));
  const person = (id: string | null): string => (id === null ? '' : `${id} ${names.person(id) ?? ''}`);
  switch (body.type) {
    case 'hub.started':
      return ['room', ['huben startet hub started', body.blindFrom === null ? '' : 'blind', body.version]];
    case 'hub.stopped':
      return ['room', ['huben stoppet hub stopped']];
    case 'hub.restored':
      return ['room', ['gjenopprettet restored backup sikkerhetskopi']];
    case 'catalogue.changed':
      return ['room', ['katalog catalogue', body.name]];
    case 'catalogue.rejected':
      return ['room', ['katalog catalogue', word('refused'), ...body.issues.map((issue) => issue.reason)]];
    case 'catalogue.edited':
      return ['act', ['katalog catalogue', body.summary, person(body.actor), ...body.services.map(node)]];
    case 'check.changed':
      return ['check', [body.check, node(nodeOfCheck(body.check)), word(body.result), body.output]];
    case 'check.flapping':
      return ['check', [body.check, node(nodeOfCheck(body.check)), 'flapper ustabil flapping']];
    case 'check.overdue':
      return ['check', [body.check, node(nodeOfCheck(body.check)), word('stale')]];
    case 'vantage.changed':
      return ['room', ['Vaktrom ser ikke nettet vantage', body.lost ? 'tapt lost' : 'tilbake back']];
    case 'command.settled':
      return commandParts(body, node, person);
    case 'maintenance.set': {
      const { title, description, ticket, owner } = body.window;
      return ['room', ['vedlikehold maintenance', title, description, ticket, owner, person(body.actor)]];
    }
    case 'maintenance.removed':
      return ['room', ['vedlikehold maintenance', body.id, word('removed'), person(body.actor)]];
    case 'maintenance.moved':
      return [
        'room',
        ['vedlikehold maintenance', body.title, body.reason, person(body.actor), ...body.nodes.map(node)],
      ];
    case 'hours.changed':
      return null;
    case 'sources.changed':
      return ['room', [body.source, person(body.actor), ...body.put.flatMap(sourceParts)]];
    case 'alarms.moved':
      return ['alarm', body.moves.flatMap((move) => [node(move.node), ...moveParts(move)])];
    case 'alarm.acted':
      return [
        body.act.kind === 'note' ? 'note' : 'act',
        [body.alarm, node(body.node), word(body.act.kind), person(body.actor), ...actParts(body.act, person)],
      ];
    case 'call.logged': {
      const { team, contact, phone, node: about, by, outcome, note } = body.call;
      return ['call', ['ringt call', team, contact, phone, node(about), person(by), word(outcome), note]];
    }
    case 'run.moved': {
      const { action, node: about, requestedBy, approval, state, output } = body.run;
      const args = Object.entries(body.run.args).map(([name, value]) => `${name} ${String(value)}`);
      const approver = [person(approval?.by ?? null), approval?.reason ?? null];
      return ['run', [action, node(about), person(requestedBy), ...approver, word(state), ...args, output]];
    }
    case 'notice.raised':
      return [
        'people',
        [body.notice.reason, person(body.notice.actor), body.notice.command, body.notice.subject],
      ];
    case 'notice.seen':
      return null;
    case 'person.set':
      return ['people', [body.person.id, body.person.name, ...body.person.roles, person(body.actor)]];
    case 'console.set':
      return ['people', ['konsoll console', body.console.id, body.console.name, person(body.actor)]];
    case 'session.opened':
      return ['people', ['logget inn signed in', person(body.session.person)]];
    case 'session.ended':
      return ['people', ['logget ut signed out', person(body.session.person), person(body.actor)]];
    case 'credentials.set':
      return ['people', ['passord PIN password credentials', person(body.person)]];
    case 'signin.failed':
      return ['people', ['feil passord sign-in failed', body.person]];
    case 'watch.changed':
      return [
        'people',
        [body.on ? 'på vakt on watch' : 'av vakt off watch', person(body.person), body.console],
      ];
    case 'flood.changed':
      return ['alarm', [`alarmflom alarm flood ${body.on ? 'begynte began' : 'over ended'}`]];
    case 'cause.said':
    case 'incident.moved':
    case 'callers.counted':
    case 'report.changed':
    case 'known-error.set':
    case 'message.moved':
    case 'notification.moved':
      return incidentParts(body, node, person);
    case 'log.written':
    case 'log.corrected':
    case 'log.erased':
    case 'roster.changed':
    case 'duty.changed':
    case 'handover.moved':
    case 'follow-up.moved':
    case 'routine.moved':
      return watchParts(body, node, person);
    case 'wall.moved':
    case 'scene.set':
    case 'scene.removed':
    case 'wall.cared':
      return wallParts(body, node, person);
    default:
      return assertNever(body, 'event text');
  }
}

/** What was done has its own event; what was not has only this one. */
function commandParts(
  body: EventBody & { type: 'command.settled' },
  node: (id: string) => string,
  person: (id: string) => string,
): readonly [SearchKind, Parts] | null {
  if (body.outcome === 'done' && body.kind !== 'check.recheck') return null;
  const what = body.kind === 'check.recheck' ? 'sjekk på nytt recheck' : body.kind;
  return ['act', [what, node(body.subject), person(body.actor), word(body.outcome), body.reason]];
}

function moveParts(move: AlarmMove): Parts {
  if (move.kind !== 'facts') return [word(move.kind)];
  return [move.id, word(move.facts.condition), `P${move.facts.priority}`];
}

function actParts(act: AlarmAct, person: (id: string | null) => string): Parts {
  switch (act.kind) {
    case 'acknowledge':
      return [act.note, person(act.owner)];
    case 'seen':
      return [act.code];
    case 'hand':
      return [person(act.to), act.note];
    case 'shelve':
      return [act.code, act.reason];
    case 'out-of-service':
      return [act.responsible, act.reason];
    case 'note':
      return [act.text];
    case 'bad':
      return [act.note];
    case 'ticket':
      return [act.ticket];
    case 'unshelve':
    case 'in-service':
    case 'timer':
      return [];
    default:
      return assertNever(act, 'act text');
  }
}

function sourceParts(entity: SourceEntity): Parts {
  switch (entity.kind) {
    case 'source':
      return [entity.value.phase, entity.value.reason];
    case 'alert':
      return [entity.value.name, entity.value.summary, ...entity.value.nodes];
    case 'silence':
      return ['stillhet silence', entity.value.author, entity.value.comment];
    default:
      return assertNever(entity, 'source text');
  }
}

/** A check's id begins with its node's. */
function nodeOfCheck(check: string): string {
  const slash = check.lastIndexOf('/');
  return slash < 0 ? check : check.slice(0, slash);
}
