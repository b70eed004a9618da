import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { Draft } from './draft';
import { type Group, groupWindows, type Section } from './windows';

/** A line of the list: something unfinished, or a window. The same key never stands twice. */
export type Line =
  | { readonly kind: 'draft'; readonly key: string; readonly draft: Draft }
  | { readonly kind: 'window'; readonly key: string; readonly status: MaintenanceStatus };

export interface LineGroup {
  readonly section: Section | 'drafts';
  readonly lines: readonly Line[];
  readonly hidden: number;
}

export const draftKey = (id: string): string => `draft:${id}`;
export const windowKey = (id: string): string => `window:${id}`;

/** All lines by section: what is over its time first, then what is unfinished here, then the rest. */
export function lineGroups(
  windows: Iterable<MaintenanceStatus>,
  drafts: readonly Draft[],
  now: number,
): readonly LineGroup[] {
  const groups = groupWindows(windows, now).map(asLines);
  if (drafts.length === 0) return groups;
  const written: LineGroup = {
    section: 'drafts',
    lines: drafts.map((draft) => ({ kind: 'draft', key: draftKey(draft.id), draft })),
    hidden: 0,
  };
  const overrun = groups.filter((group) => group.section === 'overrun');
  return [...overrun, written, ...groups.filter((group) => group.section !== 'overrun')];
}

function asLines({ section, windows, hidden }: Group): LineGroup {
  return {
    section,
    hidden,
    lines: windows.map((status) => ({ kind: 'window', key: windowKey(status.window.id), status })),
  };
}
