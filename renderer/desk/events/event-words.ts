import type { LogEvent } from '../../../shared/model/events';
import type { NodeState } from '../../../shared/model/states';
import type { MaintenanceEvent } from '../../../shared/rules/reduce-maintenance';
import { stateOfResult } from '../../../shared/rules/rollup';
import { formatAge, formatResponse, formatSeconds, formatSince } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { firstLine } from '../model/reasons';
import { nodeName } from '../model/row';
import { alarmActedWords, alarmsMovedWords, callWords, causeSaidWords, runWords } from './alarm-words';
import { commandName, type EventNames, personName, subjectName } from './command-words';
import { incidentWords } from './incident-words';
import { peopleWords } from './people-words';
import { wallWords } from './wall-words';
import { watchWords } from './watch-words';

export { commandName, type EventNames, personName, subjectName } from './command-words';

/** An event as people read it. */
export interface EventWords {
  /** The state it tells of; null: it is about the watch itself. */
  readonly state: NodeState | null;
  /** Not confirmed yet: it counts for nothing. */
  readonly soft: boolean;
  /** The node that it is about, where there is one. */
  readonly node: string | null;
  /** The entry of the shift log that it is about; left out: none. */
  readonly entry?: string;
  /** Who or what, in front of the sentence. */
  readonly subject: string;
  readonly text: string;
}

/**
 * Says an event in words. Things that the catalogue no longer has are called by their ids. `about`: the node whose page
 * it stands on; of what happened to many alarms at once, its own part is told.
 */
export function eventWords(event: LogEvent, names: EventNames, speech: Speech, about?: string): EventWords {
  const { t, lang } = speech;
  const { body } = event;
  const watch = (text: string, state: NodeState | null = null): EventWords => ({
    state,
    soft: false,
    node: null,
    subject: t('desk:event.watch'),
    text,
  });
  switch (body.type) {
    case 'hub.started':
      if (body.blindFrom === null) return watch(t('desk:event.started', { version: body.version }));
      return watch(
        t('desk:event.startedBlind', {
          version: body.version,
          from: formatSince(body.blindFrom, event.at),
          to: formatSeconds(event.at),
          age: formatAge(event.at - body.blindFrom, lang),
        }),
        'unknown',
      );
    case 'hub.stopped':
      return watch(t('desk:event.stopped'));
    case 'catalogue.changed':
      return watch(
        t('desk:event.catalogue', { name: body.name, put: body.put.length, drop: body.drop.length }),
      );
    case 'catalogue.rejected': {
      const [first, ...more] = body.issues;
      const place = first ? `${first.file}:${first.line}:${first.col} ${first.reason}` : '';
      const text = t('desk:event.rejected', { place });
      return watch(
        more.length > 0 ? `${text} ${t('desk:event.rejectedMore', { count: more.length })}` : text,
        'warning',
      );
    }
    case 'check.changed':
      return checkChanged(body, names, speech);
    case 'check.overdue':
      return {
        ...ofCheck(body.check, names),
        state: 'stale',
        soft: false,
        text:
          body.lastObservedAt === null
            ? t('desk:event.overdueNever')
            : t('desk:event.overdue', { time: formatSince(body.lastObservedAt, event.at) }),
      };
    case 'vantage.changed':
      return body.lost
        ? watch(t('desk:event.vantageLost'), 'unknown')
        : watch(t('desk:event.vantageBack'), 'normal');
    case 'command.settled':
      return commandSettled(body, names, speech);
    case 'check.flapping':
      return {
        ...ofCheck(body.check, names),
        state: null,
        soft: false,
        text: t(body.flapping ? 'desk:event.flapping' : 'desk:event.steady', {
          percent: Math.round(body.percent),
        }),
      };
    case 'hub.restored':
      return watch(t('desk:event.restored', { time: formatSince(body.backupAt, event.at) }), 'warning');
    case 'hours.changed': {
      const entity = names.catalogue.get(`hours:${body.id}`);
      const name = entity?.kind === 'hours' ? entity.value.name : body.id;
      return watch(t(body.open ? 'desk:event.hoursOpen' : 'desk:event.hoursClosed', { name }));
    }
    case 'maintenance.set':
    case 'maintenance.removed':
    case 'maintenance.moved':
      return watch(
        maintenanceWords(body, event.at, names, speech),
        body.type === 'maintenance.moved' && body.run?.phase === 'overrun' ? 'warning' : null,
      );
    case 'sources.changed':
      return sourceWords(body, names, speech);
    case 'catalogue.edited':
      return watch(
        t(body.undoneTo === null ? 'desk:event.catalogueEdited' : 'desk:event.catalogueUndone', {
          actor: personName(names.people, body.actor),
          summary: body.summary,
        }),
      );
    case 'alarms.moved':
      return alarmsMovedWords(body, names, speech, about);
    case 'alarm.acted':
      return alarmActedWords(body, event.at, names, speech);
    case 'call.logged':
      return callWords(body.call, names, speech);
    case 'run.moved':
      return runWords(body, names, speech);
    case 'cause.said':
      return causeSaidWords(body, event.at, names, speech);
    case 'flood.changed':
      return watch(
        body.on ? t('log:flood.began', { count: body.annunciated }) : t('log:flood.ended'),
        body.on ? 'warning' : null,
      );
    case 'incident.moved':
    case 'callers.counted':
    case 'report.changed':
    case 'known-error.set':
    case 'message.moved':
    case 'notification.moved':
      return incidentWords(body, event.at, names, speech);
    case 'log.written':
    case 'log.corrected':
    case 'log.erased':
    case 'roster.changed':
    case 'duty.changed':
    case 'handover.moved':
    case 'follow-up.moved':
    case 'routine.moved':
      return watchWords(body, event.at, names, speech);
    case 'wall.moved':
    case 'scene.set':
    case 'scene.removed':
    case 'wall.cared':
      return wallWords(body, event.at, names, speech);
    case 'notice.raised':
    case 'notice.seen':
    case 'person.set':
    case 'console.set':
    case 'session.opened':
    case 'session.ended':
    case 'signin.failed':
    case 'credentials.set':
    case 'watch.changed':
      return peopleWords(body, event.at, names, speech);
    default:
      return assertNever(body, 'eventWords');
  }
}

