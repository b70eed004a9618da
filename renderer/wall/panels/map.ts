import { formatSince } from '../../../shared/time/format';
import type { Rect } from '../layout/display-list';
import { group } from '../layout/display-list';
import { alone } from './drawing';
import { drawMap } from './map/draw-map';
import { drawSide } from './map/draw-side';
import { type MapFacts, mapFacts } from './map/map-facts';
import { definePanel, type PanelView } from './panel';

/** Hospitals, data centres, the lines between them and the networks that they live on, on the map. */
export const mapPanel = definePanel({
  kind: 'map',
  facts: ({ layers }, context): MapFacts => mapFacts(layers, context),
  draw(facts, body, view) {
    if (facts.spots.length === 0) {
      const words = view.t('panels:map.none');
      return {
        groups: [group(`${view.key}/none`, body, [alone(words, body, view)])],
        said: [words],
        leftOut: 0,
      };
    }
    const { map, side } = cut(body, view);
    const drawn = drawMap(facts, map, view);
    const beside = drawSide(facts, side, view);
    return {
      groups: [drawn.group, beside.group],
      said: [...saidOf(facts, view), ...beside.said],
      leftOut: drawn.leftOut + beside.leftOut + facts.more,
    };
  },
});

/** The map beside its words where the panel is wide, above them where it is not. */
function cut(body: Rect, { scale }: PanelView): { readonly map: Rect; readonly side: Rect } {
  const gap = Math.round(40 * scale.unit);
  if (body.w > body.h * 1.25) {
    const w = Math.round((body.w - gap) * 0.6);
    return { map: { ...body, w }, side: { ...body, x: body.x + w + gap, w: body.w - w - gap } };
  }
  const h = Math.round((body.h - gap) * 0.6);
  return { map: { ...body, h }, side: { ...body, y: body.y + h + gap, h: body.h - h - gap } };
}

/** What the drawing says of places and lines, for who cannot see it. */
function saidOf({ spots, lines }: MapFacts, { t, link }: PanelView): readonly string[] {
  const say = (
    name: string,
    { state, since }: MapFacts['lines'][number] | MapFacts['spots'][number],
  ): string => {
    const at = since === null ? '' : ` ${t('panels:since', { at: formatSince(since, link.hubNow) })}`;
    return `${name}: ${t(`states:${state}`)}${at}`;
  };
  return [
    ...spots.filter(({ state }) => state !== 'normal').map((one) => say(one.spot.name, one)),
    ...lines.filter(({ state }) => state !== 'normal').map((line) => say(line.name, line)),
  ];
}
