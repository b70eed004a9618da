import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { MarkIcon } from '../../parts/mark-icon';
import { useBoard } from '../../stores/board-react';
import type { Draft } from './draft';
import { recurrenceWords } from './recurrence';
import { coversWords, whenWords } from './window-words';
import { sectionOf } from './windows';

interface LineProps {
  readonly domId: string;
  readonly active: boolean;
  readonly onPress: () => void;
  readonly onOpen: () => void;
}

/** A window: what it is called, when, what it breaks, how often, whose it is. */
export function WindowRow(
  props: LineProps & {
    readonly status: MaintenanceStatus;
    /** Something that was asked for it and is not done. */
    readonly fate: OutboxEntry | undefined;
    readonly hubNow: number;
  },
): ReactNode {
  const { status, fate, hubNow, domId, active, onPress, onOpen } = props;
  const speech = useT();
  const { t } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { window } = status;
  const section = sectionOf(status, hubNow);
  const facts = [window.owner, window.ticket, window.origin === 'file' ? t('maintenance:origin.file') : null];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of its active line
    <div
      id={domId}
      role="option"
      aria-selected={active}
      className="mw-row"
      data-section={section}
      data-active={active ? '' : undefined}
      onClick={onPress}
      onDoubleClick={onOpen}
    >
      <span className="mw-mark">
        {section === 'running' && <MarkIcon mark="maintenance" size={18} />}
        {section === 'overrun' && <MarkIcon mark="overrun" size={18} />}
      </span>
      <span className="mw-what">
        <strong>{window.title}</strong>
        <span className="mw-covers">{coversWords(status, { graph, catalogue }, speech, 2)}</span>
      </span>
      <span className="mw-when">
        <strong>{whenWords(status, hubNow, speech)}</strong>
        {window.rrule !== null && <span className="quiet">{recurrenceWords(window.rrule, speech)}</span>}
      </span>
      <span className="mw-who">
        <span className="quiet">{facts.filter((fact) => fact !== null && fact !== '').join(' · ')}</span>
        {fate && (
          <strong data-fate={fate.fate}>
            {t(`maintenance:fate.${fate.fate}`, { reason: fate.reason ?? '' })}
          </strong>
        )}
      </span>
    </div>
  );
}

/** Something that was written and is not in the room yet. */
export function DraftRow(
  props: LineProps & { readonly draft: Draft; readonly fate: OutboxEntry | undefined },
): ReactNode {
  const { draft, fate, domId, active, onPress, onOpen } = props;
  const { t } = useT();
  const words = fate
    ? t(`maintenance:fate.${fate.fate}`, { reason: fate.reason ?? '' })
    : t(draft.begun ? 'maintenance:draft.new' : 'maintenance:draft.changed');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of its active line
    <div
      id={domId}
      role="option"
      aria-selected={active}
      className="mw-row"
      data-section="draft"
      data-active={active ? '' : undefined}
      onClick={onPress}
      onDoubleClick={onOpen}
    >
      <span className="mw-mark" />
      <span className="mw-what">
        <strong>{draft.title.trim() === '' ? t('maintenance:draft.untitled') : draft.title}</strong>
        <span className="mw-covers">{words}</span>
      </span>
      <span className="mw-when">{`${draft.date} ${draft.time}`}</span>
      <span className="mw-who" />
    </div>
  );
}
