import { Fragment, type ReactNode } from 'react';
import type { HandoverSection } from '../../../shared/model/handover';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useHandoverWindow } from '../model/handover-context';
import { useWords } from '../model/use-words';
import { EndRows } from './end-rows';
import { LineEditor } from './line-editor';
import { emptyKey, type NoteRow, type NoteSection, SUMMARY_ROW } from './note-model';
import { NoteRowView } from './note-row-view';
import { SummaryRow } from './summary-row';

/** The note, read aloud from top to bottom: how bad it is, and eight sections of lines. */
export function NotePanel(props: {
  readonly sections: readonly NoteSection[];
  readonly focused: string;
  readonly onFocus: (key: string) => void;
  readonly onEdit: (key: string) => void;
  readonly onAdd: (section: HandoverSection) => void;
  readonly onDone: (next: boolean) => void;
}): ReactNode {
  const { sections, focused, onFocus, onEdit, onAdd, onDone } = props;
  const { t } = useT();
  const { editing } = useHandoverWindow();
  const row = (one: NoteRow): ReactNode => (
    <NoteRowView
      key={one.key}
      row={one}
      focused={one.key === focused}
      onFocus={() => onFocus(one.key)}
      onEdit={() => onEdit(one.key)}
      onDone={onDone}
    />
  );
  return (
    <ScrollRegion className="note" aria-label={t('handover:note')}>
      <SummaryRow
        focused={focused === SUMMARY_ROW}
        onFocus={() => onFocus(SUMMARY_ROW)}
        onEdit={() => onEdit(SUMMARY_ROW)}
        onDone={onDone}
      />
      {sections.map(({ section, rows }) => {
        const fresh = editing?.target.what === 'added' && editing.target.section === section ? editing : null;
        const shown = rows.filter(({ key }) => key !== fresh?.row);
        return (
          <section key={section} className="note-section" aria-label={t(`handover:section.${section}`)}>
            <div className="note-section-head">
              <h3>{t(`handover:section.${section}`)}</h3>
              <button
                type="button"
                className="note-add"
                tabIndex={-1}
                aria-label={t('handover:row.addTo', { section: t(`handover:section.${section}`) })}
                onClick={() => onAdd(section)}
              >
                <KeyCap cap="a" />
              </button>
            </div>
            <div className="note-rows">
              {shown.map((one) => (
                <Fragment key={one.key}>{row(one)}</Fragment>
              ))}
              {shown.length === 0 && fresh === null && (
                <EmptyRow
                  section={section}
                  focused={focused === emptyKey(section)}
                  onFocus={() => onFocus(emptyKey(section))}
                />
              )}
              {fresh !== null && <NewRow key={fresh.row} onDone={onDone} />}
            </div>
          </section>
        );
      })}
      <EndRows />
    </ScrollRegion>
  );
}

function EmptyRow(props: {
  readonly section: HandoverSection;
  readonly focused: boolean;
  readonly onFocus: () => void;
}): ReactNode {
  const { section, focused, onFocus } = props;
  const { t } = useT();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a place in a text that takes keys; a fieldset is a part of a form
    <div
      role="group"
      className="note-row note-empty"
      data-row={emptyKey(section)}
      data-focused={focused ? '' : undefined}
      tabIndex={focused ? 0 : -1}
      aria-label={t('handover:row.none', { section: t(`handover:section.${section}`) })}
      onFocus={onFocus}
    >
      <span className="note-shape" />
      <span className="note-words quiet">{t('handover:row.nothing')}</span>
    </div>
  );
}

function NewRow({ onDone }: { readonly onDone: (next: boolean) => void }): ReactNode {
  const { shared, editing, writer } = useHandoverWindow();
  const { t, person } = useWords();
  if (editing === null || writer === null) return null;
  return (
    <div className="note-row" data-role="line" data-origin="written" data-focused="">
      <span className="note-shape" />
      <span className="note-words">
        <LineEditor
          shared={shared}
          target={editing.target}
          writer={writer}
          label={t('handover:row.new')}
          placeholder={t('handover:row.newHelp')}
          onDone={onDone}
        />
      </span>
      <span className="source-tags" />
      <span className="note-origin">{person(writer.by)}</span>
    </div>
  );
}
