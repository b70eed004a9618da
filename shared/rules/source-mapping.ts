import type { MappingRule } from '../contract/source-mapping';
import { compilePattern, PatternFault } from './source-mapping-pattern';

/**
 * Where a foreign alert belongs, by rules. Pure. Every rule is tried; a matcher is anchored, and a label that is
 * missing is an empty one, both as in Prometheus.
 */
export interface Mapping {
  readonly rules: readonly CompiledRule[];
}

/** What is wrong with a rule. `reason`: for people, in Bokmål. */
export interface RuleFault {
  /** Its place, from 0. */
  readonly rule: number;
  /** `match/0`, `service`, `site`. */
  readonly field: string;
  readonly reason: string;
}

export type AlertLabels = Readonly<Record<string, string>>;
export type AlertSeverity = 'warning' | 'critical' | 'unknown';

/** What the rules ask of the room. */
export interface MappingRoom {
  /** The nodes of a service at a site (null: all of them, or the central one). Empty: there is none. */
  readonly nodes: (service: string, site: string | null) => readonly string[];
  /** Whether the source speaks for a node. */
  readonly vouches: (node: string) => boolean;
}

/** Why an alert has no place. */
export type Displaced =
  | { readonly why: 'no-rule' }
  /** A rule matched, but the label that it fills in is missing. */
  | { readonly why: 'no-label'; readonly label: string }
  | { readonly why: 'no-node'; readonly node: string }
  | { readonly why: 'not-vouched'; readonly node: string };

/** What the rules make of an alert. */
export interface Placement {
  /** `twice`: rules put it on different nodes; it counts on all of them. */
  readonly verdict: 'matched' | 'unmatched' | 'twice';
  /** In order, without doubles. */
  readonly nodes: readonly string[];
  /** The rules whose matchers hold, by their place. */
  readonly rules: readonly number[];
  readonly severity: AlertSeverity;
  /** Null unless it is unmatched. */
  readonly displaced: Displaced | null;
}

/** A matcher, ready to be used. */
interface CompiledMatcher {
  readonly label: string;
  readonly holds: (value: string) => boolean;
}

interface CompiledRule {
  readonly index: number;
  readonly matchers: readonly CompiledMatcher[];
  readonly service: string;
  readonly site: string | null;
  readonly severity: Readonly<Record<string, AlertSeverity>> | null;
}

