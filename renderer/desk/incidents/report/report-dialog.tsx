import { type ReactNode, useMemo, useState } from 'react';
import type { Incident, IncidentEntity } from '../../../../shared/model/incidents';
import { htmlOf } from '../../../../shared/paper/paper-html';
import { markdownOf } from '../../../../shared/paper/paper-markdown';
import type { Block } from '../../../../shared/paper/written-report';
import { useT } from '../../../i18n/react';
import { Dialog } from '../../../parts/dialog';
import { useFirstFocus } from '../../../parts/first-focus';
import { KeyButton } from '../../../parts/key-cap';
import { ScrollRegion } from '../../../parts/scroll-region';
import { useBoard, useBoardStore } from '../../../stores/board-react';
import { useBridge } from '../../desk-context';
import { useEventNames } from '../../events/use-event-names';
import { useKeys } from '../../keys/use-keys';
import { reportOf } from './report-model';
import { writeReport } from './report-sections';
import { useReportEvents } from './use-report';

type Format = 'md' | 'pdf';
type Fate = { readonly kind: 'saving' } | { readonly kind: 'saved' | 'failed'; readonly words: string };

/** The report of an incident as it will be written, and the two ways to keep it. */
export function ReportDialog(props: {
  readonly incident: Incident;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  readonly onClose: () => void;
}): ReactNode {
  const { incident, incidents, onClose } = props;
  const speech = useT();
  const { t, lang } = speech;
  const bridge = useBridge();
  const store = useBoardStore();
  const names = useEventNames();
  const alarmsVersion = useBoard((state) => state.alarmsVersion);
  const { phase, events, cut } = useReportEvents(incident);
  const [fate, setFate] = useState<Fate | null>(null);
  // Not on what closes it: Enter saves, and the arrows read.
  const first = useFirstFocus<HTMLElement>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const written = useMemo(() => {
    const report = reportOf({ incident, incidents, alarms: store.getState().alarms, events });
    return writeReport(report, names, speech, Math.floor(store.linkView().hubNow));
  }, [incident, incidents, events, names, speech, store, alarmsVersion]);
  const save = async (format: Format): Promise<void> => {
    // What is read while the log is being read is not the report.
    if (phase === 'reading' || fate?.kind === 'saving') return;
    setFate({ kind: 'saving' });
    const text = format === 'md' ? markdownOf(written) : htmlOf(written, lang);
    const answer = await bridge.saveReport({ name: written.title.slice(0, 120), format, text });
    if (!answer.ok) setFate({ kind: 'failed', words: answer.error.message });
    else setFate(answer.value === null ? null : { kind: 'saved', words: answer.value.path });
  };
  useKeys(
    {
      back: onClose,
      save: () => void save('pdf'),
      open: () => void save('pdf'),
      message: () => void save('md'),
    },
    { modal: true },
  );
  return (
    <Dialog title={t('incidents:report.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="act-row">
        <KeyButton
          cap="Enter"
          label={t('incidents:report.pdf')}
          disabled={phase === 'reading' || fate?.kind === 'saving'}
          onPress={() => void save('pdf')}
        />
        <KeyButton
          cap="m"
          label={t('incidents:report.md')}
          disabled={phase === 'reading' || fate?.kind === 'saving'}
          onPress={() => void save('md')}
        />
        <span role="status">
          {phase === 'reading' && t('incidents:report.reading')}
          {fate?.kind === 'saving' && t('incidents:report.saving')}
          {fate?.kind === 'saved' && t('incidents:report.saved', { path: fate.words })}
        </span>
      </div>
      <p className="form-fault" role="alert">
        {fate?.kind === 'failed' ? t('incidents:report.failed', { reason: fate.words }) : ''}
      </p>
      {(cut || phase === 'failed') && <p className="people-note">{t('incidents:report.cut')}</p>}
      <ScrollRegion ref={first} className="inc-report" aria-label={t('incidents:report.text')}>
        <h3>{written.title}</h3>
        <p className="quiet">{written.subtitle}</p>
        {written.sections.map((section) => (
          <section key={section.title}>
            <h4>{section.title}</h4>
            {section.blocks.map((block, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report is written whole, and its blocks do not move
              <ReportBlock key={index} block={block} />
            ))}
          </section>
        ))}
      </ScrollRegion>
    </Dialog>
  );
}

function ReportBlock({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>;
    case 'facts':
      return (
        <dl className="inc-facts">
          {block.rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'list':
      return (
        <ul className="inc-report-list">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <table className="plain-table">
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((cells, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none moves
              <tr key={index}>
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'quote':
      return (
        <>
          <p>
            <strong>{block.title}</strong>
          </p>
          <blockquote className="inc-quote">{block.text}</blockquote>
        </>
      );
  }
}
