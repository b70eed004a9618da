import { type ReactNode, useEffect, useState } from 'react';
import type { CatalogueHistory } from '../../../shared/contract/wire';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { ConfirmEdit } from './confirm-edit';
import { DiffView } from './diff-view';

/** Versions shown at once; the hub keeps more. */
const MAX_SHOWN = 100;

type Version = CatalogueHistory['versions'][number];
type Asked =
  | { readonly phase: 'loading' }
  | { readonly phase: 'known'; readonly answer: CatalogueHistory }
  | { readonly phase: 'offline'; readonly reason: string }
  | { readonly phase: 'failed'; readonly reason: string };

/** The versions of the file: who changed what, when, and the way back. */
export function HistoryPanel(): ReactNode {
  const { t } = useT();
  const list = useHistory(null);
  const [open, setOpen] = useState<string | null>(null);
  const [undo, setUndo] = useState<Version | null>(null);
  if (list.phase === 'loading') return <Notice title={t('onboard:history.loading')} />;
  if (list.phase === 'offline')
    return <Notice title={t('onboard:history.offline')} text={t('onboard:history.offlineText')} />;
  if (list.phase === 'failed') return <Notice title={t('onboard:history.failed')} text={list.reason} />;
  const { versions } = list.answer;
  const present = versions[0]?.version ?? '';
  return (
    <>
      <ol className="history">
        {versions.slice(0, MAX_SHOWN).map((version, index) => (
          <li key={version.version}>
            <VersionLine
              version={version}
              present={index === 0}
              open={open === version.version}
              onToggle={() => setOpen(open === version.version ? null : version.version)}
              onUndo={() => setUndo(version)}
            />
          </li>
        ))}
      </ol>
      {versions.length > MAX_SHOWN && (
        <p className="panel-note quiet">
          {t('onboard:history.more', { count: versions.length - MAX_SHOWN })}
        </p>
      )}
      {undo && (
        <ConfirmEdit
          title={t('onboard:history.undoTitle')}
          text={t('onboard:history.undoText')}
          action={t('onboard:history.undo')}
          subject="catalogue"
          base={present}
          change={{ kind: 'restore', version: undo.version }}
          onClose={() => setUndo(null)}
          onGiven={() => setOpen(null)}
        />
      )}
    </>
  );
}

function VersionLine(props: {
  readonly version: Version;
  readonly present: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onUndo: () => void;
}): ReactNode {
  const { version, present, open, onToggle, onUndo } = props;
  const { t } = useT();
  const { hubNow } = useLinkView(10_000);
  const what = version.summary === '' ? t('onboard:history.outside') : version.summary;
  return (
    <>
      <button type="button" className="history-line" aria-expanded={open} onClick={onToggle}>
        <time>{formatSince(version.at, hubNow)}</time>
        <span className="history-what">
          <strong>{what}</strong>
          {version.actor !== null && <span className="quiet"> {version.actor}</span>}
        </span>
        {present && <span className="from-cache">{t('onboard:history.present')}</span>}
      </button>
      {open && (
        <div className="history-diff">
          <VersionDiff version={version.version} />
          {!present && (
            <button type="button" className="quiet-button" onClick={onUndo}>
              {t('onboard:history.undo')}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function VersionDiff({ version }: { readonly version: string }): ReactNode {
  const { t } = useT();
  const asked = useHistory(version);
  if (asked.phase === 'loading') return <p className="quiet">{t('onboard:history.loading')}</p>;
  if (asked.phase !== 'known') return <p className="quiet">{asked.reason}</p>;
  const diff = asked.answer.diff ?? '';
  if (diff === '') return <p className="quiet">{t('onboard:preview.noDiff')}</p>;
  return <DiffView diff={diff} label={t('onboard:history.diff')} />;
}

/** Asks for the versions, and again when the catalogue, the outbox or the link has moved. */
function useHistory(version: string | null): Asked {
  const bridge = useBridge();
  const moved = useBoard((state) => state.catalogueVersion);
  const settled = useBoard((state) => state.outbox.filter(({ settledAt }) => settledAt !== null).length);
  const { reachable } = useLinkView();
  const [asked, setAsked] = useState<Asked>({ phase: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when any of these moved
  useEffect(() => {
    let over = false;
    void bridge.catalogueHistory({ version }).then((answer) => {
      if (over) return;
      if (answer.ok) setAsked({ phase: 'known', answer: answer.value });
      else {
        const phase = answer.error.code === 'offline' ? 'offline' : 'failed';
        setAsked((before) => (before.phase === 'known' ? before : { phase, reason: answer.error.message }));
      }
    });
    return () => {
      over = true;
    };
  }, [bridge, version, moved, settled, reachable]);
  return asked;
}
