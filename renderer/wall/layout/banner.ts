import type { ColourToken } from '../../theme/state-theme';
import type { Banner, DisplayView } from '../view';
import { box, type Group, group, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import { fitText } from './fit-text';

/** What link and room demand that everybody sees first, in so many lines of a place. */
export function drawBanner(
  key: string,
  banner: Banner,
  place: Rect,
  lines: number,
  { scale }: Pick<DisplayView, 'scale'>,
  margin: number,
  measure: MeasureText,
): Group {
  const line = place.h / lines;
  const inset = Math.round(margin / 2);
  const h = Math.round(place.h - Math.max(1, line * 0.02));
  const ground: ColourToken = '--unknown-fill';
  const on: ColourToken = '--on-unknown';
  const shape = Math.round(scale.first * 0.8);
  const left = place.x + margin;
  const x = left + shape + Math.round(scale.first * 0.4);
  const width = place.x + place.w - margin - x;
  const title = fitText(
    banner.title,
    { size: scale.first, minSize: Math.round(scale.first * 0.6), weight: 600, width, maxLines: 1 },
    measure,
  );
  const items: Item[] = [
    box({ x: place.x + inset, y: place.y, w: place.w - 2 * inset, h }, ground, Math.round(6 * scale.unit)),
    {
      kind: 'text',
      text: '?',
      x: left + Math.round(shape / 2),
      y: middle(place.y, line * 0.95, scale.first),
      size: scale.first,
      weight: 700,
      align: 'center',
      colour: on,
    },
    text(
      title.lines[0] ?? '',
      { x, y: middle(place.y, line * 0.95, title.size) },
      { size: title.size, weight: 600, colour: on },
    ),
  ];
  if (banner.detail !== null && lines > 1) {
    const detail = fitText(
      banner.detail,
      { size: scale.third, minSize: Math.round(scale.third * 0.7), weight: 500, width, maxLines: 1 },
      measure,
    );
    const y = middle(place.y + line * 0.82, line, detail.size);
    items.push(text(detail.lines[0] ?? '', { x, y }, { size: detail.size, weight: 500, colour: on }));
  }
  return group(key, place, items);
}
