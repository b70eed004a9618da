import type { Alarm } from '../../../shared/model/alarms';
import type { Incident, IncidentEntity, OutMessage } from '../../../shared/model/incidents';
import { isOf } from '../../../shared/rules/incidents/read-incidents';

/** The next word that the room owes, and what users were told last. Times are ms UTC. */
export interface NextWord {
  /** When it is due; null: none is promised. */
  readonly at: number | null;
  /** The number in its series that it will have; null: no message has gone out. */
  readonly part: number | null;
  /** The last that was approved: its part, and when; null: none was. */
  readonly last: { readonly number: string; readonly part: number; readonly at: number } | null;
  /** Somebody has begun to write the next. */
  readonly drafted: boolean;
}

const NO_WORD: NextWord = { at: null, part: null, last: null, drafted: false };

/** Every message that is in the state, the newest first. */
export function messagesIn(incidents: ReadonlyMap<string, IncidentEntity>): readonly OutMessage[] {
  const found: OutMessage[] = [];
  for (const entity of incidents.values()) if (entity.kind === 'message') found.push(entity.value);
  const when = ({ approved, at }: OutMessage): number => approved?.at ?? at;
  return found.sort((a, b) => when(b) - when(a) || b.part - a.part || (a.id < b.id ? -1 : 1));
}

/**
 * The word that is owed about an incident or these nodes: what users were promised before what the room has set itself,
 * an incident's before an alarm's.
 */
export function nextWord(
  messages: readonly OutMessage[],
  about: {
    readonly nodes: readonly string[];
    readonly incident: Incident | null;
    readonly alarms: readonly Alarm[];
  },
): NextWord {
  const { nodes, incident, alarms } = about;
  const own = messages.filter(
    ({ node, incident: id }) =>
      (incident !== null && isOf(incident, id)) || (node !== null && nodes.includes(node)),
  );
  return wordOf(own, incident, alarms);
}

/** The word that is owed about whatever it is, the first that is due; where none is, what was said last. */
export function roomWord(messages: readonly OutMessage[]): NextWord {
  const series = [...new Set(messages.map(({ series: id }) => id))];
  const words = series.map((id) =>
    wordOf(
      messages.filter((one) => one.series === id),
      null,
      [],
    ),
  );
  const due = ({ at }: NextWord): number => at ?? Number.POSITIVE_INFINITY;
  const [owed] = words.filter(({ part }) => part !== null).sort((a, b) => due(a) - due(b));
  return owed ?? words[0] ?? NO_WORD;
}

function wordOf(own: readonly OutMessage[], incident: Incident | null, alarms: readonly Alarm[]): NextWord {
  const last = own.find(({ state }) => state === 'approved') ?? null;
  // A series that is closed says that it is over.
  const open = last !== null && last.kind !== 'closing' ? last : null;
  const timers = alarms.flatMap(({ timer }) => (timer === null ? [] : [timer.until]));
  return {
    at:
      open?.nextAt ??
      (incident?.state === 'open' ? incident.update?.until : null) ??
      (timers.length > 0 ? Math.min(...timers) : null),
    part: open === null ? null : open.part + 1,
    last: last && { number: last.number, part: last.part, at: last.approved?.at ?? last.at },
    drafted: own.some(({ state, at }) => state === 'draft' && at >= (last?.approved?.at ?? 0)),
  };
}
