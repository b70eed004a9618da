import type { WallCell, WallDisplay } from '../../../shared/model/wall';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import { formatUntil } from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from '../events/command-words';
import { panelName } from '../events/wall-words';
import { inReadingOrder, sideOf } from './wall-cells';

/** Which part of its display a cell is: *øverst til venstre*; empty: the whole of it. */
export function partWords(cell: WallCell, t: Translate): string {
  const { across, down } = sideOf(cell);
  if (across === 'whole' && down === 'whole') return '';
  if (across === 'whole') return t(down === 'upper' ? 'walls:part.upper' : 'walls:part.lower');
  if (down === 'whole') return t(across === 'left' ? 'walls:part.left' : 'walls:part.right');
  if (down === 'upper') return t(across === 'left' ? 'walls:part.upperLeft' : 'walls:part.upperRight');
  return t(across === 'left' ? 'walls:part.lowerLeft' : 'walls:part.lowerRight');
}

/** A display by its number on the wall and its name, once where the name is the number's own; its id where the wall has none such. */
export function displayWords(displays: readonly WallDisplay[], id: string, t: Translate): string {
  const at = inReadingOrder(displays).findIndex((display) => display.id === id);
  const display = inReadingOrder(displays)[at];
  if (display === undefined) return id;
  const [, number] = /\D(\d+)$/.exec(display.name) ?? [];
  if (number === String(at + 1)) return display.name;
  return t('walls:miniature.display', { number: at + 1, name: display.name || display.id });
}

/** A cell: its display, and which part of it. */
export function cellWords(displays: readonly WallDisplay[], cell: WallCell, t: Translate): string {
  const part = partWords(cell, t);
  const display = displayWords(displays, cell.display, t);
  return part === '' ? display : `${display}, ${part}`;
}

/** What stands on a display, panel by panel, in the order in which it is read. */
export function standsOn(
  display: string,
  placed: readonly PlacedPanel[],
  names: EventNames,
  { t, lang }: Speech,
  now: number,
): string {
  const here = placed
    .filter((panel) => panel.display === display)
    .sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x);
  if (here.length === 0) return t('walls:miniature.empty');
  return here
    .map(({ kind, sent, faults }) => {
      const name = panelName(kind, t);
      const said = faults.length > 0 ? t('walls:miniature.faulty', { name }) : name;
      if (sent === null) return said;
      const by = personName(names.people, sent.by);
      return t('walls:miniature.sent', { name: said, by, time: formatUntil(sent.until, now, lang) });
    })
    .join(', ');
}
