import { COMMAND_PAYLOADS, type CommandKind, commandKind } from '../../../shared/contract/commands';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { IncidentEntity } from '../../../shared/model/incidents';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { PeopleEntity } from '../../../shared/model/people';
import { WALL_SUBJECT, type WallEntity } from '../../../shared/model/wall';
import type { WatchEntity } from '../../../shared/model/watch';
import type { Graph } from '../../../shared/rules/graph';
import type { MessageKey } from '../../i18n';
import type { Speech } from '../../i18n/react';
import { nodeName } from '../model/row';
import { sceneName } from './wall-words';
import { watchSubjectName } from './watch-names';

/** What is needed to name things. */
export interface EventNames {
  readonly graph: Graph;
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  /** By key (`mw/ID`). Left out: windows have no title here. */
  readonly maintenance?: ReadonlyMap<string, MaintenanceStatus>;
  /** By key (`person:ID`). Left out: people are called by their ids. */
  readonly people?: ReadonlyMap<string, PeopleEntity>;
  /** By key (`incident:ID`). Left out: incidents, tasks, known errors and messages have no name here. */
  readonly incidents?: ReadonlyMap<string, IncidentEntity>;
  /** By key (`entry:ID`). Left out: entries, handovers, follow-ups and routines have no name here. */
  readonly watch?: ReadonlyMap<string, WatchEntity>;
  /** By key (`scene:ID`). Left out: scenes of people's own are called by their ids. */
  readonly wall?: ReadonlyMap<string, WallEntity>;
}

const NAMES: Readonly<Record<CommandKind, MessageKey>> = {
  'check.recheck': 'log:command.recheck',
  'maintenance.set': 'desk:commandKind.maintenance-set',
  'maintenance.remove': 'desk:commandKind.maintenance-remove',
  'maintenance.end': 'desk:commandKind.maintenance-end',
  'maintenance.extend': 'desk:commandKind.maintenance-extend',
  'catalogue.edit': 'desk:commandKind.catalogue-edit',
  'silence.set': 'desk:commandKind.silence-set',
  'silence.end': 'desk:commandKind.silence-end',
  'alarm.acknowledge': 'log:command.acknowledge',
  'alarm.seen': 'log:command.seen',
  'alarm.hand': 'log:command.hand',
  'alarm.shelve': 'log:command.shelve',
  'alarm.unshelve': 'log:command.unshelve',
  'alarm.out-of-service': 'log:command.outOfService',
  'alarm.in-service': 'log:command.inService',
  'alarm.note': 'log:command.note',
  'alarm.timer': 'log:command.timer',
  'alarm.bad': 'log:command.bad',
  'alarm.ticket': 'log:command.ticket',
  'call.log': 'log:command.call',
  'run.request': 'log:command.run',
  'run.approve': 'log:command.approve',
  'notice.seen': 'log:command.noticeSeen',
  'watch.take': 'log:command.watchTake',
  'watch.leave': 'log:command.watchLeave',
  'person.set': 'log:command.person',
  'console.revoke': 'log:command.revoke',
  'session.end': 'log:command.sessionEnd',
  'cause.join': 'log:command.causeJoin',
  'cause.split': 'log:command.causeSplit',
  'cause.free': 'log:command.causeFree',
  'cause.recheck': 'log:command.causeRecheck',
  'incident.open': 'log:command.incidentOpen',
  'incident.set': 'log:command.incidentSet',
  'incident.note': 'log:command.incidentNote',
  'incident.time': 'log:command.incidentTime',
  'incident.update': 'log:command.incidentUpdate',
  'incident.routine': 'log:command.incidentRoutine',
  'incident.merge': 'log:command.incidentMerge',
  'incident.restore': 'log:command.incidentRestore',
  'incident.close': 'log:command.incidentClose',
  'incident.reopen': 'log:command.incidentReopen',
  'task.set': 'log:command.taskSet',
  'task.done': 'log:command.taskDone',
  'caller.add': 'log:command.callerAdd',
  'caller.reset': 'log:command.callerReset',
  'report.set': 'log:command.reportSet',
  'report.end': 'log:command.reportEnd',
  'known-error.set': 'log:command.knownErrorSet',
  'known-error.retire': 'log:command.knownErrorRetire',
  'message.draft': 'log:command.messageDraft',
  'message.approve': 'log:command.messageApprove',
  'message.discard': 'log:command.messageDiscard',
  'message.again': 'log:command.messageAgain',
  'notification.answer': 'log:command.notificationAnswer',
  'log.write': 'watch:command.logWrite',
  'log.correct': 'watch:command.logCorrect',
  'log.erase': 'watch:command.logErase',
  'roster.set': 'watch:command.rosterSet',
  'roster.remove': 'watch:command.rosterRemove',
  'duty.take': 'watch:command.dutyTake',
  'duty.leave': 'watch:command.dutyLeave',
  'handover.begin': 'watch:command.handoverBegin',
  'handover.exchange': 'watch:command.handoverExchange',
  'handover.people': 'watch:command.handoverPeople',
  'handover.item': 'watch:command.handoverItem',
  'handover.read-back': 'watch:command.handoverReadBack',
  'handover.sign': 'watch:command.handoverSign',
  'handover.unsign': 'watch:command.handoverUnsign',
  'handover.accept': 'watch:command.handoverAccept',
  'handover.amendment': 'watch:command.handoverAmendment',
  'follow-up.set': 'watch:command.followUpSet',
  'follow-up.close': 'watch:command.followUpClose',
  'follow-up.reopen': 'watch:command.followUpReopen',
  'routine.tick': 'watch:command.routineTick',
  'routine.settle': 'watch:command.routineSettle',
  'routine.reopen': 'watch:command.routineReopen',
  'wall.scene': 'scenes:command.wallScene',
  'wall.rotate': 'scenes:command.wallRotate',
  'wall.send': 'scenes:command.wallSend',
  'wall.spotlight': 'scenes:command.wallSpotlight',
  'wall.message': 'scenes:command.wallMessage',
  'wall.clear': 'scenes:command.wallClear',
  'scene.set': 'scenes:command.sceneSet',
  'scene.remove': 'scenes:command.sceneRemove',
  'scene.restore': 'scenes:command.sceneRestore',
  'wall.care': 'scenes:command.wallCare',
};

