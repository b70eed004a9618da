import type { Theme, WindowKind } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from '../app/log';
import type { AppWindow } from './app-window';
import type { Rect, Wanted } from './placement';

/** What a window tells those who keep it. */
export interface WindowEvents {
  /** There is a (new) web contents behind it. */
  readonly attached: (window: AppWindow, contentsId: number) => void;
  readonly detached: (window: AppWindow, contentsId: number) => void;
  /** Its page begins anew. */
  readonly restarted: (window: AppWindow, contentsId: number) => void;
  readonly hidden: (window: AppWindow, contentsId: number, hidden: boolean) => void;
  /** A person wants it closed. Return false to keep it for now. */
  readonly mayClose: (window: AppWindow) => boolean;
  readonly closed: (window: AppWindow) => void;
  /** A person has moved or sized it. */
  readonly moved: (window: AppWindow, bounds: Rect) => void;
  /** It has shown something else for a while: the part of its page's address after `#`. */
  readonly scene: (window: AppWindow, scene: string) => void;
  readonly shortcut: (kind: WindowKind) => void;
}

export interface AppWindowOptions {
  readonly wanted: Wanted;
  readonly index: number;
  readonly preloads: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly theme: () => Theme;
  /** What it begins with: its page's `#…`, or nothing. */
  readonly scene: string;
  readonly events: WindowEvents;
}

/** How a window fares, for those who watch over walls. */
export interface Vitals {
  /** Frames that its page told of in its last beat, which it sends each second. */
  readonly frames: number;
  /** Since the last beat with a frame, or since it was opened, ms. */
  readonly silentMs: number;
  /** Troubles in a row. */
  readonly troubles: number;
  /** Times that it was brought back or replaced since it was opened. */
  readonly revived: number;
}
