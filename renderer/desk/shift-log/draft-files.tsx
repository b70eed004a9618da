import { type ReactNode, useRef } from 'react';
import { ATTACHMENT_TYPES, ATTACHMENTS_MOST } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { Picture } from './attachment-view';
import type { DraftFile } from './entry-draft';
import { fileSize, isPicture } from './file-kinds';

/** The files of an entry that is being written, as they will be seen, and the ways to add one more. */
export function DraftFiles(props: {
  readonly files: readonly DraftFile[];
  readonly busy: boolean;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onDrop: (hash: string) => void;
}): ReactNode {
  const { files, busy, onAdd, onDrop } = props;
  const { t, lang } = useT();
  const choose = useRef<HTMLInputElement>(null);
  return (
    <div className="act-field">
      <div className="draft-files-head">
        <span className="act-form-what">
          {files.length === 0
            ? t('shift-log:write.noFiles')
            : t('shift-log:write.files', { count: files.length, most: ATTACHMENTS_MOST })}
        </span>
        <button
          type="button"
          className="quiet-button"
          disabled={busy || files.length >= ATTACHMENTS_MOST}
          onClick={() => choose.current?.click()}
        >
          {t('shift-log:write.choose')}
        </button>
        <input
          ref={choose}
          type="file"
          multiple
          hidden
          aria-label={t('shift-log:write.choose')}
          accept={ATTACHMENT_TYPES.join(',')}
          onChange={(event) => {
            onAdd([...(event.target.files ?? [])]);
            // The same file may be chosen once more after it was taken out.
            event.target.value = '';
          }}
        />
      </div>
      {files.length > 0 && (
        <ul className="draft-files">
          {files.map(({ attachment, bytes }) => (
            <li key={attachment.hash}>
              {isPicture(attachment) && (
                <Picture name={attachment.name} type={attachment.type} bytes={bytes} onLarge={null} />
              )}
              <span>
                {attachment.name} <span className="quiet">{fileSize(attachment.bytes, lang)}</span>
              </span>
              <button
                type="button"
                className="quiet-button"
                aria-label={t('shift-log:write.takeOutOf', { name: attachment.name })}
                onClick={() => onDrop(attachment.hash)}
              >
                {t('shift-log:write.takeOut')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.some(({ attachment }) => attachment.type !== 'text/plain') && (
        <p className="files-note">{t('shift-log:write.lookOver')}</p>
      )}
    </div>
  );
}
