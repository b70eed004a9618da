import type { RoutineSpec, WatchSpec } from '../../../shared/contract/catalogue-watch';
import { type RegionSite, sitesAt } from './places';
import { flow } from './yaml-text';

/** The rounds began on this Monday. */
const FIRST = '2026-01-05';

const week = (
  shift: string,
  position: string,
  turns: readonly (string | null)[],
): WatchSpec['rota'][number] => ({
  shift,
  position,
  from: FIRST,
  by: 'week',
  turns: [...turns],
});

/**
 * Who keeps the watch: three kinds of day, one night. People are called by what they do; in the week from Monday 23 November
 * 2026 `dag1` and `dag2` have the days, and `natt` the nights before it.
 */
export const WATCH: WatchSpec = {
  positions: [
    { id: 'dagoperatør-1', name: 'Dagoperatør 1' },
    { id: 'dagoperatør-2', name: 'Dagoperatør 2' },
    { id: 'kveldsoperatør', name: 'Kveldsoperatør' },
    { id: 'nattoperatør', name: 'Nattoperatør' },
    { id: 'helgeoperatør', name: 'Helgeoperatør' },
    { id: 'vaktleder', name: 'Vaktleder', role: 'leader' },
    { id: 'brukerstøtte', name: 'Brukerstøtte', role: 'support' },
  ],
  shifts: [
    {
      ...{ id: 'dag', name: 'Dag', days: 'mon-fri', from: '07:00', to: '15:15' },
      positions: ['dagoperatør-1', 'dagoperatør-2', 'vaktleder', 'brukerstøtte'],
    },
    { id: 'helg', name: 'Helg', days: 'sat-sun', from: '07:00', to: '15:15', positions: ['helgeoperatør'] },
    { id: 'kveld', name: 'Kveld', from: '15:00', to: '22:15', positions: ['kveldsoperatør', 'brukerstøtte'] },
    { id: 'natt', name: 'Natt', from: '22:00', to: '07:15', positions: ['nattoperatør'] },
  ],
  rota: [
    week('dag', 'dagoperatør-1', ['dag3', 'dag1', 'dag2']),
    week('dag', 'dagoperatør-2', ['dag1', 'dag2', 'dag3']),
    week('dag', 'vaktleder', ['leder']),
    week('dag', 'brukerstøtte', ['stotte', 'stotte2']),
    week('helg', 'helgeoperatør', ['helg1', 'helg2']),
    week('kveld', 'kveldsoperatør', ['kveld1', 'kveld2']),
    week('kveld', 'brukerstøtte', ['stotte2', null]),
    week('natt', 'nattoperatør', ['natt', 'natt2', 'natt3']),
  ],
};

/** Each of the emergency centres, by itself: what one has not done must not hide behind what another has. */
const EMERGENCY_CENTRES = sitesAt('emergency-centres');

const recorder = (site: RegionSite): RoutineSpec => ({
  id: `lydlogg-${site.id}`,
  name: `AMK lydlogg ${site.name}`,
  opens: '04:00',
  before: '10:00',
  steps: [
    'Ring sentralen og avtal en prøvesamtale',
    'Finn prøvesamtalen i opptaket, og hør at begge stemmer er der',
    'Skriv klokkeslettet for prøven i vaktloggen',
  ],
  service: `amk-lydlogg@${site.id}`,
});

/** What every watch does, and by when: ten that are due each day, and two once a week. */
export const ROUTINES: readonly RoutineSpec[] = [
  {
    ...{ id: 'sikkerhetskopi', name: 'Nattens sikkerhetskopi', opens: '04:00', before: '06:30' },
    steps: ['Les kvitteringen for journal, kurve og laboratorium', 'Meld det som mangler til lagringsvakt'],
    service: 'backup',
  },
  {
    ...{ id: 'nødkurve', name: 'Nødkurve: alder på kopiene', opens: '05:00', before: '07:00' },
    steps: [
      'Ingen kopi er eldre enn én time',
      'Ring stedet der den er det, og be dem starte maskinen på nytt',
    ],
    service: 'nødkurve',
  },
  {
    ...{ id: 'lagring', name: 'Plass på lagringen', opens: '05:00', before: '07:00', service: 'san1' },
    steps: ['Les prosenten for begge datasentrene', 'Over 85 %: meld lagringsvakt'],
  },
  {
    ...{ id: 'køer', name: 'Køer i integrasjonsmotoren', opens: '05:00', before: '07:00', service: 'ie' },
    steps: ['Ingen melding har ventet i mer enn 15 minutter'],
  },
  {
    ...{ id: 'varsling', name: 'Prøvevarsel til vakttelefonen', opens: '05:00', before: '07:00' },
    steps: ['Send prøvevarselet', 'Vakttelefonen ringer innen ett minutt'],
  },
  {
    ...{ id: 'statusside', name: 'Statussiden sier det samme som lista', opens: '05:00', before: '07:00' },
    steps: ['Les siden fra en vanlig PC', 'Ta bort meldinger om det som er over'],
  },
  ...EMERGENCY_CENTRES.map(recorder),
  {
    ...{ id: 'aggregat', name: 'Prøvekjøring av nødstrøm', days: ['wed'], opens: '08:00', before: '12:00' },
    ...{ position: 'dagoperatør-1', service: 'power1' },
    steps: ['Få prøven bekreftet av datasentervakt', 'Skriv timetallet i vaktloggen'],
  },
  {
    ...{
      id: 'ukeplan',
      name: 'Neste ukes endringer er lest',
      days: ['fri'],
      opens: '12:00',
      before: '15:00',
    },
    position: 'vaktleder',
  },
];

/** The shift plan, as a person writes it. */
export function watchLines(): string[] {
  return [
    '# Who keeps the watch, by the clock on the wall. Two shifts meet for the handover. null: nobody, and that is planned.',
    'watch:',
    '  overlap: 15m',
    '  draft: 2h',
    '  late: 15m',
    '  positions:',
    ...WATCH.positions.map((position) => `    - ${flow(position)}`),
    '  shifts:',
    ...WATCH.shifts.map((shift) => `    - ${flow(shift)}`),
    '  rota:',
    ...WATCH.rota.map((line) => `    - ${flow(line)}`),
  ];
}

/** The routines, as a person writes them. */
export function routineLines(): string[] {
  return [
    '# What every watch does, and by when.',
    'routines:',
    ...ROUTINES.flatMap(({ steps, ...routine }) => [
      ...Object.entries(routine).map(
        ([key, value], place) => `${place === 0 ? '  - ' : '    '}${key}: ${flow(value)}`,
      ),
      ...(steps === undefined ? [] : ['    steps:', ...steps.map((step) => `      - ${flow(step)}`)]),
    ]),
  ];
}
