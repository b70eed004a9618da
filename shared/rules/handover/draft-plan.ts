import type { Alarm } from '../../model/alarms';
import type { DraftLine } from '../../model/handover';
import type { MaintenanceStatus } from '../../model/maintenance';
import { isActive } from '../alarms/machine';
import { openIncidents, tasksOf } from '../incidents/read-incidents';
import { readNode } from '../reduce';
import { capital, type DraftContext, listed, quoted, STATE_WORDS } from './draft-context';
import type { EndedMaintenance } from './ledger';
import { openFollowUps, runsIn } from './read-handovers';

/** Maintenance that begins within this is told of, ms: the next two watches. */
const COMING_MS = 24 * 3_600_000;
/** Follow-ups come after what is drawn from facts, tasks after routines. */
const LAST = 1e12;

/** Maintenance that was, that is, and that comes. */
export function drawMaintenance(context: DraftContext): readonly DraftLine[] {
  return [
    ...context.ledger.maintenance.map((ended) => drawEnded(context, ended)),
    ...[...context.view.maintenance.values()].flatMap((status) => [
      ...drawRunning(context, status),
      ...drawComing(context, status),
    ]),
  ];
}

function drawEnded(context: DraftContext, ended: EndedMaintenance): DraftLine {
  const { id, title, start, end, by, reason, nodes, overran, missed } = ended;
  const bad = context.alarms.filter((alarm) => isLeftBy(alarm, nodes, end));
  const control =
    nodes.length === 0
      ? null
      : bad.length === 0
        ? 'Kontroll OK'
        : `IKKE NORMALT siden da: ${listed(
            bad.map(({ node, condition }) => `${context.node(node)} (${STATE_WORDS[condition]})`),
            5,
          )}`;
  return context.line('maintenance', {
    key: `maintenance/ended/${id}/${start}`,
    order: end / 1_000,
    lead: title,
    tail: missed
      ? ''
      : ` ferdig ${context.clock(end)}${by === null ? '' : `, avsluttet av ${context.person(by)}`}${overran ? ', over tiden' : ''}`,
    parts: missed
      ? [`Var ${context.span(start, end)}, mens ingen så på: ${quoted(reason ?? '')}`]
      : [control],
    sources: [sourceOf(context, id)],
    critical: bad.length > 0,
  });
}

/** What planned work left behind: it was not normal when that ended, and is not yet. What came later is another matter. */
function isLeftBy(alarm: Alarm, nodes: readonly string[], end: number): boolean {
  return (
    isActive(alarm) &&
    nodes.includes(alarm.node) &&
    alarm.suppressed?.kind !== 'cause' &&
    (alarm.activeSince ?? alarm.raisedAt) <= end
  );
}

function drawRunning(context: DraftContext, { window, run }: MaintenanceStatus): readonly DraftLine[] {
  if (run === null) return [];
  const { view } = context;
  const hit = run.covers.filter(({ node }) => (readNode(view.status, node)?.state ?? 'normal') !== 'normal');
  const names = listed(
    hit.map(
      ({ node }) => `${context.node(node)} (${STATE_WORDS[readNode(view.status, node)?.state ?? 'unknown']})`,
    ),
    5,
  );
  const overrun = run.phase === 'overrun';
  return [
    context.line('maintenance', {
      key: `maintenance/run/${window.id}/${run.start}`,
      order: run.end / 1_000,
      lead: window.title,
      parts: [
        overrun
          ? `OVER TIDEN: skulle vært ferdig ${context.clock(run.end)}`
          : `Pågår siden ${context.clock(run.start)}, til ${context.clock(run.end)}`,
        window.owner && `Ansvarlig ${quoted(window.owner, 120)}`,
        names !== '' && `${overrun ? 'Ikke normalt' : 'Nå, og ventet'}: ${names}`,
      ],
      sources: [sourceOf(context, window.id)],
      critical: overrun,
    }),
  ];
}

function drawComing(context: DraftContext, { window, next }: MaintenanceStatus): readonly DraftLine[] {
  if (next === null || next.start > context.now + COMING_MS || next.start <= context.now) return [];
  const worst = window.effects.map(
    ({ match, worst: state }) => `${matchName(context, match)} ${STATE_WORDS[state]}`,
  );
  return [
    context.line('maintenance', {
      key: `maintenance/next/${window.id}/${next.start}`,
      order: next.start / 1_000,
      lead: `${context.clock(next.start)} ${window.title}`,
      parts: [
        `Til ${context.clock(next.end)}`,
        `Ventet: ${listed(worst, 5)}`,
        window.owner && `Ansvarlig ${quoted(window.owner, 120)}`,
        window.description && quoted(window.description, 200),
      ],
      sources: [sourceOf(context, window.id)],
    }),
  ];
}

