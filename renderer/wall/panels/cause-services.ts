import { group, type Item, type Rect } from '../layout/display-list';
import type { Followed } from './cause-focus';
import { dotted, label, lineHeight, put, shape } from './drawing';
import type { PanelDrawing, PanelView } from './panel';

/** Services of the highest criticality that it hits, by name; how many of each other are behind them. */
export function drawServices(services: readonly Followed[], rect: Rect, view: PanelView): PanelDrawing {
  const { scale, t, measure } = view;
  const pad = Math.round(20 * scale.unit);
  const first = services[0]?.criticality ?? 1;
  const named = services.filter(({ criticality }) => criticality === first);
  const others = [2, 3, 4].flatMap((criticality) => {
    const count =
      criticality === first ? 0 : services.filter((one) => one.criticality === criticality).length;
    return count > 0 ? [t('panels:cause.others', { count, criticality })] : [];
  });
  const title = dotted([t('panels:cause.below', { criticality: first }), ...others]);
  const size = scale.third;
  const h = Math.round(size * 1.55);
  const mark = Math.round(size * 0.72);
  const gap = Math.round(size * 0.4);
  const top = rect.y + pad + lineHeight(scale.fifth) + Math.round(6 * scale.unit);
  const widest = Math.max(...named.map(({ name }) => measure(name, size, 500))) + mark + 3 * gap;
  const columns = Math.max(1, Math.min(4, Math.floor(rect.w / Math.min(widest * 0.75, rect.w))));
  const rows = Math.max(1, Math.floor((rect.y + rect.h - top) / h));
  const cells = columns * rows;
  const shown = named.slice(0, named.length > cells ? Math.max(1, cells - 1) : named.length);
  const leftOut = named.length - shown.length;
  const width = Math.floor(rect.w / columns);
  const at = (index: number): { x: number; top: number; h: number; width: number } => ({
    x: rect.x + (index % columns) * width,
    top: top + Math.floor(index / columns) * h,
    h,
    width: width - gap,
  });
  const items: Item[] = [label(title, { x: rect.x, y: rect.y + pad, w: rect.w }, view)];
  shown.forEach(({ name, state }, index) => {
    const place = at(index);
    const y = Math.round(place.top + (h - mark) / 2);
    items.push(...shape(state, null, { x: place.x, y, size: mark }, view));
    const x = place.x + mark + gap;
    const style = { size, weight: 500, colour: '--text-1', least: 0.7 } as const;
    items.push(put(name, { ...place, x, width: place.width - mark - gap }, style, view).item);
  });
  if (leftOut > 0 && shown.length < cells) {
    const more = t('wall:more', { count: leftOut });
    const place = at(shown.length);
    const style = { size, weight: 400, colour: '--text-2', least: 0.7 } as const;
    const room = rect.x + rect.w - place.x;
    items.push(put(more, { ...place, width: room }, style, view).item);
  }
  return {
    groups: [group(`${view.key}/services`, rect, items)],
    said: [`${title}: ${shown.map(({ name, state }) => `${name} ${t(`states:${state}`)}`).join(', ')}`],
    leftOut,
  };
}
