import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Incident, IncidentTask } from '../../../shared/model/incidents';
import type { Provisional } from '../../../shared/rules/incidents/provisional';
import { isOf, tasksOf, timelineOf } from '../../../shared/rules/incidents/read-incidents';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useBridge, useDeskStore } from '../desk-context';
import { pageOf } from '../desk-store';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { useWriteMessage } from '../messages/write-message';
import { CallList } from '../oncall/call-list';
import { callsOf } from '../oncall/duty';
import { EntriesPanel } from '../shift-log/entries-panel';
import { IncidentDialogs, type IncidentForm } from './forms/incident-dialogs';
import { unmetOf } from './incident-model';
import { newId } from './made-id';
import { ActKeys } from './page/act-keys';
import { IncidentFacts } from './page/facts-panel';
import { IncidentHead } from './page/incident-head';
import { MessagesPanel } from './page/messages-panel';
import { RoutinesPanel } from './page/routines-panel';
import { TasksPanel } from './page/tasks-panel';
import { TimelinePanel } from './page/timeline-panel';
import { TimesPanel } from './page/times-panel';
import { UnmetPanel } from './page/unmet-panel';
import { useHubSeconds, useProvisionalIncident } from './use-incidents';

/** One incident, by its id or one that it has been known by. */
export function IncidentPage({ incident: id }: { readonly incident: string }): ReactNode {
  const { t } = useT();
  const { room, incident } = useProvisionalIncident(id);
  if (incident === undefined)
    return <Notice whole title={t('incidents:gone')} text={t('incidents:goneText')} />;
  return <Present key={incident.id} incident={incident} room={room} />;
}

function Present(props: { readonly incident: Incident; readonly room: Provisional }): ReactNode {
  const { incident, room } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const bridge = useBridge();
  const acts = useActs();
  const writeMessage = useWriteMessage();
  const names = useEventNames();
  const now = useHubSeconds();
  const waits = useLinkView(1_000).phase !== 'live';
  const outbox = useBoard((state) => state.outbox);
  const alarms = useBoard((state) => state.alarms);
  const alarmsVersion = useBoard((state) => state.alarmsVersion);
  const [form, setForm] = useState<IncidentForm | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const tasks = useMemo(() => tasksOf(room.incidents, incident), [room, incident]);
  const entries = useMemo(() => [...timelineOf(room.incidents, incident)].reverse(), [room, incident]);
  const unmet = useMemo(() => unmetOf(outbox, subjectsOf(incident, tasks)), [outbox, incident, tasks]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const calls = useMemo(() => callsOf(alarms, outbox), [alarms, alarmsVersion, outbox]);
  const active =
    tasks.find((task) => task.id === chosen) ?? tasks.find(({ done }) => done === null) ?? tasks[0];

  const give = async (gift: Gift<CommandKind>): Promise<string | null> => {
    const answer = await acts.give(gift);
    return answer.ok ? null : answer.error.message;
  };
  const tick = (task: IncidentTask | undefined): void => {
    if (!task) return;
    setChosen(task.id);
    const payload = { done: task.done === null };
    void give({ kind: 'task.done', subject: `task/${task.id}`, payload }).then((reason) => {
      if (reason !== null) desk.setState({ notice: t('desk:notice.refused', { reason }) });
    });
  };
  const step = (by: 1 | -1): void => {
    const next = tasks[(active ? tasks.indexOf(active) : -1) + by];
    if (next) setChosen(next.id);
  };
  const show = (next: IncidentForm): (() => void) => {
    return () => setForm(next);
  };
  const toCause = (): void => {
    if (incident.cause === null) return;
    desk.setState({ alarm: incident.cause, alarmFilter: '' });
    desk.open(pageOf('alarms'));
  };
  const write = (): void => field.current?.focus();
  const read = (): void => void bridge.outboxSeen(unmet.map((entry) => entry.id));
  const handlers = {
    fields: show({ kind: 'fields' }),
    ticket: show({ kind: 'fields' }),
    hand: show({ kind: 'commander' }),
    update: show({ kind: 'update' }),
    task: show({ kind: 'task' }),
    times: show({ kind: 'times' }),
    siteRoutines: show({ kind: 'routines', site: null }),
    merge: show({ kind: 'merge' }),
    restore: show({ kind: 'restore' }),
    close: show({ kind: 'close' }),
    report: show({ kind: 'report' }),
    note: write,
    writeLog: () => desk.show({ kind: 'log-entry', links: [{ kind: 'incident', id: incident.id }] }),
    message: () => writeMessage({ node: incident.cause, incident: incident.id }),
    onCall: () => desk.show({ kind: 'on-call', node: incident.cause, team: null }),
    upstream: toCause,
  };
  useKeys({
    ...handlers,
    up: () => step(-1),
    down: () => step(1),
    tick: () => tick(active),
    seen: () => (unmet.length > 0 ? read() : false),
    back: () => {
      if (document.activeElement !== field.current) return false;
      field.current?.blur();
      return true;
    },
  });
  return (
    <div className="inc-page">
      <div className="inc-page-head">
        <IncidentHead incident={incident} room={room} now={now} />
        <ActKeys incident={incident} waits={waits} run={handlers} />
        <UnmetPanel unmet={unmet} names={names} onRead={read} />
      </div>
      <div className="inc-columns">
        <ScrollRegion className="inc-column" aria-label={t('incidents:column.facts')}>
          <IncidentFacts incident={incident} names={names} />
          <TimesPanel incident={incident} now={now} waits={waits} onEdit={handlers.times} />
          <RoutinesPanel
            incident={incident}
            names={names}
            now={now}
            waits={waits}
            onEdit={(site) => setForm({ kind: 'routines', site })}
          />
        </ScrollRegion>
        <ScrollRegion className="inc-column" aria-label={t('incidents:column.tasks')}>
          <TasksPanel
            tasks={tasks}
            active={active?.id ?? null}
            names={names}
            now={now}
            waits={waits}
            unconfirmed={(task) => room.waiting.has(`task:${task.id}`)}
            onChoose={setChosen}
            onTick={tick}
            onNew={handlers.task}
          />
          <MessagesPanel
            incident={incident}
            room={room}
            names={names}
            now={now}
            waits={waits}
            onWrite={handlers.message}
          />
          <div className="panel">
            <CallList calls={calls} now={now} node={incident.cause} only={incident.cause !== null} />
          </div>
          <EntriesPanel about={{ incidents: [incident.id, ...incident.aliases] }} />
        </ScrollRegion>
        <ScrollRegion className="inc-column" aria-label={t('incidents:column.timeline')}>
          <TimelinePanel
            entries={entries}
            room={room}
            names={names}
            now={Math.floor(now / 60_000) * 60_000}
            waits={waits}
            field={field}
            onNote={(text) => {
              const subject = `incident/${incident.id}`;
              return give({ kind: 'incident.note', subject, payload: { id: newId(), text } });
            }}
          />
        </ScrollRegion>
      </div>
      {form !== null && (
        <IncidentDialogs
          form={form}
          incident={incident}
          incidents={room.incidents}
          onClose={() => setForm(null)}
        />
      )}
    </div>
  );
}

/** What commands about this incident are about: it, what it has been called, and its tasks. */
function subjectsOf(incident: Incident, tasks: readonly IncidentTask[]): ReadonlySet<string> {
  const own = tasks.filter((task) => isOf(incident, task.incident)).map(({ id }) => `task/${id}`);
  return new Set([...[incident.id, ...incident.aliases].map((id) => `incident/${id}`), ...own]);
}