/** States of all patterns of a source together: bounds what one alert may cost. */
const MAX_MAPPING_SIZE = 20_000;
/** Answers of a pattern that are kept: label values repeat. */
const KEPT_ANSWERS = 1_000;
const MATCHER = /^([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*(.*)$/s;
const PLACEHOLDER = /\{([^{}]*)\}/g;
const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Compiles rules. Those with a fault are left out, and told. Never throws. */
export function compileMapping(rules: readonly MappingRule[]): {
  readonly mapping: Mapping;
  readonly faults: readonly RuleFault[];
} {
  const compiled: CompiledRule[] = [];
  const faults: RuleFault[] = [];
  let size = 0;
  for (const [index, rule] of rules.entries()) {
    const before = faults.length;
    const matchers: CompiledMatcher[] = [];
    for (const [place, text] of rule.match.entries()) {
      const matcher = compileMatcher(text);
      if ('reason' in matcher) faults.push({ rule: index, field: `match/${place}`, reason: matcher.reason });
      else {
        matchers.push(matcher);
        size += matcher.size;
      }
    }
    for (const field of ['service', 'site'] as const) {
      const reason = templateFault(rule[field] ?? '');
      if (reason !== null) faults.push({ rule: index, field, reason });
    }
    if (size > MAX_MAPPING_SIZE) {
      faults.push({ rule: index, field: 'match', reason: 'reglenes mønstre er for store til sammen' });
    }
    if (faults.length > before) continue;
    const { service, site = null, severity = null } = rule;
    compiled.push({ index, matchers, service, site, severity });
  }
  return { mapping: { rules: compiled }, faults };
}

/** Reads a matcher: `label=value`, the value as it is or in double quotes with `\"`, `\\` and `\n`. */
export function parseMatcher(
  text: string,
): { readonly label: string; readonly op: '=' | '!=' | '=~' | '!~'; readonly value: string } | null {
  const found = MATCHER.exec(text.trim());
  if (!found) return null;
  const [, label = '', op = '=', written = ''] = found;
  const value = unquote(written);
  return value === null ? null : { label, op: op as '=' | '!=' | '=~' | '!~', value };
}

function unquote(written: string): string | null {
  if (!written.startsWith('"')) return written;
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(written)?.[1];
  if (inner === undefined) return null;
  // A pattern's own escapes (`\.`) are kept, as amtool does with what is not an escape of the string.
  return inner.replace(/\\(["\\n])/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

function compileMatcher(
  text: string,
): (CompiledMatcher & { readonly size: number }) | { readonly reason: string } {
  const parsed = parseMatcher(text);
  if (!parsed) return { reason: `«${text}» er ikke på formen etikett="verdi"` };
  const { label, op, value } = parsed;
  if (op === '=') return { label, holds: (given) => given === value, size: 1 };
  if (op === '!=') return { label, holds: (given) => given !== value, size: 1 };
  try {
    const pattern = compilePattern(value);
    const matches = remembering(pattern.matches);
    return { label, holds: op === '=~' ? matches : (given) => !matches(given), size: pattern.size };
  } catch (error) {
    if (error instanceof PatternFault) return { reason: `«${value}»: ${error.message}` };
    throw error;
  }
}

function remembering(ask: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = ask(text);
      if (known.size >= KEPT_ANSWERS) known.clear();
      known.set(text, answer);
    }
    return answer;
  };
}

function templateFault(template: string): string | null {
  for (const [whole, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (!LABEL.test(name)) return `«${whole}» er ikke en etikett`;
  }
  return /[{}]/.test(template.replace(PLACEHOLDER, '')) ? `«${template}»: klammene går ikke opp` : null;
}

/** Decides where an alert belongs. */
export function placeAlert(mapping: Mapping, labels: AlertLabels, room: MappingRoom): Placement {
  const given = Object.hasOwn(labels, 'severity') ? (labels.severity ?? '') : '';
  const rules: number[] = [];
  const placed: string[][] = [];
  let displaced: Displaced | null = null;
  let severity: AlertSeverity | null = null;
  for (const rule of mapping.rules) {
    if (!rule.matchers.every(({ label, holds }) => holds(labelValue(labels, label)))) continue;
    rules.push(rule.index);
    const found = nodesOf(rule, labels, room);
    if ('why' in found) displaced ??= found;
    else placed.push(found.nodes);
    const said = rule.severity && Object.hasOwn(rule.severity, given) ? rule.severity[given] : undefined;
    severity = worseSeverity(severity, said ?? defaultSeverity(given));
  }
  const nodes = [...new Set(placed.flat())].sort();
  const differ = placed.some((some) => some.length !== nodes.length);
  const verdict = nodes.length === 0 ? 'unmatched' : differ ? 'twice' : 'matched';
  return {
    verdict,
    nodes,
    rules,
    severity: severity ?? defaultSeverity(given),
    displaced: verdict === 'unmatched' ? (displaced ?? { why: 'no-rule' }) : null,
  };
}

function labelValue(labels: AlertLabels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

function nodesOf(
  rule: CompiledRule,
  labels: AlertLabels,
  room: MappingRoom,
): { readonly nodes: string[] } | Displaced {
  const service = fillTemplate(rule.service, labels);
  if (typeof service !== 'string') return service;
  const site = rule.site === null ? null : fillTemplate(rule.site, labels);
  if (site !== null && typeof site !== 'string') return site;
  const named = site === null ? service : `${service}@${site}`;
  const nodes = room.nodes(service, site);
  if (nodes.length === 0) return { why: 'no-node', node: named };
  const vouched = nodes.filter((node) => room.vouches(node));
  return vouched.length === 0 ? { why: 'not-vouched', node: named } : { nodes: vouched };
}

function fillTemplate(template: string, labels: AlertLabels): string | Displaced {
  let missing: string | null = null;
  const text = template.replace(PLACEHOLDER, (_, label: string) => {
    const value = labelValue(labels, label).trim().toLowerCase();
    if (value === '') missing ??= label;
    return value;
  });
  return missing === null ? text : { why: 'no-label', label: missing };
}

/** Critical is critical; all else that somebody raised is a warning. */
function defaultSeverity(given: string): AlertSeverity {
  return given.trim().toLowerCase() === 'critical' ? 'critical' : 'warning';
}

const RANK: Readonly<Record<AlertSeverity, number>> = { warning: 1, unknown: 2, critical: 3 };

/** The worse of two: unknown outranks a warning, which it may hide more than. */
export function worseSeverity(a: AlertSeverity | null, b: AlertSeverity): AlertSeverity {
  return a !== null && RANK[a] >= RANK[b] ? a : b;
}