/** What a window names: a service, a service at a site, or all at a site. */
function matchName(context: DraftContext, match: string): string {
  return match.startsWith('*@') ? `alt på ${context.site(match.slice(2))}` : context.node(match);
}

function sourceOf({ view }: DraftContext, id: string): DraftLine['sources'][number] {
  const ticket = view.maintenance.get(`mw/${id}`)?.window.ticket ?? null;
  return { kind: 'maintenance', id, label: ticket ?? id };
}

/** Routines of the shift, the tasks of open incidents. */
export function drawRoutines(context: DraftContext): readonly DraftLine[] {
  const { view, ledger, now } = context;
  const runs = runsIn(view.watch).filter(({ opensAt, settled }) =>
    settled === null ? opensAt <= now : settled.at >= ledger.since,
  );
  const open = runs.filter(({ settled }) => settled === null);
  const done = runs.filter(({ state }) => state === 'done').length;
  const lines: DraftLine[] = [];
  if (runs.length > 0) {
    lines.push(
      context.line('routines', {
        key: 'routines/count',
        order: 0,
        parts: [`${done} av ${runs.length} gjort`],
        sources: [{ kind: 'rule', id: 'routines', label: 'rutiner' }],
      }),
    );
  }
  for (const run of [...open, ...runs.filter(({ state }) => state === 'skipped')]) {
    const entity = view.catalogue.get(`routine:${run.routine}`);
    const routine = entity?.kind === 'routine' ? entity.value : null;
    const late = run.state === 'overdue';
    const skipped = run.state === 'skipped';
    const lead = skipped ? `Hoppet over: ${run.name}` : `${late ? 'OVER TIDEN' : 'Gjenstår'}: ${run.name}`;
    lines.push(
      context.line('routines', {
        key: `routines/${run.id}`,
        order: (skipped ? 2e10 : 1) + run.dueAt / 1_000,
        lead: skipped ? lead : `${lead}, før ${context.clock(run.dueAt)}`,
        parts: [
          routine &&
            !skipped &&
            run.ticked.length > 0 &&
            `${run.ticked.length} av ${routine.steps.length} steg gjort`,
          run.settled?.note && capital(quoted(run.settled.note)),
        ],
        sources: [{ kind: 'routine', id: run.id, label: run.number === '' ? 'rutine' : run.number }],
        node: routine?.node ?? null,
        critical: !skipped,
      }),
    );
  }
  return [...lines, ...drawTasks(context)];
}

function drawTasks(context: DraftContext): readonly DraftLine[] {
  return openIncidents(context.view.incidents).flatMap((incident) =>
    tasksOf(context.view.incidents, incident)
      .filter(({ done }) => done === null)
      .map(({ id, text, owner, order }) =>
        context.line('routines', {
          key: `routines/task/${id}`,
          order: LAST / 2 + incident.openedAt / 1_000 + order / 1_000,
          lead: `${incident.number === '' ? 'Hendelse' : incident.number}: ${quoted(text, 300)}`,
          parts: [owner === null ? 'Ingen har oppgaven' : context.owner(owner)],
          sources: [{ kind: 'task', id, label: incident.number === '' ? 'oppgave' : incident.number }],
          node: incident.cause,
        }),
      ),
  );
}

/** What is carried from watch to watch until somebody closes it, each in the section that it was put in. */
export function drawFollowUps(context: DraftContext): readonly DraftLine[] {
  return openFollowUps(context.view.watch).map((one) =>
    context.line(one.section, {
      key: `follow-up/${one.id}`,
      order: LAST + one.at / 1_000,
      parts: [
        quoted(one.text, 700),
        one.dueAt !== null &&
          (one.due ? `FRISTEN GIKK UT ${context.clock(one.dueAt)}` : `Frist ${context.clock(one.dueAt)}`),
        one.owner === null ? null : context.owner(one.owner),
        one.carried > 0 && `Fulgt gjennom ${one.carried} vaktskifte${one.carried === 1 ? '' : 'r'}`,
      ],
      sources: [{ kind: 'follow-up', id: one.id, label: one.number === '' ? 'oppfølging' : one.number }],
      node: one.node,
      critical: one.due,
    }),
  );
}
