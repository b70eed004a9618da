import type { ReactNode } from 'react';
import type { Presence } from '../../../shared/contract/documents';
import { useHubMinutes } from '../../desk/incidents/use-incidents';
import { MarkIcon } from '../../parts/mark-icon';
import { StateShape } from '../../parts/state-shape-icon';
import { useNode } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { useWords } from '../model/use-words';
import { LineEditor } from './line-editor';
import type { NoteRow } from './note-model';
import { originWords } from './row-origin';
import { SourceTags } from './source-tags';

/** One line: its shape, its words, where it comes from, and who says so. */
export function NoteRowView(props: {
  readonly row: NoteRow;
  readonly focused: boolean;
  readonly onFocus: () => void;
  readonly onEdit: () => void;
  readonly onDone: (next: boolean) => void;
}): ReactNode {
  const { row, focused, onFocus, onEdit, onDone } = props;
  const { shared, document, editing, writer, show } = useHandoverWindow();
  const words = useWords();
  const { t } = words;
  const now = useHubMinutes();
  const { line } = row;
  const here = document.present.filter((one) => one.line === (row.target?.line ?? row.key));
  const writes = editing?.row === row.key && writer !== null ? editing : null;
  const origin = originWords(row, now, words);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line is a place in a text that takes keys; a fieldset is a part of a form
    <div
      role="group"
      className="note-row"
      data-row={row.key}
      data-role={row.role}
      data-origin={line.origin}
      data-struck={line.struck === null ? undefined : ''}
      data-critical={line.critical ? '' : undefined}
      data-focused={focused ? '' : undefined}
      data-present={here.length > 0 ? '' : undefined}
      aria-label={t('handover:row.label', { text: line.text, origin })}
      tabIndex={focused ? 0 : -1}
      onFocus={onFocus}
      onDoubleClick={onEdit}
    >
      <span className="note-shape">
        <RowShape row={row} />
      </span>
      <span className="note-words">
        {row.role === 'proposed' && <span className="note-tag">{t('handover:row.proposed')}</span>}
        {row.role === 'variant' && <span className="note-tag">{t('handover:row.variant')}</span>}
        {row.role === 'newer' && <span className="note-tag">{t('handover:row.newer')}</span>}
        {writes ? (
          <LineEditor
            shared={shared}
            target={writes.target}
            writer={writer as NonNullable<typeof writer>}
            label={t('handover:row.edit')}
            onDone={onDone}
          />
        ) : (
          <>
            {line.lead > 0 ? (
              <>
                <strong>{line.text.slice(0, line.lead)}</strong>
                {line.text.slice(line.lead)}
              </>
            ) : (
              line.text
            )}
            {line.critical && <span className="visually-hidden"> {t('handover:row.critical')}</span>}
          </>
        )}
        <Present here={here} />
      </span>
      <SourceTags sources={line.sources} onOpen={() => show({ kind: 'source', key: row.key })} />
      <span className="note-origin">{origin}</span>
    </div>
  );
}

/** Who is at this line from another window: told apart by their outline, never by a hue. */
function Present({ here }: { readonly here: readonly Presence[] }): ReactNode {
  const words = useWords();
  return here.map(({ client, person, writing }) => (
    <span key={client} className="present-tag" data-writing={writing ? '' : undefined}>
      {words.t(writing ? 'handover:present.writes' : 'handover:present.reads', {
        name: words.person(person),
      })}
    </span>
  ));
}

function RowShape({ row }: { readonly row: NoteRow }): ReactNode {
  const node = row.drawn?.node ?? null;
  if (row.line.struck !== null || row.role !== 'line') return null;
  if (row.section === 'maintenance') {
    return row.line.sources.some(({ kind }) => kind === 'maintenance') ? (
      <MarkIcon mark="maintenance" size={14} />
    ) : null;
  }
  if (row.section !== 'now' && row.section !== 'aside' && row.section !== 'watch') return null;
  return node === null ? null : <NodeShape node={node} quiet={row.section === 'aside'} />;
}

function NodeShape({ node, quiet }: { readonly node: string; readonly quiet: boolean }): ReactNode {
  const status = useNode(node);
  if (!status || status.state === 'normal') return null;
  return <StateShape state={status.state} size={18} quiet={quiet} />;
}
