import type { AlarmState } from '../../../shared/model/alarms';
import type { Language } from '../../../shared/time/format';

/** What the paper pack says, Bokmål first. */
export interface PackWords {
  readonly title: string;
  readonly made: string;
  readonly live: string;
  readonly old: string;
  readonly never: string;
  readonly demo: string;
  readonly status: string;
  readonly allNormal: string;
  readonly nodes: readonly string[];
  readonly follows: string;
  readonly quiet: string;
  readonly alarms: string;
  readonly noAlarms: string;
  readonly alarmHead: readonly string[];
  readonly alarmState: Readonly<Record<AlarmState, string>>;
  readonly symptoms: string;
  readonly incidents: string;
  readonly incidentHead: readonly string[];
  readonly maintenance: string;
  readonly running: string;
  readonly coming: string;
  readonly noMaintenance: string;
  readonly watch: string;
  readonly hasWatch: string;
  readonly nobodyOnWatch: string;
  readonly next: string;
  readonly vacant: string;
  readonly open: string;
  readonly openHead: readonly string[];
  readonly onCall: string;
  readonly onCallHead: readonly string[];
  readonly nobodyOnCall: string;
  readonly noTeams: string;
  readonly routines: string;
  readonly noRoutines: string;
  readonly routineHead: readonly string[];
  readonly more: string;
  readonly until: string;
  readonly answers: string;
  readonly due: string;
  readonly note: string;
}

export const PACK_WORDS: Readonly<Record<Language, PackWords>> = {
  nb: {
    title: 'Papirpakke',
    made: 'Skrevet ut',
    live: 'Kontakt med huben da den ble skrevet ut.',
    old: 'INGEN KONTAKT MED HUBEN. Alt under er sist kjent',
    never: 'INGEN KONTAKT MED HUBEN, og ingenting er kjent.',
    demo: 'DEMONSTRASJON',
    status: 'Status',
    allNormal: 'Alt er normalt',
    nodes: ['Tjeneste', 'Krit.', 'Tilstand', 'Siden', 'Merknad'],
    follows: 'følger av',
    quiet: 'planlagt, uten lyd',
    alarms: 'Åpne alarmer',
    noAlarms: 'Ingen åpne alarmer.',
    alarmHead: ['Nr.', 'Pri.', 'Tjeneste', 'Tilstand', 'Siden', 'Eier', 'Merknad'],
    alarmState: {
      normal: 'normal',
      unacknowledged: 'ikke kvittert',
      acknowledged: 'kvittert',
      returned: 'normal igjen, ikke sett',
      shelved: 'hyllet',
      suppressed: 'undertrykt',
      'out-of-service': 'ute av drift',
    },
    symptoms: 'følgefeil',
    incidents: 'Hendelser',
    incidentHead: ['Nr.', 'Hva', 'Leder', 'Siden', 'Neste melding'],
    maintenance: 'Vedlikehold, nå og neste døgn',
    running: 'pågår til',
    coming: 'fra',
    noMaintenance: 'Ingen vedlikehold.',
    watch: 'Vakten',
    hasWatch: 'Har vakten',
    nobodyOnWatch: 'Ingen har vakten',
    next: 'Neste',
    vacant: 'ubesatt',
    open: 'Oppgaver og rutiner som står åpne',
    openHead: ['Nr.', 'Hva', 'Hos', 'Innen'],
    onCall: 'Ringeliste',
    onCallHead: ['Lag', 'Ring', 'Telefon', 'Til', 'Deretter'],
    nobodyOnCall: 'ingen på vakt',
    noTeams: 'Ingen lag i ringelisten.',
    routines: 'Nødrutiner',
    noRoutines: 'Ingen tjeneste har nødrutine.',
    routineHead: ['Tjeneste', 'Krit.', 'Gjør dette', 'Nødrutinen finnes her'],
    more: 'til',
    until: 'til',
    answers: 'svares av',
    due: 'forfalt',
    note: 'Inneholder telefonnumre. Makuleres når en nyere er skrevet ut.',
  },
  en: {
    title: 'Paper pack',
    made: 'Printed',
    live: 'In contact with the hub when it was printed.',
    old: 'NO CONTACT WITH THE HUB. All below is last known',
    never: 'NO CONTACT WITH THE HUB, and nothing is known.',
    demo: 'DEMONSTRATION',
    status: 'Status',
    allNormal: 'All is normal',
    nodes: ['Service', 'Crit.', 'State', 'Since', 'Remark'],
    follows: 'follows from',
    quiet: 'planned, without sound',
    alarms: 'Open alarms',
    noAlarms: 'No open alarms.',
    alarmHead: ['No.', 'Pri.', 'Service', 'State', 'Since', 'Owner', 'Remark'],
    alarmState: {
      normal: 'normal',
      unacknowledged: 'unacknowledged',
      acknowledged: 'acknowledged',
      returned: 'normal again, not seen',
      shelved: 'shelved',
      suppressed: 'suppressed',
      'out-of-service': 'out of service',
    },
    symptoms: 'symptoms',
    incidents: 'Incidents',
    incidentHead: ['No.', 'What', 'Commander', 'Since', 'Next word'],
    maintenance: 'Maintenance, now and in the next 24 hours',
    running: 'runs until',
    coming: 'from',
    noMaintenance: 'No maintenance.',
    watch: 'The watch',
    hasWatch: 'Has the watch',
    nobodyOnWatch: 'Nobody has the watch',
    next: 'Next',
    vacant: 'vacant',
    open: 'Tasks and routines that are open',
    openHead: ['No.', 'What', 'With', 'By'],
    onCall: 'Call list',
    onCallHead: ['Team', 'Call', 'Telephone', 'Until', 'Then'],
    nobodyOnCall: 'nobody on call',
    noTeams: 'No teams in the call list.',
    routines: 'Emergency routines',
    noRoutines: 'No service has an emergency routine.',
    routineHead: ['Service', 'Crit.', 'Do this', 'Where the routine is'],
    more: 'more',
    until: 'until',
    answers: 'answered by',
    due: 'overdue',
    note: 'Holds telephone numbers. Shred it when a newer one is printed.',
  },
};
