import type { SilenceMatcher } from '../../../../shared/model/sources';
import { type PushedNews, type RawAlert, type RawSilence, SourceGarbled } from '../foreign-source';
import { bounded, fieldsOf, pieceOf, timeOf, webLink } from '../text';
import { readCorrelation } from './correlation';

/**
 * Alertmanager's API v2 and its webhook (version 4), read from `unknown`. What is wrong is told, what is long is
 * cut, and control characters are gone. https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
const LIMITS = {
  id: 100,
  name: 200,
  summary: 300,
  labels: 60,
  labelName: 100,
  labelValue: 500,
  /** All labels of an alert together, characters. */
  labelTotal: 8_000,
  silencers: 50,
  matchers: 50,
  matcherName: 200,
  matcherValue: 1_000,
  author: 200,
  comment: 1_200,
} as const;

const ID = /^[A-Za-z0-9._:-]{1,100}$/;

/** An element of `GET /api/v2/alerts`. Null: it is no alert. */
export function readAlert(value: unknown): RawAlert | null {
  const fields = fieldsOf(value);
  const status = fieldsOf(fields?.status);
  if (!fields || !status) return null;
  return alertOf(fields, idsOf(status.silencedBy), idsOf(status.inhibitedBy).length > 0);
}

function alertOf(
  fields: Readonly<Record<string, unknown>>,
  silencedBy: readonly string[],
  inhibited: boolean,
): RawAlert | null {
  const id = idOf(fields.fingerprint);
  const labels = readLabels(fields.labels);
  const startsAt = timeOf(fields.startsAt);
  if (id === null || labels === null || startsAt === null) return null;
  const notes = fieldsOf(fields.annotations) ?? {};
  const summary = [notes.summary, notes.description, notes.message].find((text) => typeof text === 'string');
  return {
    id,
    name: bounded(labels.alertname, LIMITS.name) || '(uten navn)',
    summary: bounded(summary, LIMITS.summary),
    labels,
    startsAt,
    silencedBy,
    inhibited,
    link: webLink(fields.generatorURL),
  };
}

function readLabels(value: unknown): Readonly<Record<string, string>> | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  const labels: [string, string][] = [];
  let total = 0;
  for (const [name, given] of Object.entries(fields)) {
    if (typeof given !== 'string') return null;
    const label = bounded(name, LIMITS.labelName);
    // An object's own `__proto__` does not survive every way that an entity travels.
    if (label === '' || label === '__proto__') continue;
    const text = bounded(given, LIMITS.labelValue);
    total += label.length + text.length;
    if (labels.length >= LIMITS.labels || total > LIMITS.labelTotal) break;
    labels.push([label, text]);
  }
  return Object.fromEntries(labels);
}

/** An element of `GET /api/v2/silences`. Null: it is no silence. */
export function readSilence(value: unknown): RawSilence | null {
  const fields = fieldsOf(value);
  const id = idOf(fields?.id);
  const phase = fieldsOf(fields?.status)?.state;
  const startsAt = timeOf(fields?.startsAt);
  const endsAt = timeOf(fields?.endsAt);
  if (!fields || id === null || startsAt === null || endsAt === null) return null;
  if (phase !== 'pending' && phase !== 'active' && phase !== 'expired') return null;
  if (!Array.isArray(fields.matchers)) return null;
  const matchers: SilenceMatcher[] = [];
  for (const item of fields.matchers.slice(0, LIMITS.matchers)) {
    const matcher = readMatcher(item);
    if (!matcher) return null;
    matchers.push(matcher);
  }
  const author = bounded(fields.createdBy, LIMITS.author);
  const { comment, correlation } = readCorrelation(author, bounded(fields.comment, LIMITS.comment));
  return { id, phase, matchers, startsAt, endsAt, author, comment, correlation };
}

function readMatcher(value: unknown): SilenceMatcher | null {
  const fields = fieldsOf(value);
  const name = bounded(fields?.name, LIMITS.matcherName);
  if (!fields || name === '' || typeof fields.value !== 'string' || typeof fields.isRegex !== 'boolean')
    return null;
  return {
    name,
    value: bounded(fields.value, LIMITS.matcherValue),
    isRegex: fields.isRegex,
    // Missing in versions before 0.22, which knew no other.
    isEqual: fields.isEqual !== false,
  };
}

/** The body of the webhook, version 4. Throws SourceGarbled. */
export function readWebhook(body: string): PushedNews {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new SourceGarbled('webhooken er ikke gyldig JSON', pieceOf(body));
  }
  const fields = fieldsOf(parsed);
  if (fields?.version !== '4' || !Array.isArray(fields.alerts)) {
    throw new SourceGarbled('webhooken er ikke Alertmanagers (versjon 4)', pieceOf(body));
  }
  const firing: RawAlert[] = [];
  const resolved: string[] = [];
  for (const item of fields.alerts) {
    const alert = fieldsOf(item);
    // What is silenced or inhibited is not notified; `endsAt` of what fires is year 1 and means nothing.
    const read = alert && alertOf(alert, [], false);
    if (!read) throw new SourceGarbled('et varsel i webhooken kan ikke leses', pieceOf(item));
    if (alert.status === 'resolved') resolved.push(read.id);
    else if (alert.status === 'firing') firing.push(read);
    else throw new SourceGarbled('et varsel i webhooken har ukjent status', pieceOf(alert.status));
  }
  return { firing, resolved };
}

/** `GET /api/v2/status`: its version. Null: this is no Alertmanager. */
export function readStatus(value: unknown): { readonly version: string } | null {
  const version = fieldsOf(fieldsOf(value)?.versionInfo)?.version;
  return typeof version === 'string' ? { version: bounded(version, 60) } : null;
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LIMITS.id && ID.test(value) ? value : null;
}

function idsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => idOf(item) ?? []).slice(0, LIMITS.silencers);
}
