import type { Plain } from '../../../shared/catalogue-text/yaml-text';
import type { CheckSpec } from '../../../shared/contract/catalogue-file';

export type CheckKindWritten = CheckSpec['kind'];

/** How a value of a check is edited. `yaml`: as a text of its own, for what has a shape of its own. */
export type FieldKind = 'text' | 'number' | 'port' | 'choice' | 'words' | 'numbers' | 'lines' | 'yaml';

/** One value of a check in the form. */
export interface CheckField {
  readonly key: CheckFieldKey;
  readonly kind: FieldKind;
  readonly choices?: readonly string[];
  /** What a person would write there; shown in the empty field. Technical, the same in every language. */
  readonly example?: string;
  readonly wide?: boolean;
}

export type CheckFieldKey =
  | 'url'
  | 'method'
  | 'status'
  | 'contains'
  | 'containsNot'
  | 'redirects'
  | 'headers'
  | 'header'
  | 'json'
  | 'body'
  | 'ca'
  | 'host'
  | 'port'
  | 'expect'
  | 'plugin'
  | 'args'
  | 'key'
  | 'serverName'
  | 'warnBefore'
  | 'criticalBefore'
  | 'query'
  | 'type'
  | 'server'
  | 'packets'
  | 'warnLoss'
  | 'criticalLoss'
  | 'exporter'
  | 'disk'
  | 'memory'
  | 'load'
  | 'steps'
  | 'variables'
  | 'vantage'
  | TimingKey;

export type TimingKey =
  | 'interval'
  | 'timeout'
  | 'retry'
  | 'attempts'
  | 'freshness'
  | 'impact'
  | 'warnAfter'
  | 'criticalAfter';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const host: CheckField = { key: 'host', kind: 'text', example: '10.0.0.1' };
const ca: CheckField = { key: 'ca', kind: 'text', example: 'ca.pem' };

/** What each kind of check takes, in the order of the form. */
export const CHECK_FIELDS: Readonly<Record<CheckKindWritten, readonly CheckField[]>> = {
  http: [
    { key: 'url', kind: 'text', example: 'https://{service}.{site}.no/health', wide: true },
    { key: 'method', kind: 'choice', choices: METHODS },
    { key: 'status', kind: 'numbers', example: '200, 204' },
    { key: 'contains', kind: 'text', example: '"status":"UP"' },
    { key: 'containsNot', kind: 'text' },
    { key: 'redirects', kind: 'number', example: '0' },
    ca,
    { key: 'headers', kind: 'yaml', example: 'Accept: application/json' },
    { key: 'header', kind: 'yaml', example: 'Content-Type: json' },
    { key: 'json', kind: 'yaml', example: '- at: /status\n  equals: UP' },
    { key: 'body', kind: 'lines' },
  ],
  tcp: [host, { key: 'port', kind: 'port', example: '443' }, { key: 'expect', kind: 'text', example: '220' }],
  plugin: [
    { key: 'plugin', kind: 'text', example: 'check_ssh' },
    { key: 'args', kind: 'yaml', example: '- -H\n- 10.0.0.1' },
  ],
  heartbeat: [{ key: 'key', kind: 'text' }],
  tls: [
    host,
    { key: 'port', kind: 'port', example: '443' },
    { key: 'serverName', kind: 'text' },
    { key: 'warnBefore', kind: 'text', example: '30d' },
    { key: 'criticalBefore', kind: 'text', example: '7d' },
    ca,
  ],
  dns: [
    { key: 'query', kind: 'text', example: 'dips.no' },
    { key: 'type', kind: 'choice', choices: ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] },
    { key: 'server', kind: 'text', example: '10.0.0.53' },
    { key: 'port', kind: 'port', example: '53' },
    { key: 'expect', kind: 'words', example: '10.0.0.1' },
  ],
  ping: [
    host,
    { key: 'packets', kind: 'number', example: '5' },
    { key: 'warnLoss', kind: 'number', example: '1' },
    { key: 'criticalLoss', kind: 'number', example: '60' },
  ],
  host: [
    { key: 'exporter', kind: 'text', example: 'http://10.0.0.1:9100/metrics', wide: true },
    { key: 'disk', kind: 'yaml', example: '- path: /\n  warn: 80' },
    { key: 'memory', kind: 'yaml', example: 'warn: 90' },
    { key: 'load', kind: 'yaml', example: 'warn: 2' },
    ca,
  ],
  journey: [
    { key: 'steps', kind: 'yaml', example: '- id: login\n  url: https://…', wide: true },
    { key: 'variables', kind: 'yaml', example: 'user: test' },
    { key: 'vantage', kind: 'choice', choices: ['site', 'hub'] },
    ca,
  ],
};

/** What every check takes. */
export const TIMING_FIELDS: readonly CheckField[] = [
  { key: 'interval', kind: 'text', example: '30s' },
  { key: 'timeout', kind: 'text', example: '5s' },
  { key: 'retry', kind: 'text', example: '5s' },
  { key: 'attempts', kind: 'number', example: '3' },
  { key: 'freshness', kind: 'text' },
  { key: 'impact', kind: 'choice', choices: ['down', 'degraded', 'warning'] },
  { key: 'warnAfter', kind: 'text', example: '500ms' },
  { key: 'criticalAfter', kind: 'text' },
];

export const CHECK_KINDS = Object.keys(CHECK_FIELDS) as readonly CheckKindWritten[];

/** A new check of a kind, with an id that the others do not have. */
export function newCheck(kind: CheckKindWritten, ids: readonly string[]): Plain {
  let id: string = kind;
  for (let count = 2; ids.includes(id); count += 1) id = `${kind}-${count}`;
  switch (kind) {
    case 'http':
      return { id, kind, url: '' };
    case 'tcp':
      return { id, kind, host: '', port: '' };
    case 'plugin':
      return { id, kind, plugin: '' };
    case 'tls':
    case 'ping':
      return { id, kind, host: '' };
    case 'dns':
      return { id, kind, query: '' };
    case 'journey':
      return { id, kind, steps: [{ id: 'start', url: '' }] };
    case 'heartbeat':
    case 'host':
      return { id, kind };
  }
}

/** What a field's text means; null: nothing, and the key goes. */
export function fieldValue(kind: FieldKind, text: string): Plain {
  const bare = text.trim();
  if (bare === '') return null;
  switch (kind) {
    case 'number':
    case 'port':
      return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : text;
    case 'words':
      return split(text);
    case 'numbers':
      return split(text).map((word) => (/^\d+$/.test(word) ? Number(word) : word));
    default:
      return text;
  }
}

/** A value as a field shows it. */
export function fieldText(value: Plain | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return (value as readonly Plain[]).map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function split(text: string): readonly string[] {
  return text
    .split(/[,\s]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
