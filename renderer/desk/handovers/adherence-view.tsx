import { type ReactNode, useEffect, useState } from 'react';
import type { AdherenceAnswer } from '../../../shared/contract/wire';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { useEventNames } from '../events/use-event-names';
import { nodeName } from '../model/row';
import { useNoteNames } from './handover-words';

/** So far back, ms: thirteen months, so that a month can be held against the same month a year ago. */
const BACK_MS = 396 * 86_400_000;

/** How handovers were done, by month and position: never by name. */
export function AdherenceView({ now }: { readonly now: number }): ReactNode {
  const { t } = useT();
  const { answer, fault } = useAdherence();
  if (answer === null) {
    return fault === null ? (
      <Notice title={t('handover:adherence.reading')} />
    ) : (
      <Notice title={t('handover:adherence.failed')} text={fault} />
    );
  }
  if (answer.rows.length === 0) return <Notice title={t('handover:adherence.none')} />;
  return (
    <article className="handover-adherence">
      <table className="plain-table">
        <caption className="quiet">{t('handover:adherence.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('handover:adherence.month')}</th>
            <th scope="col">{t('handover:adherence.position')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="number">
                {t(`handover:adherence.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row) => (
            <Row key={`${row.month}/${row.position}`} row={row} />
          ))}
        </tbody>
      </table>
      <Reasons answer={answer} now={now} />
    </article>
  );
}

const COLUMNS = [
  'handovers',
  'whole',
  'readBack',
  'summary',
  'actions',
  'contingency',
  'exceptions',
  'late',
  'missed',
  'minutes',
  'dropped',
] as const;

function Row({ row }: { readonly row: AdherenceAnswer['rows'][number] }): ReactNode {
  const { t } = useT();
  const names = useNoteNames();
  const share = (count: number): string =>
    row.handovers === 0
      ? '–'
      : t('handover:adherence.share', { share: Math.round((count / row.handovers) * 100) });
  const { elements } = row;
  const values: Record<(typeof COLUMNS)[number], string> = {
    handovers: String(row.handovers),
    whole: share(row.whole),
    readBack: share(row.readBack),
    summary: share(elements.summary),
    actions: share(elements.actions),
    contingency: share(elements.contingency),
    exceptions: String(row.exceptions),
    late: String(row.late),
    missed: String(row.missed),
    minutes: row.minutes === null ? '–' : t('handover:adherence.min', { minutes: Math.round(row.minutes) }),
    dropped: String(row.dropped),
  };
  const all = row.position === null;
  return (
    <tr data-all={all ? '' : undefined}>
      <td>{all ? row.month : ''}</td>
      <td>{row.position === null ? t('handover:adherence.all') : names.position(row.position)}</td>
      {COLUMNS.map((column) => (
        <td key={column} className="number">
          {values[column]}
        </td>
      ))}
    </tr>
  );
}

/** Why it was done with an exception, and what was dropped and came back as an alarm. */
function Reasons({ answer, now }: { readonly answer: AdherenceAnswer; readonly now: number }): ReactNode {
  const { t } = useT();
  const names = useNoteNames();
  const board = useEventNames();
  return (
    <>
      {answer.exceptions.length > 0 && (
        <section>
          <h2>{t('handover:adherence.why')}</h2>
          <ul>
            {answer.exceptions.map(({ handover, number, at, position, reason }) => (
              <li key={`${handover}/${at}`}>
                <strong>{number}</strong> {formatSince(at, now)}{' '}
                {position === null ? '' : names.position(position)}: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      {answer.dropped.length > 0 && (
        <section>
          <h2>{t('handover:adherence.cameBack')}</h2>
          <ul>
            {answer.dropped.map(({ handover, number, node, alarm, at }) => (
              <li key={`${handover}/${node}/${at}`}>
                {t('handover:adherence.cameBackWords', {
                  number,
                  name: nodeName(board, node),
                  alarm,
                  time: formatSince(at, now),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function useAdherence(): { readonly answer: AdherenceAnswer | null; readonly fault: string | null } {
  const bridge = useBridge();
  const store = useBoardStore();
  const live = useLinkView(1_000).phase === 'live';
  const [read, setRead] = useState<{
    readonly answer: AdherenceAnswer | null;
    readonly fault: string | null;
  }>({
    answer: null,
    fault: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked again when the hub is back
  useEffect(() => {
    let alive = true;
    const now = Math.floor(store.linkView().hubNow);
    void bridge.adherence({ from: now - BACK_MS, to: now }).then((answer) => {
      if (!alive) return;
      setRead((before) =>
        answer.ok ? { answer: answer.value, fault: null } : { ...before, fault: answer.error.message },
      );
    });
    return () => {
      alive = false;
    };
  }, [bridge, store, live]);
  return read;
}
