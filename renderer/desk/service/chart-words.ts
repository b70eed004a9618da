import type { ChartSeries } from '../../../shared/contract/wire';
import {
  dayKey,
  formatClock,
  formatResponse,
  formatSeconds,
  type Language,
} from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import { type ChartView, PHASES } from './chart-data';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'Europe/Oslo';
const months: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  nb: new Intl.DateTimeFormat('nb-NO', { timeZone: ZONE, month: 'short', year: '2-digit' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, month: 'short', year: '2-digit' }),
};
const plain: Readonly<Record<Language, Intl.NumberFormat>> = {
  nb: new Intl.NumberFormat('nb-NO', { maximumSignificantDigits: 3 }),
  en: new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }),
};
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A measured value with its unit, as the Monitoring Plugins guidelines name it: `84 ms`, `61,5 %`, `1,2 GB`. */
export function formatValue(value: number, unit: string, lang: Language): string {
  if (unit === 'ms' || unit === 's') return formatTime(unit === 's' ? value * 1_000 : value, lang);
  if (/^[KMGTP]?B$/.test(unit)) {
    const given = value * 1_000 ** Math.max(0, 'KMGTP'.indexOf(unit[0] ?? '') + 1);
    const bytes = unit === 'B' ? value : given;
    const power = Math.min(5, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)));
    return `${plain[lang].format(bytes / 1_000 ** power)} ${BYTES[power]}`;
  }
  const number = plain[lang].format(value);
  return unit === '' || unit === 'c' ? number : `${number} ${unit}`;
}

function formatTime(ms: number, lang: Language): string {
  if (Math.abs(ms) >= 10) return formatResponse(ms, lang);
  return `${plain[lang].format(ms)} ms`;
}

/** The time axis: clock, date or month, by how far its ticks are apart (ms). */
export function formatTick(at: number, apart: number, lang: Language): string {
  if (apart >= 28 * DAY_MS) return months[lang].format(at).replace('.', '');
  const day = `${dayKey(at).slice(8)}.${dayKey(at).slice(5, 7)}.`;
  if (apart >= DAY_MS) return day;
  const clock = formatClock(at);
  return clock === '00:00' ? day : clock;
}

/** A step's time: `14:02:10` within an hour, `14:05–14:10` or `22.11. 14:00–15:00` beyond. */
export function formatStep(at: number, stepMs: number, rangeMs: number): string {
  const day = `${dayKey(at).slice(8)}.${dayKey(at).slice(5, 7)}.`;
  if (stepMs >= DAY_MS) return day;
  if (stepMs < 60_000) return formatSeconds(at);
  const span = `${formatClock(at)}–${formatClock(at + stepMs)}`;
  return rangeMs > HOUR_MS ? `${day} ${span}` : span;
}

/** What a metric is called: phases and the hub's own metrics have words, the rest its own label. */
export function metricName(one: ChartSeries, view: ChartView, t: Translate): string {
  const { metric } = one;
  if (metric === '') return t('chart:response');
  if (view.kind === 'steps') {
    return view.check.steps.find(({ id }) => metric === `step/${id}`)?.name ?? metric.slice('step/'.length);
  }
  const phase = PHASES.find((name) => name === metric);
  if (phase) return t(`chart:phase.${phase}`);
  const known = KNOWN.find((name) => name === metric);
  return known ? t(`chart:metric.${known}`) : metric;
}

/** Metrics of the hub's own checks. */
const KNOWN = ['memory', 'loss', 'rttMin', 'rttAvg', 'rttMax', 'daysLeft'] as const;

/** Whose figures a view shows: the check's, or the foreign system's. */
export function placeName(view: ChartView): string {
  return view.series[0]?.origin === 'prometheus' ? 'Prometheus' : view.check.name;
}

/** What a view is called in the list of views. */
export function viewName(view: ChartView, t: Translate): string {
  const check = placeName(view);
  if (view.kind === 'metrics') {
    const names = view.series.slice(0, 3).map((one) => metricName(one, view, t));
    const more = view.series.length > 3 ? ' …' : '';
    return t('chart:view.metrics', { check, names: `${names.join(', ')}${more}` });
  }
  return t(`chart:view.${view.kind}`, { check });
}

/** A step of a series in words: median, p95 where it says more, how many, how many failed. */
export function stepWords(
  one: ChartSeries,
  index: number,
  speech: { readonly t: Translate; readonly lang: Language },
): string {
  const { t, lang } = speech;
  const count = one.count[index] ?? 0;
  const failed = one.failed[index] ?? 0;
  const median = one.p50[index] ?? null;
  const high = one.p95[index] ?? null;
  if (count === 0) return t('chart:step.none');
  const words = [
    median === null ? t('chart:step.noAnswer') : '',
    median === null ? '' : t(count === 1 ? 'chart:step.value' : 'chart:step.median', value(median)),
    count > 1 && high !== null ? t('chart:step.p95', value(high)) : '',
    count > 1 ? t('chart:step.count', { count }) : '',
    failed > 0 ? t('chart:step.failed', { count: failed }) : '',
  ];
  return words.filter((word) => word !== '').join(' · ');

  function value(number: number): { readonly value: string } {
    return { value: formatValue(number, one.unit, lang) };
  }
}
