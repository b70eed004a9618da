import type { Theme, WindowKind } from '../../../shared/contract/ipc';

/** A kind of window as data: everything that differs between a wall, a desk and a handover. */
export interface KindOfWindow {
  /** The page's folder in the built renderer. */
  readonly page: string;
  /** The built preload. Power differs: the wall's has no verb that changes anything. */
  readonly preload: string;
  readonly title: string;
  /** Windowed size on a display that it shares, DIP. */
  readonly size: { readonly width: number; readonly height: number };
  readonly smallest: { readonly width: number; readonly height: number };
  /** Fills a display of its own. */
  readonly fillsDisplay: boolean;
  /** A wall is watched though nobody clicks in it: Chromium must never slow it down. */
  readonly backgroundThrottling: boolean;
}

export const KINDS: Readonly<Record<WindowKind, KindOfWindow>> = {
  wall: {
    page: 'wall',
    preload: 'wall.cjs',
    title: 'Vaktrom',
    size: { width: 1280, height: 720 },
    smallest: { width: 480, height: 270 },
    fillsDisplay: true,
    backgroundThrottling: false,
  },
  desk: {
    page: 'desk',
    preload: 'desk.cjs',
    title: 'Vaktrom',
    size: { width: 1440, height: 900 },
    smallest: { width: 800, height: 600 },
    fillsDisplay: false,
    backgroundThrottling: true,
  },
  handover: {
    page: 'handover',
    preload: 'handover.cjs',
    title: 'Vaktrom',
    size: { width: 1440, height: 900 },
    smallest: { width: 900, height: 600 },
    fillsDisplay: false,
    backgroundThrottling: true,
  },
};

/** In which order windows are told of: walls, then desks, then the handover. */
export const ORDER_OF_KINDS: Readonly<Record<WindowKind, number>> = { wall: 0, desk: 1, handover: 2 };

/** The themes' ground (the renderer's own `--ground`), painted before the page is there: no white flash at night. */
export const GROUND: Readonly<Record<Theme, string>> = { night: '#10151a', day: '#e9e6df' };

/** The name of a window: its kind and its number from 1. Remembered places and screenshots go by it. */
export function windowName(kind: WindowKind, index: number): string {
  return `${kind}-${index + 1}`;
}
