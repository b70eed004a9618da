import type { Case } from './evidence';
import type { AgainstCode, Sentence } from './evidence-codes';
import { followers } from './evidence-time';
import { ownChecks } from './fault-time';
import { LINE_NODES, type Line, namedOf } from './line';
import { references, unseenAbove, wellWithout } from './surroundings';

/** What speaks against it, the weightiest first. Empty: nothing that is known. */
export function againstIt(about: Case, sentence: Sentence): readonly Line<AgainstCode>[] {
  const { view, node, own } = about;
  const lines: Line<AgainstCode>[] = [];
  if (sentence === 'vantage' || !node || !own) return lines;
  const isConsequence = sentence === 'explained' || sentence === 'source';
  if (!isConsequence) lines.push(...answering(about), ...earlier(about), ...shared(about));
  const { checks } = node;
  const word = sentence === 'reported' || sentence === 'recovering' || sentence === 'named';
  if (own.well.length > 0) {
    const facts = {
      count: own.well.length,
      of: checks.length,
      checks: own.well.slice(0, LINE_NODES),
    };
    lines.push({ code: word ? 'checks-well' : 'own-checks-up', facts });
  }
  if (!isConsequence && !word) {
    const unseen = unseenAbove(node, view).filter((id) => !about.inferred?.with.includes(id));
    if (unseen.length > 0)
      lines.push({
        code: 'possible-upstream',
        facts: { count: unseen.length, nodes: unseen.slice(0, LINE_NODES) },
      });
  }
  if (own.stale.length > 0)
    lines.push({
      code: 'stale',
      facts: { count: own.stale.length, checks: own.stale.slice(0, LINE_NODES) },
    });
  if (own.flappingSince !== null) lines.push({ code: 'flapping', facts: { at: own.flappingSince } });
  if (sentence === 'inferred' || (sentence === 'named' && checks.length === 0))
    lines.push({ code: 'unmeasured', facts: { node: node.id } });
  if (sentence === 'alone' && checks.length === 1 && own.failing.length === 1)
    lines.push({ code: 'one-check', facts: { checks: own.failing } });
  const { up, of } = references(view);
  if (of > up) lines.push({ code: 'references-down', facts: { count: of - up, of } });
  return lines;
}

/** What could not answer without it, and does. */
function answering({ view, id, status, own, inferred, now }: Case): readonly Line<AgainstCode>[] {
  if (status?.hard !== 'down' && !inferred) return [];
  const since = own?.fault?.to ?? firstFault(view, inferred?.rests ?? []);
  if (since === null) return [];
  const nodes = wellWithout(new Set([id, ...(inferred?.with ?? [])]), since, view, now);
  if (nodes.length === 0) return [];
  return [{ code: 'dependants-up', facts: { count: nodes.length, nodes: namedOf(nodes, view.graph) } }];
}

/** What is behind it and failed before it surely did. */
function earlier(about: Case): readonly Line<AgainstCode>[] {
  const fault = about.own?.fault;
  if (!fault) return [];
  const { before, ms } = followers(about, fault);
  if (before.length === 0) return [];
  return [
    { code: 'failed-before', facts: { count: before.length, nodes: namedOf(before, about.view.graph), ms } },
  ];
}

/** What is behind it, and behind others as well. */
function shared({ index, id, behind }: Case): readonly Line<AgainstCode>[] {
  const others = new Set<string>();
  let count = 0;
  for (const node of behind) {
    const roots = index.explained(node.id)?.roots ?? [];
    if (roots.length < 2) continue;
    count += 1;
    for (const root of roots) if (root !== id) others.add(root);
  }
  if (count === 0) return [];
  return [{ code: 'other-causes', facts: { count, nodes: [...others].sort().slice(0, LINE_NODES) } }];
}

/** When the first of these nodes was bad, ms UTC; null: not known. */
function firstFault(view: Case['view'], nodes: readonly string[]): number | null {
  const times = nodes.flatMap((id) => {
    const node = view.graph.nodes.get(id);
    const fault = node ? ownChecks(node, view).fault : null;
    return fault ? [fault.to] : [];
  });
  return times.length === 0 ? null : Math.min(...times);
}
