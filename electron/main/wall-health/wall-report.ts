import type { WallReport, WallWindowHealth, WebState } from '../../../shared/model/wall-health';
import type { AppWindow } from '../windows/app-window';
import type { ProcessMemory } from './process-memory';

/** Pages of the web that a window tells of (`wallWindowHealth`). */
const WEBS_MOST = 24;

/** A wall window, as far as its health goes. */
export type SeenWindow = Pick<
  AppWindow,
  'name' | 'hidden' | 'placement' | 'processId' | 'vitals' | 'contentSize'
>;

/** What a wall window says that it shows. */
export type ShownThere = Pick<WallWindowHealth, 'display' | 'scene' | 'sceneAt' | 'legible'> & {
  readonly webs: readonly WebState[];
};

export interface ReportFacts {
  readonly computer: string;
  readonly version: string;
  readonly upSince: number;
  readonly supervised: boolean;
  readonly displays: WallReport['displays'];
  readonly windows: readonly {
    readonly window: SeenWindow;
    readonly shown: ShownThere;
    readonly longTasks: number;
  }[];
  readonly memory: ProcessMemory;
}

/** What a console says of its walls. */
export function wallReportOf({ windows, displays, memory, ...console }: ReportFacts): WallReport {
  const scales = new Map(displays.map(({ id, scale }) => [id, scale]));
  return {
    ...console,
    memoryMb: rounded(memory.totalMb),
    displays,
    windows: windows.map(({ window, shown, longTasks }) => {
      const { vitals, placement, contentSize } = window;
      const scale = scales.get(placement?.displayId ?? Number.NaN) ?? 1;
      return {
        window: window.name,
        ...shown,
        webs: shown.webs.slice(0, WEBS_MOST),
        displaced: placement?.displaced ?? false,
        hidden: window.hidden,
        frames: vitals.frames,
        longTasks,
        silentMs: Math.round(vitals.silentMs),
        memoryMb: rounded(memory.ofProcess(window.processId)),
        troubles: vitals.troubles,
        revived: vitals.revived,
        width: Math.round((contentSize?.width ?? 0) * scale),
        height: Math.round((contentSize?.height ?? 0) * scale),
      };
    }),
  };
}

function rounded(mb: number | null): number | null {
  return mb === null ? null : Math.round(mb * 10) / 10;
}
