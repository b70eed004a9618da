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
        : t('handover:history.edited', { after });
  }
}

function severityWord(value: string, t: Words['t']): string {
  return value === 'red' || value === 'yellow' || value === 'green' ? t(`handover:severity.${value}`) : value;
}
