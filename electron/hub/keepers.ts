import { join } from 'node:path';
import type { HubConfig } from '../../shared/contract/hub-config';
import type { LogEvent } from '../../shared/model/events';
import type { Patch } from '../../shared/model/room';
import type { Projection } from '../../shared/rules/projection';
import type { Clock } from '../../shared/time/clock';
import { ActionKeeper } from './actions/action-keeper';
import { AlarmKeeper, type AlarmKeeperOptions } from './alarms/alarm-keeper';
import type { LoadedCatalogue } from './catalogue/loaded';
import type { Documents } from './documents/documents';
import type { Faults } from './faults';
import { HandoverKeeper } from './handover/handover-keeper';
import { IncidentKeeper } from './incidents/incident-keeper';
import type { SqliteLog } from './log/sqlite-log';
import { WayOut } from './messages/way-out';
import type { Pipeline } from './pipeline/pipeline';
import { RoutineKeeper } from './routines/routine-keeper';
import type { SampleStore } from './store/sample-store';
import { WallHealth } from './wall/wall-health';
import { WallKeeper } from './wall/wall-keeper';
import { RosterKeeper } from './watch/roster-keeper';

export interface KeepersOptions {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly pipeline: Pipeline;
  readonly state: Projection;
  readonly recheck: AlarmKeeperOptions['recheck'];
  /** When a check was last observed, ms UTC; null: not known. */
  readonly seenAt: (check: string) => number | null;
  readonly faults: Faults;
  readonly eventLog: SqliteLog;
  readonly samples: SampleStore;
  readonly documents: Documents;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * What is done about what is measured: alarms, incidents, runbook actions, and words out of the room; the watch: who has
 * it, what it writes, what it hands over; and what the wall shows. Alarms and incidents hear what is applied, and say what follows, in this order: a
 * timeline tells of an alarm in the same write of the log. What goes out waits until it is on disk.
 */
export class Keepers {
  readonly alarms: AlarmKeeper;
  readonly incidents: IncidentKeeper;
  readonly actions: ActionKeeper;
  readonly wayOut: WayOut;
  readonly roster: RosterKeeper;
  readonly routines: RoutineKeeper;
  readonly handovers: HandoverKeeper;
  readonly wall: WallKeeper;
  readonly wallHealth: WallHealth;

  constructor({ config, faults, recheck, seenAt, eventLog, samples, documents, ...keeping }: KeepersOptions) {
    this.alarms = new AlarmKeeper({
      ...keeping,
      recheck,
      seenAt,
      onFault: (reason) => faults.note('alarms', reason),
    });
    this.incidents = new IncidentKeeper({
      ...keeping,
      gatherAlarms: () => this.alarms.gather(),
      rootsOf: (node) => this.alarms.causes.explained(node)?.roots ?? [],
      onFault: (reason) => faults.note('incidents', reason),
    });
    this.actions = new ActionKeeper({
      ...keeping,
      folders: config.actionFolders,
      workFolder: join(config.data, 'runs'),
    });
    this.wayOut = new WayOut({ ...keeping, config });
    this.roster = new RosterKeeper(keeping);
    this.routines = new RoutineKeeper({
      ...keeping,
      onFault: (reason) => faults.note('routines', reason),
    });
    this.handovers = new HandoverKeeper({
      ...keeping,
      folder: config.data,
      eventLog,
      samples,
      documents,
      gatherAlarms: () => this.alarms.gather(),
      onFault: (reason) => faults.note('handovers', reason),
    });
    this.wall = new WallKeeper({ ...keeping, onFault: (reason) => faults.note('wall', reason) });
    this.wallHealth = new WallHealth(keeping);
  }

  /** Settles what an earlier hub left behind. Before the catalogue is read, and before anybody may ask for anything. */
  recover(): void {
    this.actions.start();
  }

  /** The catalogue has been read, hours and maintenance are kept. */
  start(): void {
    this.incidents.start();
    this.alarms.start();
    this.wayOut.start();
    this.roster.start();
    this.routines.start();
    this.handovers.start();
    this.wall.start();
  }

  async stop(): Promise<void> {
    this.alarms.stop();
    this.incidents.stop();
    this.roster.stop();
    this.routines.stop();
    this.handovers.stop();
    this.wall.stop();
    await Promise.all([this.actions.stop(), this.wayOut.stop()]);
  }

  /** What they keep of their own is closed: the log tells nothing any more. */
  close(): void {
    this.handovers.close();
  }

  /** A catalogue applies. */
  apply(catalogue: LoadedCatalogue): void {
    this.actions.apply(catalogue);
    this.wayOut.apply(catalogue);
  }

  /** Hears what was applied, before it is on disk. */
  applied(event: LogEvent, patch: Patch): void {
    this.alarms.applied(event, patch);
    this.incidents.applied(event, patch);
    this.routines.applied(event, patch);
    this.handovers.applied(event, patch);
    this.wall.applied(event, patch);
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    this.wayOut.heard(events);
    this.handovers.heard(events);
  }

  /** Says what follows from all that was applied since it was last asked. Never throws. */
  gather(): void {
    this.alarms.gather();
    this.incidents.gather();
  }
}
