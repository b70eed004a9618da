/** Refusals in Bokmål: why, and what to do. They are read in the handover window. */
export const WORDS = {
  disk: 'Huben får ikke lagret notatet. Det du skriver, ligger på denne konsollen og sendes når disken virker igjen.',
  closed: 'Dette vaktskiftet er avsluttet for lenge siden. Skriv i vaktloggen i stedet.',
  full: 'Notatet er så langt at huben ikke tar imot mer. Stryk noe, eller skriv resten i vaktloggen.',
  unknown:
    'Huben har for mange notater som ikke hører til noe vaktskifte. Begynn vaktskiftet, så sendes det som er skrevet.',
  tooMany: 'Denne konsollen har for mange notater åpne. Lukk noen av dem.',
  malformed: 'Huben kan ikke lese det som ble sendt. Det ligger fortsatt på denne konsollen.',
  notJoined: 'Åpne notatet på nytt.',
  wall: 'Fra en vegg kan ingenting skrives. Bruk en pult.',
  notEnrolled: 'Denne konsollen er ikke innrullert. Be en administrator om en kode.',
  unknownSession: 'Huben kjenner ikke økten. Logg inn, så sendes det som er skrevet.',
  notActive: 'Brukeren er tatt ut av bruk. Snakk med en administrator.',
} as const;
