import { formatClock, formatUntil } from '../../../shared/time/format';
import type { WallHandover } from '../model/handover';
import { isLastKnown, type WallView } from '../view';
import { box, type Group, group, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import { ellipsis } from './fit-text';
import type { WallGeometry } from './geometry';

/**
 * The shift change, on the displays that are not the first (that one keeps the mosaic): what is open and critical, whose it
 * is and whose it becomes; how far it has come; what is put aside and until when; planned work and routines.
 */
export function drawHandover(
  handover: WallHandover,
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): readonly Group[] {
  const { mosaic, margin } = geometry;
  const gap = margin;
  const left = Math.round((mosaic.w - 3 * margin) * 0.62);
  const right = mosaic.w - 2 * margin - gap - left;
  const upper = Math.round(mosaic.h * 0.62);
  const lower = mosaic.h - upper;
  const at = (x: number, y: number, w: number, h: number): Rect => ({ x, y, w, h });
  const x2 = margin + left + gap;
  const y2 = mosaic.y + upper;
  return [
    drawItems(handover, at(0, mosaic.y, margin + left, upper), view, geometry, measure),
    drawSteps(handover, at(x2 - gap, mosaic.y, right + gap + margin, upper), view, geometry, measure),
    drawList(
      'aside-list',
      asideRows(handover, view),
      at(0, y2, margin + left, lower),
      view,
      geometry,
      measure,
    ),
    drawList(
      'work-list',
      workRows(handover, view),
      at(x2 - gap, y2, right + gap + margin, lower),
      view,
      geometry,
      measure,
    ),
  ];
}

interface Row {
  readonly words: string;
  /** At the right end: a time. */
  readonly end: string;
  readonly strong: boolean;
}

function drawItems(
  { items }: WallHandover,
  rect: Rect,
  view: WallView,
  { margin }: WallGeometry,
  measure: MeasureText,
): Group {
  const { scale, t } = view;
  const list: Item[] = [];
  const head = heading(t('wall:handover.items', { count: items.length }), rect, margin, view);
  list.push(...head.items);
  const size = scale.third;
  const line = Math.round(size * 1.45);
  const room = rect.x + rect.w;
  const most = Math.max(0, Math.floor((rect.y + rect.h - head.bottom) / line));
  const shown = items.length > most ? items.slice(0, Math.max(0, most - 1)) : items;
  let top = head.bottom;
  for (const item of shown) {
    const y = middle(top, line, size);
    const hands = [item.owner ?? t('wall:handover.nobody'), item.to ?? t('wall:handover.undecided')].join(
      ' → ',
    );
    const width = measure(hands, scale.fourth, 500);
    const mark = item.criticality === null ? '' : String(item.criticality);
    list.push(
      text(mark, { x: margin, y }, { size: scale.fourth, weight: 500, colour: '--text-2' }),
      text(hands, { x: room, y }, { size: scale.fourth, weight: 500, align: 'right', colour: '--text-2' }),
    );
    const x = margin + scale.third;
    const what = ellipsis(item.title, room - width - scale.third - x, (value) => measure(value, size, 600));
    list.push(text(what, { x, y }, { size, weight: 600, colour: '--text-1' }));
    top += line;
  }
  if (items.length > shown.length) {
    const y = middle(top, line, scale.fourth);
    const words = t('wall:handover.more', { count: items.length - shown.length });
    list.push(
      text(words, { x: margin + scale.third, y }, { size: scale.fourth, weight: 500, colour: '--text-2' }),
    );
  }
  if (items.length === 0) {
    const y = middle(head.bottom, line, size);
    list.push(text(t('wall:handover.noItems'), { x: margin, y }, { size, weight: 400, colour: '--text-2' }));
  }
  return group('handover/items', rect, list);
}

function drawSteps(
  handover: WallHandover,
  rect: Rect,
  view: WallView,
  { margin }: WallGeometry,
  measure: MeasureText,
): Group {
  const { scale, t } = view;
  const x = rect.x + margin;
  const room = rect.w - 2 * margin;
  const title = t('wall:handover.title', { from: handover.from, to: handover.to });
  const head = heading(title, rect, margin, view);
  const list: Item[] = [...head.items];
  const size = scale.fifth;
  const line = Math.round(size * 1.38);
  let top = head.bottom;
  const exchanging = handover.state === 'exchanging';
  const steps: readonly (readonly [string, number | null, boolean])[] = [
    [t('wall:handover.step.exchanged'), handover.exchangedAt, handover.state === 'preparing'],
    [t('wall:handover.step.readBack'), handover.readBackAt, exchanging],
    [t('wall:handover.step.signed'), handover.signedAt, exchanging && handover.readBackAt !== null],
    [t('wall:handover.step.accepted'), null, handover.state === 'signed'],
  ];
  for (const [words, at, isNext] of steps) {
    const y = middle(top, line, size);
    const colour = at !== null || isNext ? '--text-1' : '--text-3';
    const square = Math.round(size * 0.62);
    const place = { x, y: Math.round(y - size * 0.3635 - square / 2), w: square, h: square };
    list.push(
      at !== null
        ? box(place, '--text-2', Math.round(3 * scale.unit))
        : {
            kind: 'rect',
            ...place,
            fill: null,
            stroke: '--text-3',
            line: Math.max(2, Math.round(2 * scale.unit)),
            dashed: false,
            radius: Math.round(3 * scale.unit),
          },
      text(words, { x: x + square * 2, y }, { size, weight: isNext ? 600 : 400, colour }),
      text(
        at === null ? t(isNext ? 'wall:handover.now' : 'wall:handover.not') : formatClock(at),
        { x: x + room, y },
        { size, weight: 500, align: 'right', colour },
      ),
    );
    top += line;
  }
  const words = [
    handoverDue(handover, view),
    t('wall:handover.outgoing', { names: handover.outgoing.join(', ') || t('wall:handover.nobody') }),
    t('wall:handover.incoming', { names: handover.incoming.join(', ') || t('wall:handover.nobody') }),
  ];
  for (const [index, said] of words.entries()) {
    if (top + line > rect.y + rect.h) break;
    const weight = index === 0 && handover.lateSince !== null ? 600 : 400;
    const shown = ellipsis(said, room, (value) => measure(value, size, weight));
    const colour = index === 0 ? '--text-1' : '--text-2';
    list.push(text(shown, { x, y: middle(top, line, size) }, { size, weight, colour }));
    top += line;
  }
  return group('handover/steps', rect, list);
}

/** By when it is to be done, or since when it should have been. */
export function handoverDue({ dueAt, lateSince }: WallHandover, { t, link, lang }: WallView): string {
  return lateSince === null
    ? t('wall:handover.due', { at: formatUntil(dueAt, link.hubNow, lang) })
    : t('wall:handover.late', { at: formatClock(dueAt) });
}

function asideRows({ aside }: WallHandover, { t, link, lang }: WallView): { head: string; rows: Row[] } {
  return {
    head: t('wall:handover.aside', { count: aside.length }),
    rows: aside.map(({ kind, name, until }) => ({
      words: name,
      end: t(kind === 'shelved' ? 'wall:handover.shelvedUntil' : 'wall:handover.outUntil', {
        at: formatUntil(until, link.hubNow, lang),
      }),
      strong: until <= link.hubNow,
    })),
  };
}

function workRows(
  { work, routines }: WallHandover,
  { t, link, lang }: WallView,
): { head: string; rows: Row[] } {
  const until = (at: number): string => formatUntil(at, link.hubNow, lang);
  return {
    head: t('wall:handover.work', { count: work.length + routines.length }),
    rows: [
      ...routines.map(({ name, dueAt, overdue }) => ({
        words: name,
        end: t(overdue ? 'wall:handover.overdue' : 'wall:handover.before', { at: until(dueAt) }),
        strong: overdue,
      })),
      ...work.map(({ title, start, end, runs }) => ({
        words: title,
        end: runs
          ? t('wall:handover.runsUntil', { at: until(end) })
          : t('wall:handover.from', { at: until(start) }),
        strong: runs,
      })),
    ],
  };
}

function drawList(
  key: string,
  { head, rows }: { readonly head: string; readonly rows: readonly Row[] },
  rect: Rect,
  view: WallView,
  { margin }: WallGeometry,
  measure: MeasureText,
): Group {
  const { scale, t } = view;
  const start = rect.x === 0 ? 0 : rect.x;
  const x = start + margin;
  // The right column ends at the wall's margin; the left one where the gap begins.
  const end = rect.x === 0 ? rect.w : rect.x + rect.w - margin;
  const title = heading(head, rect, margin, view);
  const list: Item[] = [...title.items];
  const size = scale.fifth;
  const line = Math.round(size * 1.38);
  const most = Math.max(0, Math.floor((rect.y + rect.h - title.bottom) / line));
  const shown = rows.length > most ? rows.slice(0, Math.max(0, most - 1)) : rows;
  let top = title.bottom;
  for (const row of shown) {
    const y = middle(top, line, size);
    const width = measure(row.end, size, 500);
    const weight = row.strong ? 600 : 400;
    const words = ellipsis(row.words, end - x - width - size, (value) => measure(value, size, weight));
    list.push(
      text(words, { x, y }, { size, weight, colour: '--text-1' }),
      text(row.end, { x: end, y }, { size, weight: 500, align: 'right', colour: '--text-2' }),
    );
    top += line;
  }
  if (rows.length === 0)
    list.push(
      text(
        t('wall:handover.none'),
        { x, y: middle(top, line, size) },
        { size, weight: 400, colour: '--text-3' },
      ),
    );
  else if (rows.length > shown.length) {
    const words = t('wall:handover.more', { count: rows.length - shown.length });
    list.push(text(words, { x, y: middle(top, line, size) }, { size, weight: 500, colour: '--text-2' }));
  }
  return group(`handover/${key}`, rect, list);
}

/** A head with a rule above it; what is not vouched for says so. */
function heading(
  words: string,
  rect: Rect,
  margin: number,
  view: WallView,
): { readonly items: readonly Item[]; readonly bottom: number } {
  const { scale, t } = view;
  const size = scale.sixth;
  const line = Math.round(size * 1.7);
  const x = rect.x + margin;
  const end = rect.x === 0 ? rect.w : rect.x + rect.w - margin;
  const rule = Math.max(1, Math.round(1.5 * scale.unit));
  const said = isLastKnown(view) ? t('wall:handover.then', { words }) : words;
  return {
    items: [
      box({ x, y: rect.y + Math.round(size * 0.3), w: end - x, h: rule }, '--text-3'),
      text(
        said,
        { x, y: middle(rect.y + Math.round(size * 0.4), line, size) },
        { size, weight: 500, colour: '--text-2' },
      ),
    ],
    bottom: rect.y + Math.round(size * 0.4) + line,
  };
}
