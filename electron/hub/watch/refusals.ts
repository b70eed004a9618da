import type { RosterRefusal } from '../../../shared/rules/watch/decide-roster';
import { assertNever } from '../../../shared/util/assert-never';

/** Names of what a refusal speaks of: a person's, a position's and a shift's; the id where there is none. */
export interface RosterNames {
  readonly person: (id: string) => string;
  readonly position: (id: string) => string;
  readonly shift: (id: string) => string;
}

/** Why an act on the roster was refused, in Bokmål, and what to do. */
export function rosterRefusalWords({ code, facts }: RosterRefusal, names: RosterNames): string {
  const { date = '' } = facts;
  const person = names.person(facts.person ?? '');
  const position = names.position(facts.position ?? '');
  const shift = names.shift(facts.shift ?? '');
  switch (code) {
    case 'malformed':
      return 'Kommandoen gjelder noe annet enn den sier.';
    case 'no-plan':
      return 'Det er ingen vaktplan i katalogen: legg inn en før noe byttes.';
    case 'unknown-shift':
      return `Vaktplanen har ingen vakt «${shift}» som begynner ${date}: velg en vakt som står i planen.`;
    case 'unknown-position':
      return `Posisjonen «${position}» finnes ikke der: velg en som står i vaktplanen.`;
    case 'unknown-person':
      return `Verken huben eller vaktplanen kjenner «${person}»: velg en person som finnes.`;
    case 'ends-before':
      return 'Fraværet slutter før det begynner: rett tidene.';
    case 'too-long':
      return 'Et fravær varer høyst tre år: del det opp.';
    case 'over':
      return 'Dette er over for lenge siden til å endres.';
    case 'gone':
      return 'Det er allerede fjernet.';
    case 'away':
      return `${person} er borte ${date}: fjern fraværet først, eller velg en annen.`;
    case 'elsewhere':
      return `${person} er allerede ${position} på den vakten: sett en annen, eller ingen, der først.`;
    case 'already-on':
      return 'Du har allerede vakten i den posisjonen.';
    case 'not-on':
      return 'Du har ikke vakten.';
    case 'no-reason':
      return 'Noen har vakten: gjør et vaktskifte, bli med på vakten, eller skriv hvorfor du overtar alene.';
    case 'only-one':
      return 'Du er alene om vakten, og har ansvaret til noen overtar: gjør et vaktskifte, eller la noen bli med først.';
    default:
      return assertNever(code, 'roster refusal');
  }
}
