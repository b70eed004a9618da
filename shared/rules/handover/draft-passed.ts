import type { Alarm, CauseCode, Episode } from '../../model/alarms';
import type { DraftLine } from '../../model/handover';
import { formatAge } from '../../time/format';
import { VANTAGE_NODE } from '../alarms/decide';
import { isActive } from '../alarms/machine';
import { incidentsIn } from '../incidents/read-incidents';
import { alarmSource, callersWord, type DraftContext, listed, quoted, STATE_WORDS } from './draft-context';
import { medianMs, passingsOf, VANTAGE_MARGIN_MS } from './draft-episodes';
import type { Stretch } from './ledger';

/** Times that are told one by one; of more, how many and how long. */
const TIMES_TOLD = 3;
const UNSEEN = 'TILBAKE, IKKE SETT av noen';

export const CAUSE_WORDS: Readonly<Record<CauseCode, string>> = {
  supplier: 'leverandør',
  network: 'nett',
  capacity: 'kapasitet',
  software: 'programvare',
  change: 'endring',
  power: 'strøm',
  measurement: 'målefeil',
  'user-error': 'brukerfeil',
  unknown: 'ukjent',
};

/** What came and went since the shift began, incidents that were closed, and when the hub itself saw nothing. */
export function drawPassed(context: DraftContext): readonly DraftLine[] {
  const { ledger } = context;
  return [
    ...context.alarms.flatMap((alarm) => drawAlarm(context, alarm)),
    ...drawClosedIncidents(context),
    ...ledger.blind.map(({ from, to }, place) =>
      context.line('passed', {
        key: `passed/blind/${place}`,
        order: (to ?? context.now) / 1_000,
        lead: 'Huben sto: ingenting ble målt',
        parts: [context.span(from, to ?? context.now)],
        sources: [{ kind: 'hub', id: 'blind', label: 'hub' }],
      }),
    ),
    ...ledger.vantage.map((stretch, place) => drawVantage(context, stretch, place)),
  ];
}

/** The hub did not see the network: what seemed to fail with it, and was back with it, is no fault that was. */
function drawVantage(context: DraftContext, stretch: Stretch, place: number): DraftLine {
  const { from, to } = stretch;
  const own = context.alarms.find(({ node }) => node === VANTAGE_NODE);
  const seeming = context.alarms.filter(
    (alarm) =>
      isOver(alarm) && passingsOf(context, alarm).some((passing) => isWithin(context, passing, stretch)),
  );
  return context.line('passed', {
    key: `passed/vantage/${place}`,
    order: (to ?? context.now) / 1_000,
    lead: 'Vaktrom så ikke nettet',
    parts: [
      to === null ? `Siden ${context.clock(from)}` : context.span(from, to),
      seeming.length > 0 &&
        `Så ut til å falle samtidig: ${listed(
          seeming.map(({ node }) => context.node(node)),
          6,
        )}`,
      to !== null && own?.state === 'returned' && UNSEEN,
    ],
    sources: [
      { kind: 'hub', id: 'vantage', label: 'hub' },
      ...(own && own.id !== '' ? [alarmSource(own)] : []),
      ...seeming.map(alarmSource),
    ],
    critical: to === null,
  });
}

function isOver(alarm: Alarm): boolean {
  return !isActive(alarm) && !alarm.shelf && !alarm.outOfService && alarm.node !== VANTAGE_NODE;
}

function isWithin({ now }: DraftContext, { from, to }: Episode, stretch: Stretch): boolean {
  return from >= stretch.from - VANTAGE_MARGIN_MS && to <= (stretch.to ?? now) + VANTAGE_MARGIN_MS;
}

/** What is wrong again, or put aside, is told there, with how often it was. */
function drawAlarm(context: DraftContext, alarm: Alarm): readonly DraftLine[] {
  const { node, id, state, priority, ended, note, ticket } = alarm;
  if (!isOver(alarm)) return [];
  const { ledger } = context;
  const unseen = state === 'returned';
  const times = passingsOf(context, alarm).filter(
    (passing) => unseen || !ledger.vantage.some((stretch) => isWithin(context, passing, stretch)),
  );
  const last = times.at(-1);
  if (!last && !unseen) return [];
  // An alarm has a new number each time: that of the room may be of a later case, which was told with its cause.
  const numbers = [...new Set(times.map(({ spell }) => spell?.id || id))];
  const isThis = unseen || numbers.includes(id);
  const code =
    (isThis ? ended?.code : null) ?? numbers.map((one) => ledger.codeOf(one)).findLast((one) => one);
  const symptoms = Math.max(0, ...times.map(({ spell }) => spell?.symptoms ?? 0));
  return [
    context.line('passed', {
      key: `passed/${node}`,
      order: (last?.to ?? alarm.returnedAt ?? alarm.since) / 1_000,
      lead: `${context.node(node)}:`,
      parts: [
        last
          ? `${STATE_WORDS[last.spell?.worst ?? alarm.worst]} ${timesOf(context, times)}`
          : `fulgte med noe annet, tilbake ${context.clock(alarm.returnedAt ?? alarm.since)}`,
        code && `Årsak: ${CAUSE_WORDS[code]}`,
        symptoms > 0 && `Tok med seg ${symptoms}`,
        callersWord(callersOf(context, node)),
        isThis &&
          note &&
          note.at >= ledger.since &&
          `«${quoted(note.text, 160)}» (${context.person(note.by)})`,
        isThis && ticket && `Sak ${ticket}`,
        unseen && UNSEEN,
      ],
      sources: (numbers.length === 0 ? [id] : numbers.slice(-5)).map((number) =>
        alarmSource({ node, id: number }),
      ),
      node,
      critical: unseen && priority <= 2,
    }),
  ];
}

function timesOf(context: DraftContext, times: readonly Episode[]): string {
  const first = times[0];
  const last = times.at(-1);
  if (!first || !last) return '';
  if (times.length <= TIMES_TOLD) return times.map(({ from, to }) => context.span(from, to)).join(', ');
  return `${times.length} ganger ${context.span(first.from, last.to)}, median ${formatAge(medianMs(times), 'nb')}`;
}

function callersOf({ ledger, view }: DraftContext, node: string): number {
  const found = view.graph.nodes.get(node);
  const whole = found && found.site !== null ? ledger.callersOf(found.service.id) : 0;
  return ledger.callersOf(node) + whole;
}

function drawClosedIncidents(context: DraftContext): readonly DraftLine[] {
  return incidentsIn(context.view.incidents).flatMap((incident) => {
    const { id, number, title, closed, openedAt, times, ticket, severity } = incident;
    if (closed === null || closed.at < context.ledger.since) return [];
    return [
      context.line('passed', {
        key: `passed/incident/${id}`,
        order: closed.at / 1_000,
        lead: `${severity === 'major' ? 'Storhendelse' : 'Hendelse'} ${number}: ${quoted(title, 200)}`,
        tail: `, ${context.span(times.occurred ?? openedAt, times.restored ?? closed.at)}`,
        parts: [
          `Lukket ${context.clock(closed.at)} av ${context.person(closed.by)}. Årsak: ${CAUSE_WORDS[closed.code]}`,
          ticket && `Sak ${ticket}`,
        ],
        sources: [{ kind: 'incident', id, label: number === '' ? 'hendelse' : number }],
        node: incident.cause,
      }),
    ];
  });
}
