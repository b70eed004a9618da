import type { NodeState } from '../../../shared/model/states';
import type { Language } from '../../../shared/time/format';

/** What main itself says to people, Bokmål first: the question on closing, and the summary in the terminal. */
export interface Words {
  readonly close: {
    readonly title: string;
    readonly question: string;
    readonly detail: string;
    readonly elsewhere: string;
    readonly goOn: string;
    readonly end: string;
    readonly endConsole: string;
    readonly cancel: string;
  };
  readonly saveTable: string;
  readonly saveReport: string;
  readonly saveAttachment: string;
  readonly saveScene: string;
  readonly openScene: string;
  readonly state: Readonly<Record<NodeState, string>>;
  readonly link: {
    readonly connecting: string;
    readonly live: string;
    readonly lost: string;
    readonly refused: string;
    readonly diverged: string;
  };
  readonly since: string;
  readonly known: string;
  readonly nothing: string;
  readonly allNormal: string;
  readonly more: string;
  readonly demo: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  nb: {
    close: {
      title: 'Lukke siste vindu',
      question: 'Skal vakten gå videre?',
      detail:
        'Huben på denne maskinen måler tjenestene. Den kan fortsette uten vinduer; start Vaktrom på nytt for å se dem igjen.',
      elsewhere: 'Huben går et annet sted og måler videre, også når denne konsollen avsluttes.',
      goOn: 'Vakten går videre i bakgrunnen',
      end: 'Avslutt vakten',
      endConsole: 'Avslutt konsollen',
      cancel: 'Avbryt',
    },
    saveTable: 'Lagre tabellen',
    saveReport: 'Lagre rapporten',
    saveAttachment: 'Lagre vedlegget',
    saveScene: 'Eksporter scenen',
    openScene: 'Importer en scene',
    state: {
      down: 'Nede',
      degraded: 'Redusert',
      unknown: 'Ukjent',
      stale: 'Utdatert',
      'redundancy-lost': 'Redundans tapt',
      warning: 'Varsel',
      normal: 'Normal',
    },
    link: {
      connecting: 'kobler til huben',
      live: 'kontakt med huben',
      lost: 'INGEN KONTAKT MED HUBEN',
      refused: 'HUBEN AVVISER KONSOLLEN',
      diverged: 'AVVIK FRA HUBEN',
    },
    since: 'siden',
    known: 'sist kjent',
    nothing: 'ingen tjenester ennå',
    allNormal: 'alt normalt',
    more: 'til',
    demo: 'DEMO',
  },
  en: {
    close: {
      title: 'Close the last window',
      question: 'Shall the watch go on?',
      detail:
        'The hub on this machine measures the services. It can go on without windows; start Vaktrom again to see them.',
      elsewhere: 'The hub runs elsewhere and goes on measuring, also when this console ends.',
      goOn: 'The watch goes on in the background',
      end: 'End the watch',
      endConsole: 'End the console',
      cancel: 'Cancel',
    },
    saveTable: 'Save the table',
    saveReport: 'Save the report',
    saveAttachment: 'Save the attachment',
    saveScene: 'Export the scene',
    openScene: 'Import a scene',
    state: {
      down: 'Down',
      degraded: 'Degraded',
      unknown: 'Unknown',
      stale: 'Stale',
      'redundancy-lost': 'Redundancy lost',
      warning: 'Warning',
      normal: 'Normal',
    },
    link: {
      connecting: 'connecting to the hub',
      live: 'in contact with the hub',
      lost: 'NO CONTACT WITH THE HUB',
      refused: 'THE HUB REFUSES THIS CONSOLE',
      diverged: 'DIFFERS FROM THE HUB',
    },
    since: 'since',
    known: 'last known',
    nothing: 'no services yet',
    allNormal: 'all normal',
    more: 'more',
    demo: 'DEMO',
  },
};
