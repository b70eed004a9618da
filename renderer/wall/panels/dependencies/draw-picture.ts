import { type ColourToken, STATE_THEME } from '../../../theme/state-theme';
import { box, type Group, type Item, middle, type Rect, text } from '../../layout/display-list';
import { hatch, isThen } from '../drawing';
import type { PanelView } from '../panel';
import type { DependencyFacts } from './dependency-facts';
import { BOX, layPicture, type PlacedBox, type PlacedEdge } from './picture-layout';

type Facts = Extract<DependencyFacts, { kind: 'picture' }>;

/** The boxes and lines of a picture, and how many services it leaves out. */
export function drawPicture(
  { picture, quiet }: Facts,
  area: Rect,
  view: PanelView,
): { readonly group: Group; readonly leftOut: number } {
  const { scale, t, measure } = view;
  const of = (count: number, all: number): string => t('panels:dependencies.of', { count, all });
  const room = { w: area.w, h: area.h, best: scale.second, least: scale.sixth, of };
  const { boxes, edges, size, leftOut } = layPicture(picture, room, measure);
  const abnormal = new Set(
    boxes.filter(({ box: { state } }) => state !== 'normal').map(({ box: { key } }) => key),
  );
  const items = [
    ...edges.map((edge) => line(edge, area, abnormal, view)),
    ...boxes.flatMap((one) => boxItems(one, area, size, quiet.has(one.box.key), view)),
  ];
  return {
    group: { key: `${view.key}/picture`, ...area, items, clipped: true, stamp: 0 },
    leftOut,
  };
}

function line(
  { from, to, soft, d }: PlacedEdge,
  area: Rect,
  abnormal: ReadonlySet<string>,
  view: PanelView,
): Item {
  const stroke: ColourToken = abnormal.has(from) && abnormal.has(to) ? '--text-3' : '--line-2';
  const width = Math.max(1, Math.round(2.5 * view.scale.unit));
  return { kind: 'path', x: area.x, y: area.y, d, fill: null, stroke, line: width, dashed: soft };
}

function boxItems(placed: PlacedBox, area: Rect, size: number, quiet: boolean, view: PanelView): Item[] {
  const { box: one, rect, words, more } = placed;
  const { scale, measure } = view;
  const then = isThen(view);
  const at = { x: area.x + rect.x, y: area.y + rect.y, w: rect.w, h: rect.h };
  const normal = one.state === 'normal';
  const broad = one.root ? 6 : quiet || normal ? 2 : 3;
  const weight = one.root ? 600 : 500;
  const pad = size * BOX.pad;
  const shape = Math.round(size * 0.82);
  const left = Math.round(at.x + pad + size * BOX.shape);
  const step = Math.round(size * BOX.line);
  const top = at.y + Math.round((at.h - step * words.length) / 2);
  const last = words.at(-1) ?? '';
  const items: Item[] = [
    box(at, '--ground', Math.round(size * BOX.radius)),
    ...(then ? [hatch(at, view), box(inner(at, size), '--ground')] : []),
    {
      kind: 'rect',
      ...at,
      fill: null,
      stroke: normal ? '--line-2' : STATE_THEME[one.state].colour,
      line: Math.max(1, Math.round(broad * scale.unit)),
      dashed: then,
      radius: Math.round(size * BOX.radius),
    },
    {
      kind: 'shape',
      x: Math.round(at.x + pad),
      y: Math.round(at.y + (at.h - shape) / 2),
      size: shape,
      state: one.state,
      quiet,
    },
    ...words.map((line, index) =>
      text(
        line,
        { x: left, y: middle(top + step * index, step, size) },
        { size, weight, colour: normal ? '--text-2' : '--text-1' },
      ),
    ),
  ];
  if (more === '') return items;
  const small = Math.round(size * 0.8);
  const where = {
    x: Math.round(left + measure(last, size, weight) + size * 0.4),
    y: middle(top + step * (words.length - 1), step, small),
  };
  return [...items, text(more, where, { size: small, weight: 400, colour: '--text-2' })];
}

/** Text needs a quiet ground under it: the hatching is left around it. */
function inner({ x, y, w, h }: Rect, size: number): Rect {
  const by = Math.round(size * 0.22);
  return { x: x + by, y: y + by, w: Math.max(1, w - 2 * by), h: Math.max(1, h - 2 * by) };
}
