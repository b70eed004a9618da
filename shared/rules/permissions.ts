import type { CommandKind } from '../contract/commands';
import type { Role } from '../model/people';

/** Who may do what. A person may do what any of their roles may. The hub decides by this; a console shows by it. */
const MAY: Readonly<Record<CommandKind, readonly Role[]>> = {
  'check.recheck': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'maintenance.set': ['operator', 'shift-leader', 'administrator'],
  'maintenance.remove': ['operator', 'shift-leader', 'administrator'],
  'maintenance.end': ['operator', 'shift-leader', 'administrator'],
  'maintenance.extend': ['operator', 'shift-leader', 'administrator'],
  'catalogue.edit': ['shift-leader', 'administrator'],
  'silence.set': ['operator', 'shift-leader', 'administrator'],
  'silence.end': ['operator', 'shift-leader', 'administrator'],
  'alarm.acknowledge': ['operator', 'shift-leader', 'administrator'],
  'alarm.seen': ['operator', 'shift-leader', 'administrator'],
  'alarm.hand': ['operator', 'shift-leader', 'administrator'],
  'alarm.shelve': ['operator', 'shift-leader', 'administrator'],
  'alarm.unshelve': ['operator', 'shift-leader', 'administrator'],
  'alarm.out-of-service': ['shift-leader', 'administrator'],
  'alarm.in-service': ['shift-leader', 'administrator'],
  'alarm.note': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'alarm.timer': ['operator', 'shift-leader', 'administrator'],
  'alarm.bad': ['operator', 'shift-leader', 'administrator'],
  'alarm.ticket': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'call.log': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'run.request': ['operator', 'shift-leader', 'administrator'],
  'run.approve': ['operator', 'shift-leader', 'administrator'],
  'notice.seen': ['shift-leader', 'administrator'],
  'watch.take': ['operator', 'shift-leader', 'administrator'],
  'watch.leave': ['operator', 'shift-leader', 'administrator'],
  'person.set': ['administrator'],
  'console.revoke': ['administrator'],
  'session.end': ['shift-leader', 'administrator'],
  'cause.join': ['operator', 'shift-leader', 'administrator'],
  'cause.split': ['operator', 'shift-leader', 'administrator'],
  'cause.free': ['operator', 'shift-leader', 'administrator'],
  'cause.recheck': ['operator', 'shift-leader', 'administrator'],
  'incident.open': ['operator', 'shift-leader', 'administrator'],
  'incident.set': ['operator', 'shift-leader', 'administrator'],
  'incident.time': ['operator', 'shift-leader', 'administrator'],
  'incident.update': ['operator', 'shift-leader', 'administrator'],
  'incident.merge': ['operator', 'shift-leader', 'administrator'],
  'incident.restore': ['operator', 'shift-leader', 'administrator'],
  'incident.close': ['operator', 'shift-leader', 'administrator'],
  'incident.reopen': ['operator', 'shift-leader', 'administrator'],
  'incident.note': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'incident.routine': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'task.set': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'task.done': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'caller.add': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'caller.reset': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'report.set': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'report.end': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'known-error.set': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'known-error.retire': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'message.draft': ['operator', 'shift-leader', 'user-support', 'administrator'],
  'message.approve': ['operator', 'shift-leader', 'administrator'],
  'message.discard': ['operator', 'shift-leader', 'administrator'],
  'message.again': ['operator', 'shift-leader', 'administrator'],
  'notification.answer': ['operator', 'shift-leader', 'administrator'],
};

/** Whether somebody with these roles may give such a command. */
export function mayGive(roles: readonly Role[], kind: CommandKind): boolean {
  return roles.some((role) => MAY[kind].includes(role));
}

/** The roles of which one is needed, for the refusal's words. */
export function rolesFor(kind: CommandKind): readonly Role[] {
  return MAY[kind];
}
