import { INCIDENT_TIMES } from '../../../shared/model/incidents';
import { nodeState } from '../../../shared/model/states';
import type { IncidentRefusal } from '../../../shared/rules/incidents/decision';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import { nameOf, nodeName, STATE_WORDS } from '../alarms/words';

/** ITIL's times, as a sentence names them. */
const TIME_WORDS: Readonly<Record<(typeof INCIDENT_TIMES)[number], string>> = {
  occurred: 'oppstod',
  detected: 'oppdaget',
  diagnosed: 'diagnostisert',
  repair: 'retting begynt',
  recovered: 'feilen rettet',
  restored: 'tjenesten tilbake',
};

const EMPTY_WORDS: Readonly<Record<string, string>> = {
  title: 'Hendelsen må ha en tittel. Skriv hva det gjelder.',
  text: 'Teksten er tom. Skriv noe først.',
};

/** Why an act on an incident is refused, and what to do: one or two sentences in Bokmål. `now`: ms UTC. */
export function refusalWords(
  { code, facts }: IncidentRefusal,
  room: Pick<RoomView, 'catalogue' | 'graph' | 'people'>,
  now: number,
): string {
  const text = (name: string): string => String(facts[name] ?? '');
  const at = (name: string): string => formatSince(Number(facts[name] ?? 0), now);
  switch (code) {
    case 'malformed':
      return 'Handlingen sier ikke hva den gjelder. Prøv igjen.';
    case 'exists':
      return 'Dette er alt ført én gang.';
    case 'unknown-incident':
      return 'Hendelsen finnes ikke her, eller den er for gammel til å endres. Se i loggen.';
    case 'unknown-task':
      return 'Oppgaven finnes ikke. Se på listen igjen.';
    case 'unknown-node':
      return `Tjenesten «${text('node')}» finnes ikke her. Velg en fra katalogen.`;
    case 'unknown-service':
      return `Tjenesten «${text('service')}» finnes ikke her. Velg en fra katalogen.`;
    case 'unknown-site':
      return `Stedet «${text('site')}» finnes ikke her. Velg et fra katalogen.`;
    case 'unknown-person':
      return `«${text('person')}» finnes ikke her. Velg en annen.`;
    case 'not-in-use':
      return `${nameOf(room, text('person'))} er ikke lenger i bruk. Velg en annen.`;
    case 'may-not-lead':
      return `${nameOf(room, text('person'))} kan ikke lede en hendelse. Velg en operatør eller en vaktleder.`;
    case 'unknown-known-error':
      return 'Den kjente feilen finnes ikke her. Se på listen igjen.';
    case 'retired':
      return `${nameOf(room, text('by'))} tok den kjente feilen ut av bruk ${at('at')}.`;
    case 'empty':
      return EMPTY_WORDS[text('field')] ?? 'Teksten er tom. Skriv noe først.';
    case 'cause-taken':
      return `${text('incident')} «${text('title')}» har alt ${nodeName(room, text('node'))} som årsak. Slå de to hendelsene sammen.`;
    case 'same-incident':
      return `De to er alt samme hendelse, ${text('incident')}.`;
    case 'into-closed':
      return `${text('incident')} «${text('title')}» er lukket. Gjenåpne den først, eller slå sammen den andre veien.`;
    case 'still-active':
      return stillActiveWords(facts, nodeName(room, text('node')));
    case 'routine-in-use':
      return `${siteNames(room, text('sites'))} bruker fortsatt nødrutinen. Før at den er avsluttet, og lukk så hendelsen.`;
    case 'future':
      return 'Tidspunktet ligger fram i tid. Skriv når det faktisk skjedde.';
    case 'order':
      return orderWords(facts, now);
    case 'past':
      return 'Tiden er alt passert. Velg et tidspunkt fram i tid.';
    case 'too-long':
      return `Tiden er for langt fram. Senest ${formatUntil(Number(facts.limit ?? now), now, 'nb')}.`;
    case 'no-callers':
      return `Ingen innringere er ført på ${nodeName(room, text('node'))}.`;
    case 'no-report':
      return `${nodeName(room, text('node'))} er ikke meldt nede av brukere nå.`;
    case 'newer':
      return `${nameOf(room, text('by'))} sa noe nytt om dette ${at('at')}, etter at du gjorde dette. Se på det igjen.`;
    default:
      return assertNever(code, 'refusal of an act on an incident');
  }
}

function stillActiveWords(facts: IncidentRefusal['facts'], name: string): string {
  const left = Number(facts.left ?? 0);
  if (left > 0)
    return `${name} er tilbake, men ${left} som fulgte av den, er det ikke. Vent til alle er tilbake, eller skill dem ut.`;
  const state = nodeState.safeParse(facts.condition);
  const word = state.success ? STATE_WORDS[state.data] : 'ikke i orden';
  return `${name} er fortsatt ${word} [${facts.alarm}]. Hendelsen kan lukkes når den er tilbake, hyllet eller ute av drift.`;
}

function orderWords(facts: IncidentRefusal['facts'], now: number): string {
  const which = INCIDENT_TIMES.find((time) => time === facts.which) ?? 'occurred';
  const other = INCIDENT_TIMES.find((time) => time === facts.other) ?? 'occurred';
  const [first, second] =
    INCIDENT_TIMES.indexOf(which) < INCIDENT_TIMES.indexOf(other) ? ['etter', 'før'] : ['før', 'etter'];
  const when = formatSince(Number(facts.otherAt ?? 0), now);
  return `«${TIME_WORDS[which]}» kan ikke være ${first} «${TIME_WORDS[other]}» (${when}). Den må være ${second}: rett den ene av dem.`;
}

function siteNames(room: Pick<RoomView, 'catalogue'>, sites: string): string {
  const names = sites.split(', ').map((id) => {
    const entity = room.catalogue.get(`site:${id}`);
    return entity?.kind === 'site' ? entity.value.name : id;
  });
  return new Intl.ListFormat('nb', { type: 'conjunction' }).format(names);
}