/** What a command does, in words. A kind that this version does not know is called as it calls itself. */
export function commandName(kind: string, t: Speech['t']): string {
  const known = commandKind.safeParse(kind);
  return known.success ? t(NAMES[known.data]) : kind;
}

/** A person's name; their id where nobody has written who it is. */
export function personName(people: ReadonlyMap<string, PeopleEntity> | undefined, id: string): string {
  const entity = people?.get(`person:${id}`);
  return entity?.kind === 'person' ? entity.value.name : id;
}

/** A console's name; its id where it is not known. */
export function consoleName(people: ReadonlyMap<string, PeopleEntity> | undefined, id: string): string {
  const entity = people?.get(`console:${id}`);
  return entity?.kind === 'console' && entity.value.name !== '' ? entity.value.name : id;
}

/** A team's name; its id where the list has none. */
export function teamName(catalogue: ReadonlyMap<string, CatalogueEntity>, id: string): string {
  const entity = catalogue.get(`team:${id}`);
  return entity?.kind === 'team' ? entity.value.name : id;
}

/** A runbook action's name; its id where the catalogue has none. */
export function actionName(catalogue: ReadonlyMap<string, CatalogueEntity>, id: string): string {
  const entity = catalogue.get(`action:${id}`);
  return entity?.kind === 'action' ? entity.value.name : id;
}

/** The name of a way out of the room; its id where the catalogue has none. */
export function channelName(catalogue: ReadonlyMap<string, CatalogueEntity>, id: string): string {
  const entity = catalogue.get(`channel:${id}`);
  return entity?.kind === 'channel' ? entity.value.name : id;
}

/** The name of a rule of who is notified; its id where the catalogue has none. */
export function ruleName(catalogue: ReadonlyMap<string, CatalogueEntity>, id: string): string {
  const entity = catalogue.get(`notify-rule:${id}`);
  return entity?.kind === 'notify-rule' ? entity.value.name : id;
}

