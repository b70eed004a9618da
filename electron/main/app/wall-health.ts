import { app, screen } from 'electron';
import type { WallReport } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';
import type { RunningConsole } from '../board/console';
import { watchAwayDisplays } from '../wall-health/away-displays';
import type { WeighedProcess } from '../wall-health/process-memory';
import { keepWallHealth } from '../wall-health/wall-health';
import type { Logger } from './log';
import type { Room } from './room';

export interface WallHealthParts {
  readonly console: RunningConsole;
  readonly room: Room;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Hears from the hub which displays of the wall nobody shows, and has scenes fold onto the rest. Returns what ends it. */
export function followOtherWalls({
  console,
  room,
  clock,
}: Pick<WallHealthParts, 'console' | 'room' | 'clock'>): () => void {
  return watchAwayDisplays({
    clock,
    ask: () => console.ask<'wall-health'>({ ask: 'wall-health' }),
    others: () => room.walls.others,
    tell: (away) => room.walls.setAway(away),
  });
}

/** Tells the hub how this machine's walls fare, and does what desks ask about them. Returns what ends it. */
export function tellWallHealth({ console, room, env, clock, log }: WallHealthParts): () => void {
  const { windows, walls } = room;
  // Where systemd is told that the app lives (`watchdog.ts`), it starts it again when it ends.
  const supervised = env.NOTIFY_SOCKET !== undefined;
  return keepWallHealth({
    clock,
    log,
    hub: console.walls,
    computer: () => console.identity.state.console.name,
    version: app.getVersion(),
    supervised,
    windows: () => windows.all.filter(({ kind }) => kind === 'wall'),
    shown: (window) => walls.stateOf(window),
    takeLongTasks: (window) => walls.takeLongTasks(window),
    displays,
    processes,
    restart: () => {
      if (!supervised) app.relaunch();
      app.quit();
    },
  });
}

function displays(): WallReport['displays'] {
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map(({ id, bounds, scaleFactor }) => ({
    id,
    width: bounds.width,
    height: bounds.height,
    scale: scaleFactor,
    primary: id === primary,
  }));
}

function processes(): readonly WeighedProcess[] {
  return app.getAppMetrics().map(({ pid, memory }) => ({ pid, residentMb: memory.workingSetSize / 1024 }));
}
