import type { AlarmClassSpec, AlarmSpec } from '../../../shared/contract/catalogue-alarms';
import type { FamilyId } from './places';

/**
 * What alarms of the region mean, and what to do about them. Sentences are for somebody at 04:00 who has not had this
 * alarm before: what it means, what follows from it at the bedside, what to do in which order.
 */

/** What holds where nothing nearer speaks. */
export const ROOM_ALARM: AlarmSpec = {
  do: [
    'Kvitter, og skriv hva du ser.',
    'Se oppstrøms: er det en årsak som allerede er kvittert?',
    'Ring vakten som eier tjenesten. Ingen svar på ti minutter: ring driftsvakten.',
  ],
  call: ['driftsvakt'],
  stalledAfter: '20m',
};

export const ALARM_CLASSES: readonly AlarmClassSpec[] = [
  {
    id: 'pasientnær',
    meaning: 'Et system som brukes ved sengen svarer ikke som det skal.',
    consequence: 'Avdelingene må over på papir og nødrutine, og feil i overgangen kan gå ut over pasienten.',
    timeAvailable: '15m',
    latching: true,
    stalledAfter: '15m',
    do: [
      'Ring vakthavende på stedet: merker de det, og er nødrutinen i bruk?',
      'Kvitter med det de sier.',
      'Ring vakten som eier systemet, så hendelsesleder når flere steder er rammet.',
      'Send driftsmelding. Neste melding innen 30 minutter.',
    ],
    call: ['journalvakt', 'hendelsesleder'],
  },
  {
    id: 'liv-og-helse',
    under: 'pasientnær',
    meaning: 'Nødmelding, alarm fra pasientrom eller overvåking er ute.',
    consequence: 'Hjelp kan komme for sent.',
    timeAvailable: '5m',
    stalledAfter: '10m',
    do: [
      'Ring stedet med en gang, før du leter etter årsaken. Be dem gå over til nødrutinen.',
      'Ring akuttvakten og hendelsesleder samtidig: én hver, når dere er to.',
      'Kvitter med hvem du har snakket med.',
    ],
    call: ['akuttvakt', 'hendelsesleder'],
  },
  {
    id: 'grunnmur',
    meaning: 'Noe som mange systemer står på er borte eller redusert.',
    consequence: 'Mange tjenester kan falle samtidig. De står som symptomer under denne alarmen.',
    timeAvailable: '15m',
    stalledAfter: '15m',
    do: [
      'Se hvor mange symptomer den har, og hvilke med kritikalitet 1.',
      'Se om det andre datasenteret bærer lasten. Gjør det det, er det redundans tapt og ikke en stans.',
      'Ring vakten som eier den, så hendelsesleder når tjenester er nede.',
      'Start ingenting på nytt før årsaken er bekreftet.',
    ],
    call: ['nettvakt', 'hendelsesleder'],
  },
  {
    id: 'ekstern',
    meaning: 'En leverandør utenfor huset svarer ikke.',
    consequence: 'Vi kan ikke rette det selv. Tjenestene som bruker den faller med.',
    timeAvailable: '1h',
    do: [
      'Sjekk at det ikke er vår egen linje: er helsenettet normalt?',
      'Ring leverandøren og be om saksnummer. Skriv det på alarmen.',
      'Send driftsmelding med det leverandøren sier. Sett tid for neste.',
    ],
    call: ['kundesenter-nhn', 'driftsvakt'],
  },
  {
    id: 'kontortid',
    meaning: 'Et system for kontor og administrasjon svarer ikke.',
    consequence: 'Ingen pasient merker det. Det kan vente til det åpner.',
    timeAvailable: '8h',
    stalledAfter: '4h',
    do: ['Meld saken til teamet. Ring bare hvis den fortsatt er nede en time før åpning.'],
    call: ['kontorvakt'],
  },
];

