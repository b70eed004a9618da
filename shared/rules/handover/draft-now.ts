import type { Alarm } from '../../model/alarms';
import type { DraftLine } from '../../model/handover';
import type { Incident } from '../../model/incidents';
import { severity } from '../../model/states';
import { formatAge, formatResponse } from '../../time/format';
import { isActive } from '../alarms/machine';
import { callersAbout } from '../alarms/users';
import { openIncidents, tasksOf } from '../incidents/read-incidents';
import { readCheck, readNode } from '../reduce';
import {
  alarmSource,
  callersWord,
  capital,
  type DraftContext,
  listed,
  quoted,
  STATE_WORDS,
} from './draft-context';
import { endedUnseen, medianMs, passingsOf } from './draft-episodes';

const BROKEN_WORDS = {
  worse: 'det ble verre',
  spread: 'det spredte seg',
  stalled: 'ingenting skjedde',
} as const;
const RANK_SPAN = 1e11;
/** Alarms that are told one by one. */
const ALARMS_TOLD = 60;

/**
 * What is wrong now, and who has it: incidents that are not closed, and alarms that speak for themselves. What another
 * alarm explains is told there; what is put aside, in its own section.
 */
export function drawNow(context: DraftContext): readonly DraftLine[] {
  const open = context.alarms
    .filter(isOpenNow)
    .sort(
      (a, b) =>
        Number(isCriticalNow(context, b)) - Number(isCriticalNow(context, a)) ||
        a.priority - b.priority ||
        a.raisedAt - b.raisedAt ||
        (a.node < b.node ? -1 : 1),
    );
  const told = open.slice(0, ALARMS_TOLD);
  return [
    ...openIncidents(context.view.incidents).map((incident) => drawIncident(context, incident)),
    ...told.flatMap((alarm) => [drawAlarm(context, alarm), ...drawSuspect(context, alarm, told)]),
    ...drawMore(context, open.slice(ALARMS_TOLD)),
  ];
}

/** More than anybody can say aloud is told as a number: the list of alarms has them all. */
function drawMore(context: DraftContext, alarms: readonly Alarm[]): readonly DraftLine[] {
  if (alarms.length === 0) return [];
  const loose = alarms.filter(({ state }) => state === 'unacknowledged').length;
  return [
    context.line('now', {
      key: 'now/more',
      order: 9 * RANK_SPAN,
      lead: `Og ${alarms.length} alarmer til`,
      parts: [
        loose > 0 && `${loose} er ikke kvittert`,
        listed(
          alarms.map(({ node }) => context.node(node)),
          8,
        ),
      ],
      sources: [{ kind: 'rule', id: 'alarms', label: 'alarmlista' }],
      critical: alarms.some((alarm) => isCriticalNow(context, alarm)),
    }),
  ];
}

/** Whether an alarm is told of among what is wrong now: it waits for somebody, somebody has it, or its hours are closed. */
export function isOpenNow(alarm: Alarm): boolean {
  if (!isActive(alarm)) return false;
  if (alarm.state === 'suppressed') return alarm.suppressed?.kind === 'hours';
  return alarm.state === 'unacknowledged' || alarm.state === 'acknowledged';
}

/** What must be said aloud: what a bedside notices, what is urgent, and what nobody has. */
export function isCriticalNow(context: DraftContext, alarm: Alarm): boolean {
  if (alarm.state === 'suppressed') return false;
  return alarm.priority <= 2 || context.criticality(alarm.node) === 1 || alarm.state === 'unacknowledged';
}

function drawIncident(context: DraftContext, incident: Incident): DraftLine {
  const { view } = context;
  const { id, number, severity: how, title, commander, update, ticket, times, state } = incident;
  const tasks = tasksOf(view.incidents, incident);
  const left = tasks.filter(({ done }) => done === null).length;
  const inUse = incident.routines
    .filter((one) => one.state === 'in-use')
    .map(({ site }) => context.site(site));
  const silent = incident.routines
    .filter((one) => one.state === 'unconfirmed')
    .map(({ site }) => context.site(site));
  const began = times.occurred ?? incident.openedAt;
  return context.line('now', {
    key: `now/incident/${id}`,
    order: (how === 'major' ? 0 : 1) * RANK_SPAN + began / 1_000,
    lead: `${how === 'major' ? 'Storhendelse' : 'Hendelse'} ${number}: ${quoted(title, 200)}`.replace(
      ' :',
      ':',
    ),
    tail: `, siden ${context.clock(began)}`,
    parts: [
      state === 'restored' &&
        `Gjenopprettet ${context.clock(times.restored ?? incident.movedAt)}, ikke lukket`,
      commander === null ? 'Ingen leder den' : context.owner(commander, 'Ledes av'),
      incident.consequence && quoted(incident.consequence),
      ticket && `Sak ${ticket}`,
      update &&
        `${update.due ? 'Neste ord er over tiden, skulle kommet' : 'NESTE ORD INNEN'} ${context.clock(update.until)}`,
      inUse.length > 0 && `Nødrutine i bruk: ${listed(inUse)}`,
      silent.length > 0 && `Ikke svart om nødrutine: ${listed(silent)}`,
      left > 0 && `${left} av ${tasks.length} oppgaver gjenstår`,
    ],
    sources: [
      { kind: 'incident', id, label: number === '' ? 'hendelse' : number },
      ...context.entriesAbout('incident', [id, number]),
    ],
    node: incident.cause,
    critical: true,
  });
}

