import type { ReactNode } from 'react';
import type { Attachment } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { useLinkView } from '../../stores/board-react';
import { useBridge, useDeskStore } from '../desk-context';
import { fileSize, isPicture } from './file-kinds';
import { useBlob, useObjectUrl } from './use-blob';

/** Of a text file so much is shown, characters. */
const SHOWN_CHARS = 2_000;

/** An attachment of an entry: a picture is shown, a text is read, anything else is named; all can be saved. */
export function AttachmentView(props: {
  readonly attachment: Attachment;
  /** Shows it as large as the window; null: it is. */
  readonly onLarge: (() => void) | null;
}): ReactNode {
  const { attachment, onLarge } = props;
  const { t, lang } = useT();
  const bridge = useBridge();
  const desk = useDeskStore();
  const { name, type, bytes: size, erased, hash } = attachment;
  if (erased)
    return (
      <figure className="entry-file">
        <p className="quiet">{t('shift-log:file.erased')}</p>
      </figure>
    );
  const save = async (): Promise<void> => {
    const answer = await bridge.saveBlob({ hash, name });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <figure className="entry-file">
      {(isPicture(attachment) || type === 'text/plain') && (
        <Content attachment={attachment} onLarge={onLarge} />
      )}
      <figcaption>
        <span>
          {name} <span className="quiet">{fileSize(size, lang)}</span>
        </span>
        <button type="button" className="quiet-button" onClick={() => void save()}>
          {t('shift-log:file.save')}
        </button>
      </figcaption>
    </figure>
  );
}

function Content(props: {
  readonly attachment: Attachment;
  readonly onLarge: (() => void) | null;
}): ReactNode {
  const { attachment, onLarge } = props;
  const { t } = useT();
  const live = useLinkView(1_000).phase === 'live';
  const blob = useBlob(attachment.hash, live);
  const bytes = blob.phase === 'there' ? blob.bytes : null;
  switch (blob.phase) {
    case 'loading':
      return <p className="quiet">{t('shift-log:file.loading')}</p>;
    case 'away':
      return <p className="quiet">{t(live ? 'shift-log:file.gone' : 'shift-log:file.away')}</p>;
    case 'erased':
      return <p className="quiet">{t('shift-log:file.erased')}</p>;
    case 'failed':
      return <p className="quiet">{t('shift-log:file.failed', { reason: blob.error })}</p>;
    case 'there':
      return isPicture(attachment) ? (
        <Picture name={attachment.name} type={attachment.type} bytes={bytes} onLarge={onLarge} />
      ) : (
        <pre className="entry-text-file">{new TextDecoder().decode(blob.bytes).slice(0, SHOWN_CHARS)}</pre>
      );
  }
}

/** A picture; pressed, it is shown large. */
export function Picture(props: {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly onLarge: (() => void) | null;
}): ReactNode {
  const { name, type, bytes, onLarge } = props;
  const { t } = useT();
  const url = useObjectUrl(bytes, type);
  if (url === null) return null;
  const image = <img className="entry-picture" src={url} alt={name} />;
  if (onLarge === null) return image;
  return (
    <button
      type="button"
      className="picture-button"
      aria-label={t('shift-log:file.large', { name })}
      onClick={onLarge}
    >
      {image}
    </button>
  );
}
