import { join } from 'node:path';
import type { LogEvent } from '../../shared/model/events';
import type { Projection } from '../../shared/rules/projection';
import type { Clock } from '../../shared/time/clock';
import type { Faults } from './faults';
import { AlarmJournal } from './figures/alarm-journal';
import type { SqliteLog } from './log/sqlite-log';
import { EventIndex } from './search/event-index';

export interface DerivedOptions {
  /** The hub's data folder. */
  readonly folder: string;
  readonly log: SqliteLog;
  readonly clock: Clock;
  readonly state: Projection;
  readonly faults: Faults;
}

/** What is kept of the log in files of its own, which can be thrown away: full text, and the record behind the figures. */
export class Derived {
  readonly index: EventIndex;
  readonly journal: AlarmJournal;

  constructor({ folder, faults, ...reading }: DerivedOptions) {
    this.index = new EventIndex({
      ...reading,
      file: join(folder, 'search.db'),
      onFault: (reason) => faults.note('search', reason),
    });
    this.journal = new AlarmJournal({
      ...reading,
      file: join(folder, 'figures.db'),
      onFault: (reason) => faults.note('figures', reason),
    });
  }

  start(): void {
    this.index.start();
    this.journal.start();
  }

  stop(): void {
    this.index.stop();
    this.journal.stop();
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    this.index.heard(events);
    this.journal.heard(events);
  }
}
