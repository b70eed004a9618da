import { type ReactNode, useEffect, useState } from 'react';
import type { PaperPack } from '../../../shared/contract/ipc';
import { formatSince } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { Notice } from '../../parts/notice';
import { useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { useKeys } from '../keys/use-keys';

/** Papers on this console's disk: what they are, how old, and the way to print one now. They need no hub. */
export function PapersDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t, lang } = useT();
  const bridge = useBridge();
  const { hubNow } = useLinkView(10_000);
  const [packs, setPacks] = useState<readonly PaperPack[] | null>(null);
  const [fault, setFault] = useState('');
  const [printing, setPrinting] = useState(false);
  useKeys({ back: onClose }, { modal: true });
  const read = async (): Promise<void> => {
    const answer = await bridge.papers();
    if (answer.ok) setPacks(answer.value);
    else setFault(answer.error.message);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when it opens
  useEffect(() => {
    void read();
  }, [bridge]);
  const print = async (): Promise<void> => {
    setPrinting(true);
    setFault('');
    const answer = await bridge.printPapers();
    setPrinting(false);
    if (!answer.ok) setFault(answer.error.message);
    await read();
  };
  const open = async (file: string): Promise<void> => {
    const answer = await bridge.openPaper(file);
    setFault(answer.ok ? '' : answer.error.message);
  };
  return (
    <Dialog title={t('desk:papers.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="papers">
        <p className="quiet">{t('desk:papers.text')}</p>
        <div className="act-row">
          <button type="button" className="quiet-button" disabled={printing} onClick={() => void print()}>
            {t(printing ? 'desk:papers.printing' : 'desk:papers.print')}
          </button>
        </div>
        <p role="alert" className="people-fault">
          {fault === '' ? '' : t('desk:papers.fault', { reason: fault })}
        </p>
        {packs?.length === 0 && <Notice title={t('desk:papers.none')} />}
        <ul className="papers-list">
          {packs?.map((pack) => (
            <li key={pack.file}>
              <time dateTime={new Date(pack.at).toISOString()}>{formatSince(pack.at, hubNow)}</time>
              {pack.fault === null ? (
                <>
                  <span className="quiet">{`${formatCount(Math.ceil(pack.bytes / 1_024), lang)} kB`}</span>
                  <button type="button" className="quiet-button" onClick={() => void open(pack.file)}>
                    {t('desk:papers.open')}
                  </button>
                </>
              ) : (
                <span>{t('desk:papers.fault', { reason: pack.fault })}</span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
