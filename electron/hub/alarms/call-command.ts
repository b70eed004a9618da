import type { CommandPayload } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import { CALLS_KEPT_MS, type Call } from '../../../shared/model/alarms';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatSince } from '../../../shared/time/format';
import type { Verdict } from '../commands';
import { cleanText, nameOf, refused } from './words';

/** Nobody on call is further away than this, ms. */
const MAX_ETA_MS = 7 * 24 * 3_600_000;

const OUTCOME: Readonly<Record<Call['outcome'], string>> = {
  calling: 'ringer',
  answered: 'besvart',
  'no-answer': 'ikke besvart',
};

/**
 * Logs a telephone call, or says what came of it. What was said of the call first stands (whom, which number, about
 * what, by whom, when); anybody may settle it, once; of an answered call the arrival and the note may still change.
 * Times that lie ahead of the hub's clock become now. `now`: ms UTC.
 */
export function logCall(
  room: Pick<RoomView, 'alarms' | 'catalogue' | 'graph' | 'people'>,
  { subject, actor }: Command,
  { call: asked }: CommandPayload<'call.log'>,
  now: number,
): Verdict {
  if (subject !== `oncall/${asked.team}`) return refused('Kommandoen gjelder et annet vaktlag enn den sier.');
  const entity = room.alarms.get(`call:${asked.id}`);
  const before = entity?.kind === 'call' ? entity.value : null;
  const fault = before ? changeFault(room, before, asked, now) : newFault(room, asked, actor, now);
  if (fault !== null) return refused(fault);
  const at = before?.at ?? Math.min(asked.at, now);
  const settledAt =
    asked.outcome === 'calling'
      ? null
      : (before?.settledAt ?? Math.min(Math.max(asked.settledAt ?? now, at), now));
  if (asked.etaAt !== null) {
    if (asked.outcome !== 'answered') return refused('Bare den som har svart, kan ha en ankomsttid.');
    if (!Number.isSafeInteger(asked.etaAt) || asked.etaAt < at || asked.etaAt > now + MAX_ETA_MS)
      return refused('Ankomsttiden må være etter samtalen, og innen sju døgn.');
  }
  const call: Call = {
    id: asked.id,
    team: asked.team,
    contact: before?.contact ?? cleanText(asked.contact) ?? '',
    phone: before?.phone ?? cleanText(asked.phone) ?? '',
    node: before ? before.node : asked.node,
    by: before?.by ?? actor,
    at,
    outcome: asked.outcome,
    settledAt,
    etaAt: asked.etaAt,
    note: asked.note === null ? null : cleanText(asked.note),
  };
  return { outcome: 'done', events: [{ type: 'call.logged', call }] };
}

function newFault(
  room: Pick<RoomView, 'catalogue' | 'graph' | 'alarms'>,
  call: Call,
  actor: string,
  now: number,
): string | null {
  if (!room.catalogue.has(`team:${call.team}`)) return `Vaktlaget «${call.team}» står ikke i vaktlisten.`;
  if (call.by !== actor) return 'En samtale føres av den som ringte.';
  if (cleanText(call.contact) === null) return 'Samtalen må si hvem som ble ringt.';
  if (call.node !== null && !room.graph.nodes.has(call.node) && !room.alarms.has(`alarm:${call.node}`))
    return `Tjenesten «${call.node}» finnes ikke.`;
  if (!Number.isSafeInteger(call.at) || call.at < now - CALLS_KEPT_MS)
    return 'Samtalen er for gammel til å føres her.';
  return null;
}

function changeFault(room: Pick<RoomView, 'people'>, before: Call, asked: Call, now: number): string | null {
  if (asked.team !== before.team) return 'Samtalen gjelder et annet vaktlag.';
  if (before.outcome === 'calling' || asked.outcome === before.outcome) return null;
  const when = before.settledAt === null ? '' : ` ${formatSince(before.settledAt, now)}`;
  const what = OUTCOME[before.outcome];
  return `Samtalen som ${nameOf(room, before.by)} førte, er alt ført som ${what}${when}. Før en ny samtale i stedet.`;
}
