import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { useReasons } from '../model/use-reasons';

/** All reasons that are known, worst first; nothing when there are none. */
export function ReasonList({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const list = useReasons(node);
  if (list.length === 0) return null;
  return (
    <section className="panel">
      <h2 className="panel-title">{t('desk:reason.title')}</h2>
      <ul className="reason-list">
        {list.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two checks may give the same reason; the order is the identity
          <li key={index}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
