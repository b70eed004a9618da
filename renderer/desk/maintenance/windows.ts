import type { MaintenanceStatus } from '../../../shared/model/maintenance';

/** Where a window stands in time. */
export type Section = 'overrun' | 'running' | 'soon' | 'later' | 'past';
export const SECTIONS: readonly Section[] = ['overrun', 'running', 'soon', 'later', 'past'];

/** What begins within so many ms is coming; what begins after it is later. */
export const SOON_MS = 14 * 86_400_000;
/** Past windows that are shown; the rest is in the event log. */
export const MAX_PAST = 100;

/** Windows of one section, in the order in which they are read. */
export interface Group {
  readonly section: Section;
  readonly windows: readonly MaintenanceStatus[];
  /** Windows of the section that are left out. */
  readonly hidden: number;
}

/** Where a window stands at `now` (ms UTC). */
export function sectionOf({ run, next }: MaintenanceStatus, now: number): Section {
  if (run) return run.phase;
  if (next === null) return 'past';
  return next.start - now <= SOON_MS ? 'soon' : 'later';
}

/**
 * What needs somebody first: over its time, then running (what ends first), then coming in the order of time, and
 * last what is over, the newest first. Sections that are empty are left out.
 */
export function groupWindows(all: Iterable<MaintenanceStatus>, now: number): readonly Group[] {
  const found = new Map<Section, MaintenanceStatus[]>(SECTIONS.map((section) => [section, []]));
  for (const status of all) found.get(sectionOf(status, now))?.push(status);
  return SECTIONS.flatMap((section) => {
    const windows = found.get(section) ?? [];
    if (windows.length === 0) return [];
    windows.sort((a, b) => timeOf(a) - timeOf(b) || (a.window.id < b.window.id ? -1 : 1));
    if (section === 'past') windows.reverse();
    const shown = section === 'past' ? windows.slice(0, MAX_PAST) : windows;
    return [{ section, windows: shown, hidden: windows.length - shown.length }];
  });
}

/** The moment that a window is sorted by: when it ends, begins or ended. */
function timeOf({ run, next, last }: MaintenanceStatus): number {
  return run?.end ?? next?.start ?? last?.end ?? 0;
}