export const FAMILY_ALARMS: Readonly<Record<FamilyId, AlarmSpec>> = {
  samband: {
    class: 'grunnmur',
    meaning: 'En forbindelse mellom stedene, eller ut av huset, er borte eller dårlig.',
    consequence: 'Stedet kan miste journal, kurve, bilder og telefoni samtidig.',
    do: [
      'Er det ett sted eller alle? Ett sted er linjen dit, alle er kjernen.',
      'Se om reservelinjen bærer. Da er det redundans tapt, ikke stans.',
      'Ring vakthavende på stedet på mobil hvis telefonien også er borte.',
      'Ring sambandsvakten og be om saksnummer hos leverandøren.',
    ],
    call: ['sambandsvakt', 'nettvakt'],
  },
  nett: {
    class: 'grunnmur',
    meaning: 'Kjernenett, lokalnett eller navnetjeneste svikter.',
    consequence: 'Det som står bak er oppe, men ingen når det.',
    call: ['nettvakt', 'hendelsesleder'],
  },
  sikkerhet: {
    meaning: 'Brannmur, pålogging eller sikkerhetsovervåking svikter.',
    consequence: 'Enten stenges folk ute, eller så ser vi ikke et angrep.',
    timeAvailable: '30m',
    do: [
      'Spør sikkerhetsvakten om det pågår arbeid.',
      'Er det uventet, og flere slike alarmer samtidig: behandle det som en sikkerhetshendelse.',
      'Ikke start noe på nytt: spor kan gå tapt.',
    ],
    call: ['sikkerhetsvakt', 'hendelsesleder'],
  },
  plattform: {
    class: 'grunnmur',
    meaning: 'Strøm, lagring, virtualisering, database eller klienter svikter.',
    consequence: 'Fagsystemene som kjører der blir trege eller borte.',
    call: ['plattformvakt', 'hendelsesleder'],
  },
  journal: {
    class: 'pasientnær',
    meaning: 'Journal, kurve eller det som brukes ved siden av dem svikter.',
    consequence: 'Personalet ser ikke hva pasienten får og har fått. Legemidler kan bli gitt feil.',
    call: ['journalvakt', 'hendelsesleder'],
  },
  'bilde-lab': {
    class: 'pasientnær',
    meaning: 'Bilder, prøvesvar eller blod er utilgjengelig eller tregt.',
    consequence: 'Øyeblikkelig hjelp venter på svar. Lab og røntgen må ringe svar.',
    timeAvailable: '30m',
    call: ['bildevakt', 'labvakt'],
  },
  akutt: { class: 'liv-og-helse' },
  legemiddel: {
    class: 'ekstern',
    meaning: 'Resept, kjernejournal eller apoteksystem svikter.',
    consequence: 'Resepter må skrives på papir, og kritisk informasjon om pasienten mangler.',
    timeAvailable: '2h',
    call: ['legemiddelvakt', 'kundesenter-nhn'],
  },
  administrativt: { class: 'kontortid' },
};

/** The hub itself no longer sees the network: everything is unknown. */
export const BLIND_ALARM: AlarmSpec = {
  priority: 1,
  meaning:
    'Begge referansepunktene er tause. Det er vårt eget nett som er borte, ikke nødvendigvis tjenestene.',
  consequence: 'Vaktrom vet ikke hvordan noe står. Ukjent er ikke nede, og ikke normalt.',
  do: [
    'Ring begge datasentrene: merker de noe?',
    'Ring ett sykehus og spør om journal og telefon virker.',
    'Ring nettvakten om nettet som huben står på.',
    'Skriv i loggen hva du får vite, til huben ser igjen.',
  ],
  timeAvailable: '5m',
  stalledAfter: '10m',
  call: ['nettvakt', 'hendelsesleder'],
  latching: true,
};

/** The hub's own service. */
export const SELF_ALARM: AlarmSpec = {
  meaning: 'Overvåkingen selv har det trangt: logg, disk, svartid eller sjekker.',
  consequence: 'Vi kan overse en feil, eller få den for sent.',
  do: [
    'Les hvilken del det gjelder.',
    'Ring plattformvakten. Huben kan startes på nytt uten at noe går tapt.',
  ],
  timeAvailable: '1h',
  call: ['plattformvakt'],
};
