import { useCallback, useEffect, useState } from 'react';
import type { LogEvent } from '../../../../shared/model/events';
import type { Incident } from '../../../../shared/model/incidents';
import { useBridge } from '../../desk-context';

/** Events are asked for in pages of this many; this many pages of one incident are read. */
const PAGE = 200;
const MAX_PAGES = 25;

/** What the log holds about an incident. */
export interface ReportEvents {
  readonly phase: 'reading' | 'read' | 'failed';
  readonly events: readonly LogEvent[];
  /** The log goes further back than what was read. */
  readonly cut: boolean;
}

/** Reads what the log says of an incident, by all that it has been called. */
export function useReportEvents(incident: Incident): ReportEvents {
  const bridge = useBridge();
  const [read, setRead] = useState<ReportEvents>({ phase: 'reading', events: [], cut: false });
  const names = [incident.id, ...incident.aliases].join(' ');
  const readAll = useCallback(
    async (alive: () => boolean): Promise<void> => {
      const events: LogEvent[] = [];
      let cut = false;
      for (const id of names.split(' ')) {
        let last: LogEvent | undefined;
        for (let page = 0; ; page += 1) {
          const answer = await bridge.history({
            node: `incident/${id}`,
            before: last?.seq ?? null,
            ...(last !== undefined && { epoch: last.epoch }),
            limit: PAGE,
          });
          if (!alive()) return;
          if (!answer.ok) return setRead({ phase: 'failed', events, cut: true });
          events.push(...answer.value.events);
          last = answer.value.events.at(-1);
          if (answer.value.complete || last === undefined) break;
          if (page + 1 < MAX_PAGES) continue;
          cut = true;
          break;
        }
      }
      setRead({ phase: 'read', events, cut });
    },
    [bridge, names],
  );
  useEffect(() => {
    let alive = true;
    void readAll(() => alive);
    return () => {
      alive = false;
    };
  }, [readAll]);
  return read;
}