function drawAlarm(context: DraftContext, alarm: Alarm): DraftLine {
  const { node, id, owner, ticket, timer, note } = alarm;
  const incident = openIncidents(context.view.incidents).find(
    ({ cause, alarms }) => cause === node || alarms.some((linked) => linked.node === node),
  );
  return context.line('now', {
    key: `now/${id === '' ? `@${node}` : id}`,
    order: (alarm.priority + 1) * RANK_SPAN + (alarm.activeSince ?? alarm.raisedAt) / 1_000,
    lead: leadOf(context, alarm),
    tail: `, siden ${context.clock(alarm.activeSince ?? alarm.raisedAt)}`,
    parts: [
      measured(context, alarm),
      ...basis(context, alarm),
      reach(context, alarm),
      behind(context, alarm),
      again(context, alarm),
      callersWord(callersOf(context, alarm)),
      alarm.state === 'suppressed' && hoursWord(context, alarm),
      held(context, alarm, owner),
      incident && incident.number !== '' && `Hendelse ${incident.number}`,
      ticket && `Sak ${ticket}`,
      timer &&
        `${timer.due ? 'Neste ord er over tiden, skulle kommet' : 'NESTE ORD INNEN'} ${context.clock(timer.until)}`,
      note && `«${quoted(note.text, 160)}» (${context.person(note.by)} ${context.clock(note.at)})`,
    ],
    sources: [
      alarmSource(alarm),
      ...(incident
        ? [{ kind: 'incident', id: incident.id, label: incident.number || 'hendelse' } as const]
        : []),
      ...context.entriesAbout('alarm', [id]),
    ],
    node,
    critical: isCriticalNow(context, alarm),
  });
}

function leadOf(context: DraftContext, { node, condition, basis: rests }: Alarm): string {
  const site = context.siteOf(node);
  const service = context.service(node);
  if (!context.view.graph.nodes.has(node)) return service;
  if (rests === 'reported') return `${service} meldt nede av brukere${site === null ? '' : `, ${site}`}`;
  if (condition === 'redundancy-lost') return `Redundans tapt: ${service}${site === null ? '' : `, ${site}`}`;
  return `${service} ${STATE_WORDS[condition]}${site === null ? '' : `, ${site}`}`;
}

/** How slow, of what is slow; else what its worst check says. */
function measured(context: DraftContext, { node, condition }: Alarm): string | null {
  if (condition !== 'degraded' && condition !== 'warning') return null;
  const trend = context.trends.find((one) => one.kind === 'response' && one.node === node);
  if (trend && (trend.limit === null || trend.value > trend.limit)) {
    const expected = trend.limit === null ? '' : ` (forventet ${formatResponse(trend.limit, 'nb')})`;
    return `p95 ${formatResponse(trend.value, 'nb')}${expected}`;
  }
  return faultWords(context, node);
}

/** What the worst of a node's own failing checks says; null: none fails, or it says nothing. */
function faultWords({ view }: DraftContext, node: string): string | null {
  const rank = { critical: 0, warning: 1, unknown: 2, ok: 3 } as const;
  const failing = (view.graph.nodes.get(node)?.checks ?? [])
    .flatMap((id) => readCheck(view.status, id) ?? [])
    .filter(({ confirmed }) => confirmed === 'critical' || confirmed === 'warning')
    .sort((a, b) => rank[a.confirmed ?? 'ok'] - rank[b.confirmed ?? 'ok']);
  const output = failing[0]?.output ?? '';
  return output === '' ? null : capital(quoted(output, 120));
}

function basis(context: DraftContext, alarm: Alarm): readonly string[] {
  const { view } = context;
  switch (alarm.basis) {
    case 'inferred':
      return ['Sluttet av det som henger på den: ingen måler den selv'];
    case 'reported': {
      const report = view.incidents.get(`report:${alarm.node}`);
      const until = report?.kind === 'report' ? `, gjelder til ${context.clock(report.value.until)}` : '';
      return [`Målingene viser ingen feil${until}`];
    }
    case 'recovering': {
      const { recovery } = alarm;
      if (!recovery) return [];
      return [
        `Selv tilbake ${context.clock(recovery.at)}, ${recovery.left.length} av ${alarm.symptomsMost} er det ikke`,
      ];
    }
    case 'named': {
      const word = [...view.alarms.values()].find(
        (entity) => entity.kind === 'verdict' && entity.value.cause === alarm.node,
      );
      return word?.kind === 'verdict'
        ? [`Pekt ut som årsak av ${context.person(word.value.by)} ${context.clock(word.value.at)}`]
        : [];
    }
    default:
      return [];
  }
}

