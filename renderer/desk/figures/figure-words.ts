import type { AlarmFigure, AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { formatAge, type Language } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import type { Speech } from '../../i18n/react';
import { joinNames, serviceNames } from '../model/service-names';

const decimals: Readonly<Record<Language, Intl.NumberFormat>> = {
  nb: new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};
/** Shares below this are told to a decimal, so that 0.4 % is not nothing. */
const FINE_BELOW = 0.1;

/** A figure's value as people read it: `4,2 i timen`, `1,2 %`, `3 min`; null: there is nothing to count. */
export function valueWords(
  { value, unit }: Pick<AlarmFigure, 'value' | 'unit'>,
  { t, lang }: Speech,
): string | null {
  if (value === null) return null;
  switch (unit) {
    case 'count':
      return formatCount(value, lang);
    case 'per-hour':
      return t('figures:perHour', { value: decimals[lang].format(value) });
    case 'per-day':
      return t('figures:perDay', { value: decimals[lang].format(value) });
    case 'share':
      return shareWords(value, lang);
    case 'ms':
      return formatAge(value, lang);
  }
}

/** A share, 0 to 1, in per cent. */
export function shareWords(share: number, lang: Language): string {
  const percent = share * 100;
  return `${share < FINE_BELOW ? decimals[lang].format(percent) : formatCount(Math.round(percent), lang)} %`;
}

/** What a figure is held against: `godt til 6 i timen, må ned fra 12 i timen`; null: nothing. */
export function boundaryWords({ ok, limit, unit }: AlarmFigure, speech: Speech): string | null {
  const said = (value: number): string => valueWords({ value, unit }, speech) ?? '';
  if (ok === null && limit === null) return null;
  if (limit === null || limit === ok) return speech.t('figures:boundary.ok', { ok: said(ok ?? limit ?? 0) });
  if (ok === null) return speech.t('figures:boundary.limit', { limit: said(limit) });
  return speech.t('figures:boundary.both', { ok: said(ok), limit: said(limit) });
}

/** What to do about it, in a sentence. */
export function adviceWords(
  { kind, nodes, value }: AlarmFiguresAnswer['advice'][number],
  name: (node: string) => string,
  { t, lang }: Speech,
): string {
  return t(`figures:advice.${kind}`, {
    count: nodes.length,
    names: joinNames(serviceNames(nodes.slice(0, NAMED), name)),
    share: shareWords(value, lang),
    value: formatCount(Math.round(value), lang),
  });
}

/** Names in one piece of advice; all of them are links in the table of sources. */
const NAMED = 5;
