import type { NodeState } from '../../../../shared/model/states';
import { type ColourToken, STATE_THEME } from '../../../theme/state-theme';
import {
  box,
  type Group,
  type Item,
  middle,
  type PathItem,
  type Rect,
  type RectItem,
  text,
} from '../../layout/display-list';
import { hatch, isThen } from '../drawing';
import type { PanelView } from '../panel';
import { type Label, type LabelWish, placeLabels, type Stroke } from './labels';
import type { MapFacts, MapLine, MapSpot } from './map-facts';
import { type Sheets, sheetsOf } from './map-sheets';
import { INSET_FROM } from './projection';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The map itself, and the names that there was no room for. */
export interface DrawnMap {
  readonly group: Group;
  readonly leftOut: number;
}

/** Draws coasts, lines between places, and the places with their names. */
export function drawMap(facts: MapFacts, rect: Rect, view: PanelView): DrawnMap {
  const sheets = sheetsOf(
    rect.w,
    rect.h,
    facts.spots.map(({ spot }) => spot.place),
  );
  const points = new Map<string, Point>();
  for (const { spot } of facts.spots) {
    const sheet = sheets.inset && spot.place.lat >= INSET_FROM ? sheets.inset : sheets.main;
    const { x, y } = sheet.at(spot.place);
    points.set(spot.key, { x: rect.x + x, y: rect.y + y });
  }
  const at = (key: string): Point => points.get(key) ?? { x: rect.x, y: rect.y };
  const strokes = facts.lines.map((line): Stroke => {
    const [a, b] = [at(line.from), at(line.to)];
    return { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
  });
  const many = facts.spots.filter(isLoud).length > LARGE_MOST;
  const marks = facts.spots.map((spot) => markRect(spot, at(spot.spot.key), many, view));
  const labels = labelsOf(facts, at, marks, strokes, sheets, rect, view);
  const items: Item[] = [
    ...ground(sheets.main, rect, view),
    ...insetItems(sheets, rect, view),
    // What is normal lies under what is not.
    ...[...facts.lines].sort(byNeed).flatMap((line) => lineItems(line, at(line.from), at(line.to), view)),
    ...facts.spots.flatMap((spot) => spotItems(spot, at(spot.spot.key), many, view)),
    ...labels.flatMap((label) => labelItems(label, facts, view)),
  ];
  items.push({
    kind: 'rect',
    ...rect,
    fill: null,
    stroke: '--line',
    line: px(2, view),
    dashed: false,
    radius: 0,
  });
  const key = `${view.key}/map`;
  return {
    group: { key, ...rect, items, clipped: true, stamp: 0 },
    leftOut: facts.spots.length - labels.length,
  };
}

const byNeed = (a: MapLine, b: MapLine): number =>
  Number(a.state !== 'normal') - Number(b.state !== 'normal');

const px = (design: number, { scale }: PanelView): number => Math.max(1, Math.round(design * scale.unit));

// ── what stands still

function ground({ land, coasts, borders }: Sheets['main'], rect: Rect, view: PanelView): Item[] {
  const line = Math.max(1, 1.5 * view.scale.unit);
  const path = (
    d: string,
    fill: ColourToken | null,
    stroke: ColourToken | null,
    dashed = false,
  ): PathItem => ({
    ...{ kind: 'path', x: rect.x, y: rect.y, d, fill, stroke, line: stroke === null ? 0 : line, dashed },
  });
  return [path(land, '--surface', null), path(coasts, null, '--line'), path(borders, null, '--line', true)];
}

function insetItems({ inset }: Sheets, rect: Rect, view: PanelView): Item[] {
  if (!inset) return [];
  const frame = { x: rect.x + inset.rect.x, y: rect.y + inset.rect.y, w: inset.rect.w, h: inset.rect.h };
  return [
    {
      kind: 'rect',
      ...frame,
      fill: '--ground',
      stroke: '--line',
      line: px(2, view),
      dashed: false,
      radius: 0,
    },
    ...ground(inset, rect, view),
  ];
}

// ── lines

/**
 * A line: thin and grey while it is well. One that lost its redundancy is two, the lost path dashed beside the live one;
 * what is down is broken, what is not known is dotted thin.
 */
function lineItems({ state, quiet }: MapLine, a: Point, b: Point, view: PanelView): Item[] {
  const then = isThen(view);
  const stroke = (by: number, colour: ColourToken, line: number, dashed: boolean): PathItem => {
    const length = Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
    const [dx, dy] = [((b.y - a.y) / length) * by, ((a.x - b.x) / length) * by];
    const d = `M${(a.x + dx).toFixed(1)} ${(a.y + dy).toFixed(1)}L${(b.x + dx).toFixed(1)} ${(b.y + dy).toFixed(1)}`;
    return { kind: 'path', x: 0, y: 0, d, fill: null, stroke: colour, line, dashed };
  };
  const { colour } = STATE_THEME[state];
  if (state === 'normal') return [stroke(0, '--line-2', px(2.5, view), then)];
  const broad = px(quiet ? 4 : 7, view);
  if (state === 'redundancy-lost') {
    const apart = px(7, view);
    return [stroke(-apart, '--line-2', px(3, view), then), stroke(apart, colour, broad, true)];
  }
  return [stroke(0, colour, broad, then || state !== 'degraded')];
}

// ── places

/** `many`: so much is wrong that large shapes would cover each other. */
function sizeOf({ state, spot }: MapSpot, many: boolean, view: PanelView): number {
  if (state !== 'normal') return Math.round(view.scale.third * (many ? 0.6 : 0.8));
  return px(spot.centres.length > 0 ? 24 : 16, view);
}

function markRect(spot: MapSpot, { x, y }: Point, many: boolean, view: PanelView): Rect {
  const side = Math.round(sizeOf(spot, many, view) * (spot.state === 'normal' ? 1.1 : 1.7));
  return { x: Math.round(x - side / 2), y: Math.round(y - side / 2), w: side, h: side };
}

/** A dot (a data centre: a square with a dot); where something is wrong, its shape in a ring of its colour. */
function spotItems(one: MapSpot, at: Point, many: boolean, view: PanelView): Item[] {
  const { state, quiet, spot } = one;
  const then = isThen(view);
  const size = sizeOf(one, many, view);
  const rect = markRect(one, at, many, view);
  const centre = spot.centres.length > 0;
  const ring = (stroke: ColourToken, line: number, dashed: boolean): RectItem => {
    const radius = centre ? 0 : Math.floor(rect.w / 2);
    return { kind: 'rect', ...rect, fill: '--ground', stroke, line: px(line, view), dashed, radius };
  };
  if (state !== 'normal') {
    const x = Math.round(at.x - size / 2);
    const y = Math.round(at.y - size / 2);
    return [
      ring(STATE_THEME[state].colour, isFaint(state) || quiet ? 3 : 5, then),
      ...(then ? [hatch(rect, view)] : []),
      { kind: 'shape', x, y, size, state, quiet },
    ];
  }
  // What is only last known to be well is hollow.
  if (then) return [ring('--text-3', 3, false)];
  const side = Math.round(centre ? size * 0.4 : size);
  const inner = { x: Math.round(at.x - side / 2), y: Math.round(at.y - side / 2), w: side, h: side };
  if (!centre) return [box(inner, '--text-2', Math.floor(side / 2))];
  return [ring('--text-2', 3, false), box(inner, '--text-2')];
}

/** Something is wrong there, and is to be heard. */
const isLoud = ({ state, quiet }: MapSpot): boolean => state !== 'normal' && !quiet;
const isFaint = (state: NodeState): boolean => state === 'unknown' || state === 'stale';

// ── names

function labelsOf(
  facts: MapFacts,
  at: (key: string) => Point,
  marks: readonly Rect[],
  strokes: readonly Stroke[],
  { inset }: Sheets,
  rect: Rect,
  view: PanelView,
): readonly Label[] {
  const { scale, measure } = view;
  const wishes = facts.spots.map((one, index): LabelWish => {
    const abnormal = isLoud(one);
    const sizes = abnormal
      ? [scale.first, scale.second, scale.third, scale.fourth, scale.fifth, scale.sixth]
      : [scale.fourth, scale.fifth, scale.sixth];
    const reach = (marks[index]?.w ?? 0) / 2 + px(9, view);
    const { x, y } = at(one.spot.key);
    return { key: one.spot.key, words: one.spot.name, x, y, reach, weight: abnormal ? 600 : 400, sizes };
  });
  const loud = new Set(facts.spots.filter(isLoud).map(({ spot }) => spot.key));
  const frame =
    inset && grown({ ...inset.rect, x: rect.x + inset.rect.x, y: rect.y + inset.rect.y }, -px(8, view));
  const isFar = new Set(
    facts.spots.filter(({ spot }) => spot.place.lat >= INSET_FROM).map(({ spot }) => spot.key),
  );
  const inInset = wishes.filter(({ key }) => frame !== null && isFar.has(key));
  const rest = wishes.filter((wish) => !inInset.includes(wish));
  // Many large names would leave room for none: then each is as large as all can be.
  const most = loud.size > LARGE_MOST ? scale.fourth : Number.POSITIVE_INFINITY;
  const ordered = [...rest]
    .sort((a, b) => Number(loud.has(b.key)) - Number(loud.has(a.key)))
    .map((wish) => ({ ...wish, sizes: wish.sizes.filter((size) => size <= most) }));
  return [
    ...(frame ? placeLabels(inInset, marks, [], frame, measure) : []),
    ...placeLabels(ordered, frame ? [...marks, frame] : marks, strokes, grown(rect, -px(12, view)), measure),
  ];
}

function grown({ x, y, w, h }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, w: Math.max(1, w + 2 * by), h: Math.max(1, h + 2 * by) };
}

/** From so many places on that something is wrong at, none is written large. */
const LARGE_MOST = 3;

function labelItems({ key, words, size, weight, rect }: Label, facts: MapFacts, view: PanelView): Item[] {
  const loud = facts.spots.some((one) => one.spot.key === key && isLoud(one));
  const colour: ColourToken = loud ? '--text-1' : isThen(view) ? '--text-3' : '--text-2';
  return [text(words, { x: rect.x, y: middle(rect.y, rect.h, size) }, { size, weight, colour })];
}