/** `I-12 Kjernenett nede`; null: nothing is known of it. An incident that has become another is called by that one. */
export function incidentName(
  incidents: ReadonlyMap<string, IncidentEntity> | undefined,
  id: string,
): string | null {
  const entity = incidents?.get(`incident:${id}`);
  if (entity?.kind === 'incident') return `${entity.value.number} ${entity.value.title}`.trim();
  for (const other of incidents?.values() ?? [])
    if (other.kind === 'incident' && other.value.aliases.includes(id))
      return `${other.value.number} ${other.value.title}`.trim();
  return null;
}

/** What people call a thing that a console made; null: its subject is no such thing. */
function madeName(
  names: EventNames,
  kind: string,
  id: string,
  t: Speech['t'],
  payload: unknown,
): string | null {
  const { incidents } = names;
  switch (kind) {
    case 'incident':
      return incidentName(incidents, id) ?? wordsIn(payload, 'title') ?? t('log:subject.incident');
    case 'task': {
      const task = incidents?.get(`task:${id}`);
      return task?.kind === 'task' ? task.value.text : (wordsIn(payload, 'text') ?? t('log:subject.task'));
    }
    case 'known-error': {
      const error = incidents?.get(`known-error:${id}`);
      if (error?.kind === 'known-error') return `${error.value.number} ${error.value.title}`.trim();
      return wordsIn(payload, 'title') ?? t('log:subject.knownError');
    }
    case 'message': {
      const message = incidents?.get(`message:${id}`);
      if (message?.kind === 'message') return `${message.value.number} ${message.value.subject}`.trim();
      return wordsIn(payload, 'subject') ?? t('log:subject.message');
    }
    case 'notification': {
      const one = incidents?.get(`notification:${id}`);
      return one?.kind === 'notification'
        ? ruleName(names.catalogue, one.value.rule)
        : t('log:subject.notification');
    }
    default:
      return watchSubjectName(names, kind, id, { t }, payload);
  }
}

/** Words in a payload, as they were given; null: it has none such. */
function wordsIn(payload: unknown, field: 'title' | 'text' | 'subject'): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const said: unknown = Reflect.get(payload, field);
  return typeof said === 'string' && said.trim() !== '' ? said : null;
}

/**
 * What a command was about, by the name that people know: a node, a maintenance window by its title, a service or a
 * source by its name, a team, an action, a person, a console, an incident and what belongs to it, the catalogue.
 * `payload`: what the command took, where it is at hand; it knows the title of what the board has not got yet. An id is the last resort, and an id made
 * by a desk is never shown.
 */
export function subjectName(
  names: EventNames,
  subject: string,
  { t }: Pick<Speech, 't'>,
  payload?: unknown,
): string {
  if (names.graph.nodes.has(subject)) return nodeName(names, subject);
  if (subject.startsWith('mw/')) {
    return names.maintenance?.get(subject)?.window.title ?? titleIn(payload) ?? t('desk:outbox.window');
  }
  if (subject === 'catalogue') return t('desk:outbox.catalogue');
  if (subject === WALL_SUBJECT) return t('scenes:subject.wall');
  if (subject === 'vaktrom/nett') return t('log:subject.network');
  const slash = subject.indexOf('/');
  const id = subject.slice(slash + 1);
  const made = madeName(names, subject.slice(0, slash), id, t, payload);
  if (made !== null) return made;
  switch (subject.slice(0, slash)) {
    case 'oncall':
      return teamName(names.catalogue, id);
    case 'action':
      return actionName(names.catalogue, id);
    case 'person':
      return personName(names.people, id);
    case 'console':
      return consoleName(names.people, id);
    case 'run':
      return t('log:subject.run');
    case 'notice':
      return t('log:subject.notice');
    case 'session':
      return t('log:subject.session');
    case 'scene':
      return t('scenes:subject.scene', { name: sceneName(names, id) });
  }
  for (const kind of ['source', 'service'] as const) {
    const entity = names.catalogue.get(`${kind}:${subject}`);
    if (entity?.kind === kind) return entity.value.name;
  }
  return nodeName(names, subject);
}

/** The title in the payload of `maintenance.set`, as it was given; null in any other. */
function titleIn(payload: unknown): string | null {
  const given = COMMAND_PAYLOADS['maintenance.set'].safeParse(payload);
  return given.success ? given.data.window.title : null;
}
