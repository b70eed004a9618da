import type { Arrangement } from '../model/list-order';

/** A line of the list: a group's head, or a node. `key` is what the focus follows. */
export type ListItem =
  | { readonly kind: 'group'; readonly key: GroupKey; readonly count: number; readonly open: boolean }
  | { readonly kind: 'node'; readonly key: string };

export const ABNORMAL_GROUP = 'group:abnormal';
export const NORMAL_GROUP = 'group:normal';
export type GroupKey = typeof ABNORMAL_GROUP | typeof NORMAL_GROUP;

/** The lines of a list, from top to bottom. */
export function listItems(shown: Arrangement, normalOpen: boolean): readonly ListItem[] {
  const items: ListItem[] = [];
  if (shown.abnormal.length > 0) {
    items.push({ kind: 'group', key: ABNORMAL_GROUP, count: shown.abnormal.length, open: true });
    for (const key of shown.abnormal) items.push({ kind: 'node', key });
  }
  if (shown.normal.length > 0) {
    items.push({ kind: 'group', key: NORMAL_GROUP, count: shown.normal.length, open: normalOpen });
    if (normalOpen) for (const key of shown.normal) items.push({ kind: 'node', key });
  }
  return items;
}

/**
 * Where the focus is: on the item that was focused; where that has gone, on the item now in its place (`near`),
 * and at first on the first node.
 */
export function focusIndex(items: readonly ListItem[], focused: string | null, near: number): number {
  const found = items.findIndex((item) => item.key === focused);
  if (found >= 0) return found;
  if (focused !== null) return Math.max(0, Math.min(near, items.length - 1));
  return Math.max(
    0,
    items.findIndex((item) => item.kind === 'node'),
  );
}

/** Where a step to `index` lands: inside the list, and never on the head of what is abnormal, which does nothing. */
export function landing(items: readonly ListItem[], index: number): number {
  const target = Math.max(0, Math.min(items.length - 1, index));
  return items[target]?.key === ABNORMAL_GROUP ? target + 1 : target;
}
