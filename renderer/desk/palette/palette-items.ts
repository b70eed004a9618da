import type { NodeStatus } from '../../../shared/model/room';
import { type NodeState, severity } from '../../../shared/model/states';
import { alarmGroups } from '../../../shared/rules/alarms/list';
import { incidentsIn } from '../../../shared/rules/incidents/read-incidents';
import { scenesOf } from '../../../shared/rules/wall/read-wall';
import type { MessageKey } from '../../i18n';
import type { Speech } from '../../i18n/react';
import type { BoardState } from '../../stores/board-store';
import type { SavedFilter } from '../alarms/saved-filters';
import type { WallIntent } from '../desk-store';
import { DESK_KEYS, type KeyId } from '../keys/key-table';
import { fold, nodeName, stateOf } from '../model/row';

/** In the order in which they are shown. */
export const PALETTE_GROUPS = [
  'alarms',
  'incidents',
  'acts',
  'wall',
  'services',
  'sites',
  'filters',
  'people',
] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** One thing to do or to go to. */
export interface PaletteItem {
  readonly id: string;
  readonly group: PaletteGroup;
  readonly name: string;
  /** What tells it from its likes. */
  readonly more: string;
  readonly state: NodeState | null;
  /** The key that does the same; null: none does. */
  readonly cap: string | null;
  /** All that is searched, folded. */
  readonly haystack: string;
  readonly does:
    | { readonly kind: 'key'; readonly key: KeyId }
    | { readonly kind: 'alarm' | 'service'; readonly node: string }
    | { readonly kind: 'incident'; readonly incident: string }
    | { readonly kind: 'site'; readonly name: string }
    | { readonly kind: 'person'; readonly person: string }
    | { readonly kind: 'filter'; readonly text: string }
    | { readonly kind: 'wall'; readonly intent: WallIntent };
}

/** Keys that move, or that mean nothing without a list under the hand. */
const NO_ITEM: readonly KeyId[] = [
  'up',
  'down',
  'pageUp',
  'pageDown',
  'first',
  'last',
  'open',
  'back',
  'palette',
  'fold',
  'beside',
  'saved',
  'chooseUp',
  'chooseDown',
  // The figures have a key of their own beside their line in the menu.
  'figuresMore',
  // Heard on the wall's own page; the palette has them for every page.
  'wallScene',
  'wallRotate',
  'wallSend',
  'wallSpotlight',
  'wallMessage',
];

/** What can be done with the wall besides choosing a scene, with its name. */
const WALL_ACTS = [
  ['scenes:command.wallRotate', { act: 'rotate' }],
  ['scenes:command.wallSend', { act: 'send', cell: null }],
  ['scenes:command.wallSpotlight', { act: 'spotlight' }],
  ['scenes:command.wallMessage', { act: 'message' }],
] as const satisfies readonly (readonly [MessageKey, WallIntent])[];

type Board = Pick<BoardState, 'graph' | 'catalogue' | 'alarms' | 'people' | 'incidents' | 'wall'>;

/** Everything that can be done or gone to, as it is now. */
export function paletteItems(
  board: Board,
  status: (node: string) => NodeStatus | undefined,
  filters: readonly SavedFilter[],
  { t }: Speech,
): readonly PaletteItem[] {
  const items: PaletteItem[] = [];
  const add = (item: Omit<PaletteItem, 'haystack'>): void => {
    items.push({ ...item, haystack: fold(`${item.name} ${item.more} ${item.cap ?? ''}`) });
  };
  const alarms = [...board.alarms.values()].flatMap((entity) =>
    entity.kind === 'alarm' ? [entity.value] : [],
  );
  // In the alarm list's own order: what nobody has taken is first under the hand.
  for (const { node, id, condition, state, worst } of alarmGroups(alarms).flatMap((group) => group.alarms)) {
    add({
      id: `alarm ${node}`,
      group: 'alarms',
      name: `${id} ${nodeName(board, node)}`,
      more: t(`alarms:state.${state}`),
      state: condition === 'normal' ? worst : condition,
      cap: null,
      does: { kind: 'alarm', node },
    });
  }
  for (const { id, number, title, state, severity: how } of incidentsIn(board.incidents)) {
    const words = state === 'open' ? t(`incidents:severity.${how}`) : t(`incidents:state.${state}`);
    add({
      id: `incident ${id}`,
      group: 'incidents',
      name: `${number} ${title}`.trim(),
      more: words,
      state: null,
      cap: null,
      does: { kind: 'incident', incident: id },
    });
  }
  for (const { id, label, cap } of DESK_KEYS) {
    if (NO_ITEM.includes(id)) continue;
    add({
      id: `key ${id}`,
      group: 'acts',
      name: t(label),
      more: '',
      state: null,
      cap,
      does: { kind: 'key', key: id },
    });
  }
  const wall = (id: string, name: string, intent: WallIntent): void =>
    add({
      id: `wall ${id}`,
      group: 'wall',
      name,
      more: '',
      state: null,
      cap: null,
      does: { kind: 'wall', intent },
    });
  for (const { id, name } of scenesOf(board.wall))
    wall(`scene ${id}`, t('palette:toWall', { name }), { act: 'scene', scene: id });
  for (const [label, intent] of WALL_ACTS) wall(intent.act, t(label), intent);
  const nodes = [...board.graph.nodes.values()]
    .map((node) => ({ node, state: stateOf(status(node.id)) }))
    .sort((a, b) => severity(b.state) - severity(a.state));
  for (const { node, state } of nodes) {
    add({
      id: `service ${node.id}`,
      group: 'services',
      name: nodeName(board, node.id),
      more: state === 'normal' ? '' : t(`states:${state}`),
      state: state === 'normal' ? null : state,
      cap: null,
      does: { kind: 'service', node: node.id },
    });
  }
  for (const entity of board.catalogue.values()) {
    if (entity.kind !== 'site') continue;
    const { id, name } = entity.value;
    add({
      id: `site ${id}`,
      group: 'sites',
      name,
      more: id,
      state: null,
      cap: null,
      does: { kind: 'site', name },
    });
  }
  filters.forEach(({ name, text }, index) => {
    const cap = `Alt ${index + 1}`;
    add({
      id: `filter ${name}`,
      group: 'filters',
      name,
      more: '',
      state: null,
      cap,
      does: { kind: 'filter', text },
    });
  });
  for (const entity of board.people.values()) {
    if (entity.kind !== 'person' || !entity.value.active) continue;
    const { id, name, initials } = entity.value;
    add({
      id: `person ${id}`,
      group: 'people',
      name: t('palette:changeTo', { name }),
      more: initials,
      state: null,
      cap: 'F6',
      does: { kind: 'person', person: id },
    });
  }
  return items;
}

/**
 * The items that have every word of `text`, best first: a name that begins with it, then a word that does, then the
 * rest; equals keep their order. Nothing written: all of them, as they are.
 */
export function rank(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return items;
  const scored: { readonly item: PaletteItem; readonly score: number }[] = [];
  for (const item of items) {
    if (!words.every((word) => item.haystack.includes(word))) continue;
    const score = item.haystack.startsWith(first) ? 2 : item.haystack.includes(` ${first}`) ? 1 : 0;
    scored.push({ item, score });
  }
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}
