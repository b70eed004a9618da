import type { ReactNode } from 'react';
import { formatSeconds } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useLinkView, useNode } from '../../stores/board-react';
import { deskKey } from '../keys/key-table';
import { nodeName } from '../model/row';
import type { List } from './use-list';

/**
 * What the order of the list does not show yet, named: a new fault is never hidden by holding rows still. The
 * strip's height is reserved, so that nothing moves when it speaks.
 */
export function ListNews({ list }: { readonly list: List }): ReactNode {
  const { t } = useT();
  const { fresh, moved } = list.unsorted;
  const link = useLinkView();
  const worst = fresh[0];
  return (
    <div className="list-news" role="status" data-news={worst === undefined ? undefined : ''}>
      {link.phase !== 'live' && link.knownAt !== null && worst === undefined && (
        <span className="list-news-known">
          <strong>
            {t(link.phase === 'stale' ? 'desk:list.stale' : 'desk:list.lastKnown', {
              time: formatSeconds(link.knownAt),
            })}
          </strong>{' '}
          {t('desk:list.hatched')}
        </span>
      )}
      {worst !== undefined && <Fresh id={worst} more={fresh.length - 1} />}
      {worst === undefined && moved > 0 && <span>{t('desk:list.moved', { count: moved })}</span>}
      {worst === undefined && moved === 0 && <Hints />}
      {(worst !== undefined || moved > 0) && (
        <KeyButton cap="." label={t('desk:list.sort')} onPress={list.sort} />
      )}
    </div>
  );
}

const HINTS = ['up', 'down', 'open', 'recheck', 'upstream', 'downstream'] as const;

/** The keys that act on the list, while there is nothing else to say. */
function Hints(): ReactNode {
  const { t } = useT();
  return (
    <span className="list-hints" aria-hidden="true">
      {HINTS.map((id) => {
        const { cap } = deskKey(id);
        return (
          <span key={id}>
            <KeyCap cap={cap} /> {t(`desk:hint.${id}`)}
          </span>
        );
      })}
    </span>
  );
}

function Fresh({ id, more }: { readonly id: string; readonly more: number }): ReactNode {
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const status = useNode(id);
  if (!status) return null;
  return (
    <span className="list-news-fresh">
      <strong>{t('desk:list.new')}</strong>
      <StateShape state={status.state} size={18} />
      <StateWord state={status.state} />
      <strong>{nodeName({ catalogue, graph }, id)}</strong>
      <time>{formatSeconds(status.since)}</time>
      {more > 0 && <span>{t('desk:list.newMore', { count: more })}</span>}
    </span>
  );
}
