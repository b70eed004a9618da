import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import type { SampleSeries } from '../../../shared/contract/wire';
import { formatClock, formatResponse } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { readPalette } from '../../theme/state-theme';
import { chartColumns, failures } from './chart-data';

/** What the chart shows. Times are the hub's, ms UTC. */
export interface ResponseChartProps {
  /** The series that is told about; the others are drawn thin behind it. */
  readonly main: SampleSeries;
  readonly others: readonly SampleSeries[];
  readonly from: number;
  readonly to: number;
  readonly expectedMs: number | null;
  readonly criticalMs: number | null;
  /** Since when nothing has been heard of the hub; null: it answers. */
  readonly silentSince: number | null;
  readonly label: string;
}

/** Response times as a line, against what is expected; where nothing is known there is a hatch, not a line. */
export function ResponseChart(props: ResponseChartProps): ReactNode {
  const { main, others, from, to, expectedMs, criticalMs, silentSince, label } = props;
  const { t, lang } = useT();
  const theme = useBoard((state) => state.settings.theme);
  const graph = useBoard((state) => state.graph);
  const place = useRef<HTMLDivElement>(null);
  const drawn = useMemo(() => {
    const gap = (check: string): number => graph.checks.get(check)?.freshnessMs ?? 120_000;
    return { columns: chartColumns([...others, main], gap), failed: failures(main) };
  }, [main, others, graph]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read anew when the theme changes
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const { columns, failed } = drawn;
    const palette = readPalette(element);
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    const top = Math.max(columns.max * 1.1, (expectedMs ?? 0) * 1.5, 50);
    const line = (name: string, width: number, stroke: string): uPlot.Series => ({
      label: name,
      width,
      stroke,
      points: { show: false },
      spanGaps: false,
    });
    const chart = new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: Math.max(120, element.clientHeight),
        padding: [20, 24, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, range: [from / 1_000, to / 1_000] }, y: { range: [0, top] } },
        axes: [
          {
            stroke: palette['--text-2'],
            font,
            size: 30,
            grid: { show: false },
            ticks: { show: false },
            values: (_, ticks) => ticks.map((tick) => formatClock(tick * 1_000)),
          },
          {
            stroke: palette['--text-2'],
            font,
            size: 62,
            grid: { stroke: palette['--line'], width: 1 },
            ticks: { show: false },
            values: (_, ticks) => ticks.map((tick) => formatResponse(tick, lang)),
          },
        ],
        series: [
          {},
          ...others.map((one) => line(one.check, 1, palette['--line-2'])),
          line(main.check, 1.75, palette['--text-1']),
        ],
        hooks: {
          draw: [
            (u) => {
              const marks = { u, palette, font };
              if (expectedMs !== null) {
                limitLine(
                  marks,
                  expectedMs,
                  palette['--text-2'],
                  t('desk:chart.expected', { limit: formatResponse(expectedMs, lang) }),
                );
              }
              if (criticalMs !== null && criticalMs < top) {
                limitLine(
                  marks,
                  criticalMs,
                  palette['--down'],
                  t('desk:chart.critical', { limit: formatResponse(criticalMs, lang) }),
                );
              }
              for (const at of failed) failureMark(marks, at);
              if (silentSince !== null) silence(marks, silentSince, to, t('desk:chart.silent'));
            },
          ],
        },
      },
      [columns.x, ...columns.ys] as uPlot.AlignedData,
      element,
    );
    const observer = new ResizeObserver(() =>
      chart.setSize({
        width: Math.max(200, element.clientWidth),
        height: Math.max(120, element.clientHeight),
      }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [drawn, main, others, from, to, expectedMs, criticalMs, silentSince, t, lang, theme]);

  return <div ref={place} className="chart" role="img" aria-label={label} />;
}

interface Marks {
  readonly u: uPlot;
  readonly palette: ReturnType<typeof readPalette>;
  readonly font: string;
}

/** Scale for canvas pixels. */
const px = (value: number): number => value * (window.devicePixelRatio || 1);

function scaledFont(font: string): string {
  return font.replace(/^(\d+)px/, (_, size: string) => `${px(Number(size))}px`);
}

function limitLine({ u, font }: Marks, value: number, colour: string, text: string): void {
  const { ctx, bbox } = u;
  const y = u.valToPos(value, 'y', true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = px(1);
  ctx.setLineDash([px(6), px(4)]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = scaledFont(font);
  ctx.fillStyle = colour;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(text, bbox.left + px(8), y - px(6));
  ctx.restore();
}

/** A failed measurement has no time: it stands on the axis as a filled mark. */
function failureMark({ u, palette }: Marks, at: number): void {
  const { ctx, bbox } = u;
  const x = u.valToPos(at / 1_000, 'x', true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = palette['--down-fill'];
  ctx.fillRect(x - px(1.5), bbox.top + bbox.height - px(10), px(3), px(10));
  ctx.restore();
}

function silence({ u, palette, font }: Marks, since: number, to: number, text: string): void {
  const { ctx, bbox } = u;
  const left = Math.max(bbox.left, u.valToPos(since / 1_000, 'x', true));
  const right = Math.min(bbox.left + bbox.width, u.valToPos(to / 1_000, 'x', true));
  // A silence too short to see is still drawn as a line.
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, Math.max(px(2), right - left), bbox.height);
  ctx.clip();
  ctx.fillStyle = palette['--ground'];
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.strokeStyle = palette['--unknown'];
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = px(1.5);
  for (let x = left - bbox.height; x < right; x += px(9)) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
    ctx.stroke();
  }
  ctx.restore();
  ctx.save();
  ctx.fillStyle = palette['--unknown'];
  ctx.fillRect(left, bbox.top, px(2), bbox.height);
  ctx.font = scaledFont(font);
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = right - left > px(120) ? 'left' : 'right';
  ctx.fillText(text, right - left > px(120) ? left + px(8) : left - px(8), bbox.top - px(6));
  ctx.restore();
}
