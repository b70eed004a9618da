import { readNode } from '../reduce';
import type { Case } from './evidence';
import type { ForCode, Sentence } from './evidence-codes';
import { backOf, verdictsNaming } from './evidence-sentence';
import { LINE_NODES, type Line, namedOf } from './line';
import { alternativesThatCarry, needsThatAreWell, references } from './surroundings';

/** Words of people that are told one by one. */
const MOST_SAID = 3;

/** What speaks for it, the weightiest first. */
export function forIt(about: Case, sentence: Sentence): readonly Line<ForCode>[] {
  const { view, node, own, inferred } = about;
  const lines: Line<ForCode>[] = [...people(about)];
  if (sentence === 'normal') return lines;
  if (sentence === 'vantage') {
    const { up, of } = references(view);
    return [...lines, { code: 'references-silent', facts: { count: of - up, of } }];
  }
  if (!node || !own) return lines;
  if (inferred) {
    lines.push({
      code: 'inferred-from',
      facts: { count: inferred.rests.length, nodes: inferred.rests.slice(0, LINE_NODES) },
    });
    if (inferred.with.length > 0)
      lines.push({ code: 'inferred-with', facts: { nodes: inferred.with.slice(0, LINE_NODES) } });
  }
  if (own.failing.length > 0) {
    const checks = own.failing.slice(0, LINE_NODES);
    lines.push({
      code: 'own-checks',
      facts: { count: own.failing.length, of: node.checks.length, checks },
    });
  } else if (node.checks.length === 0) lines.push({ code: 'unwatched', facts: { node: node.id } });
  if (about.behind.length > 0) lines.push(...downstream(about));
  const { nodes, well, checks } = needsThatAreWell(node, view);
  if (nodes.length > 0 && sentence !== 'explained')
    lines.push({
      code: 'upstream-normal',
      facts: { nodes: nodes.slice(0, LINE_NODES), count: well, of: checks },
    });
  const carrying = alternativesThatCarry(node, view);
  if (carrying.length > 0 && about.status?.hard === 'down')
    lines.push({ code: 'alternatives-up', facts: { nodes: carrying.slice(0, LINE_NODES) } });
  const muting = view.muting.get(node.id);
  if (muting) lines.push({ code: 'planned', facts: { window: muting.window } });
  const { up, of, times } = references(view);
  if (up > 0) lines.push({ code: 'references-up', facts: { count: up, of, times } });
  return lines;
}

/** How much of what fails is its own or behind it, and who runs on their last leg because of it. */
function downstream({ view, own, behind, checksOf }: Case): readonly Line<ForCode>[] {
  const lines: Line<ForCode>[] = [];
  const under = behind.reduce((sum, other) => sum + checksOf(other).failing.length, 0);
  const count = under + (own?.failing.length ?? 0);
  const of = failingChecks(view, checksOf);
  if (count > 0) lines.push({ code: 'downstream', facts: { count, of: Math.max(of, count) } });
  const lastLeg = behind.filter(({ id }) => readNode(view.status, id)?.state === 'redundancy-lost');
  if (lastLeg.length > 0)
    lines.push({
      code: 'last-leg',
      facts: {
        count: lastLeg.length,
        nodes: namedOf(
          lastLeg.map(({ id }) => id),
          view.graph,
        ),
      },
    });
  return lines;
}

/** Checks that fail in the whole room. */
function failingChecks(view: Case['view'], checksOf: Case['checksOf']): number {
  let count = 0;
  for (const entity of view.status.values()) {
    if (entity.kind !== 'node' || entity.value.own === 'normal') continue;
    const node = view.graph.nodes.get(entity.value.id);
    if (node) count += checksOf(node).failing.length;
  }
  return count;
}

/** What people have said, and what came back. */
function people(about: Case): readonly Line<ForCode>[] {
  const { view, id, alarm } = about;
  const lines: Line<ForCode>[] = [];
  const own = view.alarms.get(`verdict:${id}`);
  const said = own?.kind === 'verdict' ? [own.value] : [];
  const naming = verdictsNaming(view, id).sort((a, b) => b.at - a.at);
  for (const { node, cause, by, at, note } of [...said, ...naming].slice(0, MOST_SAID)) {
    const others = cause === null ? [] : [cause];
    const text = note === null ? {} : { text: note };
    lines.push({ code: 'said', facts: { node, others, person: by, at, ...text } });
  }
  const report = view.incidents.get(`report:${id}`);
  if (report?.kind === 'report') {
    const { by, at, until, note } = report.value;
    const text = note === null ? {} : { text: note };
    lines.push({ code: 'reported', facts: { node: id, person: by, at, to: until, ...text } });
  }
  const callers = view.incidents.get(`callers:${id}`);
  if (callers?.kind === 'callers' && callers.value.count > 0) {
    const { count, firstAt, lastAt } = callers.value;
    lines.push({ code: 'callers', facts: { node: id, count, from: firstAt, at: lastAt } });
  }
  if (alarm?.recovery) {
    lines.push({ code: 'recovery', facts: { node: id, at: alarm.recovery.at, ...backOf(about) } });
  }
  return lines;
}
