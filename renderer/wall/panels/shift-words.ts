import { formatUntil } from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import type { PanelView } from './panel';
import type { ShiftChange } from './shift-change';

/** How panels speak of a shift change. */

/** `natt → dag`; a side that has no shift by its people. */
export function shiftWords(
  { from, to, outgoing, incoming }: Pick<ShiftChange, 'from' | 'to' | 'outgoing' | 'incoming'>,
  t: Translate,
): string {
  const nobody = t('panels:shift.nobody');
  return `${from ?? (outgoing.join(', ') || nobody)} → ${to ?? (incoming.join(', ') || nobody)}`;
}

/** By when it is to be done, or when it should have been. */
export function dueWords(
  { dueAt, lateSince }: Pick<ShiftChange, 'dueAt' | 'lateSince'>,
  { t, link, lang }: Pick<PanelView, 't' | 'link' | 'lang'>,
): string {
  const at = formatUntil(dueAt, link.hubNow, lang);
  return t(lateSince === null ? 'panels:shift.due' : 'panels:shift.late', { at });
}
