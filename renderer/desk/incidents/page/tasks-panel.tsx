import type { ReactNode } from 'react';
import type { IncidentTask } from '../../../../shared/model/incidents';
import { formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { type EventNames, personName } from '../../events/command-words';

/** What is to be done and whose it is: the checklist of a major incident first, then what people wrote. */
export function TasksPanel(props: {
  readonly tasks: readonly IncidentTask[];
  readonly active: string | null;
  readonly names: EventNames;
  readonly now: number;
  readonly waits: boolean;
  readonly unconfirmed: (task: IncidentTask) => boolean;
  readonly onChoose: (id: string) => void;
  readonly onTick: (task: IncidentTask) => void;
  readonly onNew: () => void;
}): ReactNode {
  const { tasks, active, names, now, waits, unconfirmed, onChoose, onTick, onNew } = props;
  const { t } = useT();
  const left = tasks.filter(({ done }) => done === null).length;
  return (
    <section className="panel" aria-label={t('incidents:tasks')}>
      <div className="panel-title">
        <h3>{t('incidents:tasks')}</h3>
        <span>{t('incidents:task.left', { left, count: tasks.length })}</span>
        <KeyButton cap="p" label={t('incidents:task.new')} waits={waits} onPress={onNew} />
      </div>
      {tasks.length === 0 && <p className="quiet">{t('incidents:task.none')}</p>}
      <ul className="inc-tasks">
        {tasks.map((task) => (
          <li
            key={task.id}
            data-active={task.id === active ? '' : undefined}
            data-done={task.done === null ? undefined : ''}
          >
            <label>
              <input
                type="checkbox"
                checked={task.done !== null}
                onFocus={() => onChoose(task.id)}
                onChange={() => onTick(task)}
              />
              <span>{task.text}</span>
            </label>
            <span className="quiet">
              {task.done === null
                ? task.owner === null
                  ? t('incidents:nobodyYet')
                  : personName(names.people, task.owner)
                : `${formatSince(task.done.at, now)} ${personName(names.people, task.done.by)}`}
              {unconfirmed(task) && ` · ${t('incidents:unconfirmed')}`}
            </span>
          </li>
        ))}
      </ul>
      {tasks.length > 0 && <p className="quiet panel-note">{t('incidents:task.keys')}</p>}
    </section>
  );
}
