import { type Family, parseNodeId, type Site, type Trust } from '../../../shared/model/catalogue';
import type { NodeStatus } from '../../../shared/model/room';
import type { NodeState } from '../../../shared/model/states';
import type { GraphNode } from '../../../shared/rules/graph';
import type { BoardState } from '../../stores/board-store';

/** Where a node stands in the room, by name. What the list and the service page say of a place. */
export interface Place {
  readonly site: Site | null;
  readonly trust: Trust | null;
  readonly family: Family | null;
}

/** A line of the list: a service at a site, without its state (which moves by itself). */
export interface Row {
  readonly id: string;
  readonly node: GraphNode;
  readonly place: Place;
  /** Everything that free text may match, folded. */
  readonly haystack: string;
}

/** The state of a node as the list orders it. */
export type StatusOf = (id: string) => NodeStatus | undefined;

/** Lower case, and without the marks that an operator in a hurry leaves out: `bodo` finds Bodø. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '');
}

/** Where a node belongs. A central service has neither site nor trust. */
export function placeOf(
  board: Pick<BoardState, 'catalogue'>,
  node: Pick<GraphNode, 'site' | 'service'>,
): Place {
  const site = node.site === null ? undefined : board.catalogue.get(`site:${node.site}`);
  const trust = site?.kind === 'site' ? board.catalogue.get(`trust:${site.value.trust}`) : undefined;
  const family = board.catalogue.get(`family:${node.service.family}`);
  return {
    site: site?.kind === 'site' ? site.value : null,
    trust: trust?.kind === 'trust' ? trust.value : null,
    family: family?.kind === 'family' ? family.value : null,
  };
}

/** One row for each node of the graph, in the order of what is normal: the most critical first, then as written. */
export function rowsOf(board: Pick<BoardState, 'catalogue' | 'graph'>): ReadonlyMap<string, Row> {
  const rows: Row[] = [];
  for (const node of board.graph.nodes.values()) {
    const place = placeOf(board, node);
    const { service } = node;
    const words = [
      service.name,
      service.id,
      place.site?.name,
      place.site?.id,
      place.trust?.name,
      place.trust?.id,
      place.family?.name,
      service.owner,
    ];
    rows.push({ id: node.id, node, place, haystack: fold(words.filter(Boolean).join(' · ')) });
  }
  rows.sort(inOrder);
  return new Map(rows.map((row) => [row.id, row]));
}

const collator = new Intl.Collator('nb-NO', { numeric: true });

function inOrder(a: Row, b: Row): number {
  return (
    a.node.service.criticality - b.node.service.criticality ||
    a.node.service.order - b.node.service.order ||
    (a.place.site?.order ?? -1) - (b.place.site?.order ?? -1) ||
    collator.compare(a.id, b.id)
  );
}

/** The name of a node: `DIPS Arena, Mo i Rana`, or the service alone where it is central. Falls back to the id. */
export function nodeName(board: Pick<BoardState, 'catalogue' | 'graph'>, id: string): string {
  const node = board.graph.nodes.get(id);
  if (!node) {
    const parts = parseNodeId(id);
    return parts.site === null ? parts.service : `${parts.service}, ${parts.site}`;
  }
  const { site } = placeOf(board, node);
  return site ? `${node.service.name}, ${site.name}` : node.service.name;
}

/** A node's state; one that nobody has said anything about is *unknown*, never normal. */
export function stateOf(status: NodeStatus | undefined): NodeState {
  return status?.state ?? 'unknown';
}
