import type { Role } from '../../../shared/model/people';

/** Refusals in Bokmål: why, and what to do. */

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  operator: 'operatør',
  'shift-leader': 'vaktleder',
  'user-support': 'brukerstøtte',
  administrator: 'administrator',
  viewer: 'innsyn',
  wall: 'vegg',
};

export function needsRole(roles: readonly Role[]): string {
  const names = roles.map((role) => ROLE_NAMES[role]);
  const last = names.pop() ?? '';
  const list = names.length === 0 ? last : `${names.join(', ')} eller ${last}`;
  return `Dette krever rollen ${list}. Be en administrator om den, eller la en annen gjøre det.`;
}

export const WORDS = {
  wall: 'Fra en vegg kan ingenting gjøres. Bruk en pult.',
  notEnrolled: 'Denne konsollen er ikke innrullert. Be en administrator om en kode.',
  signInFirst: 'Ingen er logget inn på denne konsollen. Logg inn og gjør det på nytt.',
  unknownSession: 'Huben kjenner ikke økten. Logg inn og gjør det på nytt.',
  unproven:
    'Huben kan ikke bekrefte hvem som gjorde dette, så det er ikke gjort. Logg inn og gjør det på nytt.',
  revokedConsole: 'Konsollen er sperret. Bruk en annen, eller snakk med en administrator.',
  revokedSession: 'Økten er avsluttet av en annen. Logg inn på nytt og se om det fortsatt skal gjøres.',
  sessionOver: 'Økten var over da dette ble gjort. Logg inn på nytt og se om det fortsatt skal gjøres.',
  notActive: 'Brukeren er tatt ut av bruk. Snakk med en administrator.',
  wrong: 'Feil bruker eller passord.',
  wrongOld: 'Det gamle passordet er feil.',
  machineOnly: 'Bare en konsoll på hubens egen maskin kan logge inn slik.',
  peopleExist: 'Her er det nå en administrator med passord. Logg inn som bruker.',
  busy: 'Mange logger inn nå. Prøv igjen om litt.',
  code: 'Koden er feil, brukt eller for gammel. Be om en ny.',
  machineFixed: 'Maskinens egen bruker kan ikke endres.',
  stopping: 'Huben er i ferd med å stanse. Prøv igjen om litt.',
} as const;

/** `ms`: how long to wait. */
export function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const time = seconds < 90 ? `${seconds} sekunder` : `${Math.ceil(seconds / 60)} minutter`;
  return `For mange feil. Vent ${time} og prøv igjen.`;
}
