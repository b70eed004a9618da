import i18next, { type i18n } from 'i18next';
import type { Language } from '../../shared/time/format';
import { MESSAGES, type MessageKey, NAMESPACES } from './catalogue';

export type { MessageKey } from './catalogue';

/** Values for the places in a message; `count` also chooses its plural. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Says a message in one language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** A message catalogue that speaks `lang`. i18next loads nothing: all strings are in the window. */
export function createI18n(lang: Language): i18n {
  const instance = i18next.createInstance();
  void instance.init({
    lng: lang,
    fallbackLng: 'nb',
    ns: [...NAMESPACES],
    defaultNS: 'common',
    resources: MESSAGES,
    // React escapes what it renders; escaping twice would show entities.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

/** The translate function of one language. */
export function translator(lang: Language): Translate {
  const fixed = createI18n(lang).getFixedT(lang);
  return (key, values) => fixed(key, values ?? {});
}

/** A translator that looks up a message without values once: a picture of the wall says the same words every second. */
export function remembering(t: Translate): Translate {
  const known = new Map<MessageKey, string>();
  return (key, values) => {
    if (values) return t(key, values);
    const said = known.get(key) ?? t(key);
    known.set(key, said);
    return said;
  };
}
