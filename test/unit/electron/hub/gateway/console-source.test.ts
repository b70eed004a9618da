import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConsoleSource } from '../../../../../electron/hub/gateway/console-source';
import { openSqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { Pipeline } from '../../../../../electron/hub/pipeline/pipeline';
import type { EventBody, LogEvent } from '../../../../../shared/model/events';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { temporaryFolders } from '../../sqlite/temp-folder';

const folder = temporaryFolders();

/** A source over a log in a file, which a restore has begun anew where `epochs` says. */
async function rig(epochs: readonly (readonly EventBody[])[]) {
  const clock = new ManualClock();
  const log = await openSqliteLog({ file: join(folder(), 'log.db'), clock });
  for (const [index, bodies] of epochs.entries()) {
    if (index > 0) await log.newEpoch({ reducer: 1, patch: {} });
    await log.append(
      bodies.map((body) => ({ at: clock.now(), body })),
      0,
    );
    clock.advance(60_000);
  }
  const state = new Projection();
  const pipeline = new Pipeline({
    log,
    projection: state,
    clock,
    onDurable: () => {},
    onFault: () => {},
    onTellFault: () => {},
    onFenced: () => {},
  });
  const source = new ConsoleSource(log, pipeline, state, () => {
    throw new Error('nobody asks for a heartbeat here');
  });
  /** All of history as a desk reads it: page by page, until it is told that there is no more. */
  const walk = async (limit: number): Promise<{ readonly events: LogEvent[]; readonly largest: number }> => {
    const events: LogEvent[] = [];
    let largest = 0;
    for (let pages = 0; pages < 200; pages++) {
      const last = events.at(-1);
      const page = await source.history(null, last?.seq ?? null, limit, { epoch: last?.epoch });
      largest = Math.max(largest, JSON.stringify(page).length);
      events.push(...page.events);
      if (page.complete) return { events, largest };
    }
    throw new Error('it never comes to an end');
  };
  return { log, walk };
}

const overdue = (check: string): EventBody => ({ type: 'check.overdue', check, lastObservedAt: null });

describe('history as consoles are told it', () => {
  it('goes on past the restore that began this epoch, each event once', async () => {
    const { log, walk } = await rig([
      Array.from({ length: 9 }, (_, i) => overdue(`old-${i}`)),
      Array.from({ length: 4 }, (_, i) => overdue(`new-${i}`)),
    ]);
    const { events } = await walk(3);
    expect(events.map(({ body }) => body.type === 'check.overdue' && body.check)).toEqual([
      ...[3, 2, 1, 0].map((i) => `new-${i}`),
      ...[8, 7, 6, 5, 4, 3, 2, 1, 0].map((i) => `old-${i}`),
    ]);
    await log.close();
  });

  it('is cut where a storm of alerts would make an answer of many megabytes, and can be read on', async () => {
    const storm = Array.from(
      { length: 60 },
      (_, n): EventBody => ({
        type: 'sources.changed',
        source: 'am',
        put: Array.from({ length: 200 }, (_, i) => ({
          kind: 'alert' as const,
          value: {
            id: `am/${n}-${i}`,
            source: 'am',
            name: 'Disk',
            summary: 'x'.repeat(500),
            severity: 'critical' as const,
            labels: { alertname: 'Disk' },
            nodes: [],
            rules: [],
            startsAt: 1,
            silencedBy: [],
            inhibited: false,
            link: null,
          },
        })),
        drop: [],
        actor: null,
      }),
    );
    const { log, walk } = await rig([storm]);
    const { events, largest } = await walk(100);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i));
    expect(largest).toBeLessThan(1_500_000);
    await log.close();
  });
});
