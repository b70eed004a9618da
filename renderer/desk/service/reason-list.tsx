import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { MarkText } from '../../parts/mark-icon';
import { useLinkView } from '../../stores/board-react';
import { useMarks } from '../model/use-marks';
import { useReasons } from '../model/use-reasons';

/** Why it makes no sound, where it makes none; then all reasons that are known, worst first. */
export function ReasonList({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const list = useReasons(node);
  const { hubNow } = useLinkView(60_000);
  const marks = useMarks(node, hubNow);
  if (list.length === 0 && marks.length === 0) return null;
  return (
    <section className="panel">
      <h2 className="panel-title">{t('desk:reason.title')}</h2>
      {marks.length > 0 && (
        <p className="reason-marks">
          {marks.map(({ mark }) => (
            <MarkText key={mark} mark={mark} text={t(`desk:quietWhy.${mark}`)} />
          ))}
        </p>
      )}
      <ul className="reason-list">
        {list.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two checks may give the same reason; the order is the identity
          <li key={index}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
