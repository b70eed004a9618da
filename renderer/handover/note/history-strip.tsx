import { diffWordsWithSpace } from 'diff';
import { type ReactNode, useMemo } from 'react';
import type { HistoryEntry } from '../../../shared/rules/handover/document';
import { useHubMinutes } from '../../desk/incidents/use-incidents';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords } from '../model/use-words';
import type { PaperFate, PaperFormat } from '../paper/use-paper';
import { historyWords } from './history-words';

/** So many of the latest changes stand under the note. */
const LATEST = 4;

/** Who wrote apart comes in where it was written, not where it arrived. */
function newestFirst(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return history.toReversed().sort((a, b) => b.at - a.at);
}

/** What was changed since the draft: the latest, and the way to all of it. */
export function HistoryStrip(props: {
  readonly fate: PaperFate;
  readonly onUndo: () => void;
  readonly onSave: (format: PaperFormat) => void;
}): ReactNode {
  const { fate, onUndo, onSave } = props;
  const { document, show } = useHandoverWindow();
  const { t } = useWords();
  const entries = useMemo(() => newestFirst(document.document.history), [document.document]);
  return (
    <section className="history-strip" aria-label={t('handover:history.title')}>
      <div className="panel-title">
        <h3>{t('handover:history.title')}</h3>
        <span className="act-row">
          <KeyButton
            cap="y"
            label={t('handover:history.all', { count: entries.length })}
            disabled={entries.length === 0}
            onPress={() => show({ kind: 'history' })}
          />
          <KeyButton
            cap="Ctrl Z"
            label={t('handover:history.undo')}
            disabled={!document.undoable}
            onPress={onUndo}
          />
          <KeyButton cap="p" label={t('handover:paper.pdf')} onPress={() => onSave('pdf')} />
          <KeyButton cap="m" label={t('handover:paper.md')} onPress={() => onSave('md')} />
        </span>
      </div>
      <p className="paper-fate" role="status">
        {fate?.kind === 'saving' && t('handover:paper.saving')}
        {fate?.kind === 'saved' && t('handover:paper.saved', { path: fate.words })}
        {fate?.kind === 'failed' && t('handover:paper.failed', { reason: fate.words })}
      </p>
      {entries.length === 0 ? (
        <p className="quiet">{t('handover:history.none')}</p>
      ) : (
        <ol className="history-list">
          {entries.slice(0, LATEST).map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name, and only comes before others
            <HistoryLine key={`${entry.at}/${index}`} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function HistoryLine({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const words = useWords();
  const now = useHubMinutes();
  return (
    <li className="history-line">
      <time>{clockOf(entry.at, now)}</time>
      <strong>{words.person(entry.by)}</strong>
      <span className="history-section">{sectionOf(entry, words)}</span>
      <span className="history-words">{historyWords(entry, words)}</span>
    </li>
  );
}

/** Everything that was done to the text, with what it said before. */
export function HistoryDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { document } = useHandoverWindow();
  const words = useWords();
  const { t } = words;
  const now = useHubMinutes();
  const entries = newestFirst(document.document.history);
  return (
    <Dialog title={t('handover:history.dialog')} closeLabel={t('common:close')} onClose={onClose}>
      <ScrollRegion className="history-whole" aria-label={t('handover:history.dialog')}>
        {entries.length === 0 && <p className="quiet">{t('handover:history.none')}</p>}
        <ol className="history-list">
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name, and only comes before others
            <li key={`${entry.at}/${index}`} className="history-line">
              <time>{clockOf(entry.at, now)}</time>
              <strong>{words.person(entry.by)}</strong>
              <span className="history-section">{sectionOf(entry, words)}</span>
              <span className="history-words">
                <Difference entry={entry} />
              </span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </Dialog>
  );
}

function sectionOf({ section, what }: HistoryEntry, { t }: ReturnType<typeof useWords>): string {
  if (section !== null) return t(`handover:section.${section}`);
  return t(what === 'read-back' ? 'handover:end.readBack' : 'handover:summary.label');
}

/** What went and what came, word by word: struck and underlined, and said to a screen reader by its elements. */
function Difference({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const words = useWords();
  const { what, before, after } = entry;
  if (what === 'struck' || what === 'restored' || what === 'severity') return historyWords(entry, words);
  return diffWordsWithSpace(before, after).map((part, index) =>
    part.added ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which do not move
      <ins key={index}>{part.value}</ins>
    ) : part.removed ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which do not move
      <del key={index}>{part.value}</del>
    ) : (
      part.value
    ),
  );
}