function commandSettled(
  body: Extract<LogEvent['body'], { type: 'command.settled' }>,
  names: EventNames,
  { t }: Speech,
): EventWords {
  const values = {
    actor: personName(names.people, body.actor),
    time: formatSeconds(body.actedAt),
    reason: body.reason ?? '',
  };
  return {
    state: null,
    soft: false,
    node: names.graph.nodes.has(body.subject) ? body.subject : null,
    subject: subjectName(names, body.subject, { t }),
    text:
      body.kind === 'check.recheck'
        ? t(`desk:event.command.${body.outcome}`, values)
        : t(`desk:event.command.${body.outcome}Other`, { ...values, what: commandName(body.kind, t) }),
  };
}

function maintenanceWords(body: MaintenanceEvent, at: number, names: EventNames, { t }: Speech): string {
  const by = (text: string): string =>
    body.actor === null
      ? text
      : t('desk:event.byActor', { text, actor: personName(names.people, body.actor) });
  if (body.type === 'maintenance.set')
    return by(t('desk:event.maintenanceSet', { title: body.window.title }));
  if (body.type === 'maintenance.removed') return by(t('desk:event.maintenanceRemoved', { id: body.id }));
  const { title, run } = body;
  if (!run) return by(t('desk:event.maintenanceEnded', { title }));
  if (run.phase === 'overrun') return by(t('desk:event.maintenanceOverrun', { title }));
  const end = formatSince(run.end, at);
  const moved = body.actor !== null;
  return by(t(moved ? 'desk:event.maintenanceMoved' : 'desk:event.maintenanceBegan', { title, end }));
}

function sourceWords(
  body: Extract<LogEvent['body'], { type: 'sources.changed' }>,
  names: EventNames,
  { t }: Speech,
): EventWords {
  const own = body.put.find((entity) => entity.kind === 'source');
  const others = body.put.filter((entity) => entity.kind !== 'source').length;
  const parts = [
    ...(own?.kind !== 'source'
      ? []
      : [
          own.value.phase === 'down'
            ? t('desk:event.sourceDown', { reason: own.value.reason ?? '' })
            : t('desk:event.sourceUp'),
        ]),
    ...(others + body.drop.length === 0
      ? []
      : [t('desk:event.sourceNews', { put: others, drop: body.drop.length })]),
  ];
  const down = own?.kind === 'source' && own.value.phase === 'down';
  return {
    state: down ? 'unknown' : null,
    soft: false,
    node: names.graph.nodes.has(body.source) ? body.source : null,
    subject: subjectName(names, body.source, { t }),
    text: parts.join('. '),
  };
}

function checkChanged(
  body: Extract<LogEvent['body'], { type: 'check.changed' }>,
  names: EventNames,
  { t, lang }: Speech,
): EventWords {
  const check = names.graph.checks.get(body.check);
  const state = stateOfResult(body.result, check ?? { impact: 'down' });
  const said = firstLine(body.output);
  const parts = [
    t(`states:${state}`),
    ...(body.hard
      ? []
      : [t('desk:event.soft', { attempt: body.attempt, of: check?.attempts ?? body.attempt })]),
    ...(body.ms === null ? [] : [formatResponse(body.ms, lang)]),
    ...(said === '' ? [] : [said]),
  ];
  return { ...ofCheck(body.check, names), state, soft: !body.hard, text: parts.join(' · ') };
}

function ofCheck(id: string, names: EventNames): { readonly node: string | null; readonly subject: string } {
  const check = names.graph.checks.get(id);
  if (!check) return { node: null, subject: id };
  if (check.node === null) return { node: null, subject: check.name };
  return { node: check.node, subject: `${nodeName(names, check.node)} · ${check.name}` };
}
