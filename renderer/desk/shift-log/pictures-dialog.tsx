import { type ReactNode, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useKeys } from '../keys/use-keys';
import { AttachmentView } from './attachment-view';

/** The attachments of an entry, one at a time, as large as the window. */
export function PicturesDialog(props: {
  readonly entry: LogEntry;
  /** The hash of the one to begin with; null: the first. */
  readonly first: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { entry, first, onClose } = props;
  const { t } = useT();
  const files = entry.attachments;
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      files.findIndex(({ hash }) => hash === first),
    ),
  );
  const step = (by: number): void => setIndex((old) => Math.max(0, Math.min(files.length - 1, old + by)));
  useKeys({ back: onClose, attachment: onClose, up: () => step(-1), down: () => step(1) }, { modal: true });
  const file = files[index];
  return (
    <Dialog
      title={t('shift-log:file.of', { number: entry.number, place: index + 1, count: files.length })}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <div className="entry-large">
        {file && <AttachmentView key={file.hash} attachment={file} onLarge={null} />}
        {files.length > 1 && (
          <div className="act-row">
            <KeyButton
              cap="↑"
              label={t('shift-log:file.before')}
              disabled={index === 0}
              onPress={() => step(-1)}
            />
            <KeyButton
              cap="↓"
              label={t('shift-log:file.next')}
              disabled={index === files.length - 1}
              onPress={() => step(1)}
            />
          </div>
        )}
      </div>
    </Dialog>
  );
}
