import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import type { Notification } from '../../../shared/model/incidents';
import { classOf } from '../../../shared/rules/alarms/alarm-class';
import { formatSince } from '../../../shared/time/format';
import { nodeName, STATE_WORDS } from '../alarms/words';
import { planOf } from '../messages/channels';
import type { Letter } from '../messages/letter';
import type { NotifyView } from './notify-rules';

/** What somebody on call is told of an alarm: what, where, since when, what follows, whom to ring. */
export function notifyLetter(
  view: NotifyView,
  notification: Notification,
  alarm: Alarm,
  step: number,
  to: Letter['to'],
  now: number,
): Letter {
  const name = nodeName(view, alarm.node);
  const state = STATE_WORDS[alarm.condition];
  const telephone = planOf(view)?.telephone ?? null;
  const since = alarm.activeSince ?? alarm.raisedAt;
  const follows = followsText(alarm);
  const ring = telephone === null ? '' : ` Ring ${telephone}.`;
  const meaning = classOf(view, parseNodeId(alarm.node).service)?.meaning ?? null;
  const lines = [
    `${state}: ${name}, siden ${formatSince(since, now)}.`,
    ...(follows === null ? [] : [follows]),
    ...(meaning === null ? [] : [meaning]),
    `Prioritet ${alarm.priority}. Ingen i kontrollrommet har tatt alarmen.`,
    ...(telephone === null ? [] : [`Ring ${telephone} og si at du har den.`]),
  ];
  return {
    id: `${notification.id}.${step}`,
    continues: step === 0 ? null : `${notification.id}.0`,
    subject: `${state}: ${name} [${alarm.id}]`,
    body: lines.join('\n'),
    short: `${alarm.id} ${state}: ${name}, siden ${formatSince(since, now)}.${follows === null ? '' : ` ${follows}`} Ingen har tatt den.${ring}`,
    to,
    facts: {
      kind: 'notification',
      alarm: alarm.id,
      node: alarm.node,
      name,
      state: alarm.condition,
      priority: alarm.priority,
      since: new Date(since).toISOString(),
      step: step + 1,
    },
  };
}

function followsText({ symptoms, sites }: Alarm): string | null {
  if (symptoms === 0) return null;
  const where = sites.length > 1 ? ` på ${sites.length} steder` : '';
  return `${symptoms} ${symptoms === 1 ? 'tjeneste' : 'tjenester'}${where} følger av dette.`;
}
