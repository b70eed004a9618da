import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { type ColourToken, readPalette } from '../../theme/state-theme';
import { type Column, nearestStep, stepByKey } from './chart-data';
import {
  HEADROOM,
  type Limit,
  type Mark,
  type NamedBand,
  type Paint,
  paintBand,
  paintFailures,
  paintLimit,
  paintMarks,
  paintSilence,
} from './chart-paint';
import { formatTick, formatValue } from './chart-words';

/** One line of a chart. */
export interface ChartLine {
  readonly column: Column;
  readonly colour: ColourToken;
  /** CSS px; 0: no line, only the field under it. */
  readonly width: number;
  readonly dash?: readonly number[];
  /** How dense the field under it is, 0 to 1; down to line `fillTo`, or to zero. */
  readonly fill?: number;
  readonly fillTo?: number;
}

/** What the chart shows. Times are the hub's, ms UTC, unless named otherwise. */
export interface ResponseChartProps {
  /** In seconds, one for each entry of the columns. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The line that the cursor goes along. */
  readonly main: Column;
  readonly from: number;
  readonly to: number;
  /** Upper end of the value axis, and its unit. */
  readonly top: number;
  readonly unit: string;
  readonly bands: readonly NamedBand[];
  readonly marks: readonly Mark[];
  readonly limits: readonly Limit[];
  readonly failed: readonly number[];
  /** Since when nothing has been heard of the hub; null: it answers. */
  readonly silentSince: number | null;
  readonly label: string;
  /** Which step is being read; null: none. */
  readonly cursor: number | null;
  readonly onCursor: (index: number | null) => void;
}

/** Measurements over time; where nothing is known there is a hatch or nothing, never a line. */
export function ResponseChart(props: ResponseChartProps): ReactNode {
  const { times, lines, main, from, to, top, unit, bands, marks, limits, failed, silentSince } = props;
  const { label, cursor, onCursor } = props;
  const { t, lang } = useT();
  const theme = useBoard((state) => state.settings.theme);
  const place = useRef<HTMLDivElement>(null);
  const needle = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read anew when the theme changes
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const palette = readPalette(element);
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    const axis: Partial<uPlot.Axis> = { stroke: palette['--text-2'], font, ticks: { show: false } };
    const size = (): { width: number; height: number } => ({
      width: Math.max(200, element.clientWidth),
      height: Math.max(120, element.clientHeight),
    });
    const withPaint = (paint: (made: Paint) => void) => (u: uPlot) => paint({ u, palette, font });
    const chart = new uPlot(
      {
        ...size(),
        padding: [HEADROOM, 24, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Europe/Oslo'),
        scales: { x: { time: true, range: [from / 1_000, to / 1_000] }, y: { range: [0, top] } },
        axes: [
          {
            ...axis,
            size: 30,
            grid: { show: false },
            values: (_u, ticks, _axis, _space, apart) =>
              ticks.map((tick) => formatTick(tick * 1_000, apart * 1_000, lang)),
          },
          {
            ...axis,
            size: 68,
            grid: { stroke: palette['--line'], width: 1 },
            values: (_u, ticks) => ticks.map((tick) => formatValue(tick, unit, lang)),
          },
        ],
        series: [
          {},
          ...lines.map(
            ({ colour, width, dash, fill, fillTo }): uPlot.Series => ({
              stroke: palette[colour],
              width,
              ...(dash && { dash: [...dash] }),
              ...(fill !== undefined && fillTo === undefined && { fill: seeThrough(palette[colour], fill) }),
              points: { show: false },
              spanGaps: false,
            }),
          ),
        ],
        bands: lines.flatMap(({ colour, fill, fillTo }, index) =>
          fill === undefined || fillTo === undefined
            ? []
            : [
                {
                  series: [index + 1, fillTo + 1] as [number, number],
                  fill: seeThrough(palette[colour], fill),
                },
              ],
        ),
        hooks: {
          drawClear: [
            withPaint((made) => {
              for (const band of bands) paintBand(made, band);
            }),
          ],
          draw: [
            withPaint((made) => {
              for (const limit of limits) paintLimit(made, limit);
              paintFailures(made, failed);
              paintMarks(made, marks);
              if (silentSince !== null) paintSilence(made, silentSince, to, t('chart:silent'));
            }),
          ],
        },
      },
      [times, ...lines.map(({ column }) => column)] as uPlot.AlignedData,
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      chart.destroy();
    };
  }, [times, lines, from, to, top, unit, bands, marks, limits, failed, silentSince, t, lang, theme]);

  useEffect(() => {
    const chart = plot.current;
    const element = needle.current;
    if (!element) return;
    const time = cursor === null ? undefined : times[cursor];
    element.hidden = chart === null || time === undefined;
    if (chart === null || time === undefined) return;
    element.style.left = `${chart.over.offsetLeft + chart.valToPos(time, 'x')}px`;
    element.style.top = `${chart.over.offsetTop}px`;
    element.style.height = `${chart.over.offsetHeight}px`;
  }, [cursor, times]);

  const point = (event: PointerEvent): void => {
    const chart = plot.current;
    if (!chart) return;
    const time = chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, 'x');
    onCursor(nearestStep(main, times, time));
  };
  const press = (event: KeyboardEvent): void => {
    const next = stepByKey(main, cursor, event.key);
    if (next === undefined) return;
    event.preventDefault();
    onCursor(next);
  };
  return (
    <div
      className="chart"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it step by step
      tabIndex={0}
      onPointerMove={point}
      onPointerLeave={() => onCursor(null)}
      onKeyDown={press}
      onBlur={() => onCursor(null)}
    >
      <div ref={place} className="chart-plot" />
      <div ref={needle} className="chart-needle" hidden />
    </div>
  );
}

/** `#rrggbb` with an opacity. */
function seeThrough(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
