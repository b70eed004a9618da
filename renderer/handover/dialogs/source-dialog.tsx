import { type ReactNode, useState } from 'react';
import type { LineSource } from '../../../shared/model/handover';
import { EventLine } from '../../desk/events/event-line';
import { useHistory } from '../../desk/events/use-history';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { useKeys } from '../../desk/keys/use-keys';
import { Dialog } from '../../parts/dialog';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoardStore } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords } from '../model/use-words';
import type { NoteRow } from '../note/note-model';

/** So many events say what a line rests on. */
const EVENTS = 40;

/** What a line rests on: its sources, and what the log says of each. */
export function SourceDialog({
  row,
  onClose,
}: {
  readonly row: NoteRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useWords();
  const { sources } = row.line;
  const [at, setAt] = useState(0);
  const source = sources[at];
  useKeys(
    {
      back: onClose,
      up: () => setAt((before) => Math.max(0, before - 1)),
      down: () => setAt((before) => Math.min(sources.length - 1, before + 1)),
    },
    { modal: true },
  );
  return (
    <Dialog title={t('handover:source.title')} closeLabel={t('common:close')} onClose={onClose}>
      <p>{row.line.text}</p>
      {sources.length > 1 && (
        <div className="act-row source-choice">
          {sources.map((one, index) => (
            <button
              key={`${one.kind}/${one.id}`}
              type="button"
              className="source-tag"
              aria-pressed={index === at}
              onClick={() => setAt(index)}
            >
              {one.label}
            </button>
          ))}
        </div>
      )}
      {source === undefined ? (
        <p className="quiet">{t('handover:source.none')}</p>
      ) : (
        <SourceFacts key={`${source.kind}/${source.id}`} source={source} node={row.drawn?.node ?? null} />
      )}
    </Dialog>
  );
}

function SourceFacts(props: { readonly source: LineSource; readonly node: string | null }): ReactNode {
  const { source, node } = props;
  const { t, person } = useWords();
  const now = useHubSeconds();
  const store = useBoardStore();
  const { room } = useHandoverWindow();
  const entry = source.kind === 'entry' ? room.watch.get(`entry:${source.id}`) : undefined;
  const { alarms } = store.getState();
  const about = subjectOf(source, node, alarms);
  return (
    <>
      <p>
        <strong>{source.label}</strong> {t(`handover:source.kind.${source.kind}`)}
      </p>
      {entry?.kind === 'entry' && (
        <blockquote className="source-entry">
          {entry.value.body.said?.text ?? t('handover:source.erased')}
          <span className="quiet">
            {' '}
            {person(entry.value.by)} {clockOf(entry.value.at, now)}
          </span>
        </blockquote>
      )}
      {about === null ? (
        <p className="quiet">{t('handover:source.noLog')}</p>
      ) : (
        <SourceEvents about={about} />
      )}
    </>
  );
}

/** What the log files it under; null: nothing of its own. */
function subjectOf(
  { kind, id }: LineSource,
  node: string | null,
  alarms: ReadonlyMap<string, { readonly kind: string; readonly value: object }>,
): string | null {
  switch (kind) {
    case 'alarm':
      return alarms.has(`alarm:${id}`) ? id : node;
    case 'incident':
    case 'message':
    case 'task':
    case 'known-error':
      return id.includes('/') ? id : `${kind}/${id}`;
    case 'follow-up':
    case 'routine':
    case 'maintenance':
    case 'entry':
      return kind === 'maintenance' ? id : id.startsWith(`${kind}/`) ? id : `${kind}/${id}`;
    case 'report':
    case 'trend':
    case 'graph':
    case 'call':
      return node ?? id;
    case 'rule':
    case 'hub':
      return null;
  }
}

function SourceEvents({ about }: { readonly about: string }): ReactNode {
  const { t } = useWords();
  const now = useHubSeconds();
  const { phase, events, error } = useHistory({ node: about, before: null, limit: EVENTS, follow: false });
  if (phase === 'loading') return <p className="quiet">{t('handover:source.reading')}</p>;
  if (events.length === 0)
    return (
      <p className="quiet">
        {error === null ? t('handover:source.noLog') : t('handover:source.failed', { reason: error })}
      </p>
    );
  return (
    <ScrollRegion className="source-events" aria-label={t('handover:source.events')}>
      <ol className="event-list event-list-narrow">
        {events.map((event) => (
          <EventLine key={`${event.epoch}/${event.seq}`} event={event} now={now} about={about} />
        ))}
      </ol>
    </ScrollRegion>
  );
}
