import { type ReactNode, useMemo } from 'react';
import type { Incident } from '../../../shared/model/incidents';
import type { Provisional } from '../../../shared/rules/incidents/provisional';
import { tasksOf, timelineOf } from '../../../shared/rules/incidents/read-incidents';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useEventNames } from '../events/use-event-names';
import { IncidentFacts } from './page/facts-panel';
import { IncidentHead } from './page/incident-head';
import { TimelineLines } from './page/timeline-panel';

/** Lines of the timeline that are shown beside the list. */
const LAST = 10;

/** The incident in focus, in the order in which it is asked: what, who, when next; what is hit; what happened last. */
export function IncidentPreview(props: {
  readonly incident: Incident;
  readonly room: Provisional;
  readonly now: number;
  readonly onOpen: () => void;
}): ReactNode {
  const { incident, room, now, onOpen } = props;
  const { t } = useT();
  const names = useEventNames();
  const entries = useMemo(
    () => timelineOf(room.incidents, incident).slice(-LAST).reverse(),
    [room, incident],
  );
  const tasks = useMemo(() => tasksOf(room.incidents, incident), [room, incident]);
  const left = tasks.filter(({ done }) => done === null).length;
  return (
    <div className="inc-preview">
      <IncidentHead incident={incident} room={room} now={now} />
      <div className="inc-preview-act">
        <KeyButton cap="Enter" label={t('incidents:openPage')} onPress={onOpen} />
        <span className="quiet">{t('incidents:task.leftOf', { left, count: tasks.length })}</span>
      </div>
      <IncidentFacts incident={incident} names={names} />
      <section className="panel" aria-label={t('incidents:timeline.last')}>
        <h3 className="panel-title">{t('incidents:timeline.last')}</h3>
        <TimelineLines entries={entries} room={room} names={names} now={Math.floor(now / 60_000) * 60_000} />
      </section>
    </div>
  );
}
