import { parseNodeId } from '../../../shared/model/catalogue';
import type { Speech } from '../../i18n/react';
import type { BoardState } from '../../stores/board-store';
import { fold, nodeName } from '../model/row';

/** Something that a window can be expected to break. */
export interface EffectOption {
  /** As the window has it: `sql`, `dips-arena@mo`, `*@mo`. */
  readonly match: string;
  readonly name: string;
  /** What it covers, in the words of its kind. */
  readonly kind: 'service' | 'node' | 'site';
  readonly haystack: string;
}

type Board = Pick<BoardState, 'catalogue' | 'graph'>;

/** Options that are proposed at a time. */
export const MAX_PROPOSED = 12;

/** All that can be picked: sites, then services, then services at sites. */
export function effectOptions(board: Board, speech: Speech): readonly EffectOption[] {
  const sites: EffectOption[] = [];
  const services: EffectOption[] = [];
  const nodes: EffectOption[] = [];
  const option = (kind: EffectOption['kind'], match: string): EffectOption => {
    const name = effectName(match, board, speech);
    return { kind, match, name, haystack: fold(`${name} ${match}`) };
  };
  for (const entity of board.catalogue.values()) {
    if (entity.kind === 'site') sites.push(option('site', `*@${entity.value.id}`));
    if (entity.kind === 'service') services.push(option('service', entity.value.id));
  }
  for (const node of board.graph.nodes.values()) if (node.site !== null) nodes.push(option('node', node.id));
  return [...sites, ...services, ...nodes];
}

/** What a pattern covers, by name: `DIPS Arena, alle steder`. */
export function effectName(match: string, board: Board, { t }: Speech): string {
  const { service, site } = parseNodeId(match);
  if (service === '*' && site !== null) {
    const entity = board.catalogue.get(`site:${site}`);
    return t('maintenance:effect.site', { site: entity?.kind === 'site' ? entity.value.name : site });
  }
  if (site !== null) return nodeName(board, match);
  const entity = board.catalogue.get(`service:${service}`);
  if (entity?.kind !== 'service') return match;
  const { name, sites } = entity.value;
  return sites.length === 0 ? name : t('maintenance:effect.everywhere', { name, count: sites.length });
}

/** Options that hold every word of `text`, those whose name begins with it first. */
export function proposed(
  options: readonly EffectOption[],
  text: string,
  taken: readonly string[],
): readonly EffectOption[] {
  const wanted = fold(text.trim());
  if (wanted === '') return [];
  const words = wanted.split(/\s+/);
  const hits = options.filter(
    (option) => !taken.includes(option.match) && words.every((word) => option.haystack.includes(word)),
  );
  const first = (option: EffectOption): number => (option.haystack.startsWith(wanted) ? 0 : 1);
  return hits.sort((a, b) => first(a) - first(b)).slice(0, MAX_PROPOSED);
}
