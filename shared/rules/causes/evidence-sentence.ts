import { readNode } from '../reduce';
import type { Case } from './evidence';
import type { Sentence } from './evidence-codes';
import { LINE_NODES, type Line } from './line';
import { alternativesThatAreDown, alternativesThatCarry, needsThatAreWell } from './surroundings';

/** What the probable cause is, in one sentence. */
export function sentenceOf(about: Case): Line<Sentence> {
  const { view, id, status, alarm, explained, behind } = about;
  const lostSince = view.room?.vantageLostSince ?? null;
  if (lostSince !== null || !about.node) {
    if (lostSince === null) return { code: 'normal', facts: { node: id } };
    return { code: 'vantage', facts: { node: id, at: lostSince } };
  }
  const acted = bySomebody(about);
  if (acted) return acted;
  if (about.inferred) {
    const { rests, with: others } = about.inferred;
    return {
      code: 'inferred',
      facts: {
        node: id,
        count: behind.length,
        nodes: rests.slice(0, LINE_NODES),
        others: others.slice(0, LINE_NODES),
      },
    };
  }
  if (!status || status.state === 'normal') return { code: 'normal', facts: { node: id } };
  if (explained && explained.roots.length > 0 && (explained.behind || explained.own === 'normal')) {
    const bySource = status.because.some(
      ({ kind, id: source }) => kind === 'source' && explained.roots.includes(source),
    );
    const nodes = explained.roots.slice(0, LINE_NODES);
    return { code: bySource ? 'source' : 'explained', facts: { node: id, state: status.state, nodes } };
  }
  // Of what its alarm says: the part that nothing else explains.
  const state = alarm && alarm.condition !== 'normal' ? alarm.condition : status.state;
  if (behind.length === 0) return { code: 'alone', facts: { node: id, state } };
  const also = status.hard === 'down' ? alternativesThatAreDown(about.node, view).slice(0, LINE_NODES) : [];
  return {
    code: 'measured',
    facts: {
      ...(also.length > 0 && { also }),
      node: id,
      state,
      count: behind.length,
      nodes: needsThatAreWell(about.node, view).nodes.slice(0, LINE_NODES),
      others: alternativesThatCarry(about.node, view).slice(0, LINE_NODES),
    },
  };
}

/** What rests on a person's word, or on what was. */
function bySomebody(about: Case): Line<Sentence> | null {
  const { view, id, alarm, behind } = about;
  if (alarm?.basis === 'recovering' && alarm.recovery) {
    const { at, until } = alarm.recovery;
    return { code: 'recovering', facts: { node: id, at, to: until, ...backOf(about) } };
  }
  if (alarm?.basis === 'named') {
    const word = verdictsNaming(view, id).sort((a, b) => b.at - a.at)[0];
    const said = word ? { person: word.by, at: word.at } : {};
    return { code: 'named', facts: { node: id, count: behind.length, ...said } };
  }
  if (alarm?.basis === 'reported') {
    const report = view.incidents.get(`report:${id}`);
    const callers = view.incidents.get(`callers:${id}`);
    const said =
      report?.kind === 'report'
        ? { person: report.value.by, at: report.value.at, to: report.value.until }
        : {};
    const count = callers?.kind === 'callers' ? callers.value.count : 0;
    return { code: 'reported', facts: { node: id, count, ...said } };
  }
  return null;
}

/**
 * How much of what it took down is back. What another cause holds down as well is not held by this recovery, and is not
 * back for that.
 */
export function backOf({ view, alarm, behind }: Case): { readonly count: number; readonly of: number } {
  const held = alarm?.recovery?.left.length ?? 0;
  const bad = behind.filter(({ id }) => (readNode(view.status, id)?.state ?? 'normal') !== 'normal').length;
  const left = Math.max(held, bad);
  const of = Math.max(alarm?.symptomsMost ?? 0, left);
  return { count: of - left, of };
}

/** What people have said that follows from this node. */
export function verdictsNaming(view: Case['view'], cause: string) {
  return [...view.alarms.values()].flatMap((entity) =>
    entity.kind === 'verdict' && entity.value.cause === cause ? [entity.value] : [],
  );
}
