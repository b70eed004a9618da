import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { actNoun } from './act-nouns';
import type { AlarmFate } from './fates';

/** What became of an act, in words. `full`: a refusal with the hub's news and how to put it away. */
export function FateText(props: { readonly fate: AlarmFate; readonly full?: boolean }): ReactNode {
  const { fate, full } = props;
  const { t } = useT();
  const what = actNoun(fate.kind, t);
  if (full) {
    return (
      <span className="fate-text" data-fate={fate.fate} role="alert">
        <strong>{t(`alarms:fate.${fate.fate}`, { what })}</strong> {fate.reason ?? ''}{' '}
        <span className="fate-seen">
          <KeyCap cap="Space" /> {t('alarms:fate.read')}
        </span>
      </span>
    );
  }
  return (
    <strong className="fate-text" data-fate={fate.fate}>
      {t(`alarms:fate.${fate.fate}`, { what })}
    </strong>
  );
}
