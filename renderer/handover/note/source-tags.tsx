import type { ReactNode } from 'react';
import type { LineSource } from '../../../shared/model/handover';
import { useT } from '../../i18n/react';

/** Where a line comes from, each as people say it; a press opens what it rests on. */
export function SourceTags(props: {
  readonly sources: readonly LineSource[];
  readonly onOpen: () => void;
}): ReactNode {
  const { sources, onOpen } = props;
  const { t } = useT();
  return (
    <span className="source-tags">
      {sources.map(({ kind, id, label }) => (
        <button
          key={`${kind}/${id}`}
          type="button"
          className="source-tag"
          tabIndex={-1}
          aria-label={t('handover:source.open', { label })}
          onClick={onOpen}
        >
          {label}
        </button>
      ))}
    </span>
  );
}
