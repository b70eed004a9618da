import type { ReactNode, RefObject } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { flagsOf, shiftsOf, useNoteNames, useWhen } from './handover-words';
import type { HandoverRecord } from './use-past';

export const handoverDomId = (id: string): string => `handover-${id}`;

/** Handovers, the newest first; the one that is being made stands on top, with how far it has come. */
export function HandoverList(props: {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly records: readonly HandoverRecord[];
  readonly current: string | null;
  /** Held against another one. */
  readonly chosen: string | null;
  readonly waiting: ReadonlySet<string>;
  readonly now: number;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { list, records, current, chosen, waiting, now, onFocus, onOpen } = props;
  const { t } = useT();
  return (
    <div
      ref={list}
      className="handover-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('handover:list.title')}
      aria-activedescendant={current === null ? undefined : handoverDomId(current)}
    >
      {records.map((record) => {
        const { handover } = record;
        const { id } = handover;
        return (
          <div
            key={id}
            id={handoverDomId(id)}
            role="option"
            tabIndex={-1}
            className="handover-line"
            aria-selected={id === current}
            data-chosen={id === chosen ? '' : undefined}
            onClick={() => onFocus(id)}
            onDoubleClick={() => onOpen(id)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onOpen(id);
            }}
          >
            <Line
              record={record}
              now={now}
              chosen={id === chosen}
              waits={waiting.has(`watch/handover:${id}`)}
            />
          </div>
        );
      })}
    </div>
  );
}

function Line(props: {
  readonly record: HandoverRecord;
  readonly now: number;
  readonly chosen: boolean;
  readonly waits: boolean;
}): ReactNode {
  const { record, now, chosen, waits } = props;
  const { handover, text } = record;
  const { t } = useT();
  const names = useNoteNames();
  const when = useWhen();
  const severity = text?.severity ?? handover.severity;
  const flags = flagsOf(handover, text);
  return (
    <>
      <span className="handover-number">
        <strong>{handover.number}</strong>
        {severity !== null && severity !== 'green' && (
          <StateShape
            state={severity === 'red' ? 'down' : 'warning'}
            size={14}
            label={t(`handover:severity.${severity}`)}
          />
        )}
      </span>
      <span>
        <strong>{shiftsOf(handover, names)}</strong> {when(handover)}
        <span className="handover-summary">
          {handover.state === 'accepted' ? (text?.summary ?? '') : t(`handover:state.${handover.state}`)}
        </span>
      </span>
      <span className="handover-flags">
        {handover.acceptedAt !== null &&
          t('handover:end.accepted', { time: formatSince(handover.acceptedAt, now) })}
        {flags.map((flag) => (
          <span key={flag} className="note-tag">
            {t(`handover:flag.${flag}`)}
          </span>
        ))}
        {chosen && <span className="note-tag">{t('handover:compare.chosen')}</span>}
        {waits && <span className="from-cache">{t('handover:provisional')}</span>}
      </span>
    </>
  );
}
