import type { ReactNode } from 'react';
import type { Erasable } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { excerpt } from './log-model';

/** What an entry says, as it was written, line by line; that it was erased; that there were only files. */
export function EntryText(props: {
  readonly body: Erasable;
  /** Only so much of it as a list has room for. */
  readonly short?: boolean;
}): ReactNode {
  const { body, short } = props;
  const { t } = useT();
  if (body.said === null) return <em className="quiet">{t('watch:entry.erased')}</em>;
  if (body.said.text.trim() === '') return <em className="quiet">{t('watch:entry.onlyFiles')}</em>;
  if (!short) return <span className="entry-text">{body.said.text}</span>;
  const part = excerpt(body.said.text);
  return (
    <span className="entry-text">
      {part.text}
      {part.more && <span className="quiet"> {t('shift-log:row.more')}</span>}
    </span>
  );
}
