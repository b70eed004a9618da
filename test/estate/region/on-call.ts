import type { TeamSpec } from '../../../shared/contract/catalogue-alarms';

type Contact = readonly [id: string, name: string, phone: string];

const contacts = (list: readonly Contact[]): TeamSpec['contacts'] =>
  list.map(([id, name, phone]) => ({ id, name, phone }));

/** The number of a team's desk, beside that of the one on call. */
const DAY_DESK = 50;

/** The team's own desk in the daytime, the one on call else; the second one when the first does not answer. */
function dayAndNight(id: string, name: string, phone: string, deputy: string): TeamSpec {
  return {
    id,
    name,
    contacts: contacts([
      ['vakt', name, phone],
      ['team', `${name}, team på dagtid`, String(Number(phone) + DAY_DESK)],
      ['bakvakt', deputy, '4405'],
    ]),
    turns: [
      { days: 'mon-fri', from: '07:30', to: '15:30', contacts: ['team', 'vakt'] },
      { contacts: ['vakt', 'bakvakt'] },
    ],
  };
}

/** One telephone, day and night. */
function always(id: string, name: string, phone: string, extra: readonly Contact[] = []): TeamSpec {
  return { id, name, contacts: contacts([['vakt', name, phone], ...extra]) };
}

const DEPUTY = 'Driftsvakt';

/** Whom the networks and the platform are told to. Functions, never names; the numbers are made up. */
const FOUNDATION: readonly TeamSpec[] = [
  always('hendelsesleder', 'Hendelsesleder', '4402', [['reserve', 'Hendelsesleder, reserve', '4403']]),
  {
    id: 'driftsvakt',
    name: 'Driftsvakt',
    contacts: [
      { id: 'vakt', name: 'Driftsvakt', phone: '4405' },
      { id: 'vaktleder', name: 'Vaktleder', phone: '4401', position: 'vaktleder' },
    ],
    turns: [{ days: 'mon-fri', from: '07:00', to: '15:15' }, { contacts: ['vakt'] }],
  },
  dayAndNight('nettvakt', 'Nettvakt', '4410', DEPUTY),
  dayAndNight('sambandsvakt', 'Sambandsvakt', '4412', DEPUTY),
  dayAndNight('datasentervakt', 'Datasentervakt', '4414', DEPUTY),
  dayAndNight('plattformvakt', 'Plattformvakt', '4417', DEPUTY),
  dayAndNight('sikkerhetsvakt', 'Sikkerhetsvakt', '4422', DEPUTY),
  always('kundesenter-nhn', 'Norsk helsenett, kundesenter', '4450'),
];

/** Those whom the small part of the region has no service for. */
const CLINICAL: readonly TeamSpec[] = [
  dayAndNight('telefonivakt', 'Telefonivakt', '4413', DEPUTY),
  dayAndNight('lagringsvakt', 'Lagringsvakt', '4416', DEPUTY),
  dayAndNight('virtualiseringsvakt', 'Virtualiseringsvakt', '4418', DEPUTY),
  dayAndNight('databasevakt', 'Databasevakt', '4419', DEPUTY),
  dayAndNight('klientvakt', 'Klientvakt', '4420', DEPUTY),
  dayAndNight('identitetsvakt', 'Identitetsvakt', '4423', DEPUTY),
  dayAndNight('integrasjonsvakt', 'Integrasjonsvakt', '4424', DEPUTY),
  dayAndNight('journalvakt', 'Journalvakt', '4430', DEPUTY),
  dayAndNight('kurvevakt', 'Kurvevakt', '4431', DEPUTY),
  dayAndNight('bildevakt', 'Bildediagnostikk, systemvakt', '4432', DEPUTY),
  dayAndNight('labvakt', 'Laboratorium, systemvakt', '4433', DEPUTY),
  {
    ...always('akuttvakt', 'Akuttsystemer, vakt', '4434', [
      ['bakvakt', 'Akuttsystemer, bakvakt', '4435'],
      ['leder', 'AMK, teknisk leder på vakt', '4436'],
    ]),
    turns: [
      { days: 'mon-fri', from: '07:00', to: '19:00', contacts: ['vakt', 'leder', 'bakvakt'] },
      { contacts: ['vakt', 'bakvakt', 'leder'] },
    ],
  },
  dayAndNight('legemiddelvakt', 'Legemiddel, systemvakt', '4437', DEPUTY),
  {
    id: 'kontorvakt',
    name: 'Administrative systemer',
    contacts: contacts([
      ['team', 'Administrative systemer', '4440'],
      ['driftsvakt', DEPUTY, '4405'],
    ]),
    turns: [
      { days: 'mon-fri', from: '07:00', to: '16:00', contacts: ['team'] },
      { contacts: ['driftsvakt'] },
    ],
  },
];

/** The on-call list of the whole region. */
export const REGION_TEAMS: readonly TeamSpec[] = [...FOUNDATION, ...CLINICAL];
/** The part of it that the first fifteen services call. */
export const NETT_TEAMS: readonly TeamSpec[] = FOUNDATION;
