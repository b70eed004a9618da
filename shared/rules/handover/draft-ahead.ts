import type { Alarm } from '../../model/alarms';
import { parseNodeId } from '../../model/catalogue';
import type { DraftLine } from '../../model/handover';
import { formatResponse } from '../../time/format';
import { classOf } from '../alarms/alarm-class';
import { CALLERS_PRESS_HARD } from '../alarms/priority';
import { whatIf } from '../causes/what-if';
import { primaryCheck } from '../primary-check';
import { readNode } from '../reduce';
import { alarmSource, type DraftContext, listed, quoted } from './draft-context';
import { isOpenNow } from './draft-now';
import type { Trend } from './trend';

const weekday = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', weekday: 'long' });
const dayMonth = new Intl.DateTimeFormat('nb-NO', {
  timeZone: 'Europe/Oslo',
  day: '2-digit',
  month: '2-digit',
});
const hourOf = new Intl.DateTimeFormat('nb-NO', {
  timeZone: 'Europe/Oslo',
  hour: 'numeric',
  hourCycle: 'h23',
});

/** More of them than this nobody can keep in mind. */
const IFS_MOST = 12;
/** Of so many alarms, the most urgent, what hangs on them is worked out. */
const ALARMS_WEIGHED = 20;

/** What to keep an eye on: what fills up, what makes noise, what cannot be measured. */
export function drawWatch(context: DraftContext): readonly DraftLine[] {
  const { view, alarms } = context;
  const lines = context.trends
    .filter(({ kind }) => kind === 'usage')
    .map((trend) => drawUsage(context, trend));
  for (const alarm of alarms) {
    if (!alarm.bad) continue;
    lines.push(
      context.line('watch', {
        key: `watch/bad/${alarm.node}`,
        order: 1e9,
        lead: `Dårlig alarm: ${context.node(alarm.node)}`,
        parts: [
          `På dagvaktens liste siden ${context.clock(alarm.bad.at)}`,
          alarm.bad.note && `«${quoted(alarm.bad.note, 200)}»`,
        ],
        sources: [alarmSource(alarm)],
        node: alarm.node,
      }),
    );
  }
  for (const node of view.graph.order) {
    if (!readNode(view.status, node)?.flapping) continue;
    lines.push(
      context.line('watch', {
        key: `watch/flapping/${node}`,
        order: 2e9,
        lead: context.node(node),
        parts: ['Ustabil: går opp og ned for ofte til at enkeltmålinger betyr noe'],
        sources: [{ kind: 'trend', id: node, label: 'måling' }],
        node,
      }),
    );
  }
  const rejected = view.room?.rejected ?? null;
  if (rejected) {
    const issue = rejected.issues[0];
    lines.push(
      context.line('watch', {
        key: 'watch/catalogue',
        order: 3e9,
        lead: 'Katalogfilen ble avvist',
        parts: [
          `${context.clock(rejected.at)}, den forrige gjelder`,
          issue && `${issue.file}:${issue.line}:${issue.col} ${quoted(issue.reason, 200)}`,
        ],
        sources: [{ kind: 'hub', id: 'catalogue', label: 'katalog' }],
      }),
    );
  }
  return lines;
}

function drawUsage(context: DraftContext, trend: Trend): DraftLine {
  const { node, metric, value, before, limit, reachesAt, check } = trend;
  const was = before === null ? '' : ` (${Math.round(before)} i går)`;
  return context.line('watch', {
    key: `watch/${check}/${metric}`,
    order: reachesAt === null ? 5e8 : reachesAt / 1e5,
    lead: `${context.node(node)}: ${metric} ${Math.round(value)} %${was}`,
    parts: [
      limit !== null && reachesAt !== null && `Når ${limit} % ${roughly(reachesAt)} om det fortsetter slik`,
      limit !== null && value >= limit && `Over ${limit} %`,
    ],
    sources: [{ kind: 'trend', id: check, label: 'måling' }],
    node,
  });
}

/** `tirsdag 24.11. om kvelden`: a forecast is no more exact than that. */
function roughly(at: number): string {
  const hour = Number(hourOf.format(at).replace(/\D/g, ''));
  const part = hour < 6 ? 'natten' : hour < 10 ? 'morgenen' : hour < 18 ? 'dagen' : 'kvelden';
  return `${weekday.format(at)} ${dayMonth.format(at)} om ${part}`;
}

