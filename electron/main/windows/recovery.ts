/**
 * When a window is to be brought back, and how. Pure; driven by a tick each second, so that a machine that slept
 * does not look like a window that hung.
 */

/** A page gets so long from its start to its first frame, s. */
const START_S = 20;
/** No frame for so long: the window is brought back, s. */
const SILENT_S = 10;
/** Unresponsive for so long: its process is ended, s. */
const HUNG_S = 10;
/** After the GPU process ended, a window paints again within this, s: Chromium starts another in well under one. */
const GPU_S = 5;
/** Beats with frames that show that it paints again: the first may tell of frames from before. */
const GPU_BEATS = 2;
/** Well for so long: earlier troubles are forgotten, s. */
const WELL_S = 60;
/** The longest wait before a crashed window is brought back, ms: back within three seconds at any time. */
const LONGEST_MS = 2_000;
/** The longest that is waited for a first frame, after pages that never painted, s. */
const LONGEST_START_S = 120;

export interface Health {
  /** Seconds since the last sign: a frame, or the start of the page. Null: hidden, nothing is expected. */
  readonly silent: number | null;
  /** Whether this page has painted since it was started. */
  readonly painted: boolean;
  /** Seconds without trouble. */
  readonly well: number;
  /** Troubles in a row. */
  readonly troubles: number;
  /** Pages in a row that never painted. */
  readonly blank: number;
  /** Seconds since it was reported unresponsive; null: it is not. */
  readonly hung: number | null;
  /** Seconds without any beat, one that tells of no frame included: a page that is mute has a thread that hangs. */
  readonly mute: number;
  /** Its process was ended because it hung, and nothing came of it yet. */
  readonly ended: boolean;
  /** Seconds since the GPU process ended, and beats with frames that are still to be seen; null: it paints. */
  readonly gpu: { readonly seconds: number; readonly owed: number } | null;
}

export type HealthEvent =
  | { readonly type: 'tick' }
  | { readonly type: 'started' }
  | { readonly type: 'beat'; readonly frames: number }
  | { readonly type: 'hidden' }
  | { readonly type: 'shown' }
  /** `reason`: Electron's word for it (`crashed`, `oom`, `killed` …). */
  | { readonly type: 'crashed'; readonly reason?: string }
  /** The process that draws for all windows has ended; Chromium starts another. */
  | { readonly type: 'gpu-gone' }
  | { readonly type: 'unresponsive' }
  | { readonly type: 'responsive' };

/**
 * `reload`: the same window begins its page anew; `recreate`: a new window in its place; `end-process`: its process is
 * ended from outside, because a page that hangs does not begin anew. After `afterMs`.
 */
export type Remedy = {
  readonly how: 'reload' | 'recreate' | 'end-process';
  readonly afterMs: number;
  readonly why: string;
};

export const NEW_WINDOW: Health = {
  silent: 0,
  painted: false,
  well: 0,
  troubles: 0,
  blank: 0,
  hung: null,
  mute: 0,
  ended: false,
  gpu: null,
};

/** The next state of health, and what is to be done, if anything. */
export function stepHealth(
  health: Health,
  event: HealthEvent,
): { readonly health: Health; readonly remedy: Remedy | null } {
  switch (event.type) {
    case 'started':
      return { health: { ...health, ...beginning(health) }, remedy: null };
    case 'beat':
      // A page whose timers run while nothing is painted is not well.
      if (event.frames === 0) return { health: { ...health, mute: 0 }, remedy: null };
      return {
        health: {
          ...health,
          silent: health.silent === null ? null : 0,
          painted: true,
          blank: 0,
          hung: null,
          mute: 0,
          ended: false,
          gpu: health.gpu && health.gpu.owed > 1 ? { ...health.gpu, owed: health.gpu.owed - 1 } : null,
        },
        remedy: null,
      };
    case 'hidden':
      return { health: { ...health, silent: null, gpu: null }, remedy: null };
    case 'shown':
      return { health: { ...health, silent: 0, mute: 0 }, remedy: null };
    case 'unresponsive':
      return { health: { ...health, hung: health.hung ?? 0 }, remedy: null };
    case 'responsive':
      return { health: { ...health, hung: null }, remedy: null };
    case 'crashed':
      return trouble(health, `its process ended${event.reason ? ` (${event.reason})` : ''}`);
    case 'gpu-gone':
      // A page that has not painted yet has its own time for that.
      if (health.silent === null || !health.painted) return { health, remedy: null };
      return { health: { ...health, gpu: { seconds: 0, owed: GPU_BEATS } }, remedy: null };
    case 'tick':
      return tick(health);
  }
}

function tick(health: Health): { readonly health: Health; readonly remedy: Remedy | null } {
  const well = health.well + 1;
  const silent = health.silent === null ? null : health.silent + 1;
  const hung = health.hung === null ? null : health.hung + 1;
  const next: Health = {
    ...health,
    well,
    silent,
    hung,
    mute: health.mute + 1,
    gpu: health.gpu && { ...health.gpu, seconds: health.gpu.seconds + 1 },
    troubles: well >= WELL_S && health.painted ? 0 : health.troubles,
  };
  if (hung !== null && hung >= HUNG_S) return endProcess(next, `unresponsive for ${HUNG_S} s`);
  if (next.gpu && next.gpu.seconds >= GPU_S)
    return trouble(next, `no frame for ${GPU_S} s after the GPU process ended`);
  // A page that never paints is not helped by ever faster attempts.
  const patience = health.painted
    ? SILENT_S
    : Math.min(LONGEST_START_S, START_S * 2 ** Math.min(health.blank, 10));
  if (silent === null || silent < patience) return { health: next, remedy: null };
  // A process that is stopped, or whose thread is blocked, would take no order to begin anew.
  if (next.mute >= SILENT_S && health.painted && !health.ended)
    return endProcess(next, `no sign of life for ${next.mute} s`);
  return trouble(next, `no frame for ${silent} s`);
}

/** Its end is a crash of its own, which then decides how it comes back. */
function endProcess(health: Health, why: string): { readonly health: Health; readonly remedy: Remedy } {
  const silent = health.silent === null ? null : 0;
  return {
    health: { ...health, hung: null, silent, mute: 0, ended: true },
    remedy: { how: 'end-process', afterMs: 0, why },
  };
}

/** The first time the page begins anew; when that was not enough, a new window; then ever the same, a little later. */
function trouble(health: Health, why: string): { readonly health: Health; readonly remedy: Remedy } {
  const troubles = health.troubles + 1;
  const afterMs = troubles === 1 ? 0 : Math.min(LONGEST_MS, 250 * 2 ** Math.min(troubles - 2, 10));
  const next: Health = {
    ...health,
    ...beginning(health),
    well: 0,
    troubles,
    blank: health.painted ? 0 : health.blank + 1,
  };
  return { health: next, remedy: { how: troubles === 1 ? 'reload' : 'recreate', afterMs, why } };
}

/** What a page that begins anew has not had yet. */
function beginning(health: Health): Pick<Health, 'silent' | 'painted' | 'hung' | 'mute' | 'ended' | 'gpu'> {
  const silent = health.silent === null ? null : 0;
  return { silent, painted: false, hung: null, mute: 0, ended: false, gpu: null };
}
