import type { CommandKind, CommandPayload } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import type { AlarmAct } from '../../../shared/model/alarms';
import type { EventBody } from '../../../shared/model/events';
import { judgeAct } from '../../../shared/rules/alarms/judge';
import { alarmNumber, readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { mayGive } from '../../../shared/rules/permissions';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, Verdict } from '../commands';
import { logCall } from './call-command';
import type { Drawn } from './drawn';
import { refusalWords } from './refusals';
import { cleanText, refused } from './words';

/** The kinds of command that this room takes. */
export type AlarmCommandKind = Extract<CommandKind, `alarm.${string}` | 'call.log'>;

export interface AlarmCommandOptions {
  readonly state: Projection;
  readonly clock: Clock;
  /** Brings the alarms in step with what was measured up to now: an act is judged by nothing older. */
  readonly gather: () => void;
}

/** What people do to alarms, judged against the alarms as they are now. Who may act at all was judged before. */
export function alarmCommands(options: AlarmCommandOptions): Pick<CommandHandlers, AlarmCommandKind> {
  const judge = (command: Command, act: AlarmAct, drawn: Drawn | null): Verdict =>
    judged(options, command, act, drawn);
  return {
    'alarm.acknowledge': (command, payload) => acknowledge(options, command, payload),
    'alarm.seen': (command, { alarm, code }) =>
      judge(command, { kind: 'seen', code }, { alarm, condition: null }),
    'alarm.hand': (command, payload) => hand(options, command, payload),
    'alarm.shelve': (command, { alarm, condition, until, code, reason, breakAfterMs }) => {
      const why = cleanText(reason);
      if (why === null) return refused('En hylling må ha en grunn.');
      return judge(command, { kind: 'shelve', until, code, reason: why, breakAfterMs }, { alarm, condition });
    },
    'alarm.unshelve': (command) => judge(command, { kind: 'unshelve' }, null),
    'alarm.out-of-service': (command, { responsible, reason, reviewAt }) => {
      const who = cleanText(responsible);
      const why = cleanText(reason);
      if (who === null) return refused('Noen må være ansvarlig for det som er ute av drift.');
      if (why === null) return refused('Å ta noe ut av drift må ha en grunn.');
      return judge(command, { kind: 'out-of-service', responsible: who, reason: why, reviewAt }, null);
    },
    'alarm.in-service': (command) => judge(command, { kind: 'in-service' }, null),
    'alarm.note': (command, { alarm, text }) => {
      const said = cleanText(text);
      if (said === null) return refused('Notatet er tomt.');
      return judge(command, { kind: 'note', text: said, late: false }, { alarm, condition: null });
    },
    'alarm.timer': (command, { alarm, until }) =>
      judge(command, { kind: 'timer', until }, { alarm, condition: null }),
    'alarm.bad': (command, { alarm, on, note }) =>
      judge(command, { kind: 'bad', on, note: cleanNote(note) }, { alarm, condition: null }),
    'alarm.ticket': (command, { alarm, ticket }) =>
      judge(command, { kind: 'ticket', ticket: cleanNote(ticket) }, { alarm, condition: null }),
    'call.log': (command, payload) => logCall(options.state, command, payload, options.clock.now()),
  };
}

function acknowledge(
  options: AlarmCommandOptions,
  command: Command,
  { alarm, condition, note, own }: CommandPayload<'alarm.acknowledge'>,
): Verdict {
  const said = cleanNote(note);
  const act: AlarmAct = { kind: 'acknowledge', note: said, owner: own ? command.actor : null };
  const verdict = judged(options, command, act, { alarm, condition });
  if (verdict.outcome === 'done' || said === null) return verdict;
  // Somebody was first, it changed, or the case is over: the act is not done, but what was said of that case is kept.
  const number = alarmNumber(alarm);
  if (number === 0 || number > (options.state.room?.alarmCount ?? 0)) return verdict;
  const kept = actedEvent(options, command, alarm, { kind: 'note', text: said, late: true });
  return refused(`${verdict.reason} Notatet ditt er tatt vare på.`, [kept]);
}

function hand(
  options: AlarmCommandOptions,
  command: Command,
  { alarm, condition, to, note }: CommandPayload<'alarm.hand'>,
): Verdict {
  const person = options.state.people.get(`person:${to}`);
  if (person?.kind !== 'person') return refused(`«${to}» finnes ikke her. Velg en annen å gi alarmen til.`);
  if (!person.value.active)
    return refused(`${person.value.name} er ikke lenger i bruk. Velg en annen å gi alarmen til.`);
  if (!mayGive(person.value.roles, 'alarm.acknowledge'))
    return refused(`${person.value.name} kan ikke kvittere alarmer. Velg en annen å gi den til.`);
  return judged(options, command, { kind: 'hand', to, note: cleanNote(note) }, { alarm, condition });
}

function judged(options: AlarmCommandOptions, command: Command, act: AlarmAct, drawn: Drawn | null): Verdict {
  const { state, clock, gather } = options;
  gather();
  const { subject, actor, actedAt } = command;
  const alarm = readAlarm(state.alarms, subject);
  if (!alarm && !state.graph.nodes.has(subject)) return refused(`Tjenesten «${subject}» finnes ikke her.`);
  const now = clock.now();
  const judgement = judgeAct(alarm, { act, drawn, actor, actedAt: Math.min(actedAt, now) }, now);
  if (judgement.ok) return { outcome: 'done', events: [actedEvent(options, command, alarm?.id ?? '', act)] };
  const { code, news } = judgement;
  return refused(refusalWords(code, news, { room: state, node: subject, act, drawn, now }));
}

/** Nobody acts later than the hub hears of it: a console's clock that is ahead must not outlive what others say after it. */
function actedEvent(
  { clock }: AlarmCommandOptions,
  { subject, actor, actedAt }: Command,
  alarm: string,
  act: AlarmAct,
): EventBody {
  return { type: 'alarm.acted', node: subject, alarm, act, actor, actedAt: Math.min(actedAt, clock.now()) };
}

function cleanNote(note: string | null): string | null {
  return note === null ? null : cleanText(note);
}
