import type { BoardState } from '../../stores/board-store';
import type { Group, Rect } from '../layout/display-list';
import { perCatalogue } from './board-words';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { AXIS, drawCell, drawRow, headHeight, type Look, saidOf } from './response-cells';
import { expectedServices, POINTS, readTimes, type ServiceTimes } from './response-facts';
import { Sheet } from './sheet';

/** Clinical response times, each chart relative to its own expectation: the dashed line stands at the same height in all. */
interface ResponseFacts extends PanelFacts {
  readonly services: readonly ServiceTimes[];
  readonly hours: number;
}

const expectedOf = perCatalogue((_catalogue, { graph }: BoardState) => expectedServices(graph));

export const responseTimesPanel = definePanel<'response-times', ResponseFacts>({
  kind: 'response-times',

  facts({ services: wanted, most, hours }, { state, model, asked, t }) {
    const all = expectedOf(state);
    const chosen =
      wanted.length === 0
        ? all.slice(0, most)
        : wanted.flatMap((id) => all.find(({ service }) => service.id === id) ?? []).slice(0, most);
    const answers = chosen.map((one) => ({ one, known: asked.chart(one.service.id, hours, POINTS) }));
    const services = answers.map(({ one, known }) => readTimes(one, known, state, model));
    const measured = services.flatMap(({ at, phase }) => (at === null || phase === 'old' ? [] : [at]));
    const fault = answers.find(({ known }) => known.fault !== null)?.known.fault ?? null;
    return {
      head: {
        title: t('panels:response-times.title'),
        oldest: measured.length === 0 ? null : Math.min(...measured),
        stale: fault === null ? null : t('panels:response-times.fault', { fault }),
      },
      services,
      hours,
    };
  },

  draw({ services, hours }, body, view) {
    const { t, scale } = view;
    if (services.length === 0) {
      const sheet = new Sheet(body, view);
      sheet.line({ words: t('panels:response-times.none'), colour: '--text-2' }, scale.third);
      return { groups: [sheet.group('none')], said: sheet.said, leftOut: 0 };
    }
    const laid = layCells(body, services.length, view);
    // Six lines with their figures say more than two charts.
    const rows = laid?.cells.length === services.length ? [] : layRows(body, services.length, view);
    const inCells = laid !== null && laid.cells.length >= rows.length;
    const places = inCells ? laid.cells : rows;
    const shown = services.slice(0, places.length);
    return {
      groups: shown.flatMap((one, index): Group[] => {
        const place = places[index];
        if (!place) return [];
        return [inCells ? drawCell(one, place, laid.look, hours, view) : drawRow(one, place, view)];
      }),
      said: shown.map((one) => saidOf(one, view)),
      leftOut: services.length - shown.length,
    };
  },
});

/** The look in which there is room for all; else the smallest, and as many as there is room for; null: for none. */
function layCells(
  body: Rect,
  count: number,
  view: PanelView,
): { readonly look: Look; readonly cells: readonly Rect[] } | null {
  const { scale } = view;
  const looks: readonly Look[] = [
    {
      name: scale.third,
      figure: scale.first,
      small: scale.fourth,
      chart: scale.first * 1.6,
      w: scale.first * 6.2,
    },
    {
      name: scale.fourth,
      figure: scale.second,
      small: scale.fifth,
      chart: scale.second * 1.5,
      w: scale.second * 6.4,
    },
    {
      name: scale.fifth,
      figure: scale.third,
      small: scale.sixth,
      chart: scale.third * 1.2,
      w: scale.third * 6.6,
    },
  ];
  const gap = Math.round(56 * scale.unit);
  const below = Math.round(28 * scale.unit);
  const grid = (look: Look): readonly Rect[] | null => {
    const high = headHeight(look) + look.chart + look.small * AXIS;
    const cols = Math.max(1, Math.min(count, Math.floor((body.w + gap) / (look.w + gap))));
    const rows = Math.ceil(count / cols);
    const fitting = Math.floor((body.h + below) / (high + below));
    if (fitting < 1 || body.w < look.w) return null;
    const shown = Math.min(rows, fitting);
    // As few columns as fill the rows: six in a row of five leave one alone.
    const across = Math.ceil(count / rows);
    const w = Math.floor((body.w - gap * (across - 1)) / across);
    const h = Math.floor((body.h - below * (shown - 1)) / shown);
    return Array.from({ length: Math.min(count, shown * across) }, (_, index) => ({
      x: body.x + (index % across) * (w + gap),
      y: body.y + Math.floor(index / across) * (h + below),
      w,
      h,
    }));
  };
  for (const look of looks) {
    const cells = grid(look);
    if (cells?.length === count) return { look, cells };
  }
  const least = looks[2] as Look;
  const some = grid(least);
  return some && { look: least, cells: some };
}

/** Lines one below the other, as many as there is room for. */
function layRows(body: Rect, count: number, { scale }: PanelView): readonly Rect[] {
  const least = Math.round(scale.third * 1.3);
  const shown = Math.min(count, Math.floor(body.h / least));
  if (shown < 1) return [];
  const h = Math.min(Math.floor(body.h / shown), Math.round(scale.third * 2));
  return Array.from({ length: shown }, (_, index) => ({ ...body, y: body.y + index * h, h }));
}
