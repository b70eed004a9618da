import { formatAge, formatSince } from '../../../../shared/time/format';
import { STATE_THEME } from '../../../theme/state-theme';
import type { Group, Rect } from '../../layout/display-list';
import type { CauseEntry } from '../cause-entries';
import { isThen } from '../drawing';
import type { PanelView } from '../panel';
import { type Line, leadSize, Sheet } from '../sheet';
import type { MapFacts, MapRow } from './map-facts';
import { INSET_FROM } from './projection';

/** What stands beside the map. */
export interface DrawnSide {
  readonly group: Group;
  readonly said: readonly string[];
  readonly leftOut: number;
}

/** What is wrong on the map, in full, then how lines and networks are, and what the map does not say. */
export function drawSide(facts: MapFacts, area: Rect, view: PanelView): DrawnSide {
  const { scale, t } = view;
  const rows = rowsOf(facts).map((row) => rowLine(row, view));
  const notes = notesOf(facts, view);
  const foot = new Sheet(area, view);
  const footHeight = foot.heightOf(notes, scale.fifth);
  const rowHeight = foot.heightOf(rows, scale.third);
  const sheet = new Sheet({ ...area, h: Math.max(1, area.h - footHeight) }, view);
  const [first, ...rest] = facts.entries;
  if (!first) {
    // The title bar says why; that nothing is wrong would not be true.
    const words =
      facts.head.stale ??
      (facts.spots.some(({ state }) => state !== 'normal') ? t('panels:causes.none') : t('wall:normal'));
    sheet.line({ words, colour: '--text-2' }, leadSize(sheet.area, 4, view));
  } else {
    leading(first, sheet, leadSize(sheet.area, 4, view), view);
    // A list of what is well may not cost what is wrong its place, nor the other way round.
    const room = sheet.left - rowHeight - 2 * scale.third;
    const lines = rest.map((entry) => entryLine(entry, view));
    const fit = lines.filter(
      (_, index) => sheet.heightOf(lines.slice(0, index + 1), scale.third) <= room,
    ).length;
    sheet.air(12);
    sheet.lines(lines.slice(0, Math.max(fit, 1)), scale.third);
    sheet.leftOut += Math.max(0, lines.length - Math.max(fit, 1));
  }
  if (rows.length > 0 && sheet.heading(t('panels:map.lines'))) sheet.lines(rows, scale.third);
  else sheet.leftOut += rows.length;
  const low = new Sheet({ ...area, y: area.y + area.h - footHeight, h: footHeight }, view);
  low.lines(notes, scale.fifth);
  const group = sheet.group('side');
  return {
    group: { ...group, ...area, items: [...group.items, ...low.group('foot').items] },
    said: [...sheet.said, ...low.said],
    leftOut: sheet.leftOut,
  };
}

/** How lines and networks are; what is wrong with one is not said twice. */
function rowsOf({ rows, entries }: MapFacts): readonly MapRow[] {
  return rows.filter(
    ({ state, of, name }) => state === 'normal' || of || !entries.some(({ what }) => what === name),
  );
}

/** What, where; how it is; since when, and who has it. */
function leading(entry: CauseEntry, sheet: Sheet, size: number, view: PanelView): void {
  const { link, lang, t } = view;
  const { what, where, word, colour, since, state, holder } = entry;
  sheet.line(
    {
      words: where === '' ? what : `${what}, ${where}`,
      strong: true,
      marks: state === 'normal' ? [] : [{ kind: 'shape', state }],
    },
    size,
  );
  sheet.line({ words: word, strong: true, colour }, size);
  if (since === null) return;
  const age = isThen(view) ? undefined : formatAge(Math.max(0, link.hubNow - since), lang);
  sheet.line(
    {
      words: t('panels:since', { at: formatSince(since, link.hubNow) }),
      ...(age === undefined ? {} : { more: age }),
      marks: holder ? [{ kind: 'initials', words: holder.initials }] : [],
    },
    size,
  );
}

function entryLine({ what, where, word, colour, since, state }: CauseEntry, { link }: PanelView): Line {
  const at = since === null ? '' : ` ${formatSince(since, link.hubNow)}`;
  return {
    words: where === '' ? what : `${what}, ${where}`,
    marks: state === 'normal' ? [] : [{ kind: 'shape', state }],
    end: `${word}${at}`,
    endColour: colour,
    endStrong: true,
  };
}

function rowLine({ name, state, quiet, of }: MapRow, view: PanelView): Line {
  const { t } = view;
  const now = of ? t('panels:map.of', of) : t(`states:${state}`).toLocaleLowerCase();
  const word = isThen(view) ? `${t('wall:then')} ${now}` : now;
  if (state === 'normal') return { words: name, colour: '--text-2', end: word, endColour: '--text-2' };
  return {
    words: name,
    marks: [{ kind: 'shape', state, quiet }],
    end: word,
    endColour: STATE_THEME[state].colour,
    endStrong: true,
  };
}

/** What the map does not say. */
function notesOf({ spots, lines, unplaced }: MapFacts, { t }: PanelView): readonly Line[] {
  const far = spots.some(({ spot }) => spot.place.lat >= INSET_FROM);
  return [
    ...(lines.length > 0 ? [t('panels:map.logical')] : []),
    ...(far ? [t('panels:map.inset')] : []),
    ...(unplaced > 0 ? [t('panels:map.unplaced', { count: unplaced })] : []),
  ].map((words) => ({ words, colour: '--text-3' as const }));
}
