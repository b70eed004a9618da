import { diffWordsWithSpace } from 'diff';
import type { HistoryEntry } from '../../../shared/rules/handover/document';
import type { Words } from '../model/use-words';

/** What was done to the text, in a few words: what it said before lies beside, for who wants to see it. */
export function historyWords({ what, after, before, section }: HistoryEntry, { t }: Words): string {
  switch (what) {
    case 'added':
      return t('handover:history.added', { after });
    case 'struck':
      return t('handover:history.struck', { before, reason: after });
    case 'restored':
      return t('handover:history.restored', { after });
    case 'severity':
      return after === ''
        ? t('handover:history.severityDrawn')
        : t('handover:history.severity', { severity: severityWord(after, t) });
    case 'summary':
      return t('handover:history.summary', { after });
    case 'read-back':
      return t('handover:history.readBack', { after });
    case 'edited':
      return after === '' && section !== null
        ? t('handover:history.emptied', { before })
        : t('handover:history.edited', { after: changedWords(before, after) });
  }
}

/** Of a long line the part that is other than it was, with what stood there. */
function changedWords(before: string, after: string): string {
  const parts = diffWordsWithSpace(before, after);
  const first = parts.findIndex(({ added, removed }) => added || removed);
  const last = parts.findLastIndex(({ added, removed }) => added || removed);
  if (first < 0 || !parts.some(({ added, removed }) => !added && !removed)) return after;
  const between = parts.slice(first, last + 1);
  const said = (left: 'added' | 'removed'): string =>
    between
      .filter((part) => !part[left])
      .map(({ value }) => value)
      .join('')
      .trim();
  const [was, is] = [said('added'), said('removed')];
  return was === '' ? `… ${is}` : `${was} → ${is === '' ? '–' : is}`;
}

function severityWord(value: string, t: Words['t']): string {
  return value === 'red' || value === 'yellow' || value === 'green' ? t(`handover:severity.${value}`) : value;
}
