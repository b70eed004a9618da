import { type ReactNode, useCallback, useState } from 'react';
import { useT } from '../../i18n/react';
import { useDesk, useDeskStore } from '../desk-context';
import { presentPage } from '../desk-store';
import { NEW_SERVICE } from './draft-store';
import { asText, readEntry } from './entry-model';
import { HistoryPanel } from './history-panel';
import { ServiceEditor } from './service-editor';
import { ServiceTable } from './service-table';
import { useDrafts } from './use-draft';

/** The catalogue file from a desk: its services and its history, or one service in a form beside its text. */
export function CataloguePage({ service }: { readonly service: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const here = useDesk(presentPage);
  const [told, setTold] = useState('');
  const saved = useCallback(
    (draft: string, yaml: string) => {
      const read = readEntry(yaml);
      const id = read.ok ? asText(read.data.id) : draft;
      setTold(t('onboard:save.done', { id }));
      // A new service has a page of its own from now on, and so has one with another id.
      if (here.view === 'catalogue' && here.service === draft && id !== draft) {
        desk.replace({ view: 'catalogue', service: id });
      }
    },
    [desk, here, t],
  );
  const drafts = useDrafts(t('onboard:save.expired'), saved);
  return (
    <div className="onboard" data-page={service === null ? 'list' : 'service'}>
      <p className="visually-hidden" role="status">
        {told}
      </p>
      {service === null ? (
        <>
          <ServiceTable drafts={drafts} />
          <aside className="onboard-history" aria-label={t('onboard:history.title')}>
            <h2 className="panel-title">{t('onboard:history.title')}</h2>
            <HistoryPanel />
          </aside>
        </>
      ) : (
        <ServiceEditor key={service} service={service} isNew={service === NEW_SERVICE} saved={told} />
      )}
    </div>
  );
}
