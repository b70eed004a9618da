import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { type MappingRule, mappingRule } from '../../../shared/contract/source-mapping';

const rulesText = z.array(mappingRule).max(500);

/** What a draft of mapping rules says, or the first thing that is wrong with it. */
export type RulesDraft =
  | { readonly ok: true; readonly rules: readonly MappingRule[] }
  | { readonly ok: false; readonly reason: string };

/** Reads rules as they are written in the catalogue file: a YAML list. Never throws. */
export function readRules(text: string): RulesDraft {
  let value: unknown;
  try {
    const document = parseDocument(text);
    const [fault] = document.errors;
    if (fault) return { ok: false, reason: firstLine(fault) };
    value = document.toJS({ maxAliasCount: 0 }) ?? [];
  } catch (error) {
    return { ok: false, reason: firstLine(error) };
  }
  const parsed = rulesText.safeParse(value);
  if (parsed.success) return { ok: true, rules: parsed.data };
  const issue = parsed.error.issues[0];
  const [index, ...rest] = issue?.path ?? [];
  const place =
    typeof index === 'number' ? `${index + 1}${rest.length > 0 ? ` ${rest.join('.')}` : ''}: ` : '';
  return { ok: false, reason: `${place}${issue?.message ?? 'malformed'}` };
}

/** Rules as they would be written in the catalogue file. */
export function writeRules(rules: readonly MappingRule[]): string {
  return rules.length === 0 ? '' : stringify(rules, { lineWidth: 100 });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
