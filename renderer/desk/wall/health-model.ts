import type { WallHealthAnswer } from '../../../shared/contract/wire';
import type { ShownScene, WallDisplay } from '../../../shared/model/wall';
import type { WallReport, WebState } from '../../../shared/model/wall-health';
import { sceneAt } from '../../../shared/rules/wall/read-wall';

/** A console says how it fares every other second; who has said nothing for so long is silent, ms. */
export const SILENT_MS = 7_000;
/** A picture older than this stands still, ms: a wall paints each second. */
export const STILL_MS = 3_000;

/** How a computer with walls is. `late`: connected, and says nothing; `away`: not connected; `never`: it has said nothing yet. */
export type ComputerState = 'well' | 'late' | 'away' | 'never';

/** A computer with walls, as it said last. */
export interface WallComputer {
  /** The console's id; null: it has never been heard of. */
  readonly console: string | null;
  readonly name: string;
  readonly state: ComputerState;
  /** When it said so, the hub's clock, ms UTC; null: never. */
  readonly at: number | null;
  readonly report: WallReport | null;
}

/**
 * The computers of the wall: those that have said how they fare, and those that the catalogue names and nobody has heard
 * of. Whoever is not well comes first. `now`: the hub's clock, ms UTC.
 */
export function wallComputers(
  answer: WallHealthAnswer,
  planned: readonly WallDisplay[],
  now: number,
): readonly WallComputer[] {
  const heard = answer.reports.map(({ console, name, at, connected, report }): WallComputer => {
    const state = !connected ? 'away' : now - at > SILENT_MS ? 'late' : 'well';
    return { console, name, state, at, report };
  });
  const known = new Set(answer.reports.flatMap(({ name, report }) => [name, report.computer]));
  const named = new Set(planned.flatMap(({ computer }) => (computer === null ? [] : [computer])));
  const never = [...named]
    .filter((computer) => !known.has(computer))
    .map((name): WallComputer => ({ console: null, name, state: 'never', at: null, report: null }));
  const rank = ({ state }: WallComputer): number => (state === 'well' ? 1 : 0);
  return [...heard, ...never].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'nb'));
}

/** Displays that no window of a computer that is well says it shows. */
export function darkDisplays(
  computers: readonly WallComputer[],
  displays: readonly WallDisplay[],
): ReadonlySet<string> {
  const shown = new Set(
    computers
      .filter(({ state }) => state === 'well')
      .flatMap(({ report }) => report?.windows ?? [])
      .filter(({ hidden }) => !hidden)
      .map(({ display }) => display),
  );
  return new Set(displays.map(({ id }) => id).filter((id) => !shown.has(id)));
}

/** Pages of the web on all walls, as their windows say. */
export function websOf(computers: readonly WallComputer[]): readonly WebState[] {
  return computers.flatMap(({ report }) => report?.windows ?? []).flatMap(({ webs }) => webs);
}

/**
 * The scene that every window should say it shows by now; null: it changed so lately that a window's last word may be from
 * before. `now`: the hub's clock, ms UTC.
 */
export function steadyScene(shown: ShownScene, now: number): string | null {
  const { scene } = sceneAt(shown, now);
  return sceneAt(shown, now - SILENT_MS).scene === scene && now - shown.at >= SILENT_MS ? scene : null;
}

/** What of a window wants a person's eye, worst first; empty: nothing. */
export type WindowFault = 'still' | 'hidden' | 'displaced' | 'scene' | 'web' | 'illegible' | 'troubles';

/** What is wrong with a window. `scene`: it shows another one than the wall (`wanted`). */
export function windowFaults(
  window: WallReport['windows'][number],
  wanted: string | null,
): readonly WindowFault[] {
  const faults: WindowFault[] = [];
  // A window that is hidden paints nothing, and should not.
  if (window.hidden) faults.push('hidden');
  else if (window.silentMs > STILL_MS) faults.push('still');
  if (window.displaced) faults.push('displaced');
  if (wanted !== null && window.scene !== null && window.scene !== wanted) faults.push('scene');
  if (window.webs.some(({ phase }) => phase === 'failed' || phase === 'refused')) faults.push('web');
  if (!window.legible) faults.push('illegible');
  if (window.troubles > 0) faults.push('troubles');
  return faults;
}
