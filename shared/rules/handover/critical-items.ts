import type { CriticalItem, DraftLine, Handover } from '../../model/handover';
import type { NodeState } from '../../model/states';
import { readAlarm } from '../alarms/reduce-alarms';
import { incidentOf } from '../incidents/read-incidents';
import { isSame } from '../incidents/registers';
import type { HandoverView } from './decision';
import { followUpOf } from './read-handovers';
import { receiverFor } from './transfers';

const STATE_WORDS: Readonly<Record<NodeState, string>> = {
  down: 'nede',
  degraded: 'redusert',
  unknown: 'ukjent',
  stale: 'utdatert',
  'redundancy-lost': 'redundans tapt',
  warning: 'varsel',
  normal: 'tilbake',
};

/** Titles are cut to this; the list is read aloud. */
const TITLE_MOST = 300;
/** Most items of one handover (its schema's bound). */
const ITEMS_MOST = 200;

/**
 * What is open and critical, said aloud and stated back (HSE: two-way, with the plant's state as its matter): one for each
 * drawn line that is critical. What has been gone through stays so for as long as the fact is what it was; what has become
 * something else is gone through again. `now`: ms UTC.
 */
export function criticalItems(
  view: HandoverView,
  lines: readonly DraftLine[],
  { items, outgoing, incoming }: Pick<Handover, 'items' | 'outgoing' | 'incoming'>,
  now: number,
): readonly CriticalItem[] {
  const before = new Map(items.map((item) => [item.key, item]));
  return lines
    .filter(({ critical }) => critical)
    .slice(0, ITEMS_MOST)
    .map((line): CriticalItem => {
      const known = before.get(line.key);
      const { title, owner } = factsOf(view, line);
      const fact = {
        key: line.key,
        title,
        node: line.node,
        sources: [...line.sources],
        criticality: criticalityOf(view, line.node),
        owner,
      };
      const said = known?.stamps?.to;
      const to = said ? (known?.to ?? null) : receiverFor(owner, outgoing, incoming);
      if (known && known.title === title) return { ...known, ...fact, to };
      // What it goes to was said of the matter; that it was gone through, of what it was then.
      const stamps = said ? { stamps: { to: said } } : {};
      return { ...fact, to, walked: null, said: null, since: now, ...stamps };
    });
}

/** Whether two lists of items say the same. */
export function isSameItems(a: readonly CriticalItem[], b: readonly CriticalItem[]): boolean {
  return isSame(a, b);
}

/** What it is and whose, by facts: never what people wrote of it. */
function factsOf(
  view: HandoverView,
  line: DraftLine,
): { readonly title: string; readonly owner: string | null } {
  const label = line.sources[0] ? ` [${line.sources[0].label}]` : '';
  const titled = (title: string): string => `${title.slice(0, TITLE_MOST - label.length)}${label}`;
  const alarm = line.node === null ? undefined : readAlarm(view.alarms, line.node);
  if (alarm && line.sources.some(({ kind }) => kind === 'alarm')) {
    const title = `${nodeTitle(view, alarm.node)}: ${STATE_WORDS[alarm.condition]}`;
    return { title: titled(title), owner: alarm.owner };
  }
  for (const { kind, id } of line.sources) {
    if (kind === 'incident') {
      const incident = incidentOf(view.incidents, id);
      const about = incident?.cause ? `: ${nodeTitle(view, incident.cause)}` : '';
      if (incident) return { title: titled(`Hendelse${about}`), owner: incident.commander };
    }
    if (kind === 'follow-up') {
      const followUp = followUpOf(view.watch, id);
      const about = followUp?.node ? `: ${nodeTitle(view, followUp.node)}` : '';
      if (followUp) return { title: titled(`Oppfølging${about}`), owner: followUp.owner };
    }
  }
  const lead = line.text.slice(0, line.lead).trim() || (line.node && nodeTitle(view, line.node));
  return { title: titled(lead || 'Åpen sak'), owner: null };
}

function criticalityOf(view: HandoverView, node: string | null): CriticalItem['criticality'] {
  return node === null ? null : (view.graph.nodes.get(node)?.service.criticality ?? null);
}

function nodeTitle(view: HandoverView, id: string): string {
  const node = view.graph.nodes.get(id);
  if (!node) return id;
  if (node.site === null) return node.service.name;
  const site = view.catalogue.get(`site:${node.site}`);
  return `${node.service.name}, ${site?.kind === 'site' ? site.value.name : node.site}`;
}
