import type { Language } from '../../shared/time/format';

const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  nb: new Intl.NumberFormat('nb-NO'),
  en: new Intl.NumberFormat('en-GB'),
};

/** A count with its thousands apart: `10 000`, `10,000`. */
export function formatCount(count: number, lang: Language): string {
  return formats[lang].format(count);
}
