import { COMMAND_PAYLOADS, type CommandKind, commandKind } from '../../../shared/contract/commands';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { PeopleEntity } from '../../../shared/model/people';
import type { Graph } from '../../../shared/rules/graph';
import type { MessageKey } from '../../i18n';
import type { Speech } from '../../i18n/react';
import { nodeName } from '../model/row';

/** What is needed to name things. */
export interface EventNames {
  readonly graph: Graph;
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  /** By key (`mw/ID`). Left out: windows have no title here. */
  readonly maintenance?: ReadonlyMap<string, MaintenanceStatus>;
  /** By key (`person:ID`). Left out: people are called by their ids. */
  readonly people?: ReadonlyMap<string, PeopleEntity>;
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

/**
 * What a command was about, by the name that people know: a node, a maintenance window by its title, a service or a
 * source by its name, a team, an action, a person, a console, the catalogue. `payload`: what the command took, where it
 * is at hand; it knows the title of a window that the board has not got yet. An id is the last resort, and an id made
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
  if (subject === 'vaktrom/nett') return t('log:subject.network');
  const slash = subject.indexOf('/');
  const id = subject.slice(slash + 1);
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
