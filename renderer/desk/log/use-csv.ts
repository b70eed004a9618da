import { useCallback } from 'react';
import type { LogEvent } from '../../../shared/model/events';
import { useT } from '../../i18n/react';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { useBridge, useDeskStore } from '../desk-context';
import { useEventNames } from '../events/use-event-names';
import { alarmRows, eventRows, type Rows } from './csv';
import { asksAnything, type SearchQuestion, searchArgs } from './use-search';

/** The most that one file takes: more than this is no longer read by anybody. */
const MOST = 20_000;
const PAGE = 500;

/** Tables that a person can take with them. Each asks where to put the file, and says where it went. */
export interface Csv {
  readonly alarms: () => Promise<void>;
  /** What a search finds, all of it; where it asks for nothing, the newest of the log. */
  readonly log: (question: SearchQuestion) => Promise<void>;
}

/** CSV export of the alarm list and of the log. */
export function useCsv(): Csv {
  const speech = useT();
  const bridge = useBridge();
  const desk = useDeskStore();
  const store = useBoardStore();
  const names = useEventNames();
  const { hubNow } = useLinkView(60_000);
  const stamp = new Date(hubNow).toISOString().slice(0, 16).replace('T', '-').replace(':', '');

  const write = useCallback(
    async (name: string, rows: Rows): Promise<void> => {
      const { t } = speech;
      const answer = await bridge.exportCsv({ name, rows });
      if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
      else if (answer.value !== null)
        desk.setState({ notice: t('log:csv.written', { path: answer.value.path, count: rows.length - 1 }) });
    },
    [bridge, desk, speech],
  );
  const alarms = useCallback(async () => {
    const all = [...store.getState().alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' ? [entity.value] : [],
    );
    await write(`vaktrom-${speech.t('log:csv.alarmsFile')}-${stamp}`, alarmRows(all, names, speech));
  }, [store, write, names, speech, stamp]);
  const log = useCallback(
    async (question: SearchQuestion) => {
      const events: LogEvent[] = [];
      for (;;) {
        const last = events.at(-1);
        const answer = !asksAnything(question)
          ? await bridge.history({
              node: null,
              before: last?.seq ?? null,
              ...(last && { epoch: last.epoch }),
              limit: PAGE,
            })
          : await bridge.search(
              searchArgs(question, last === undefined ? undefined : { kind: 'room', event: last }, PAGE),
            );
        if (!answer.ok) {
          desk.setState({ notice: speech.t('desk:notice.refused', { reason: answer.error.message }) });
          return;
        }
        const page =
          'hits' in answer.value ? answer.value.hits.map(({ event }) => event) : answer.value.events;
        events.push(...page);
        if (answer.value.complete || page.length === 0 || events.length >= MOST) break;
      }
      await write(`vaktrom-${speech.t('log:csv.logFile')}-${stamp}`, eventRows(events, names, speech));
    },
    [bridge, desk, write, names, speech, stamp],
  );
  return { alarms, log };
}
