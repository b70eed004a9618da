import type { SceneRefusal } from '../../../shared/rules/wall/decide-scene';
import type { WallRefusal } from '../../../shared/rules/wall/decide-wall';
import type { SceneFault } from '../../../shared/rules/wall/scene-faults';
import { assertNever } from '../../../shared/util/assert-never';

/** Why an act on the wall was refused, in Bokmål, and what to do. */
export function wallRefusalWords({ code, facts }: WallRefusal): string {
  switch (code) {
    case 'malformed':
      return 'Kommandoen gjelder noe annet enn den sier.';
    case 'unknown-scene':
      return `Scenen «${facts.scene ?? ''}» finnes ikke: velg en som står i listen.`;
    case 'unknown-node':
      return `Tjenesten «${facts.node ?? ''}» finnes ikke her: velg en annen.`;
    case 'unknown-display':
      return `Veggen har ingen skjerm «${facts.display ?? ''}»: velg en som henger der.`;
    case 'unknown-panel':
      return `Huben kjenner ikke panelet «${facts.kind ?? ''}»: velg et annet.`;
    case 'panel-settings':
      return `Panelet er feil innstilt i «${facts.place ?? ''}»: rett det og send igjen.`;
    case 'outside':
      return 'Ruten ligger utenfor skjermen: velg en rute på skjermen.';
    case 'too-short':
      return 'Tiden er allerede ute: velg et senere tidspunkt.';
    case 'too-long':
      return `Det kan stå i høyst ${facts.hours ?? ''} timer: velg et tidligere tidspunkt.`;
    case 'too-many':
      return `Det er sendt ${facts.most ?? ''} paneler til veggen allerede: ta bort ett først.`;
    case 'nothing':
      return 'Det står ikke på veggen lenger.';
    default:
      return assertNever(code, 'wall refusal');
  }
}

/** Why nothing was done about a wall. */
export type CareRefusal =
  | { readonly code: 'unknown-wall' }
  | { readonly code: 'away'; readonly name: string }
  | { readonly code: 'unknown-window'; readonly name: string; readonly window: string };

/** Why nothing was done about a wall, in Bokmål, and what to do. */
export function careRefusalWords(refusal: CareRefusal): string {
  switch (refusal.code) {
    case 'unknown-wall':
      return 'Huben har ikke hørt fra noen vegg på den konsollen: velg en som står i listen.';
    case 'away':
      return `«${refusal.name}» har ikke kontakt med huben, og hører ikke: gå til maskinen.`;
    case 'unknown-window':
      return `«${refusal.name}» har ikke vinduet «${refusal.window}» lenger: velg et som står i listen.`;
    default:
      return assertNever(refusal, 'care refusal');
  }
}

/** Why a scene was not written, in Bokmål, and what to do. */
export function sceneRefusalWords(refusal: SceneRefusal, person: (id: string) => string): string {
  switch (refusal.code) {
    case 'malformed':
      return 'Scenens id er ikke gyldig: bruk små bokstaver, tall, «-» og «_».';
    case 'exists':
      return 'Det finnes en scene med den id-en: endre den, eller velg en annen id.';
    case 'gone':
      return 'Scenen finnes ikke lenger: lagre den som en ny.';
    case 'built-in':
      return 'Scenen følger med programmet, og er som den kom: den kan ikke tas bort.';
    case 'unknown-version':
      return 'Den utgaven er ikke tatt vare på: velg en som står i listen.';
    case 'changed-since': {
      const by = refusal.by === '' ? 'noen' : person(refusal.by);
      return `Scenen ble endret av ${by} (utgave ${refusal.version}) etter at du åpnet den: åpne den igjen.`;
    }
    case 'too-many':
      return `Det er ${refusal.most} scener allerede: ta bort en først.`;
    case 'faulty': {
      const [first] = refusal.faults;
      const more = refusal.faults.length - 1;
      const words = first === undefined ? '' : `${placeOf(first.path)}: ${faultWords(first)}`;
      return `Scenen kan ikke lagres. ${words}${more > 0 ? ` (og ${more} feil til)` : ''}.`;
    }
    default:
      return assertNever(refusal, 'scene refusal');
  }
}

/** What is wrong with a scene, in Bokmål, without its place. */
export function faultWords({ code, facts }: SceneFault): string {
  switch (code) {
    case 'outside':
      return `panelet «${facts.panel ?? ''}» ligger utenfor veggen`;
    case 'overlap':
      return `panelet «${facts.panel ?? ''}» ligger over «${facts.other ?? ''}»`;
    case 'twice':
      return `to paneler heter «${facts.panel ?? ''}»`;
    case 'spans':
      return `nettsiden «${facts.panel ?? ''}» kan bare ligge på én skjerm`;
    case 'no-mosaic':
      return `scenen må vise statusmosaikken, også på ${facts.form ?? ''}`;
    case 'same-form':
      return `${facts.form ?? ''} står to ganger`;
    case 'settings':
      return `feil verdi for panelet «${facts.kind ?? ''}»`;
    case 'unknown-kind':
      return `ukjent panel «${facts.kind ?? ''}»`;
    case 'unknown-node':
      return `ukjent tjeneste «${facts.id ?? ''}»`;
    case 'unknown-family':
      return `ukjent tjenestegruppe «${facts.id ?? ''}»`;
    case 'unknown-site':
      return `ukjent sted «${facts.id ?? ''}»`;
    case 'unknown-team':
      return `ukjent vaktlag «${facts.id ?? ''}»`;
    default:
      return assertNever(code, 'scene fault');
  }
}

function placeOf(path: SceneFault['path']): string {
  return path.map((step) => (typeof step === 'number' ? String(step + 1) : step)).join('.');
}
