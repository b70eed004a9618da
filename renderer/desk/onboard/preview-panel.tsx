import type { ReactNode } from 'react';
import type { CataloguePreview } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard } from '../../stores/board-react';
import { DiffView } from './diff-view';
import { byService, type EntryIssue } from './entry-model';
import type { EditPreview } from './use-edit-preview';

/** Named services, and named sites of one service; more are counted. */
const MAX_SERVICES = 12;
const MAX_SITES = 20;

/** What an edit would do: what is wrong with it, what the room gains and loses, and the difference in the file. */
export function PreviewPanel(props: {
  readonly preview: EditPreview;
  readonly issues: readonly EntryIssue[];
  /** Leads to the place of a fault; null: it has none here. */
  readonly onIssue: ((issue: EntryIssue) => void) | null;
}): ReactNode {
  const { preview, issues, onIssue } = props;
  const { t } = useT();
  const { answer } = preview;
  if (preview.phase === 'offline') {
    return <Notice title={t('onboard:preview.offline')} text={t('onboard:preview.offlineText')} />;
  }
  if (preview.phase === 'failed') return <Notice title={t('onboard:preview.failed')} text={preview.reason} />;
  if (preview.phase === 'none') {
    return <Notice title={t('onboard:preview.none')} text={t('onboard:preview.noneText')} />;
  }
  if (answer === null) return <Notice title={t('onboard:preview.asking')} />;
  return (
    <div className="preview" data-asking={preview.phase === 'asking' ? '' : undefined}>
      {issues.length > 0 && (
        <section className="panel" aria-label={t('onboard:preview.faults')}>
          <h3 className="panel-title">{t('onboard:preview.faultCount', { count: issues.length })}</h3>
          <ul className="preview-faults">
            {issues.map((issue) => (
              <li key={`${issue.place} ${issue.reason}`}>
                {issue.line !== null && onIssue ? (
                  <button type="button" className="link-button" onClick={() => onIssue(issue)}>
                    {t('onboard:preview.line', { line: issue.line })}
                  </button>
                ) : (
                  <span className="quiet">{issue.place}</span>
                )}{' '}
                {issue.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      {issues.length === 0 && <NodeChanges nodes={answer.nodes} />}
      <div className="panel">
        <h3 className="panel-title">{t('onboard:preview.diff')}</h3>
        {answer.diff === '' ? (
          <p className="quiet">{t('onboard:preview.noDiff')}</p>
        ) : (
          <DiffView diff={answer.diff} label={t('onboard:preview.diff')} />
        )}
      </div>
    </div>
  );
}

function NodeChanges({ nodes }: { readonly nodes: CataloguePreview['nodes'] }): ReactNode {
  const { t } = useT();
  const none = nodes.added.length + nodes.removed.length + nodes.changed.length === 0;
  return (
    <section className="panel" aria-label={t('onboard:preview.room')}>
      <h3 className="panel-title">{t('onboard:preview.room')}</h3>
      {none && <p className="quiet">{t('onboard:preview.roomSame')}</p>}
      {(['added', 'removed', 'changed'] as const).map((kind) =>
        nodes[kind].length === 0 ? null : (
          <div key={kind} className="preview-nodes" data-kind={kind}>
            <strong>{t(`onboard:preview.${kind}`, { count: nodes[kind].length })}</strong>
            <NodeList nodes={nodes[kind]} />
          </div>
        ),
      )}
    </section>
  );
}

function NodeList({ nodes }: { readonly nodes: readonly string[] }): ReactNode {
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const nameOf = (kind: 'service' | 'site', id: string): string => {
    const entity = catalogue.get(`${kind}:${id}`);
    return entity && 'name' in entity.value ? entity.value.name : id;
  };
  const services = byService(nodes);
  return (
    <ul>
      {services.slice(0, MAX_SERVICES).map(([service, sites]) => (
        <li key={service}>
          {nameOf('service', service)}
          {sites.length > 0 &&
            `: ${sites
              .slice(0, MAX_SITES)
              .map((site) => nameOf('site', site))
              .join(', ')}`}
          {sites.length > MAX_SITES && ` ${t('onboard:preview.more', { count: sites.length - MAX_SITES })}`}
        </li>
      ))}
      {services.length > MAX_SERVICES && (
        <li>{t('onboard:preview.more', { count: services.length - MAX_SERVICES })}</li>
      )}
    </ul>
  );
}
