import type { AgainstCode, Evidence, ForCode, TimeCode } from '../../../../shared/rules/causes/evidence';
import type { Line, LineFacts } from '../../../../shared/rules/causes/line';
import { formatAge, formatResponse, formatUntil } from '../../../../shared/time/format';
import type { Speech } from '../../../i18n/react';
import { type AlarmWordView, formatMoment, nameOf } from '../alarm-words';

/** What evidence is put into words from. */
export interface EvidenceWordView extends Pick<AlarmWordView, 'name' | 'person' | 'now'> {
  /** A check's name, by its id. */
  readonly check: (id: string) => string;
  /** A maintenance window's title, by its id. */
  readonly window: (id: string) => string;
}

/** Lines whose count says how many nodes there are, of which the first are named. */
const COUNTS_NODES: ReadonlySet<string> = new Set([
  'last-leg',
  'inferred-from',
  'dependants-up',
  'failed-before',
  'possible-upstream',
]);

/** A line of evidence in words. */
export function evidenceLine(
  { code, facts }: Line<ForCode | TimeCode | AgainstCode>,
  view: EvidenceWordView,
  speech: Speech,
): string {
  const values = valuesOf(facts, view, speech, COUNTS_NODES.has(code) ? facts.count : undefined);
  const alone = code === 'said' && (facts.others?.length ?? 0) === 0;
  const words = speech.t(alone ? 'causes:evidence.saidAlone' : `causes:evidence.${code}`, values);
  return facts.text === undefined ? words : `${words}: «${facts.text}»`;
}

/** What the probable cause is, in a sentence or two: what is wrong, and what is known to be well beside it. */
export function evidenceSentence(
  { code, facts }: Evidence['sentence'],
  view: EvidenceWordView,
  speech: Speech,
): string {
  const { t } = speech;
  const values = valuesOf(facts, view, speech);
  const parts = [t(`causes:sentence.${code}`, values)];
  const named = (list: readonly string[] | undefined): boolean => (list?.length ?? 0) > 0;
  if (code === 'measured') {
    if (named(facts.nodes))
      parts.push(t('causes:sentence.needsWell', { ...values, count: facts.nodes?.length ?? 0 }));
    if (named(facts.others))
      parts.push(t('causes:sentence.carries', { ...values, count: facts.others?.length ?? 0 }));
    if (named(facts.also))
      parts.push(t('causes:sentence.reserveDown', { ...values, count: facts.also?.length ?? 0 }));
  }
  if (code === 'inferred' && named(facts.others)) parts.push(t('causes:sentence.together', values));
  return parts.join(' ');
}

/** What the probable cause rests on, said beside its title; null: on nothing that needs saying. */
export function groundWords({ sentence, for: lines }: Evidence, { t }: Speech): string | null {
  const has = (code: string): boolean => lines.some((line: Line) => line.code === code);
  switch (sentence.code) {
    case 'inferred':
      return t('causes:ground.inferred');
    case 'named':
      return t('causes:ground.named');
    case 'measured':
      if (has('references-up')) return t('causes:ground.graphAndReferences');
      return has('downstream') || has('upstream-normal') ? t('causes:ground.graph') : null;
    default:
      return null;
  }
}

function valuesOf(
  facts: LineFacts,
  view: EvidenceWordView,
  speech: Speech,
  /** How many nodes there are, where not all of them are named. */
  total?: number,
): Readonly<Record<string, string | number>> {
  const { t, lang } = speech;
  const { now } = view;
  const moment = (at: number | undefined): string => (at === undefined ? '' : formatMoment(at, now));
  const list = (names: readonly string[] | undefined, all?: number): string => {
    if (names === undefined || names.length === 0) return '';
    const more = (all ?? names.length) - names.length;
    return listed(more > 0 ? [...names, t('causes:more', { count: more })] : names, t('causes:and'));
  };
  const { node, nodes, others, also, checks, count, of, state, at, from, to, ms, times, person, window } =
    facts;
  return {
    node: node === undefined ? '' : view.name(node),
    nodes: list(nodes?.map(view.name), total),
    others: list(others?.map(view.name)),
    also: list(also?.map(view.name)),
    checks: list(checks?.map(view.check)),
    count: count ?? 0,
    of: of ?? 0,
    state: state === undefined ? '' : t(`causes:state.${state}`),
    at: moment(at),
    from: moment(from),
    to: to !== undefined && to > now ? formatUntil(to, now, lang) : moment(to),
    ms: ms === undefined ? '' : spanWords(ms, lang),
    times:
      times === undefined || times.length === 0
        ? ''
        : ` ${t('causes:inTimes', { times: list(times.map((time) => formatResponse(time, lang))) })}`,
    person: person === undefined ? '' : nameOf(person, view),
    window: window === undefined ? '' : view.window(window),
  };
}

/** An uncertainty: whole seconds tell as much as is known of one. */
function spanWords(ms: number, lang: Speech['lang']): string {
  // A number and its unit stay on one line.
  return (ms < 1_000 ? formatResponse(ms, lang) : formatAge(ms, lang)).replaceAll(' ', '\u00a0');
}

/** `a`, `a og b`, `a, b og c`. A name that has a comma in it (a service at a site) is kept whole by semicolons. */
function listed(names: readonly string[], and: string): string {
  const comma = names.some((name) => name.includes(',')) ? '; ' : ', ';
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(comma)} ${and} ${last}`;
}
