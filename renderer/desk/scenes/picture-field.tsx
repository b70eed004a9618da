import { type ReactNode, useState } from 'react';
import { ATTACHMENT_BYTES } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { useBridge } from '../desk-context';
import { useBlob, useObjectUrl } from '../shift-log/use-blob';

/** Files that a panel can show. What one is, main judges by its content. */
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** The picture of a panel: the one that is chosen, and choosing another from the disk or the clipboard. */
export function PictureField(props: {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly hash: string | null;
  readonly locked: boolean;
  readonly onChange: (hash: string) => void;
}): ReactNode {
  const { id, describedBy, hash, locked, onChange } = props;
  const { t } = useT();
  const bridge = useBridge();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined || locked || busy) return;
    setFault(null);
    if (file.size > ATTACHMENT_BYTES) return setFault(t('scene-editor:picture.large'));
    setBusy(true);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = file.name.trim().slice(0, 120) || 'bilde';
      const answer = await bridge.addBlob({ name, bytes });
      if (!answer.ok) setFault(answer.error.message);
      else if (!PICTURES.includes(answer.value.type)) setFault(t('scene-editor:picture.type'));
      else onChange(answer.value.hash);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div
      className="scene-picture"
      onPaste={(event) => {
        const [file] = event.clipboardData.files;
        if (file === undefined) return;
        event.preventDefault();
        void take(file);
      }}
    >
      {hash !== null && <Shown hash={hash} />}
      <input
        id={id}
        type="file"
        accept={PICTURES.join(',')}
        disabled={locked || busy}
        aria-describedby={describedBy}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file can be chosen once more.
          event.target.value = '';
        }}
      />
      <p className="entry-help">{t('scene-editor:picture.care')}</p>
      {busy && <p role="status">{t('scene-editor:picture.busy')}</p>}
      {fault !== null && (
        <p className="entry-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function Shown({ hash }: { readonly hash: string }): ReactNode {
  const { t } = useT();
  const blob = useBlob(hash);
  const url = useObjectUrl(blob.phase === 'there' ? blob.bytes : null, 'application/octet-stream');
  if (blob.phase === 'loading') return <p className="quiet">{t('scene-editor:picture.loading')}</p>;
  if (blob.phase !== 'there') {
    return <p className="entry-fault">{t(`scene-editor:picture.${blob.phase}`)}</p>;
  }
  return url === null ? null : <img src={url} alt={t('scene-editor:picture.shown')} />;
}
