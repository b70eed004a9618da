import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo } from 'react';
import type { Language } from '../../shared/time/format';
import { type Translate, translator } from './index';

/** What a component needs to speak. */
export interface Speech {
  readonly t: Translate;
  readonly lang: Language;
}

const SpeechContext = createContext<Speech | null>(null);

/** Speaks `lang` to everything inside, and tells the document, so that a screen reader pronounces it right. */
export function I18nProvider(props: { readonly lang: Language; readonly children: ReactNode }): ReactNode {
  const { lang, children } = props;
  const speech = useMemo<Speech>(() => ({ t: translator(lang), lang }), [lang]);
  useLayoutEffect(() => {
    document.documentElement.lang = lang === 'nb' ? 'nb' : 'en';
  }, [lang]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The translate function and the language that the settings chose. */
export function useT(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('a component speaks outside <I18nProvider>');
  return speech;
}