/** Where it is felt besides at its own site. */
function reach(context: DraftContext, alarm: Alarm): string | null {
  if (alarm.sites.length < 2) return null;
  if (alarm.sites.length === context.sites) return `Rammer alle ${context.sites} steder`;
  return `Rammer ${alarm.sites.length} steder: ${listed(
    alarm.sites.map((site) => context.site(site)),
    6,
  )}`;
}

/** What it takes with it; of criticality 1 by name, so that nothing hides behind a number. */
function behind(context: DraftContext, alarm: Alarm): string | null {
  if (alarm.symptoms === 0) return null;
  const names = context
    .symptomsOf(alarm.node)
    .filter((node) => context.criticality(node) === 1)
    .map((node) => context.service(node));
  const most = alarm.symptomsMost > alarm.symptoms ? ` (${alarm.symptomsMost} på det meste)` : '';
  const named = names.length === 0 ? '' : `, av kritikalitet 1: ${listed(names, 6)}`;
  return `Tar med seg ${alarm.symptoms}${most}${named}`;
}

/** It has come and gone before in this shift. */
function again(context: DraftContext, alarm: Alarm): string | null {
  const before = passingsOf(context, alarm).filter((passing) => !endedUnseen(context, passing));
  const [first] = before;
  if (!first) return null;
  const times = before.length === 1 ? 'Én gang før' : `${before.length} ganger før`;
  return `${times} siden ${context.clock(first.from)}, median ${formatAge(medianMs(before), 'nb')}`;
}

function callersOf(context: DraftContext, alarm: Alarm): number {
  const node = context.view.graph.nodes.get(alarm.node);
  return node ? callersAbout(context.view, node, new Set(context.symptomsOf(alarm.node)), alarm.raisedAt) : 0;
}

function hoursWord(context: DraftContext, { suppressed }: Alarm): string {
  const hours = context.view.room?.hours.find(({ id }) => id === suppressed?.id);
  return hours?.nextAt == null
    ? 'Utenfor tjenestetiden'
    : `Utenfor tjenestetiden, som begynner ${context.clock(hours.nextAt)}`;
}

function held(context: DraftContext, alarm: Alarm, owner: string | null): string | null {
  if (alarm.state === 'suppressed') return owner === null ? null : context.owner(owner);
  if (alarm.state === 'acknowledged')
    return owner === null ? 'Kvittert, men ingen eier den' : context.owner(owner);
  const { broken } = alarm;
  if (broken) {
    const had = owner === null ? '' : `. ${context.owner(owner)}`;
    return `Kvitteringen brast ${context.clock(broken.at)}: ${BROKEN_WORDS[broken.why]}${had}`;
  }
  return owner === null ? 'IKKE KVITTERT, ingen har den' : `IKKE KVITTERT. ${context.owner(owner)}`;
}

/** What may lie behind it and is wrong itself, by the graph: never more than a possibility. The nearest one. */
function drawSuspect(context: DraftContext, alarm: Alarm, open: readonly Alarm[]): readonly DraftLine[] {
  if (alarm.basis !== 'measured') return [];
  const above = needsAbove(context, alarm.node);
  const [first] = open
    .flatMap((one) => {
      const steps = above.get(one.node);
      return steps === undefined || one.node === alarm.node ? [] : [{ one, steps }];
    })
    .sort((a, b) => a.steps - b.steps || severity(b.one.condition) - severity(a.one.condition))
    .map(({ one }) => one);
  if (!first) return [];
  const fault = faultWords(context, first.node);
  return [
    context.line('now', {
      key: `now/${alarm.id === '' ? `@${alarm.node}` : alarm.id}/suspect`,
      order: (alarm.priority + 1) * RANK_SPAN + (alarm.activeSince ?? alarm.raisedAt) / 1_000 + 0.5,
      parts: [
        `Mulig årsak, ikke bekreftet: ${context.node(first.node)} ${STATE_WORDS[first.condition]} siden ${context.clock(first.activeSince ?? first.raisedAt)}${fault === null ? '' : ` (${fault})`}`,
      ],
      sources: [alarmSource(first), { kind: 'graph', id: alarm.node, label: 'graf' }],
      node: alarm.node,
    }),
  ];
}

/** What a node hangs on, and how near. Of alternatives of which one is well, none is to blame. */
function needsAbove({ view }: DraftContext, node: string): ReadonlyMap<string, number> {
  const isWell = (id: string): boolean => readNode(view.status, id)?.state === 'normal';
  const above = new Map<string, number>([[node, 0]]);
  // A map is walked in the order in which it grows.
  for (const [id, steps] of above) {
    for (const { of } of view.graph.nodes.get(id)?.needs ?? []) {
      if (of.length > 1 && of.some(isWell)) continue;
      for (const need of of) if (!above.has(need)) above.set(need, steps + 1);
    }
  }
  return above;
}
