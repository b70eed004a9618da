import type { HandoverRefusal } from '../../../shared/rules/handover/decision';
import type { NeededPart } from '../../../shared/rules/handover/sign-handover';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatSince } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import { nameOf } from '../alarms/words';

/** What is missing, as a sentence names it. */
const MISSING_WORDS: Readonly<Record<NeededPart, string>> = {
  walked: 'kritiske punkter som ikke er gått gjennom',
  said: 'kritiske punkter som ikke er sagt tilbake',
  'read-back': 'tilbakelesingen',
  'other-person': 'en annen enn den som overleverte',
};

/** Why an act on a handover, a follow-up or a routine is refused, and what to do. Bokmål. `now`: ms UTC. */
export function handoverRefusalWords(
  { code, facts }: HandoverRefusal,
  room: Pick<RoomView, 'people'>,
  now: number,
): string {
  const text = (name: string): string => String(facts[name] ?? '');
  const at = (name: string): string => formatSince(Number(facts[name] ?? 0), now);
  const person = (name: string): string => nameOf(room, text(name));
  const people = (name: string): string => namesOf(room, text(name));
  switch (code) {
    case 'malformed':
      return 'Handlingen sier ikke hva den gjelder. Prøv igjen.';
    case 'nobody':
      return 'Ingen har vakten, og ingen vaktplan sier hvem som skulle hatt den. Ta vakten først.';
    case 'another':
      return 'Det er ikke dette vaktskiftet som står for tur. Se på siden for vaktskifte igjen.';
    case 'another-open':
      return `Vaktskifte ${text('number')} er ikke ferdig. Gjør det ferdig først.`;
    case 'unknown-handover':
      return 'Vaktskiftet finnes ikke her: det er ikke begynt, eller noen har tatt vakten alene siden. Se på siden for vaktskifte igjen.';
    case 'unknown-item':
      return 'Punktet står ikke lenger på listen. Se på den igjen.';
    case 'item-changed':
      return `«${text('title')}» har endret seg siden. Gå gjennom punktet på nytt.`;
    case 'unknown-person':
      return `«${text('person')}» finnes ikke her. Velg en annen.`;
    case 'not-in-use':
      return `${person('person')} er ikke lenger i bruk. Velg en annen.`;
    case 'signed':
      return 'Teksten er signert og endres ikke. Den som signerte, kan ta signaturen tilbake.';
    case 'accepted':
      return `Vaktskiftet ble godtatt ${at('at')} og endres ikke. Det som kommer til, skrives som et tillegg.`;
    case 'not-signed':
      return 'Avtroppende vakt har ikke signert. De signerer først.';
    case 'not-outgoing':
      return `${person('person')} har ikke vakten og kan ikke overlevere den. ${people('people')} signerer, eller rett hvem som overleverer.`;
    case 'not-incoming':
      return `${person('person')} står ikke som påtroppende vakt. ${people('people')} signerer, eller rett hvem som tar over.`;
    case 'not-signer':
      return `Bare den som har signert, kan ta signaturen tilbake: ${people('people')}.`;
    case 'not-on-watch':
      return `${person('person')} har ikke vakten, og var ikke med på dette vaktskiftet. La en av dem som var det, avgjøre tillegget.`;
    case 'nobody-incoming':
      return 'Ingen står som påtroppende vakt. Si hvem som tar over, og signer så.';
    case 'other-text':
      return `${person('by')} har signert en annen tekst enn denne. Les den som er signert, og signer den.`;
    case 'missing':
      return `Det mangler ${missingWords(text('missing'))}. Gjør det ferdig, eller signer med unntak og si hvorfor.`;
    case 'unknown-amendment':
      return 'Tillegget står ikke lenger på listen. Se på den igjen.';
    case 'unknown-follow-up':
      return 'Oppfølgingen finnes ikke her, eller den er for gammel til å endres.';
    case 'unknown-node':
      return `Tjenesten «${text('node')}» finnes ikke her. Velg en fra katalogen.`;
    case 'empty':
      return 'Det er ikke skrevet noe. Skriv hva det gjelder, eller hvorfor.';
    case 'past':
      return 'Tiden er alt passert. Velg et tidspunkt fram i tid.';
    case 'closed':
      return `${person('by')} lukket oppfølgingen ${at('at')}. Gjenåpne den først.`;
    case 'newer':
      return `${person('by')} skrev noe nytt om dette ${at('at')}, etter at du gjorde dette. Se på det igjen.`;
    case 'unknown-routine':
      return 'Denne rutinen er ikke åpen nå. Se på listen igjen.';
    case 'unknown-step':
      return 'Rutinen har ikke dette punktet lenger. Se på den igjen.';
    case 'settled':
      return `${person('by')} avsluttet rutinen ${at('at')}. Gjenåpne den først.`;
    case 'steps-left':
      return `${text('left')} punkter er ikke krysset av. Kryss dem av, eller skriv hvorfor de er utelatt.`;
    default:
      return assertNever(code, 'refusal of an act on a handover');
  }
}

function missingWords(codes: string): string {
  return listed(codes.split(',').map((code) => MISSING_WORDS[code as NeededPart] ?? code));
}

function namesOf(room: Pick<RoomView, 'people'>, ids: string): string {
  return listed(ids.split(',').map((id) => nameOf(room, id)));
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('nb', { type: 'conjunction' }).format(words);
}
