import type { Metric } from '../../../shared/rules/decide';
import { cleanText, cut } from './output-text';

/** What a run measured beside its response time. */
export type Measured = readonly Metric[];

/** No check needs more series; a hostile plugin or exporter could make any number of them. */
const METRICS_LIMIT = 64;
const LABEL_LIMIT = 80;
const UNIT_LIMIT = 8;

/**
 * Metrics fit to be kept: finite values to a thousandth, labels as clean text and each only once (the first counts),
 * at most METRICS_LIMIT of them. Never throws.
 */
export function boundedMetrics(metrics: Measured): Measured {
  const kept: Metric[] = [];
  for (const metric of metrics) {
    if (kept.length >= METRICS_LIMIT) break;
    const value = Math.round(metric.value * 1_000) / 1_000;
    if (!Number.isFinite(value)) continue;
    const label = PLAIN.test(metric.label) ? metric.label : cut(cleanText(metric.label), LABEL_LIMIT);
    if (label === '' || kept.some((one) => one.label === label)) continue;
    const unit = PLAIN.test(metric.unit) ? metric.unit : cleanText(metric.unit);
    kept.push({ label, value, unit: unit.slice(0, UNIT_LIMIT) });
  }
  return kept;
}

/** What needs no cleaning: nearly every label there is. */
const PLAIN = /^[\w/%.-]{0,80}$/;