/** If … then: what the graph says would follow, and whom to call. Each text goes on after "HVIS". */
export function drawIf(context: DraftContext): readonly DraftLine[] {
  const open = context.alarms
    .filter(isOpenNow)
    .sort((a, b) => a.priority - b.priority || a.raisedAt - b.raisedAt)
    .slice(0, ALARMS_WEIGHED);
  return [...drawFalls(context, open), ...open.flatMap((alarm) => drawWorse(context, alarm))].slice(
    0,
    IFS_MOST,
  );
}

/** What runs on its last leg: if that goes too. */
function drawFalls(context: DraftContext, open: readonly Alarm[]): readonly DraftLine[] {
  const { graph } = context.view;
  const seen = new Set<string>();
  return open.flatMap((alarm) => {
    const left = lastLegs(context, alarm.node);
    const key = left.join('+');
    if (left.length === 0 || seen.has(key)) return [];
    seen.add(key);
    const lost = whatIf(context.view, left).nodes.filter(
      ({ state, node }) => state === 'down' && !left.includes(node),
    );
    if (lost.length === 0) return [];
    const services = lost
      .flatMap(({ node }) => graph.nodes.get(node) ?? [])
      .sort((a, b) => a.service.criticality - b.service.criticality || a.order - b.order)
      .map(({ service }) => service.name);
    const sites = new Set(lost.map(({ node }) => parseNodeId(node).site));
    const [only] = sites;
    const where = sites.size === 1 && only != null ? `${context.site(only)} mister` : 'vi mister';
    return [
      context.line('if', {
        key: `if/falls/${key}`.slice(0, 200),
        order: alarm.priority,
        lead: `${listed(left.map((node) => context.node(node)))} faller:`,
        parts: [`${where} ${listed(services, 6)}`, callFirst(context, left[0] ?? alarm.node)],
        sources: [{ kind: 'graph', id: left[0] ?? alarm.node, label: 'graf' }],
        node: alarm.node,
        critical: context.criticality(alarm.node) === 1,
      }),
    ];
  });
}

/** The alternatives that carry what has lost one: of a node that runs on them, or beside a node that is down. */
function lastLegs({ view }: DraftContext, id: string): readonly string[] {
  const { graph, status } = view;
  const isDown = (node: string): boolean => readNode(status, node)?.hard === 'down';
  const legs = new Set<string>();
  const look = (node: string): void => {
    for (const { soft, of } of graph.nodes.get(node)?.needs ?? []) {
      if (soft || of.length < 2 || !of.some(isDown)) continue;
      const carrying = of.filter((one) => !isDown(one));
      if (carrying.length > 0) for (const one of carrying) legs.add(one);
    }
  };
  look(id);
  if (isDown(id)) {
    for (const node of graph.nodes.get(id)?.dependants ?? []) {
      const needs = graph.nodes.get(node)?.needs ?? [];
      if (needs.some(({ soft, of }) => !soft && of.length > 1 && of.includes(id))) look(node);
    }
  }
  return [...legs].sort();
}

/**
 * What is hurt and matters at a bedside, and is not down: when it is more than the watch can answer for alone. Whom to call
 * then is the last that its class names.
 */
function drawWorse(context: DraftContext, alarm: Alarm): readonly DraftLine[] {
  const { graph } = context.view;
  const node = graph.nodes.get(alarm.node);
  if (!node || node.service.criticality > 1 || alarm.condition !== 'degraded' || alarm.basis !== 'measured')
    return [];
  const limitMs = primaryCheck(graph, node.id)?.criticalMs ?? null;
  const name = `${node.service.name}${node.site === null ? '' : ` ${context.site(node.site)}`}`;
  const kind = classOf(context.view, node.service.id);
  const leader = kind?.call.at(-1) ?? null;
  const routine = node.service.emergencyRoutine ?? kind?.emergencyRoutine ?? null;
  const acts = [
    leader === null ? null : `ring ${context.team(leader)}`,
    routine === null ? null : 'vurder nødrutine',
  ].filter((act) => act !== null);
  if (acts.length === 0) return [];
  return [
    context.line('if', {
      key: `if/worse/${node.id}`,
      order: 10 + alarm.priority,
      lead: `${limitMs === null ? `${name} går ned` : `p95 ${name} > ${formatResponse(limitMs, 'nb')}`}, eller > ${CALLERS_PRESS_HARD} innringere:`,
      parts: [acts.join(', ')],
      sources: [{ kind: 'rule', id: node.service.id, label: 'regel' }],
      node: node.id,
    }),
  ];
}

/** Whom to call first about a node, by its alarm's class. */
function callFirst(context: DraftContext, node: string): string | null {
  const first = classOf(context.view, parseNodeId(node).service)?.call[0];
  return first === undefined ? null : `Ring ${context.team(first)} først`;
}
